"""The next meeting of each group, as a card."""

from datetime import datetime, timedelta

import pytest

from people.models import User
from reports.today import today_of
from reports.today.cards import Card, Row
from steering.enums import MeetingState, NoticeKind, SendingKind
from steering.models import Meeting, SteeringGroup
from steering.services.notices import drop_notice, hold_notice
from tests import make
from tests.reports.scene import NOW, administrator, local, northfield, reminder, sending

pytestmark = pytest.mark.django_db

LONG_BEFORE = local(1, 9)
EIGHTH = local(8)


@pytest.fixture
def group() -> SteeringGroup:
    return northfield()


@pytest.fixture
def helen(group: SteeringGroup) -> User:
    return administrator(group.site)


def meeting(group: SteeringGroup, starts_at: datetime = EIGHTH, **others: object) -> Meeting:
    return make.make_meeting(group=group, starts_at=starts_at, agenda=("Welcome",), **others)


def rows(user: User) -> dict[str, Row]:
    [card] = today_of(user, NOW).cards
    return {row.name: row for row in card.rows}


def test_a_meeting_of_which_nobody_was_told(group, helen) -> None:
    coming = meeting(group)
    assert today_of(helen, NOW).cards == [
        Card(
            group=group,
            last_at=None,
            meeting=coming,
            figures=(("members", 4),),
            rows=(
                Row("Invitation", "Due out 24 November 2026"),
                Row("Agenda", "Due out 30 November 2026"),
                Row("Reminder", "Goes once the members are told"),
            ),
        )
    ]


def test_who_was_asked_and_told(group, helen) -> None:
    coming = meeting(group, announced_at=NOW - timedelta(days=30))
    sending(coming, SendingKind.INVITATION, NOW - timedelta(days=30), sent=2, failed=1)
    [card] = today_of(helen, NOW).cards
    assert card.figures == (("asked", 3), ("told", 2), ("by post", 1))
    assert card.rows == (
        Row("Invitation", "Sent 25 October 2026", "1 failed"),
        Row("Agenda", "Due out 30 November 2026"),
        Row("Reminder", "Goes 7 December, 9:00am"),
    )


def test_told_before_it_was_entered_here(group, helen) -> None:
    meeting(group, announced_at=LONG_BEFORE)
    assert rows(helen)["Invitation"] == Row(
        "Invitation", "Members were told before it was entered here"
    )


def test_time_or_place_changed_since(group, helen) -> None:
    coming = meeting(group, announced_at=LONG_BEFORE)
    sending(coming, SendingKind.INVITATION, LONG_BEFORE, sent=3)
    Meeting.objects.update(sequence=1, changed_in=1)
    assert rows(helen)["Invitation"].text == "Changed since the invitation"


def test_agenda(group, helen) -> None:
    coming = meeting(group, local(1), announced_at=LONG_BEFORE)
    assert rows(helen)["Agenda"] == Row("Agenda", "Due out 23 November 2026", "1 day late")
    sending(coming, SendingKind.AGENDA, NOW, sent=1, unconfirmed=2)
    assert rows(helen)["Agenda"] == Row("Agenda", "Sent today", "2 may not have arrived")


def test_agenda_held_with_undo(group, helen) -> None:
    coming = meeting(group, announced_at=LONG_BEFORE)
    sending(coming, SendingKind.AGENDA, NOW + timedelta(minutes=4), held=3)
    assert rows(helen)["Agenda"] == Row("Agenda", "Held, with Undo, before it goes")


def test_reminder(group, helen) -> None:
    coming = meeting(group, local(25, 11), announced_at=LONG_BEFORE)
    assert rows(helen)["Reminder"] == Row("Reminder", "Going now")
    hold_notice(kind=NoticeKind.REMINDER, meeting=coming, by=helen, now=NOW)
    assert rows(helen)["Reminder"] == Row("Reminder", "Held")
    drop_notice(kind=NoticeKind.REMINDER, meeting=coming, now=NOW)
    assert rows(helen)["Reminder"] == Row("Reminder", "Dropped")


def test_reminder_that_went(group, helen) -> None:
    coming = meeting(group, local(25, 11), announced_at=LONG_BEFORE)
    reminder(coming, NOW, sent=2, failed=1)
    assert rows(helen)["Reminder"] == Row("Reminder", "Sent today", "1 failed")


def test_no_reminder_when_members_are_told_after_its_time(group, helen) -> None:
    meeting(group, local(25, 11), announced_at=NOW)
    assert rows(helen)["Reminder"] == Row("Reminder", "None")


def test_soonest_first_and_those_without_a_meeting_last(group, helen) -> None:
    silent = make.make_group(site=group.site, name="A silent group")
    other = make.make_group(site=group.site, name="Another group")
    met = meeting(silent, local(7, 7), state=MeetingState.HELD)
    last, first = meeting(group, local(25, 3, year=2027)), meeting(other, local(18))
    meeting(other, local(20))
    ended = make.make_group(site=make.make_site())
    make.make_role(person=helen.person, site=ended.site, role="administrator")
    ended.site.ended_on = NOW.date()
    ended.site.save()
    cards = today_of(helen, NOW).cards
    assert [(card.group, card.meeting, card.last_at) for card in cards] == [
        (other, first, None),
        (group, last, None),
        (silent, None, met.starts_at),
    ]
