"""What the steps of a meeting follow from, read for one meeting or for many at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import DateTimeField, Func, IntegerField, prefetch_related_objects
from django.utils import timezone

from steering.enums import MeetingState, SendingKind
from steering.forecast import Forecast, forecast_of, with_replies
from steering.life.papers import PAPERS, Papers
from steering.models import AgendaItem, Attendance, Meeting, Minutes, Sending
from steering.notice_settings import Setting, keep, own_notices
from steering.pauses import own_pause
from steering.querysets import MeetingQuerySet
from steering.seats import chair_of, seats, with_seats

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


# Both are written out, since Django would build and compile them anew for each page of a meeting.
def _number_of(model: type[AgendaItem] | type[Attendance]) -> Func:
    """How many rows of `model` a meeting has."""
    table = model._meta.db_table
    return Func(
        "pk",
        template=f"(SELECT COUNT(*) FROM {table} AS one WHERE one.meeting_id = %(expressions)s)",
        output_field=IntegerField(),
    )


NEXT_AT = Func(
    "group_id",
    "starts_at",
    template=f"""(
        SELECT MIN(later.starts_at)
        FROM (VALUES (%(expressions)s)) AS this (group_id, starts_at)
        JOIN steering_meeting AS later
          ON later.group_id = this.group_id
         AND later.starts_at > this.starts_at
         AND later.state = '{MeetingState.PLANNED}'
    )""",
    output_field=DateTimeField(null=True),
)
"""When the planned meeting begins that follows one."""


@dataclass(frozen=True)
class Facts:
    """What the steps of one meeting follow from."""

    meeting: Meeting
    minutes: Minutes | None
    sendings: tuple[Sending, ...]
    items: int
    papers: Papers
    recorded: int
    chair: str
    forecast: Forecast
    next_at: datetime | None
    now: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def is_planned(self) -> bool:
        return self.meeting.state == MeetingState.PLANNED

    @property
    def has_begun(self) -> bool:
        return self.meeting.starts_at <= self.now

    def sent(self, kind: SendingKind) -> Sending | None:
        """The last sending of `kind` of which something has left."""
        rows = [one for one in self.sendings if one.kind == kind and one.took_effect_at]
        return max(rows, key=lambda one: one.took_effect_at or one.pressed_at, default=None)

    def held(self, kind: SendingKind) -> Sending | None:
        """The sending of `kind` that was pressed and has not left."""
        return next(
            (
                one
                for one in self.sendings
                if one.kind == kind and not (one.took_effect_at or one.dropped_at)
            ),
            None,
        )


def facts_of(meeting: Meeting, now: datetime) -> Facts:
    """Give what the steps of a meeting loaded `with_counts` need: two more SQL queries."""
    prefetch_related_objects([meeting], "sendings", seats())
    return _facts(cast("WithAnnotations[Meeting, _Read]", meeting), now)


def facts_of_many(meetings: MeetingQuerySet, now: datetime) -> list[Facts]:
    """The same for many meetings, in their order: three SQL queries, however many they are."""
    return [
        _facts(meeting, now)
        for meeting in with_seats(with_counts(meetings)).prefetch_related("sendings")
    ]


def with_counts(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """The same meetings, each with its minutes, how much there is of it, and what follows it."""
    counted: MeetingQuerySet = with_replies(
        meetings.select_related("group__site", "minutes")
    ).annotate(
        items=_number_of(AgendaItem),
        own_papers_in=PAPERS,
        recorded=_number_of(Attendance),
        next_at=NEXT_AT,
        own_notices=own_notices("group"),
        own_pause=own_pause("group__key"),
    )
    return counted


class _Read(TypedDict):
    items: int
    own_papers_in: tuple[int, list[tuple[str, str]]]
    recorded: int
    next_at: datetime | None
    own_notices: list[Setting]


def _facts(meeting: WithAnnotations[Meeting, _Read], now: datetime) -> Facts:
    chair = chair_of(meeting, now)
    keep(meeting.group, meeting.own_notices)
    papers, missing = meeting.own_papers_in
    return Facts(
        meeting=meeting,
        minutes=getattr(meeting, "minutes", None),
        sendings=tuple(meeting.sendings.all()),
        items=meeting.items,
        papers=Papers(papers, tuple((title, owner) for title, owner in missing)),
        recorded=meeting.recorded,
        chair=chair.name if chair else "",
        forecast=forecast_of(meeting),
        next_at=meeting.next_at,
        now=now,
    )
