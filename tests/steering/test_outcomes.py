"""Decisions and actions: their rank in the item, their changes, and when they are done."""

from datetime import date, datetime

import pytest

from steering.enums import MinutesState
from steering.models import Action, AgendaItem, Decision, Meeting
from steering.services.minutes import MinutesAreApproved
from steering.services.outcomes import (
    add_action,
    add_decision,
    change_action,
    change_decision,
    finish_action,
    remove_action,
    remove_decision,
)
from steering.services.record import RecordIsClosed
from tests import make

NOW = datetime(2026, 12, 8, 11, 0, tzinfo=make.LONDON)
BEFORE = datetime(2026, 12, 7, 11, 0, tzinfo=make.LONDON)

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return make.make_meeting(agenda=("Welcome", "Joint visits"))


def item_of(meeting: Meeting, position: int | None) -> AgendaItem | None:
    return None if position is None else meeting.agenda_items.get(position=position)


def decide(meeting: Meeting, text: str, position: int | None = None) -> Decision:
    item = item_of(meeting, position)
    return add_decision(meeting=meeting, agenda_item=item, text=text, now=NOW)


def act(meeting: Meeting, text: str, position: int | None = None) -> Action:
    item = item_of(meeting, position)
    return add_action(
        meeting=meeting, agenda_item=item, text=text, owner=None, due_on=None, now=NOW
    )


def change_words(action: Action, text: str) -> Action:
    return change_action(action=action, text=text, owner=None, due_on=None, done_on=None, now=NOW)


def ranks(rows) -> list[tuple[int | None, int, str]]:
    return list(rows.in_order().values_list("agenda_item__position", "ordinal", "text"))


class TestRank:
    @pytest.mark.parametrize(("add", "rows"), [(decide, "decisions"), (act, "actions")])
    def test_counts_from_one_in_each_item_and_outside_them(
        self, meeting: Meeting, add, rows: str
    ) -> None:
        add(meeting, "c", 2)
        add(meeting, "d", 2)
        add(meeting, "e")
        add(meeting, "a", 1)
        add(meeting, "f")
        assert ranks(getattr(meeting, rows)) == [
            (1, 1, "a"),
            (2, 1, "c"),
            (2, 2, "d"),
            (None, 1, "e"),
            (None, 2, "f"),
        ]

    @pytest.mark.parametrize(
        ("add", "remove", "rows"),
        [
            (decide, lambda row: remove_decision(decision=row, now=NOW), "decisions"),
            (act, lambda row: remove_action(action=row, now=NOW), "actions"),
        ],
    )
    def test_a_removal_closes_the_gap_in_its_item_alone(
        self, meeting: Meeting, add, remove, rows: str
    ) -> None:
        gone = add(meeting, "a", 2)
        for text in "bcd":
            add(meeting, text, 2)
        add(meeting, "e", 1)
        add(meeting, "f")
        remove(gone)
        assert ranks(getattr(meeting, rows)) == [
            (1, 1, "e"),
            (2, 1, "b"),
            (2, 2, "c"),
            (2, 3, "d"),
            (None, 1, "f"),
        ]
        remove(getattr(meeting, rows).get(text="f"))
        assert add(meeting, "g").ordinal == 1


class TestChange:
    def test_other_words_to_a_decision_keep_its_rank(self, meeting: Meeting) -> None:
        decision = decide(meeting, "a", 2)
        decide(meeting, "b", 2)
        change_decision(decision=decision, text="A", now=NOW)
        assert ranks(meeting.decisions) == [(2, 1, "A"), (2, 2, "b")]

    def test_everything_about_an_action_but_its_rank(self, meeting: Meeting) -> None:
        action, owner = act(meeting, "Ask the GPs", 2), make.make_person()
        change_action(
            action=action,
            text="Ask each GP",
            owner=owner,
            due_on=date(2026, 12, 18),
            done_on=date(2026, 12, 10),
            now=NOW,
        )
        action.refresh_from_db()
        assert (action.text, action.owner, action.due_on, action.done_on, action.ordinal) == (
            "Ask each GP",
            owner,
            date(2026, 12, 18),
            date(2026, 12, 10),
            1,
        )


