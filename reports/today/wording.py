"""How Today names meetings, messages and days."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from calendars.wording import clock, counted
from steering.enums import NoticeKind, SendingKind
from steering.models import Meeting
from steering.services.meetings import usual_title

NAMES = {
    SendingKind.INVITATION: "Invitation",
    SendingKind.AGENDA: "Agenda",
    SendingKind.MINUTES: "Draft minutes",
    SendingKind.CANCELLATION: "Cancellation",
}


def which(meeting: Meeting) -> str:
    """`Northfield steering group, 8 December 2026`, whatever the meeting's own title is."""
    return usual_title(meeting.group, meeting.starts_at)


def what(kind: str, meeting: Meeting) -> str:
    """What a message of `kind` is: `Draft minutes`, `Reminder with place and joining link`."""
    if kind in NAMES:
        return NAMES[SendingKind(kind)]
    if kind != NoticeKind.REMINDER:
        return NoticeKind(kind).label
    holds = [
        *(["place"] if meeting.place else []),
        *(["joining link"] if meeting.joining_link else []),
    ]
    return f"Reminder with {' and '.join(holds)}" if holds else "Reminder"


def how_far(day: date, today: date) -> str:
    """`Tomorrow`; `Thursday, in 2 days`."""
    days = (day - today).days
    return "Tomorrow" if days == 1 else f"{day:%A}, in {counted(days, 'day')}"


def day_of(moment: datetime, today: date) -> str:
    """`Today`, `Yesterday` or the day of the week."""
    day = timezone.localdate(moment)
    near = {today: "Today", today - timedelta(days=1): "Yesterday"}
    return near.get(day, f"{day:%A}")


def day_and_clock(moment: datetime) -> str:
    """`7 December, 9:00am`: beside a date that names the year."""
    local = timezone.localtime(moment)
    return f"{local.day} {local:%B}, {clock(moment)}"
