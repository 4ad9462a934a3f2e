"""The administrator's cycle as a table: whom each notice is for, and until when it makes sense."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from steering.enums import NoticeKind
from steering.lead_times import AFTER_THE_MEETING, at_nine, due_on, goes_at
from steering.models import Meeting
from steering.services.notices import audiences
from steering.services.notices.situation import Addressee, Situation

Kind = NoticeKind
DAYS_FOR_ACTIONS = timedelta(days=7)
"""Who has had their actions by then has them from the draft minutes."""
DAYS_FOR_REMINDERS = timedelta(days=30)
"""So long the administrator may still be reminded of minutes, when it could not be done in time."""


@dataclass(frozen=True)
class Line:
    """A notice: whom it is for, in words and in fact, and which notice takes over from it.

    `tells_members`: it goes only if the members had been told of the meeting by its moment.
    With `waits_to_be_told` it goes later when they are told later.
    """

    to: str
    audience: Callable[[Situation, NoticeKind], list[Addressee]]
    tells_members: bool = True
    waits_to_be_told: bool = False
    until: NoticeKind | None = None


TABLE: dict[NoticeKind, Line] = {
    Kind.CALL_FOR_ITEMS: Line(
        "members", audiences.members, waits_to_be_told=True, until=Kind.PAPERS_DUE
    ),
    Kind.FIRST_CHASE: Line(
        "owners of open actions", audiences.owners_of_actions, until=Kind.SECOND_CHASE
    ),
    Kind.AGENDA_WITH_CHAIR: Line(
        "chair and co-chair", audiences.chairs, tells_members=False, until=Kind.AGENDA_OUT
    ),
    Kind.FORMATS_DUE: Line(
        "owners of papers needed in another format",
        audiences.owners_of_formats,
        until=Kind.PAPERS_DUE,
    ),
    Kind.PAPERS_DUE: Line(
        "owners of papers that are not in", audiences.owners_of_papers, until=Kind.AGENDA_OUT
    ),
    Kind.SECOND_CHASE: Line("owners of open actions", audiences.owners_of_actions),
    Kind.AGENDA_OUT: Line(
        "you, a working day before, if it is not sent",
        audiences.administrator_of_agenda,
        tells_members=False,
    ),
    Kind.SECOND_REQUEST: Line(
        "members who have not replied", audiences.not_replied, until=Kind.REMINDER
    ),
    Kind.QUORUM_AT_RISK: Line(
        "chair and co-chair, if too few are expected", audiences.chairs_at_risk
    ),
    Kind.REMINDER: Line("everybody who has not sent apologies", audiences.reminded),
    Kind.YOUR_ACTIONS: Line("owners of its actions", audiences.owners_of_its_actions),
    Kind.MINUTES_TO_CHAIR: Line(
        "you, if they are not with the chair",
        audiences.administrator_of_draft,
        tells_members=False,
    ),
    Kind.MINUTES_OUT: Line(
        "you, if they are not sent",
        audiences.administrator_of_minutes,
        tells_members=False,
    ),
    Kind.CONFIRMED_OUT: Line(
        "you, if the minutes confirmed there are still a draft",
        audiences.administrator_of_confirmed,
        tells_members=False,
    ),
}

TO_ADMINISTRATOR = frozenset(
    {Kind.AGENDA_OUT, Kind.MINUTES_TO_CHAIR, Kind.MINUTES_OUT, Kind.CONFIRMED_OUT}
)


def expires_at(kind: NoticeKind, meeting: Meeting) -> datetime:
    """From when on the notice makes no sense any more, whoever has not had it.

    Before a meeting: when the notice that takes over goes, the agenda is due out, or the meeting
    begins. Where a group's lead times leave no time until then, the meeting's beginning.
    """
    goes = goes_at(kind, meeting.starts_at, meeting.group)
    if kind == Kind.YOUR_ACTIONS:
        return goes + DAYS_FOR_ACTIONS
    if kind in AFTER_THE_MEETING:
        return goes + DAYS_FOR_REMINDERS
    following = TABLE[kind].until
    if following is None:
        return meeting.starts_at
    over = at_nine(due_on(following, meeting.starts_at, meeting.group))
    return min(over, meeting.starts_at) if over > goes else meeting.starts_at
