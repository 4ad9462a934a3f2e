"""What the page Today is made of: seven reads of the database, however many meetings there are."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import (
    BigIntegerField,
    DateTimeField,
    Field,
    Func,
    IntegerField,
    Q,
    Value,
)
from django.utils import timezone

from people.models import User
from reports.today.batches import Batch, batches_of
from reports.today.proposals import with_proposals
from steering.enums import MeetingState
from steering.life import Facts, facts_of_many
from steering.models import Meeting, SteeringGroup
from steering.notice_settings import own_notices
from steering.pauses import own_pause, pause_of
from steering.services.notices import Situation, situations_among, with_cycle
from steering.vacancies import Vacancy, vacancies_of, with_vacancies

LOOKED_BACK = timedelta(days=60)
"""A meeting held longer ago is history: what it still lacks is counted, not listed."""

LOOKED_AHEAD = timedelta(days=60)
"""No lead time reaches further: 20 working days, Christmas between them, and a week's notice."""


# Written out, since Django would build and compile three subqueries anew for each page.
LAST_AT = f"""
    SELECT MAX(met.starts_at) FROM this JOIN steering_meeting AS met USING (group_id)
    WHERE met.state <> '{MeetingState.CANCELLED}' AND met.starts_at <= this.moment
"""
NEXT_ID = f"""
    SELECT met.id FROM this JOIN steering_meeting AS met USING (group_id)
    WHERE met.state = '{MeetingState.PLANNED}' AND met.starts_at > this.moment
    ORDER BY met.starts_at LIMIT 1
"""
UNWRITTEN = f"""
    SELECT COUNT(*) FROM this JOIN steering_meeting AS met USING (group_id)
    WHERE met.state <> '{MeetingState.CANCELLED}' AND met.starts_at < this.moment
    AND NOT EXISTS (SELECT FROM steering_minutes AS text WHERE text.meeting_id = met.id)
"""


def _of_group(select: str, moment: datetime, gives: Field) -> Func:
    """What `select` finds of a group's meetings before or after `moment`."""
    this = "WITH this (group_id, moment) AS (VALUES (%(expressions)s))"
    return Func("pk", Value(moment), template=f"({this} {select})", output_field=gives)


@dataclass(frozen=True)
class Planned:
    """A group somebody administers, when it last met, and which meeting comes next, if any."""

    group: SteeringGroup
    last_at: datetime | None
    next_id: int | None
    unwritten: int
    vacancies: tuple[Vacancy, ...]

    def is_over(self, today: date) -> bool:
        """Whether its site has ended, so that nothing is to be planned any more."""
        ended_on = self.group.site.ended_on
        return ended_on is not None and ended_on <= today


@dataclass(frozen=True)
class Read:
    """All that was read. `facts` and `situations` are of the meetings in sight, soonest first."""

    user: User
    now: datetime
    groups: list[Planned]
    facts: list[Facts]
    situations: list[Situation]
    batches: list[Batch]

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def paused(self) -> frozenset[int]:
        """The ids of the groups all of whose mail is paused."""
        return frozenset(one.group.pk for one in self.groups if pause_of(one.group))

    @property
    def since(self) -> datetime:
        """Meetings before this moment are history."""
        return self.now - LOOKED_BACK


def read(user: User, now: datetime) -> Read:
    """Read the groups that `user` administers, their meetings in sight and their messages."""
    groups = _groups(user, now)
    next_ids = [one.next_id for one in groups if one.next_id]
    batches = batches_of([one.group.key for one in groups], next_ids, now)
    meetings = (
        Meeting.objects.administered_by(user)
        .filter(
            Q(starts_at__gte=now - LOOKED_BACK, starts_at__lt=now + LOOKED_AHEAD)
            | Q(pk__in={*next_ids, *(one.meeting_id for one in batches)})
        )
        .order_by("starts_at", "pk")
    )
    facts = facts_of_many(with_proposals(with_cycle(meetings)), now)
    situations = situations_among([one.meeting for one in facts], now)
    return Read(user, now, groups, facts, situations, batches)


def _groups(user: User, now: datetime) -> list[Planned]:
    rows = (
        with_vacancies(SteeringGroup.objects.administered_by(user), timezone.localdate(now))
        .select_related("site")
        .annotate(
            last_at=_of_group(LAST_AT, now, DateTimeField(null=True)),
            next_id=_of_group(NEXT_ID, now, BigIntegerField(null=True)),
            unwritten=_of_group(UNWRITTEN, now - LOOKED_BACK, IntegerField()),
            own_notices=own_notices("pk"),
            own_pause=own_pause("key"),
        )
        .order_by("name", "pk")
    )
    return [
        Planned(row, row.last_at, row.next_id, row.unwritten, tuple(vacancies_of(row)))
        for row in rows
    ]
