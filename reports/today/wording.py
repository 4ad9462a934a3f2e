"""How Today names meetings, messages and days."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from calendars.wording import counted
from steering.enums import NoticeKind, SendingKind
from steering.models import Meeting
from steering.services.meetings import usual_title

NAMES = {
    SendingKind.INVITATION: "Invitation",
    SendingKind.AGENDA: "Agenda",
    SendingKind.MINUTES: "Draft minutes",
    SendingKind.CANCELLATION: "Cancellation",
}


READERS = {
    NoticeKind.CALL_FOR_ITEMS: ("member", "members"),
    NoticeKind.FIRST_CHASE: ("person with open actions", "people with open actions"),
    NoticeKind.AGENDA_WITH_CHAIR: ("person: the chair", "people: chair and co-chair"),
    NoticeKind.FORMATS_DUE: ("paper owner", "paper owners"),
    NoticeKind.PAPERS_DUE: ("paper owner", "paper owners"),
    NoticeKind.SECOND_CHASE: ("person with open actions", "people with open actions"),
    NoticeKind.SECOND_REQUEST: ("person who has not replied", "people who have not replied"),
    NoticeKind.QUORUM_AT_RISK: ("person: the chair", "people: chair and co-chair"),
    NoticeKind.REMINDER: ("person: coming or not replied", "people: coming or not replied"),
    NoticeKind.YOUR_ACTIONS: ("person with actions", "people with actions"),
}
"""Whom a notice is for, one of them and many; the others are for the administrator."""


def to_whom(kind: str, number: int) -> str:
    """`4 people who have not replied`, `1 paper owner`."""
    if kind in NAMES:
        return counted(number, "person", "people")
    return counted(number, *READERS.get(NoticeKind(kind), ("administrator", "administrators")))


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
