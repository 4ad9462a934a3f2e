"""Two people who press the button at the same moment: nothing is lost, nothing is doubled."""

from datetime import UTC, datetime

import pytest

from steering.enums import Appearance, Capacity, MeetingState, MemberRole
from steering.models import Attendance, Decision, Meeting, MinutesText
from steering.services.memberships import IsAMemberThen, SeatTerms, add_member
from steering.services.minutes import Draft, save_texts
from steering.services.outcomes import add_decision
from steering.services.register import record_everyone_present
from tests import make
from tests.at_once import PEOPLE, all_at_once

NOW = datetime(2026, 12, 8, 11, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting() -> Meeting:
    return make.make_meeting(agenda=("Welcome",), state=MeetingState.HELD)


def test_one_text_is_saved_and_all_others_are_told(meeting: Meeting) -> None:
    item = meeting.agenda_items.get()

    def save(number: int) -> bool:
        draft = Draft(item, f"Text {number}", 0)
        return not save_texts(meeting=meeting, drafts=[draft], now=NOW).stale

    assert sorted(map(bool, all_at_once(save))) == [False] * (PEOPLE - 1) + [True]
    assert MinutesText.objects.get().version == 1


def test_every_decision_has_its_own_rank(meeting: Meeting) -> None:
    item = meeting.agenda_items.get()
    all_at_once(
        lambda number: add_decision(
            meeting=meeting, agenda_item=item, text=f"Decision {number}", now=NOW
        )
    )
    ranks = Decision.objects.order_by("ordinal").values_list("ordinal", flat=True)
    assert list(ranks) == list(range(1, PEOPLE + 1))


def test_everyone_is_recorded_once(meeting: Meeting) -> None:
    for _ in range(3):
        make.make_member(group=meeting.group)
    numbers = all_at_once(lambda _: record_everyone_present(meeting=meeting, now=NOW))
    assert sorted(map(str, numbers)) == ["0"] * (PEOPLE - 1) + ["3"]
    assert Attendance.objects.count() == 3


def test_one_seat_is_taken_and_all_others_are_told(meeting: Meeting) -> None:
    amy = make.make_person()
    terms = SeatTerms(
        agency=None,
        capacity=Capacity.CARER,
        role=MemberRole.MEMBER,
        appears=Appearance.BY_CAPACITY,
        own_words="",
        joined_on=NOW.date(),
    )

    def join(number: int) -> bool:
        try:
            add_member(group=meeting.group, person=amy, terms=terms, now=NOW)
        except IsAMemberThen:
            return False
        return True

    assert sorted(map(bool, all_at_once(join))) == [False] * (PEOPLE - 1) + [True]
