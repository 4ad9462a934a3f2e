"""What concerns a member of groups: the next meetings, their own actions, the last minutes."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F
from django.utils import timezone

from people.models import Person, User
from steering.documents.agenda import PaperLine, papers_for
from steering.documents.replies import said_by
from steering.links import Purpose, personal_path
from steering.models import Action, Meeting, Membership, Minutes
from steering.rules import OUT, group_access
from steering.seats import holds


@dataclass(frozen=True)
class Coming:
    """A meeting with what the member replied, and where they reply: empty if it is not theirs.

    `papers` are those that are in, and those that the member brings.
    """

    meeting: Meeting
    said: str
    reply_path: str
    papers: list[PaperLine]


@dataclass(frozen=True)
class MyMeetings:
    """The next meeting of each group that was told of one, soonest first, and the rest."""

    today: date
    coming: list[Coming]
    actions: list[Action]
    minutes: list[Minutes]


def my_meetings(user: User, now: datetime) -> MyMeetings:
    """Read what `user` may see as a member. Six SQL queries at the most."""
    groups = group_access(user).member
    coming = (
        Meeting.objects.after(now)
        .filter(group__in=groups, announced_at__isnull=False)
        .select_related("group")
        .order_by("group", "starts_at")
        .distinct("group")
    )
    minutes = (
        Minutes.objects.visible_to(user)
        .filter(meeting__group__in=groups, state__in=OUT)
        .select_related("meeting__group")
        .order_by("meeting__group", "-meeting__starts_at")
        .distinct("meeting__group")
    )
    actions = (
        Action.objects.visible_to(user)
        .open()
        .filter(owner=user.person)
        .select_related("meeting__group")
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )
    return MyMeetings(
        today=timezone.localdate(now),
        coming=_with_replies(sorted(coming, key=lambda one: one.starts_at), user),
        actions=list(actions),
        minutes=sorted(minutes, key=lambda one: one.meeting.starts_at, reverse=True),
    )


def _with_replies(meetings: list[Meeting], user: User) -> list[Coming]:
    person = user.person
    if person is None or not meetings:
        return []
    replies = {
        (one.meeting_id, one.starts_at): said_by("I", one)
        for one in person.replies.filter(meeting__in=meetings).select_related("deputy")
    }
    papers = papers_for(user, meetings)
    seats = list(person.memberships.filter(group__in=[one.group_id for one in meetings]))
    return [
        Coming(
            meeting,
            said=replies.get((meeting.pk, meeting.starts_at), ""),
            reply_path=_reply_path(meeting, person, seats),
            papers=[one for one in papers[meeting.pk] if one.files or one.owner_id == person.pk],
        )
        for meeting in meetings
    ]


def _reply_path(meeting: Meeting, person: Person, seats: list[Membership]) -> str:
    """Whoever leaves before the meeting is not asked."""
    day = timezone.localdate(meeting.starts_at)
    if not any(one.group_id == meeting.group_id and holds(one, day) for one in seats):
        return ""
    return personal_path(Purpose.REPLY, meeting=meeting, person=person)
