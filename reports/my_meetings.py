"""What concerns a member of groups: the next meetings, their own actions, the last minutes."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F
from django.utils import timezone

from people.models import User
from steering.models import Action, Meeting, Minutes
from steering.rules import OUT, group_access


@dataclass(frozen=True)
class MyMeetings:
    """The next meeting of each group that was told of one, soonest first, and the rest."""

    today: date
    coming: list[Meeting]
    actions: list[Action]
    minutes: list[Minutes]


def my_meetings(user: User, now: datetime) -> MyMeetings:
    """Read what `user` may see as a member. Three SQL queries."""
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
        coming=sorted(coming, key=lambda one: one.starts_at),
        actions=list(actions),
        minutes=sorted(minutes, key=lambda one: one.meeting.starts_at, reverse=True),
    )
