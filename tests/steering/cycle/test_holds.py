"""Holding a notice: it does not go by itself, and it is never too late without a word."""

from datetime import datetime, timedelta
from threading import Thread
from time import sleep

import pytest
from django.db import connection, transaction

from outbox.enums import State
from outbox.models import Message
from steering.enums import MeetingState, NoticeKind
from steering.models import Meeting, NoticeHold
from steering.services import notices as services
from steering.services.notices import (
    NoNotice,
    Notice,
    TooLateToHold,
    drop_notice,
    hold_notice,
    notice_of,
    release_notice,
    situations_of,
)
from tests import make

DUE = datetime(2026, 12, 7, 9, 0, tzinfo=make.LONDON)
BEFORE = DUE - timedelta(hours=1)
AFTER = DUE + timedelta(minutes=30)
STARTS = datetime(2026, 12, 8, 10, 0, tzinfo=make.LONDON)

REMINDER = NoticeKind.REMINDER

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    group = make.make_group()
    for _ in range(4):
        make.make_member(group=group)
    return make.make_meeting(
        group=group, starts_at=STARTS, announced_at=DUE - timedelta(days=20), agenda=("Welcome",)
    )


@pytest.fixture
def helen():
    return make.make_user(person=make.make_person(name="Helen Marsh"))


def notice(meeting: Meeting) -> Notice:
    [situation] = situations_of(Meeting.objects.filter(pk=meeting.pk), BEFORE)
    return notice_of(REMINDER, situation)


def queue_due(now: datetime) -> int:
    """Put into the outbox what is due; give how many reminders came of it."""
    before = Message.objects.filter(kind=REMINDER).count()
    services.queue_due(now=now)
    return Message.objects.filter(kind=REMINDER).count() - before


def states() -> list[str]:
    return list(
        Message.objects.filter(kind=REMINDER).order_by("pk").values_list("state", flat=True)
    )


def test_goes_when_due_unless_held(meeting, helen) -> None:
    hold_notice(kind=REMINDER, meeting=meeting, by=helen, now=BEFORE)
    assert queue_due(now=AFTER) == 0
    assert states() == []
    release_notice(kind=REMINDER, meeting=meeting, now=AFTER)
    assert queue_due(now=AFTER) == 4
    assert states() == [State.QUEUED] * 4


def test_released_before_its_time_goes_at_its_time(meeting, helen) -> None:
    hold_notice(kind=REMINDER, meeting=meeting, by=helen, now=BEFORE - timedelta(hours=1))
    release_notice(kind=REMINDER, meeting=meeting, now=BEFORE)
    assert queue_due(now=BEFORE) == 0
    assert queue_due(now=DUE) == 4


def test_dropped_never_goes(meeting, helen) -> None:
    hold_notice(kind=REMINDER, meeting=meeting, by=helen, now=BEFORE)
    drop_notice(kind=REMINDER, meeting=meeting, now=AFTER)
    assert queue_due(now=AFTER) == 0
    with pytest.raises(NoNotice, match=r"^This notice was dropped"):
        release_notice(kind=REMINDER, meeting=meeting, now=AFTER)


def test_held_twice_is_held_once(meeting, helen) -> None:
    first = hold_notice(kind=REMINDER, meeting=meeting, by=helen, now=BEFORE)
    assert hold_notice(kind=REMINDER, meeting=meeting, by=make.make_user(), now=DUE) == first
    assert NoticeHold.objects.count() == 1


def test_may_be_held_again_after_it_was_released(meeting, helen) -> None:
    hold_notice(kind=REMINDER, meeting=meeting, by=helen, now=BEFORE)
    release_notice(kind=REMINDER, meeting=meeting, now=BEFORE)
    hold_notice(kind=REMINDER, meeting=meeting, by=helen, now=BEFORE)
    assert queue_due(now=AFTER) == 0


