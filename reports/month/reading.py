"""What a month is made of: seven reads of the database, however many groups there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Min
from django.utils import timezone

from outbox.models import Message
from people.models import User
from reports.one_site.timeline.window import later
from steering.handles import ABOUT
from steering.models import Meeting, SteeringGroup
from steering.pauses import own_pause
from steering.services.notices import Situation, meetings_in_reach, situations_of


@dataclass(frozen=True)
class Sent:
    """A batch of which something left: when, how many messages, and about which meeting."""

    about: str
    kind: str
    batch: str
    number: int
    at: datetime

    @property
    def meeting_id(self) -> int:
        return int(self.about.removeprefix(ABOUT))


@dataclass(frozen=True)
class Month:
    """All that was read of the month that begins on `first`, of `groups`."""

    first: date
    now: datetime
    groups: list[SteeringGroup]
    situations: list[Situation]
    sent: list[Sent]

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def has(self, moment: datetime) -> bool:
        """Whether a moment lies in the month, by the clock on the wall."""
        return self.has_day(timezone.localdate(moment))

    def has_day(self, day: date) -> bool:
        return self.first <= day < later(self.first, 1)


def groups_of(user: User) -> list[SteeringGroup]:
    """Give the groups that `user` administers, with their sites. One SQL query."""
    groups = SteeringGroup.objects.administered_by(user).select_related("site")
    return list(groups.annotate(own_pause=own_pause("key")).order_by("name", "pk"))


def read_month(groups: list[SteeringGroup], first: date, now: datetime) -> Month:
    """Read what concerns `groups` in the month that begins on `first`. Five SQL queries."""
    begin, end = midnight(first), midnight(later(first, 1))
    sent = _sent([one.key for one in groups], begin, min(end, now))
    in_reach = meetings_in_reach(begin) | meetings_in_reach(end)
    meetings = in_reach | Meeting.objects.filter(pk__in={one.meeting_id for one in sent})
    situations = situations_of(meetings.filter(group__in=groups), now)
    return Month(first, now, groups, situations, sent)


def midnight(day: date) -> datetime:
    """The local midnight with which `day` begins."""
    return timezone.make_aware(datetime.combine(day, time()))


def _sent(groups: Iterable[str], begin: datetime, end: datetime) -> list[Sent]:
    rows = (
        Message.objects.listed()
        .not_sent_again()
        .filter(mailbox__key__in=groups, about__startswith=ABOUT)
        .filter(sent_at__gte=begin, sent_at__lt=end)
        .order_by("batch")
        .values("about", "kind", "batch")
        .annotate(number=Count("pk"), at=Min("sent_at"))
    )
    return [Sent(**row) for row in rows]
