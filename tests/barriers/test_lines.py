"""An entry as a line of a list, filled into a pattern."""

from datetime import date

import pytest

from barriers.enums import Direction, FactorState, View
from barriers.models import Factor, Theme
from barriers.templatetags.factors import factor_line
from sites.models import Site
from steering.models import Meeting

WRITTEN = "Waiting <b>lists</b> & “queues”\nin June"


def an_entry(direction: Direction = Direction.HELPED, view: View = View.SITE) -> Factor:
    return Factor(
        key="late-data",
        site=Site(name="Alderfleet & Sons"),
        theme=Theme(short_name="Sharing data"),
        meeting=Meeting(pk=3, title="Meeting <7>"),
        direction=direction,
        view=view,
        description=WRITTEN,
        state=FactorState.ENDED,
        noticed_on=date(2026, 5, 3),
        ended_on=date(2026, 6, 1),
    )


@pytest.mark.parametrize("direction", Direction)
def test_each_direction_is_said(direction: Direction) -> None:
    assert f"{direction.label}</strong>" in factor_line(an_entry(direction), set())


def test_what_was_written_is_shown_as_text_with_its_lines() -> None:
    line = factor_line(an_entry(), set())
    assert "Waiting &lt;b&gt;lists&lt;/b&gt; &amp; “queues”<br>in June" in line
    assert (
        "Alderfleet &amp; Sons · General statement · Ended 1 June 2026 · noticed 3 May 2026" in line
    )


def test_only_an_open_meeting_is_named_and_linked() -> None:
    named = '<a class="govuk-link" href="/meetings/3/outcomes/#factors">Meeting &lt;7&gt;</a>'
    assert named in factor_line(an_entry(), {3})
    assert "Meeting" not in factor_line(an_entry(), {4})


def test_a_list_of_one_meeting_names_neither_meeting_nor_site() -> None:
    line = factor_line(an_entry())
    assert "Meeting" not in line
    assert "Alderfleet" not in line


def test_only_a_supporters_view_is_marked() -> None:
    assert "Supporter’s view" in factor_line(an_entry(view=View.SUPPORTER), set())
    assert "Supporter’s view" not in factor_line(an_entry(), set())
