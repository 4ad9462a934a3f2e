"""Opening the record of a meeting: its register, minutes, decisions and actions."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from calendars.wording import day_date
from steering.enums import MeetingState
from steering.errors import SteeringError
from steering.models import Meeting


class RecordIsClosed(SteeringError):
    """Nothing is recorded for a meeting that is yet to come or was cancelled."""


def why_record_is_closed(meeting: Meeting, *, now: datetime) -> str:
    """Say why nothing can be recorded for `meeting` yet, or any more; empty when it can.

    The record opens on the meeting's local day, not at its start: people come early, and
    apologies are known in the morning.
    """
    if meeting.state == MeetingState.CANCELLED:
        return "This meeting was cancelled, so there is nothing to record."
    if meeting.state == MeetingState.HELD:
        return ""
    if timezone.localdate(now) < timezone.localdate(meeting.starts_at):
        return (
            f"The meeting is on {day_date(meeting.starts_at)}. "
            "Its register and minutes open on that day."
        )
    return ""


@transaction.atomic
def hold_meeting(*, meeting: Meeting, now: datetime) -> Meeting:
    """Give `meeting` ready to be recorded; from its start on it is noted as held.

    The row stays locked until the caller's transaction ends, so that whatever is recorded for
    one meeting is recorded one after the other. Raises RecordIsClosed.
    """
    locked: Meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if reason := why_record_is_closed(locked, now=now):
        raise RecordIsClosed(reason)
    if locked.state == MeetingState.PLANNED and now >= locked.starts_at:
        locked.state = MeetingState.HELD
        locked.save(update_fields=["state"])
    return locked
