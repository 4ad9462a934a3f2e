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
from steering.models import AgendaItem, Meeting, SteeringGroup


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


ABOUT = "meeting:"
"""How the handles begin by which the outbox knows what concerns a meeting."""


def about(meeting: Meeting) -> str:
    """The handle by which the outbox knows what concerns this meeting."""
    return f"{ABOUT}{meeting.pk}"


def usual_title(group: SteeringGroup, starts_at: datetime) -> str:
    """`Northfield steering group, 8 December 2026`."""
    return f"{group.name}, {long_date(starts_at)}"


@transaction.atomic
def plan_meeting(*, group: SteeringGroup, plan: MeetingPlan, agenda: list[str]) -> Meeting:
    """Plan a meeting with its agenda, in order; empty titles are left out. Nobody is told yet."""
    key = free_key(slugify(f"{group.key}-{plan.starts_at:%Y-%m-%d}"), taken=Meeting.objects.all())
    meeting = Meeting.objects.create(key=key, group=group, **_fields(plan))
    _add_items(meeting, [title for title in agenda if title.strip()])
    return meeting


@transaction.atomic
def change_meeting(*, meeting: Meeting, plan: MeetingPlan, now: datetime) -> Meeting:
    """Move or change a planned meeting.

    The calendar sequence rises when time or place change (RFC 5546, 2.1.4), and notices for
    the old time that have not left are withdrawn. Raises MeetingIsOver.
    """
    meeting = _still_planned(meeting)
    moved = (meeting.starts_at, meeting.ends_at) != (plan.starts_at, plan.ends_at)
    elsewhere = (meeting.place, meeting.joining_link) != (plan.place, plan.joining_link)
    for name, value in _fields(plan).items():
        setattr(meeting, name, value)
    if moved or elsewhere:
        meeting.sequence += 1
    meeting.save()
    if moved:
        outbox.withdraw(about=about(meeting), because="The meeting was moved.", now=now)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, now: datetime) -> Meeting:
    """Cancel a planned meeting; nothing more goes out for it. Raises MeetingIsOver."""
    meeting = _still_planned(meeting)
    meeting.state = MeetingState.CANCELLED
    meeting.sequence += 1
    meeting.save(update_fields=["state", "sequence"])
    outbox.withdraw(about=about(meeting), because="The meeting was cancelled.", now=now)
    return meeting


@transaction.atomic
def set_agenda(*, meeting: Meeting, titles: list[tuple[AgendaItem | None, str]]) -> None:
    """Give the meeting these agenda items in this order.

    Items that are there already keep their minutes, decisions and actions; an item left out
    is removed. Raises SteeringError when an item left out already has any of these.
    """
    kept = {item.pk for item, _ in titles if item}
    for item in meeting.agenda_items.exclude(pk__in=kept).prefetch_related("decisions", "actions"):
        if hasattr(item, "minutes_text") or item.decisions.all() or item.actions.all():
            raise SteeringError(
                f"“{item.title}” already has minutes, decisions or actions, so it stays on "
                "the agenda. Change its title instead."
            )
        item.delete()
    for position, (kept_item, title) in enumerate(titles, start=1):
        item = kept_item or AgendaItem(meeting=meeting)
        item.position, item.title = position, title
        item.save()


def _fields(plan: MeetingPlan) -> dict[str, object]:
    return {
        "title": plan.title,
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "mode": plan.mode,
        "place": plan.place,
        "joining_link": plan.joining_link,
    }


def _add_items(meeting: Meeting, titles: list[str]) -> None:
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=position, title=title)
        for position, title in enumerate(titles, start=1)
    )


def _still_planned(meeting: Meeting) -> Meeting:
    locked: Meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if locked.state != MeetingState.PLANNED:
        raise MeetingIsOver(
            f"This meeting is {locked.get_state_display().lower()}, so it cannot be changed."
        )
    return locked
