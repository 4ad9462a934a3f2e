"""Writing minutes: nobody overwrites anybody, and approved minutes never change."""

from datetime import UTC, datetime

import pytest

from steering.enums import MINUTES_MAY_BECOME, MeetingState, MinutesState
from steering.models import AgendaItem, Meeting, Minutes, MinutesText
from steering.services.minutes import (
    Draft,
    MinutesAreApproved,
    MinutesMayNotMove,
    NothingIsWritten,
    Saving,
    StaleText,
    save_texts,
    send_to_chair,
    start_minutes,
    take_back,
)
from steering.services.record import RecordIsClosed
from tests import make

NOW = datetime(2026, 12, 8, 11, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return make.make_meeting(agenda=("Welcome", "Joint visits"))


@pytest.fixture
def welcome(meeting: Meeting) -> AgendaItem:
    return meeting.agenda_items.get(position=1)


@pytest.fixture
def visits(meeting: Meeting) -> AgendaItem:
    return meeting.agenda_items.get(position=2)


def save(meeting: Meeting, *drafts: Draft) -> Saving:
    return save_texts(meeting=meeting, drafts=drafts, now=NOW)


def texts(meeting: Meeting) -> list[tuple[str | None, str, int]]:
    rows = MinutesText.objects.filter(minutes__meeting=meeting).order_by("pk")
    return list(rows.values_list("agenda_item__title", "text", "version"))


class TestSaving:
    def test_the_first_begins_the_minutes_and_holds_the_meeting(
        self, meeting: Meeting, welcome: AgendaItem
    ) -> None:
        saving = save(meeting, Draft(welcome, "Ruth welcomed everybody.", 0))
        meeting.refresh_from_db()
        assert saving == Saving(versions={welcome.pk: 1}, stale=[])
        assert texts(meeting) == [("Welcome", "Ruth welcomed everybody.", 1)]
        assert (meeting.state, meeting.minutes.state, meeting.minutes.version) == (
            MeetingState.HELD,
            MinutesState.DRAFT,
            1,
        )

    def test_each_saving_of_a_change_is_a_version(
        self, meeting: Meeting, welcome: AgendaItem
    ) -> None:
        save(meeting, Draft(welcome, "Ruth", 0))
        save(meeting, Draft(welcome, "Ruth welcomed", 1))
        save(meeting, Draft(welcome, "Ruth welcomed", 2))
        assert texts(meeting) == [("Welcome", "Ruth welcomed", 2)]

    def test_nothing_typed_begins_nothing(
        self, meeting: Meeting, welcome: AgendaItem, visits: AgendaItem
    ) -> None:
        saving = save(meeting, Draft(welcome, "", 0), Draft(visits, "", 0))
        assert saving == Saving(versions={welcome.pk: 0, visits.pk: 0}, stale=[])
        assert not Minutes.objects.exists()

    def test_one_whole_text_beside_the_items(self, meeting: Meeting, visits: AgendaItem) -> None:
        saving = save(meeting, Draft(None, "We met.", 0), Draft(visits, "14 visits.", 0))
        assert saving.versions == {None: 1, visits.pk: 1}
        assert texts(meeting) == [(None, "We met.", 1), ("Joint visits", "14 visits.", 1)]

    def test_every_character_is_kept(self, meeting: Meeting, welcome: AgendaItem) -> None:
        text = "\n  – “Wörd” \t🙂\n\n\n" + "x" * 300_000 + "  \n"
        save(meeting, Draft(welcome, text, 0))
        assert texts(meeting) == [("Welcome", text, 1)]

    def test_other_line_ends_alone_are_no_change(
        self, meeting: Meeting, welcome: AgendaItem
    ) -> None:
        make.make_minutes(meeting=meeting, item=welcome, text="One\r\nTwo")
        assert save(meeting, Draft(welcome, "One\nTwo", 1)).versions == {welcome.pk: 1}
        assert texts(meeting) == [("Welcome", "One\r\nTwo", 1)]

    def test_not_before_the_day(self, meeting: Meeting, welcome: AgendaItem) -> None:
        early = datetime(2026, 12, 7, 12, 0, tzinfo=UTC)
        with pytest.raises(RecordIsClosed):
            save_texts(meeting=meeting, drafts=[Draft(welcome, "Ruth", 0)], now=early)
        with pytest.raises(RecordIsClosed):
            start_minutes(meeting=meeting, now=early)
        assert not Minutes.objects.exists()


class TestTwoEditors:
    def test_the_second_gets_both_texts_and_the_first_one_stands(
        self, meeting: Meeting, welcome: AgendaItem, visits: AgendaItem
    ) -> None:
        save(meeting, Draft(welcome, "Hers", 0))
        mine = Draft(welcome, "Mine", 0)
        saving = save(meeting, mine, Draft(visits, "14 visits.", 0))
        assert saving == Saving(
            versions={visits.pk: 1}, stale=[StaleText(mine, theirs="Hers", version=1)]
        )
        assert texts(meeting) == [("Welcome", "Hers", 1), ("Joint visits", "14 visits.", 1)]

    def test_over_the_version_that_was_shown_it_is_saved(
        self, meeting: Meeting, welcome: AgendaItem
    ) -> None:
        save(meeting, Draft(welcome, "Hers", 0))
        stale = save(meeting, Draft(welcome, "Mine", 0)).stale[0]
        save(meeting, Draft(welcome, "Hers and mine", stale.version))
        assert texts(meeting) == [("Welcome", "Hers and mine", 2)]

    def test_a_saving_whose_answer_was_lost_may_be_repeated(
        self, meeting: Meeting, welcome: AgendaItem
    ) -> None:
        save(meeting, Draft(welcome, "Ruth welcomed", 0))
        again = save(meeting, Draft(welcome, "Ruth welcomed", 0))
        assert again == Saving(versions={welcome.pk: 1}, stale=[])


class TestOnceTheyAreOut:
    def test_a_correction_of_several_items_is_one_version(
        self, meeting: Meeting, welcome: AgendaItem, visits: AgendaItem
    ) -> None:
        minutes = make.make_minutes(meeting=meeting, item=welcome, state=MinutesState.CIRCULATED)
        save(meeting, Draft(welcome, "31, not 13.", 1), Draft(visits, "14 visits.", 0))
        save(meeting, Draft(welcome, "31, not 13.", 2))
        minutes.refresh_from_db()
        assert (minutes.state, minutes.version) == (MinutesState.CIRCULATED, 2)

    def test_approved_ones_stay(
        self, meeting: Meeting, welcome: AgendaItem, visits: AgendaItem
    ) -> None:
        make.make_minutes(
            meeting=meeting, item=welcome, text="We met.", state=MinutesState.APPROVED
        )
        for draft in (Draft(welcome, "31, not 13.", 1), Draft(visits, "14 visits.", 0)):
            with pytest.raises(MinutesAreApproved):
                save(meeting, draft)
        assert save(meeting, Draft(welcome, "We met.", 1)).versions == {welcome.pk: 1}
        assert texts(meeting) == [("Welcome", "We met.", 1)]


class TestTheChair:
    def test_there_and_back(self, meeting: Meeting) -> None:
        make.make_minutes(meeting=meeting)
        assert send_to_chair(meeting=meeting).state == MinutesState.WITH_CHAIR
        assert take_back(meeting=meeting).state == MinutesState.DRAFT

    def test_not_an_empty_page(self, meeting: Meeting) -> None:
        make.make_minutes(meeting=meeting, text="")
        with pytest.raises(NothingIsWritten) as refused:
            send_to_chair(meeting=meeting)
        assert str(refused.value) == "Nothing is written yet. Write the minutes first."

    @pytest.mark.parametrize("kind", ["decision", "action"])
    def test_a_decision_or_an_action_is_enough(self, meeting: Meeting, kind: str) -> None:
        make.make_minutes(meeting=meeting, text="")
        getattr(make, f"make_{kind}")(meeting=meeting)
        assert send_to_chair(meeting=meeting).state == MinutesState.WITH_CHAIR

    @pytest.mark.parametrize(
        ("state", "move", "sentence"),
        [
            (MinutesState.WITH_CHAIR, send_to_chair, "with the chair"),
            (MinutesState.CIRCULATED, send_to_chair, "circulated"),
            (MinutesState.APPROVED, send_to_chair, "approved"),
            (MinutesState.DRAFT, take_back, "a draft"),
            (MinutesState.CIRCULATED, take_back, "circulated"),
            (MinutesState.APPROVED, take_back, "approved"),
        ],
    )
    def test_otherwise_they_do_not_move(
        self, meeting: Meeting, state: MinutesState, move, sentence: str
    ) -> None:
        minutes = make.make_minutes(meeting=meeting, state=state)
        with pytest.raises(MinutesMayNotMove) as refused:
            move(meeting=meeting)
        assert str(refused.value) == f"These minutes are {sentence} already."
        minutes.refresh_from_db()
        assert minutes.state == state

    def test_every_state_has_its_line_in_the_table(self) -> None:
        assert set(MINUTES_MAY_BECOME) == set(MinutesState)
