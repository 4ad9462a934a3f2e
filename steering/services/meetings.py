"""Planning, changing and cancelling a meeting."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from calendars.wording import long_date
from outbox import services as outbox
from records.keys import free_key
from steering.enums import MeetingState, Mode
from steering.errors import SteeringError
from steering.handles import about
from steering.models import Meeting, MeetingSeries, SteeringGroup
from steering.services import entries, sendings
from steering.services.standing_items import put_standing_items, put_titles


class MeetingIsOver(SteeringError):
    """A held or cancelled meeting is not planned any more."""


@dataclass(frozen=True)
class MeetingPlan:
    """When and where a meeting is to be. Times are aware; `ends_at` is after `starts_at`."""

    title: str
    starts_at: datetime
    ends_at: datetime
    mode: Mode
    place: str = ""
    joining_link: str = ""


def usual_title(group: SteeringGroup, starts_at: datetime) -> str:
    """`Northfield steering group, 8 December 2026`."""
    return f"{group.name}, {long_date(starts_at)}"


@transaction.atomic
def plan_meeting(
    *,
    group: SteeringGroup,
    plan: MeetingPlan,
    agenda: list[str] | None = None,
    series: MeetingSeries | None = None,
) -> Meeting:
    """Plan a meeting with the agenda items of these titles, in order. Nobody is told yet.

    Without titles the agenda begins with the group's standing items; empty ones are left out.
    """
    key = free_key(slugify(f"{group.key}-{plan.starts_at:%Y-%m-%d}"), taken=Meeting.objects.all())
    meeting = Meeting.objects.create(key=key, group=group, series=series, **_fields(plan))
    if agenda is None:
        put_standing_items(meeting=meeting)
    else:
        put_titles(meeting=meeting, titles=[title for title in agenda if title.strip()])
    return meeting


@transaction.atomic
def change_meeting(*, meeting: Meeting, plan: MeetingPlan, now: datetime) -> Meeting:
    """Move or change a planned meeting.

    The calendar sequence rises with whatever calendars show: it must with the time (RFC 5546,
    2.1.4), and with the rest some of them look at an entry again only then. Notices for the old
    time that have not left are withdrawn. Calendar mails that have not left are, too, and go as
    the meeting is now, held anew: several changes make one mail. Raises MeetingIsOver.
    """
    meeting = _still_planned(meeting)
    moved = (meeting.starts_at, meeting.ends_at) != (plan.starts_at, plan.ends_at)
    changes = {
        name: value for name, value in _fields(plan).items() if getattr(meeting, name) != value
    }
    if not changes:
        return meeting
    for name, value in changes.items():
        setattr(meeting, name, value)
    meeting.sequence += 1
    meeting.changed_in = meeting.sequence
    meeting.save(update_fields=[*changes, "sequence", "changed_in"])
    waiting, people = sendings.wholly_waiting(meeting), entries.awaited_by(meeting)
    if moved:
        outbox.withdraw(about=about(meeting), because="The meeting was moved.", now=now)
    else:
        entries.withdraw(meeting, because="The meeting was changed.", now=now)
    if waiting:
        sendings.press_again(sending=waiting, now=now)
    entries.settle(group=meeting.group, people=people, now=now)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, now: datetime) -> Meeting:
    """Cancel a planned meeting; nothing more goes out for it. Raises MeetingIsOver."""
    meeting = _still_planned(meeting)
    meeting.state = MeetingState.CANCELLED
    meeting.sequence += 1
    meeting.changed_in = meeting.sequence
    meeting.save(update_fields=["state", "sequence", "changed_in"])
    people = entries.awaited_by(meeting)
    outbox.withdraw(about=about(meeting), because="The meeting was cancelled.", now=now)
    entries.settle(group=meeting.group, people=people, now=now)
    return meeting


def _fields(plan: MeetingPlan) -> dict[str, object]:
    return {
        "title": plan.title,
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "mode": plan.mode,
        "place": plan.place,
        "joining_link": plan.joining_link,
    }


def _still_planned(meeting: Meeting) -> Meeting:
    locked: Meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if locked.state != MeetingState.PLANNED:
        raise MeetingIsOver(
            f"This meeting is {locked.get_state_display().lower()}, so it cannot be changed."
        )
    return locked
