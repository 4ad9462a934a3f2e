"""Building an agenda: order, what is taken off and what never is, and what waits for later."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from steering.enums import ItemKind, ItemSource, MeetingState
from steering.models import AgendaItem, BacklogItem, Meeting, Paper
from steering.services import agenda as services
from steering.services.agenda import ItemTerms, Place
from steering.services.standing_items import (
    StandingTerms,
    begin_agenda,
    put_titles,
    set_standing_items,
)
from tests import make
from tests.at_once import PEOPLE, all_at_once

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return make.make_meeting(agenda=("One", "Two", "Three", "Four"))


def titles(meeting: Meeting) -> list[str]:
    rows = list(AgendaItem.objects.filter(meeting=meeting).values_list("position", "title"))
    assert [position for position, _ in rows] == list(range(1, len(rows) + 1))
    return [title for _, title in rows]


def item(meeting: Meeting, title: str) -> AgendaItem:
    return AgendaItem.objects.get(meeting=meeting, title=title)


class TestItems:
    def test_an_item_comes_last_with_all_that_was_said(self, meeting: Meeting) -> None:
        amy = make.make_person()
        terms = ItemTerms("Five", ItemKind.DECISION, amy, 25, "Read the report.")
        services.add_item(meeting=meeting, terms=terms)
        added = item(meeting, "Five")
        said = (added.position, added.kind, added.presenter, added.length, added.notes)
        assert said == (5, "decision", amy, 25, "Read the report.")

    def test_names_stay_only_while_it_is_confidential(self, meeting: Meeting) -> None:
        amy, ben = make.make_person(), make.make_person()
        secret = services.add_item(
            meeting=meeting, terms=ItemTerms("Five", confidential=True, named=(amy, ben))
        )
        seen = services.version_of(secret)
        services.change_item(
            item=secret, terms=ItemTerms("Five", confidential=True, named=(ben,)), seen=seen
        )
        assert list(secret.named.all()) == [ben]
        seen = services.version_of(item(meeting, "Five"))
        services.change_item(item=secret, terms=ItemTerms("Five", named=(ben,)), seen=seen)
        assert list(secret.named.all()) == []

    def test_nobody_writes_over_what_somebody_else_changed(self, meeting: Meeting) -> None:
        one = item(meeting, "One")
        seen = services.version_of(one)
        services.change_item(item=one, terms=ItemTerms("One", length=10), seen=seen)
        with pytest.raises(services.AgendaHasChanged, match="What you typed is still here"):
            services.change_item(item=one, terms=ItemTerms("One", length=20), seen=seen)
        assert item(meeting, "One").length == 10

    def test_the_agenda_of_a_cancelled_meeting_stays(self, meeting: Meeting) -> None:
        Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CANCELLED)
        with pytest.raises(services.AgendaIsClosed, match="is cancelled"):
            services.add_item(meeting=meeting, terms=ItemTerms("Five"))


class TestOrder:
    @pytest.mark.parametrize(
        ("moved", "to", "expected"),
        [
            ("One", 3, ["Two", "Three", "One", "Four"]),
            ("Four", 2, ["One", "Four", "Two", "Three"]),
            ("Two", 0, ["Two", "One", "Three", "Four"]),
            ("Two", 99, ["One", "Three", "Four", "Two"]),
        ],
    )
    def test_an_item_gets_the_number_it_was_given(
        self, meeting: Meeting, moved: str, to: int, expected: list[str]
    ) -> None:
        services.move_item(item=item(meeting, moved), to=to)
        assert titles(meeting) == expected

    def test_numbers_and_minutes_at_once(self, meeting: Meeting) -> None:
        items = {one.title: one for one in meeting.agenda_items.all()}
        places = {items["One"].pk: Place(3, 20), items["Four"].pk: Place(1, None)}
        seen = services.order_of(items.values())
        services.arrange(meeting=meeting, places=places, seen=seen)
        assert titles(meeting) == ["Four", "Two", "One", "Three"]
        assert item(meeting, "One").length == 20
        with pytest.raises(services.AgendaHasChanged, match="as it is now"):
            services.arrange(meeting=meeting, places=places, seen=seen)

    @settings(
        max_examples=30,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(numbers=st.lists(st.integers(-3, 12), min_size=4, max_size=4))
    def test_whatever_is_typed_no_item_is_lost_or_doubled(
        self, meeting: Meeting, numbers: list[int]
    ) -> None:
        items = list(meeting.agenda_items.all())
        places = {one.pk: Place(number, None) for one, number in zip(items, numbers, strict=True)}
        services.arrange(meeting=meeting, places=places, seen=services.order_of(items))
        assert sorted(titles(meeting)) == ["Four", "One", "Three", "Two"]


class TestTakingOff:
    def test_what_is_taken_off_leaves_no_gap(self, meeting: Meeting) -> None:
        services.remove_item(item=item(meeting, "Two"), now=NOW)
        assert titles(meeting) == ["One", "Three", "Four"]

    @pytest.mark.parametrize("under", ["minutes", "decision", "action"])
    def test_what_has_something_under_it_stays(self, meeting: Meeting, under: str) -> None:
        two = item(meeting, "Two")
        if under == "minutes":
            make.make_minutes(meeting=meeting, item=two)
        else:
            getattr(make, f"make_{under}")(meeting=meeting, item=two)
        later = make.make_meeting(
            group=meeting.group, starts_at=meeting.starts_at + timedelta(days=30)
        )
        for take_off in (services.remove_item, services.put_off, services.send_to_backlog):
            with pytest.raises(services.ItemIsInUse, match="already has minutes, decisions"):
                take_off(item=two, now=NOW)
        assert len(titles(meeting)) == 4
        assert titles(later) == []

    def test_a_paper_is_never_lost_with_its_item(self, meeting: Meeting) -> None:
        two = item(meeting, "Two")
        make.make_paper(item=two)
        for take_off in (services.remove_item, services.put_off, services.send_to_backlog):
            with pytest.raises(services.ItemIsInUse, match="has a paper"):
                take_off(item=two, now=NOW)
        assert len(titles(meeting)) == 4

    def test_an_item_moves_to_the_next_meeting_with_its_paper(self, meeting: Meeting) -> None:
        paper = make.make_paper(item=item(meeting, "Two"))
        later = make.make_meeting(
            group=meeting.group,
            starts_at=meeting.starts_at + timedelta(days=30),
            agenda=("Welcome",),
        )
        cancelled = meeting.starts_at + timedelta(days=10)
        make.make_meeting(group=meeting.group, starts_at=cancelled, state=MeetingState.CANCELLED)
        assert services.put_off(item=item(meeting, "Two"), now=NOW) == later
        assert titles(meeting) == ["One", "Three", "Four"]
        assert titles(later) == ["Welcome", "Two"]
        assert Paper.objects.get().item.meeting == later
        assert paper.item_id == Paper.objects.get().item_id

    def test_without_a_next_meeting_it_waits(self, meeting: Meeting) -> None:
        assert services.put_off(item=item(meeting, "Two"), now=NOW) is None
        waiting = BacklogItem.objects.get()
        assert (waiting.title, waiting.item, waiting.closed_at) == ("Two", None, None)
        assert titles(meeting) == ["One", "Three", "Four"]


class TestBacklog:
    def test_a_proposal_becomes_an_item_with_the_paper_that_was_offered(
        self, meeting: Meeting
    ) -> None:
        amy = make.make_person()
        waiting = make.make_waiting(
            group=meeting.group, proposed_by=amy, brings_paper=True, notes="They asked.", length=10
        )
        taken = services.take_from_backlog(waiting=waiting, meeting=meeting)
        assert (taken.presenter, taken.length, taken.notes) == (amy, 10, "They asked.")
        assert taken.source == ItemSource.BACKLOG
        assert Paper.objects.get().owner == amy
        with pytest.raises(services.AgendaHasChanged, match="taken or closed already"):
            services.take_from_backlog(waiting=waiting, meeting=meeting)

    def test_what_comes_back_is_the_same_proposal(self, meeting: Meeting) -> None:
        amy = make.make_person()
        waiting = make.make_waiting(group=meeting.group, proposed_by=amy)
        taken = services.take_from_backlog(waiting=waiting, meeting=meeting)
        services.send_to_backlog(item=taken, now=NOW)
        assert BacklogItem.objects.get().proposed_by == amy
        assert BacklogItem.objects.get().item is None

    def test_what_is_taken_off_for_good_does_not_wait_again(self, meeting: Meeting) -> None:
        waiting = make.make_waiting(group=meeting.group)
        taken = services.take_from_backlog(waiting=waiting, meeting=meeting)
        services.remove_item(item=taken, now=NOW)
        assert BacklogItem.objects.get().closed_because == "Taken off the agenda"

    def test_a_confidential_item_is_still_so_when_it_comes_back(self, meeting: Meeting) -> None:
        secret = make.make_item(meeting=meeting, confidential=True)
        waiting = services.send_to_backlog(item=secret, now=NOW)
        assert services.take_from_backlog(waiting=waiting, meeting=meeting).confidential

    def test_closing_keeps_the_reason(self, meeting: Meeting) -> None:
        waiting = make.make_waiting(group=meeting.group)
        services.close_backlog_item(waiting=waiting, because="Settled by phone", now=NOW)
        waiting.refresh_from_db()
        assert (waiting.closed_at, waiting.closed_because) == (NOW, "Settled by phone")


class TestStandingItems:
    def test_a_new_agenda_begins_with_them(self) -> None:
        empty = make.make_meeting()
        amy = make.make_person()
        terms = [StandingTerms("Welcome", length=5, presenter=amy), StandingTerms("Next date")]
        set_standing_items(group=empty.group, items=terms)
        begin_agenda(meeting=empty)
        assert titles(empty) == ["Welcome", "Next date"]
        welcome = item(empty, "Welcome")
        assert (welcome.length, welcome.presenter, welcome.source) == (5, amy, "standing")
        with pytest.raises(services.AgendaHasChanged, match="has items already"):
            begin_agenda(meeting=empty)

    def test_without_any_it_begins_like_last_time_but_for_secrets(self, meeting: Meeting) -> None:
        make.make_item(meeting=meeting, title="Merger", confidential=True)
        empty = make.make_meeting(
            group=meeting.group, starts_at=meeting.starts_at + timedelta(days=30)
        )
        begin_agenda(meeting=empty)
        assert titles(empty) == ["One", "Two", "Three", "Four"]

    def test_a_title_that_is_typed_is_known_as_a_standing_item(self) -> None:
        empty = make.make_meeting()
        set_standing_items(group=empty.group, items=[StandingTerms("Welcome", length=5)])
        put_titles(meeting=empty, titles=["welcome", "The pilot"])
        assert titles(empty) == ["Welcome", "The pilot"]
        assert item(empty, "Welcome").length == 5


@pytest.mark.django_db(transaction=True)
def test_items_added_at_the_same_moment_have_a_number_each() -> None:
    meeting = make.make_meeting()
    all_at_once(
        lambda number: services.add_item(meeting=meeting, terms=ItemTerms(f"Item {number}"))
    )
    assert len(titles(meeting)) == PEOPLE