class TestWithTheMinutes:
    @pytest.mark.parametrize(
        "correct",
        [
            lambda decision, action: decide(decision.meeting, "c"),
            lambda decision, action: act(action.meeting, "d"),
            lambda decision, action: change_decision(decision=decision, text="A", now=NOW),
            lambda decision, action: remove_decision(decision=decision, now=NOW),
            lambda decision, action: change_words(action, "B"),
            lambda decision, action: remove_action(action=action, now=NOW),
        ],
    )
    def test_circulated_ones_get_one_new_version_when_what_they_say_changes(
        self, meeting: Meeting, correct
    ) -> None:
        decision, action = decide(meeting, "a"), act(meeting, "b")
        minutes = make.make_minutes(meeting=meeting, state=MinutesState.CIRCULATED)
        correct(decision, action)
        decide(meeting, "and another")
        minutes.refresh_from_db()
        assert (minutes.version, minutes.circulated_version) == (2, 1)

    def test_what_does_not_change_them_gives_no_version(self, meeting: Meeting) -> None:
        decision, action = decide(meeting, "a"), act(meeting, "b")
        minutes = make.make_minutes(meeting=meeting, state=MinutesState.CIRCULATED)
        change_decision(decision=decision, text="a", now=NOW)
        change_words(action, "b")
        finish_action(action=action, now=NOW)
        minutes.refresh_from_db()
        assert minutes.version == 1

    def test_approved_ones_keep_their_decisions_and_the_words_of_their_actions(
        self, meeting: Meeting
    ) -> None:
        decision, action = decide(meeting, "a"), act(meeting, "b")
        make.make_minutes(meeting=meeting, state=MinutesState.APPROVED)
        for change in (
            lambda: decide(meeting, "c"),
            lambda: act(meeting, "d"),
            lambda: change_decision(decision=decision, text="A", now=NOW),
            lambda: remove_decision(decision=decision, now=NOW),
            lambda: change_words(action, "B"),
            lambda: remove_action(action=action, now=NOW),
        ):
            with pytest.raises(MinutesAreApproved):
                change()
        assert ranks(meeting.decisions) == [(None, 1, "a")]
        assert ranks(meeting.actions) == [(None, 1, "b")]

    def test_who_and_by_when_may_change_for_good(self, meeting: Meeting) -> None:
        action, owner = act(meeting, "b"), make.make_person()
        make.make_minutes(meeting=meeting, state=MinutesState.APPROVED)
        change_action(
            action=action,
            text="b",
            owner=owner,
            due_on=date(2027, 1, 8),
            done_on=None,
            now=NOW,
        )
        action.refresh_from_db()
        assert (action.owner, action.due_on) == (owner, date(2027, 1, 8))

    def test_nothing_is_recorded_before_the_day(self, meeting: Meeting) -> None:
        with pytest.raises(RecordIsClosed):
            add_decision(meeting=meeting, agenda_item=None, text="a", now=BEFORE)
        with pytest.raises(RecordIsClosed):
            add_action(
                meeting=meeting, agenda_item=None, text="b", owner=None, due_on=None, now=BEFORE
            )
        assert not Decision.objects.exists()
        assert not Action.objects.exists()


class TestDone:
    @pytest.mark.parametrize(
        ("now", "day"),
        [
            (datetime(2026, 7, 1, 0, 30, tzinfo=make.LONDON), date(2026, 7, 1)),
            (datetime(2026, 12, 1, 0, 30, tzinfo=make.LONDON), date(2026, 12, 1)),
        ],
    )
    def test_on_the_local_day(self, meeting: Meeting, now: datetime, day: date) -> None:
        assert finish_action(action=act(meeting, "a"), now=now).done_on == day

    def test_a_second_time_keeps_the_day(self, meeting: Meeting) -> None:
        action = make.make_action(meeting=meeting, done_on=date(2026, 12, 1))
        assert finish_action(action=action, now=NOW).done_on == date(2026, 12, 1)

    def test_a_note_is_kept_with_it_and_goes_with_it(self, meeting: Meeting) -> None:
        action = finish_action(action=act(meeting, "a"), note="Both said yes", now=NOW)
        assert action.done_note == "Both said yes"
        finish_action(action=action, note="Something else", now=NOW)
        action.refresh_from_db()
        assert action.done_note == "Both said yes"
        change_words(action, "a")
        action.refresh_from_db()
        assert (action.done_on, action.done_note) == (None, "")
        notes = Action.pgh_event_model.objects.filter(pgh_obj=action).order_by("pgh_id")
        assert list(notes.values_list("done_note", flat=True)) == ["", "Both said yes", ""]
