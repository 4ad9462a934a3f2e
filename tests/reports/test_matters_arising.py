"""What happened since a group last met: each kind of line, and what never becomes one."""

from datetime import date, timedelta
from typing import Any

import pgtrigger
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barriers.enums import Direction, FactorState, View
from barriers.models import Factor
from reports.matters_arising.lines import About, Line
from reports.matters_arising.matters import Matters, matters_of
from reports.matters_arising.notes import BULLET, TITLES, lines_in, notes_of, others_in
from sites.enums import ChangeKind, ChangeStatus
from steering.enums import MeetingState, MinutesState
from steering.models import Meeting, SteeringGroup
from tests import make
from tests.reports.scene import NOW, local, northfield

pytestmark = pytest.mark.django_db

LAST = local(10, 11)
TODAY = NOW.date()


@pytest.fixture
def group() -> SteeringGroup:
    return northfield()


@pytest.fixture
def last(group: SteeringGroup) -> Meeting:
    """The second meeting of the group, of which the minutes are out."""
    make.make_meeting(group=group, starts_at=local(13, 10), state=MeetingState.HELD)
    last = make.make_meeting(group=group, starts_at=LAST, state=MeetingState.HELD)
    make.make_minutes(meeting=last, state=MinutesState.CIRCULATED)
    return last


@pytest.fixture
def meeting(group: SteeringGroup, last: Meeting) -> Meeting:
    return make.make_meeting(group=group, starts_at=local(8, 12))


def matters(meeting: Meeting) -> Matters:
    found = matters_of(meeting, NOW)
    assert found is not None
    return found


def told(meeting: Meeting, about: About) -> list[str]:
    return [line.text for line in matters(meeting).about(about)]


def test_actions_are_open_with_owner_and_date_overdue_ones_first(
    meeting: Meeting, last: Meeting
) -> None:
    helen = make.make_person(name="Helen Osei")
    make.make_action(meeting=last, text="Ask the GPs")
    make.make_action(
        meeting=last, text="Write to\nthe schools.", owner=helen, due_on=date(2026, 12, 4)
    )
    make.make_action(meeting=last, text="Book the hall", owner=helen, due_on=date(2026, 11, 20))
    make.make_action(meeting=last, text="Due today", owner=helen, due_on=TODAY)
    assert told(meeting, About.OPEN) == [
        "Book the hall. Helen Osei, was due 20 November 2026.",
        "Due today. Helen Osei, due 24 November 2026.",
        "Write to the schools. Helen Osei, due 4 December 2026.",
        "Ask the GPs. Nobody yet.",
    ]


def test_open_actions_are_of_every_earlier_meeting_and_of_this_group_alone(
    meeting: Meeting, group: SteeringGroup
) -> None:
    first = group.meetings.earliest("starts_at")
    make.make_action(meeting=first, text="Old and open")
    make.make_action(meeting=make.make_meeting(group=make.make_group(site=group.site)))
    assert told(meeting, About.OPEN) == ["Old and open. Nobody yet."]


def test_actions_done_since_are_told_without_their_note(meeting: Meeting, last: Meeting) -> None:
    helen = make.make_person(name="Helen Osei")
    for day in (9, 20, 10):
        action = make.make_action(
            meeting=last, text=f"Task {day}", owner=helen, done_on=date(2026, 11, day)
        )
        action.done_note = "My sister helped."
        action.save()
    assert told(meeting, About.DONE) == [
        "Task 10. Helen Osei, done 10 November 2026.",
        "Task 20. Helen Osei, done 20 November 2026.",
    ]
    # Whoever writes a note is told that administrator and project manager alone read it.
    (line, _) = matters(meeting).about(About.DONE)
    assert line.aside == "Note, which members do not read: My sister helped."
    assert "sister" not in notes_of(matters(meeting).lines)


def test_decisions_wait_without_an_action_or_with_an_open_one(
    meeting: Meeting, last: Meeting
) -> None:
    nothing, still_open, done = (make.make_item(meeting=last, title=one) for one in "ABC")
    make.make_decision(meeting=last, item=nothing, text="The pilot goes on")
    make.make_decision(meeting=last, item=still_open, text="Schools are asked")
    make.make_action(meeting=last, item=still_open, done_on=TODAY)
    make.make_action(meeting=last, item=still_open)
    make.make_decision(meeting=last, item=done, text="The hall is booked")
    make.make_action(meeting=last, item=done, done_on=TODAY)
    make.make_decision(meeting=last, text="We thank the hosts")
    make.make_action(meeting=last)
    assert told(meeting, About.DECISION) == [
        "Decision 2.1: The pilot goes on. No action was recorded for it.",
        "Decision 2.2: Schools are asked. What follows from it is still open.",
        "Decision 2.4: We thank the hosts. No action was recorded for it.",
    ]