def test_a_moved_meeting_has_a_reminder_of_its_own(meeting, helen) -> None:
    hold_notice(kind=REMINDER, meeting=meeting, by=helen, now=BEFORE)
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=STARTS + timedelta(days=7), ends_at=STARTS + timedelta(days=7, hours=2)
    )
    assert queue_due(now=DUE + timedelta(days=7)) == 4


def test_too_late_holds_nothing_and_says_what_went(meeting, helen) -> None:
    queue_due(now=DUE)
    sent = Message.objects.filter(kind=REMINDER).order_by("pk")[:3].values("pk")
    Message.objects.filter(pk__in=list(sent.values_list("pk", flat=True))).update(
        state=State.SENT, sent_at=DUE, changed_at=DUE
    )
    with pytest.raises(
        TooLateToHold, match=r"^Too late to hold: it went out at 9:00am to 3 people\.$"
    ):
        hold_notice(kind=REMINDER, meeting=meeting, by=helen, now=AFTER)
    with pytest.raises(TooLateToHold, match="on Monday 7 December 2026, 9:00am to 3 people"):
        hold_notice(kind=REMINDER, meeting=meeting, by=helen, now=AFTER + timedelta(hours=15))
    assert NoticeHold.objects.count() == 0
    assert states() == [State.SENT] * 3 + [State.QUEUED]


def test_what_waits_in_the_outbox_is_held_there(meeting, helen) -> None:
    queue_due(now=DUE)
    hold_notice(kind=REMINDER, meeting=meeting, by=helen, now=AFTER)
    assert states() == [State.HELD] * 4
    release_notice(kind=REMINDER, meeting=meeting, now=AFTER)
    assert states() == [State.QUEUED] * 4
    hold_notice(kind=REMINDER, meeting=meeting, by=helen, now=AFTER)
    drop_notice(kind=REMINDER, meeting=meeting, now=AFTER)
    assert states() == [State.WITHDRAWN] * 4


@pytest.mark.parametrize("change", [release_notice, drop_notice])
def test_what_is_not_held_is_neither_released_nor_dropped(meeting, change) -> None:
    with pytest.raises(NoNotice, match=r"This notice is not held\."):
        change(kind=REMINDER, meeting=meeting, now=BEFORE)


def test_a_meeting_that_is_over_has_no_reminder(meeting, helen) -> None:
    with pytest.raises(NoNotice, match=r"^This meeting has begun"):
        hold_notice(kind=REMINDER, meeting=meeting, by=helen, now=STARTS)
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CANCELLED)
    with pytest.raises(NoNotice, match=r"^This meeting is cancelled"):
        hold_notice(kind=REMINDER, meeting=meeting, by=helen, now=BEFORE)


def test_the_list_says_what_is_held(meeting, helen) -> None:
    hold = hold_notice(kind=REMINDER, meeting=meeting, by=helen, now=BEFORE)
    found = notice(meeting)
    assert (found.meeting, found.due, len(found.people), found.hold) == (meeting, DUE, 4, hold)


def test_somebody_who_left_gets_none(meeting) -> None:
    make.make_member(group=meeting.group, left_on=DUE.date())
    make.make_member(group=meeting.group, person=make.make_person(email=""))
    found = notice(meeting)
    assert len(found.people) == 4


@pytest.mark.django_db(transaction=True)
def test_held_while_it_is_being_queued(meeting, helen) -> None:
    """The task has read that nothing is held; the hold is committed before it can write."""
    queued: list[int] = []

    def queue() -> None:
        queued.append(queue_due(now=AFTER))
        connection.close()

    with transaction.atomic():
        hold_notice(kind=REMINDER, meeting=meeting, by=helen, now=BEFORE)
        task = Thread(target=queue)
        task.start()
        wait_for_a_lock()
    task.join()
    assert (queued, states()) == ([0], [])


def wait_for_a_lock() -> None:
    """Return once another connection waits for one of our rows."""
    for _ in range(1000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
            if cursor.fetchone():
                return
        sleep(0.01)
    raise AssertionError("Nobody waits.")
