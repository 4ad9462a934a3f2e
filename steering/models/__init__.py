"""Groups and their members, meetings, and what comes of them."""

from steering.models.groups import Membership, SteeringGroup
from steering.models.meetings import AgendaItem, Attendance, Meeting
from steering.models.notices import NoticeHold
from steering.models.record import Action, Decision, Minutes, MinutesText, sha256_of
from steering.models.sendings import Sending

__all__ = [
    "Action",
    "AgendaItem",
    "Attendance",
    "Decision",
    "Meeting",
    "Membership",
    "Minutes",
    "MinutesText",
    "NoticeHold",
    "Sending",
    "SteeringGroup",
    "sha256_of",
]
