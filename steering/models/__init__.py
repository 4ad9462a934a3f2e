"""Groups and their members, meetings, and what comes of them."""

from steering.models.agenda import AgendaItem, BacklogItem, NamedOnItem, StandingItem
from steering.models.cover import CoreAgency, Deputy, Handover
from steering.models.groups import Membership, SteeringGroup
from steering.models.meetings import Attendance, Meeting
from steering.models.notices import NoticeHold, NoticeSetting
from steering.models.papers import Paper, PaperContent, PaperFile
from steering.models.postings import Posting
from steering.models.record import Action, Decision, Minutes, MinutesText, sha256_of
from steering.models.replies import CalendarFeed, Reply
from steering.models.sendings import Sending
from steering.models.series import MeetingSeries

__all__ = [
    "Action",
    "AgendaItem",
    "Attendance",
    "BacklogItem",
    "CalendarFeed",
    "CoreAgency",
    "Decision",
    "Deputy",
    "Handover",
    "Meeting",
    "MeetingSeries",
    "Membership",
    "Minutes",
    "MinutesText",
    "NamedOnItem",
    "NoticeHold",
    "NoticeSetting",
    "Paper",
    "PaperContent",
    "PaperFile",
    "Posting",
    "Reply",
    "Sending",
    "StandingItem",
    "SteeringGroup",
    "sha256_of",
]
