"""Stopping a reminder from going by itself: held, then released, or dropped for good."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from calendars.wording import clock, counted, day_and_time
from outbox import services as outbox
from people.models import User
from steering.enums import MeetingState, NoticeKind
from steering.errors import SteeringError
from steering.models import Meeting, NoticeHold
from steering.services.notices import hold_of, reminder_batch


class NoReminder(SteeringError):
    """The meeting is over or cancelled, so there is nothing to hold or to release."""


class TooLateToHold(SteeringError):
    """Some of the reminders had gone. Nothing was held."""


@transaction.atomic
def hold_reminder(*, meeting: Meeting, by: User, now: datetime) -> NoticeHold:
    """Keep the reminder of `meeting` from going until it is released. Held twice is held once.

    Raises TooLateToHold when even one has gone, and NoReminder.
    """
    meeting = _locked(meeting, now)
    if held := hold_of(meeting):
        return held
    try:
        outbox.hold(batch=reminder_batch(meeting), now=now)
    except outbox.TooLateToHold as error:
        people = counted(error.number, "person", "people")
        when = _when(error.since, now)
        raise TooLateToHold(f"Too late to hold: it went out {when} to {people}.") from error
    hold: NoticeHold = NoticeHold.objects.create(
        meeting=meeting,
        kind=NoticeKind.REMINDER,
        starts_at=meeting.starts_at,
        held_by=by,
        held_at=now,
    )
    return hold


@transaction.atomic
def release_reminder(*, meeting: Meeting, now: datetime) -> None:
    """Let the reminder go: when it is due, or at once when that time has passed.

    Raises NoReminder, also when it is not held.
    """
    held = _held(_locked(meeting, now))
    held.released_at = now
    held.save(update_fields=["released_at"])
    outbox.release(batch=reminder_batch(held.meeting), now=now)


@transaction.atomic
def drop_reminder(*, meeting: Meeting, now: datetime) -> None:
    """Send no reminder of this meeting for its present time. Raises NoReminder, as above."""
    held = _held(_locked(meeting, now))
    held.dropped_at = now
    held.save(update_fields=["dropped_at"])
    outbox.withdraw(batch=reminder_batch(held.meeting), now=now)


def _locked(meeting: Meeting, now: datetime) -> Meeting:
    locked: Meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if locked.state != MeetingState.PLANNED:
        raise NoReminder(
            f"This meeting is {locked.get_state_display().lower()}, so no reminder goes."
        )
    if locked.starts_at <= now:
        raise NoReminder("This meeting has begun, so no reminder goes any more.")
    return locked


def _held(meeting: Meeting) -> NoticeHold:
    held = hold_of(meeting)
    if held is None:
        raise NoReminder("This reminder is not held.")
    if held.dropped_at:
        raise NoReminder("This reminder was dropped, so it does not go.")
    return held


def _when(moment: datetime, now: datetime) -> str:
    today = timezone.localdate(moment) == timezone.localdate(now)
    return f"at {clock(moment)}" if today else f"on {day_and_time(moment)}"
