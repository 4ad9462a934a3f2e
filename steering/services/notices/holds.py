"""Stopping a notice from going by itself: held, then released, or dropped for good."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from calendars.wording import clock, counted, day_and_time
from outbox import services as outbox
from people.models import User
from steering.enums import MeetingState, NoticeKind
from steering.errors import SteeringError
from steering.models import Meeting, NoticeHold
from steering.services.notices.notice import Notice
from steering.services.notices.queueing import put, read_notice, withdraw_over

TRIED_FOR = timedelta(days=7)
"""So long a notice that was sent by hand after its meeting may be tried."""


class NoNotice(SteeringError):
    """The notice does not go any more, so there is nothing to hold, to release or to send."""


class TooLateToHold(SteeringError):
    """Some of the messages had gone. Nothing was held."""


@transaction.atomic
def hold_notice(*, kind: NoticeKind, meeting: Meeting, by: User, now: datetime) -> NoticeHold:
    """Keep a notice of `meeting` from going until it is released. Held twice is held once.

    Raises TooLateToHold when even one message has gone, and NoNotice.
    """
    notice = locked_notice(kind, meeting, now)
    if notice.hold:
        return notice.hold
    try:
        outbox.hold(batch=notice.batch, now=now)
    except outbox.TooLateToHold as error:
        people = counted(error.number, "person", "people")
        when = _when(error.since, now)
        raise TooLateToHold(f"Too late to hold: it went out {when} to {people}.") from error
    hold: NoticeHold = NoticeHold.objects.create(
        meeting=meeting,
        kind=kind,
        starts_at=notice.meeting.starts_at,
        held_by=by,
        held_at=now,
    )
    return hold


@transaction.atomic
def release_notice(*, kind: NoticeKind, meeting: Meeting, now: datetime) -> Notice:
    """Let a notice go: when it is due, or at once when that time has passed; give it.

    Raises NoNotice, also when it is not held.
    """
    notice = locked_notice(kind, meeting, now)
    held = _held(notice)
    held.released_at = now
    held.save(update_fields=["released_at"])
    withdraw_over(notice, now=now)
    outbox.release(batch=notice.batch, now=now)
    return notice


@transaction.atomic
def drop_notice(*, kind: NoticeKind, meeting: Meeting, now: datetime) -> None:
    """Never send this notice for the meeting's present time. Raises NoNotice, as above."""
    notice = locked_notice(kind, meeting, now)
    held = _held(notice)
    held.dropped_at = now
    held.save(update_fields=["dropped_at"])
    outbox.withdraw(batch=notice.batch, now=now)


@transaction.atomic
def send_now(*, kind: NoticeKind, meeting: Meeting, now: datetime) -> int:
    """Send a notice at once, whether or not it is due or on; give to how many people.

    Whoever has had it gets it no second time, and a hold is released. Raises NoNotice.
    """
    notice = locked_notice(kind, meeting, now)
    if problem := why_not_now(notice):
        raise NoNotice(problem)
    if notice.hold:
        release_notice(kind=kind, meeting=meeting, now=now)
    expires_at = notice.meeting.starts_at
    if notice.is_after_the_meeting:
        expires_at = max(notice.until, now + TRIED_FOR)
    return put(notice, now=now, expires_at=expires_at)


def why_not_now(notice: Notice) -> str:
    """Say in a sentence why a notice cannot be sent at once; empty when it can."""
    meeting, to_come = notice.meeting, notice.meeting.starts_at > notice.situation.now
    untold = notice.needs_to_be_told and meeting.announced_at is None
    dropped = notice.hold is not None and notice.hold.dropped_at is not None
    reasons = {
        over(notice): True,
        "This notice is for the time after the meeting.": notice.is_after_the_meeting and to_come,
        "The meeting is not recorded as held yet.": not notice.suits_the_state,
        "This notice was dropped, so it does not go.": dropped,
        "The members have not been told of this meeting. Send the invitation first.": untold,
        "There is nobody to send it to now.": not notice.people,
    }
    return next((sentence for sentence, holds in reasons.items() if sentence and holds), "")


def over(notice: Notice) -> str:
    """Say in a sentence why a notice of a meeting does not go any more; empty when it may."""
    meeting = notice.meeting
    if meeting.state == MeetingState.CANCELLED:
        return "This meeting is cancelled, so no notice of it goes."
    begun = meeting.starts_at <= notice.situation.now or meeting.state == MeetingState.HELD
    if begun and not notice.is_after_the_meeting:
        return "This meeting has begun, so this notice does not go any more."
    return ""


def locked_notice(kind: NoticeKind, meeting: Meeting, now: datetime) -> Notice:
    """Give a notice as it stands, with its meeting held until the end. Raises NoNotice."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    notice = read_notice(kind, meeting.pk, now)
    if problem := over(notice):
        raise NoNotice(problem)
    return notice


def _held(notice: Notice) -> NoticeHold:
    if notice.hold is None:
        raise NoNotice("This notice is not held.")
    if notice.hold.dropped_at:
        raise NoNotice("This notice was dropped, so it does not go.")
    return notice.hold


def _when(moment: datetime, now: datetime) -> str:
    today = timezone.localdate(moment) == timezone.localdate(now)
    return f"at {clock(moment)}" if today else f"on {day_and_time(moment)}"
