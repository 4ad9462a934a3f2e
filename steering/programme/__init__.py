"""The tables of the programme folder that this app keeps."""

from steering.programme.attendance import Attendances
from steering.programme.groups import Groups, Memberships
from steering.programme.meetings import MEETINGS, AgendaItems, Meetings
from steering.programme.minutes import MinutesTexts
from steering.programme.outcomes import Actions, Decisions

__all__ = [
    "MEETINGS",
    "Actions",
    "AgendaItems",
    "Attendances",
    "Decisions",
    "Groups",
    "Meetings",
    "Memberships",
    "MinutesTexts",
]
