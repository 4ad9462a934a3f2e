"""Which dates of a meeting's life move when the meeting moves."""

from dataclasses import dataclass
from datetime import date, datetime

from steering import lead_times
from steering.enums import NoticeKind
from steering.models import Meeting

DATES = {
    "Invitation, and call for agenda items": NoticeKind.CALL_FOR_ITEMS,
    "Papers due": NoticeKind.PAPERS_DUE,
    "Agenda out": NoticeKind.AGENDA_OUT,
    "Replies in": NoticeKind.QUORUM_AT_RISK,
    "Reminder": NoticeKind.REMINDER,
    "Draft minutes to the chair": NoticeKind.MINUTES_TO_CHAIR,
    "Draft minutes out": NoticeKind.MINUTES_OUT,
}


@dataclass(frozen=True)
class MovedDate:
    """A date of a meeting's life as it is and as it is to be."""

    name: str
    was: date
    becomes: date


def moved_dates(meeting: Meeting, starts_at: datetime) -> list[MovedDate]:
    """Give the dates that are others when `meeting` begins at `starts_at`, in their order."""
    group = meeting.group
    dates = [
        MovedDate(
            name,
            lead_times.due_on(kind, meeting.starts_at, group),
            lead_times.due_on(kind, starts_at, group),
        )
        for name, kind in DATES.items()
    ]
    return [one for one in dates if one.was != one.becomes]