def test_decisions_of_earlier_meetings_are_told_no_more(
    meeting: Meeting, group: SteeringGroup
) -> None:
    make.make_decision(meeting=group.meetings.earliest("starts_at"))
    assert told(meeting, About.DECISION) == []


def test_decisions_wait_until_their_minutes_are_out(group: SteeringGroup) -> None:
    last = make.make_meeting(group=group, starts_at=LAST, state=MeetingState.HELD)
    meeting = make.make_meeting(group=group, starts_at=local(8, 12))
    make.make_decision(meeting=last)
    for state in (None, MinutesState.DRAFT, MinutesState.WITH_CHAIR):
        if state == MinutesState.DRAFT:
            make.make_minutes(meeting=last)
        elif state:
            type(last.minutes).objects.update(state=state)
        assert told(meeting, About.DECISION) == []
        assert matters(meeting).left_out == (
            "1 decision is left out until the minutes of 10 November 2026 have been sent to the "
            "members.",
        )


def test_nothing_of_a_confidential_item_is_told(meeting: Meeting, last: Meeting) -> None:
    secret = make.make_item(meeting=last, title="A complaint", confidential=True)
    make.make_action(meeting=last, item=secret, text="Answer the complaint")
    make.make_action(meeting=last, item=secret, text="Hear both", done_on=TODAY)
    make.make_decision(meeting=last, item=secret, text="It is upheld")
    assert matters(meeting).lines == ()
    assert matters(meeting).left_out == (
        "2 actions and 1 decision of confidential items are left out.",
    )


def entry(told_at: Meeting, /, **how: Any) -> Factor:
    """An entry of the site that was there, and was entered, long before the last meeting."""
    fields = {name: how.pop(name) for name in ("state", "ended_on") if name in how}
    factor = make.make_factor(site=told_at.group.site, **how)
    for name, value in fields.items():
        setattr(factor, name, value)
    factor.save()
    history = Factor.pgh_event_model.objects.filter(pgh_obj=factor)
    with pgtrigger.ignore("barriers.FactorEvent:append_only"):
        history.update(pgh_created_at=LAST - timedelta(days=30))
    return factor


def test_entries_noticed_since(meeting: Meeting, last: Meeting) -> None:
    entry(meeting, noticed_on=date(2026, 11, 9))
    entry(meeting, noticed_on=date(2026, 11, 17), description="The director\ncame")
    entry(
        meeting,
        noticed_on=date(2026, 11, 18),
        direction=Direction.HINDERED,
        state=FactorState.ANTICIPATED,
        description="Posts may go.",
    )
    entry(
        meeting,
        noticed_on=date(2026, 11, 19),
        direction=Direction.MIXED,
        state=FactorState.EASED,
        ended_on=date(2026, 11, 23),
        description="A new manager.",
    )
    # Those who were there know what was logged at the meeting itself, but not what came of it.
    entry(meeting, noticed_on=LAST.date(), meeting=last)
    entry(
        meeting,
        noticed_on=LAST.date(),
        meeting=last,
        state=FactorState.ENDED,
        ended_on=TODAY,
        description="No room.",
    )
    assert told(meeting, About.FACTOR) == [
        "Helped: No room. Ended since 24 November 2026.",
        "Helped: The director came. Noticed on 17 November 2026.",
        "Hindered: Posts may go. Noticed on 18 November 2026, anticipated.",
        "Mixed: A new manager. Noticed on 19 November 2026, eased since 23 November 2026.",
    ]


def test_entries_eased_or_ended_since(meeting: Meeting) -> None:
    for state, day in (
        (FactorState.EASED, date(2026, 11, 9)),
        (FactorState.EASED, date(2026, 11, 10)),
        (FactorState.ENDED, TODAY),
    ):
        entry(meeting, state=state, ended_on=day, description=f"It was {state}.")
    assert told(meeting, About.FACTOR) == [
        "Helped: It was eased. Eased since 10 November 2026.",
        "Helped: It was ended. Ended since 24 November 2026.",
    ]


def test_entries_of_which_direction_or_state_changed_since(meeting: Meeting) -> None:
    turned = entry(meeting, direction=Direction.HINDERED, description="The merger.")
    turned.direction = Direction.MIXED
    turned.save()
    feared = entry(meeting, state=FactorState.ANTICIPATED, description="The move.")
    feared.state, feared.direction = FactorState.CURRENT, Direction.HINDERED
    feared.save()
    late = entry(meeting, description="The grant.")
    late.state, late.ended_on = FactorState.ENDED, date(2026, 11, 2)
    late.save()
    reworded = entry(meeting)
    reworded.description = "Other words for the same."
    reworded.save()
    assert told(meeting, About.FACTOR) == [
        "Mixed: The merger. Changed from hindered to mixed.",
        "Hindered: The move. Changed from helped to hindered and from anticipated to current.",
        "Helped: The grant. Ended since 2 November 2026.",
    ]


def test_what_was_entered_only_now_has_not_changed(meeting: Meeting) -> None:
    factor = make.make_factor(site=meeting.group.site, direction=Direction.HINDERED)
    factor.direction = Direction.HELPED
    factor.save()
    assert told(meeting, About.FACTOR) == []


def test_the_supporters_view_and_other_sites_are_not_told(meeting: Meeting) -> None:
    entry(meeting, noticed_on=TODAY, view=View.SUPPORTER)
    make.make_factor(site=make.make_site(), noticed_on=TODAY)
    assert told(meeting, About.FACTOR) == []


def test_organisational_changes_that_began_or_ended_since(meeting: Meeting) -> None:
    site = meeting.group.site
    trust = make.make_agency(name="Northmoor Trust")
    make.make_change(site=site, kind=ChangeKind.BUDGET_CUT, starts_on=date(2026, 11, 9))
    make.make_change(
        site=site,
        kind=ChangeKind.RESTRUCTURE,
        agency=trust,
        starts_on=date(2025, 4, 1),
        ends_on=date(2026, 11, 20),
        description="Two teams become one",
    )
    make.make_change(site=site, starts_on=date(2026, 11, 16), description="A new building.")
    make.make_change(
        site=site,
        kind=ChangeKind.MERGER,
        status=ChangeStatus.PROPOSED,
        agency=trust,
        starts_on=TODAY,
        description="With the next Trust.",
    )
    make.make_change(site=site, starts_on=TODAY + timedelta(days=1))
    make.make_change(site=make.make_site(), starts_on=TODAY)
    assert told(meeting, About.CHANGE) == [
        "Restructure at Northmoor Trust: Two teams become one. Ended on 20 November 2026.",
        "Change: A new building. Began on 16 November 2026.",
        "Merger at Northmoor Trust: With the next Trust. Proposed to begin on 24 November 2026.",
    ]


def test_the_last_meeting_is_the_one_before_that_was_not_called_off(
    meeting: Meeting, group: SteeringGroup
) -> None:
    make.make_meeting(group=group, starts_at=local(20, 11), state=MeetingState.CANCELLED)
    make.make_meeting(group=group, starts_at=local(1, 12))
    make.make_meeting(starts_at=local(22, 11), state=MeetingState.HELD)
    assert matters(meeting).day == date(2026, 11, 10)
    # One whose register nobody has opened yet took place all the same.
    make.make_meeting(group=group, starts_at=local(23, 11))
    assert matters(meeting).day == date(2026, 11, 23)


def test_a_group_that_never_met_has_no_matters_arising() -> None:
    assert matters_of(make.make_meeting(), NOW) is None


LINES = st.lists(
    st.builds(
        Line,
        about=st.sampled_from(About),
        pk=st.integers(1, 99),
        text=st.text("abc. ", min_size=1).map(lambda text: f"{text.strip()}."),
    ),
    max_size=12,
)


@given(lines=LINES, kept=st.lists(st.sampled_from(["The chair visits Leeds.", "- By hand"])))
def test_notes_hold_each_line_once_below_its_heading_and_are_read_back(
    lines: list[Line], kept: list[str]
) -> None:
    notes = notes_of(lines, kept)
    assert sorted(lines_in(notes)) == sorted([*(BULLET + one.text for one in lines), *kept])
    assert others_in(notes, lines) == [one for one in kept if one not in lines_in(notes_of(lines))]
    headings = [row for row in notes.splitlines() if row in TITLES.values()]
    assert headings == [
        TITLES[about] for about in About if any(one.about == about for one in lines)
    ]
