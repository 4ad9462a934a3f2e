"""What speaks against a day for a meeting. It warns; it forbids nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from calendars.wording import counted, long_date, span
from calendars.working_days import bank_holidays
from records.dates import holds_on
from sites.models import SchoolHoliday
from steering.models import Meeting, Membership, SteeringGroup

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from sites.rules import AnyUser


@dataclass(frozen=True)
class Span:
    """From when to when a meeting is to be; aware, and on one local day."""

    starts_at: datetime
    ends_at: datetime

    @property
    def day(self) -> date:
        return timezone.localdate(self.starts_at)


def clashes_of(
    group: SteeringGroup,
    spans: Sequence[Span],
    *,
    user: AnyUser,
    without: Collection[int] = (),
) -> list[list[str]]:
    """What speaks against each of `spans`, in sentences; meetings of the ids `without` do not.

    Of a meeting that `user` may not see, nothing is told but that there is one. Two SQL queries,
    however many spans there are.
    """
    holidays = _school_holidays(group, spans)
    others = _other_meetings(group, spans, user, without)
    on_day = Counter(one.day for one in spans)
    return [
        [
            *_of_the_calendar(group, one.day),
            *_of_schools(holidays, one.day),
            *(["Two of these meetings are on this day."] if on_day[one.day] > 1 else []),
            *_of_the_group(group, others, one),
            *_of_other_groups(group, others, one),
        ]
        for one in spans
    ]


def _of_the_calendar(group: SteeringGroup, day: date) -> Iterator[str]:
    if day.weekday() >= 5:
        yield f"It is a {day:%A}."
    if name := bank_holidays(group.site.nation).get(day):
        yield f"Bank holiday in {group.site.get_nation_display()}: {name}."


def _school_holidays(group: SteeringGroup, spans: Sequence[Span]) -> list[SchoolHoliday]:
    """Those of the nation, of the site, and of the region above it."""
    site, days = group.site, [one.day for one in spans]
    there = Q(site__isnull=True, nation=site.nation) | Q(site__in=[site.pk, site.parent_id])
    return list(
        SchoolHoliday.objects.filter(
            there, starts_on__lte=max(days), ends_on__gt=min(days)
        ).select_related("site")
    )


def _of_schools(holidays: Iterable[SchoolHoliday], day: date) -> Iterator[str]:
    for one in holidays:
        if one.starts_on <= day < one.ends_on:
            where = f"at {one.site.name}" if one.site else f"in {one.get_nation_display()}"
            back = long_date(one.ends_on)
            yield f"School holiday {where}: {one.name}, first day back {back}."


class _Read(TypedDict):
    shared: int
    seen: bool


def _other_meetings(
    group: SteeringGroup, spans: Sequence[Span], user: AnyUser, without: Collection[int]
) -> list[WithAnnotations[Meeting, _Read]]:
    """Planned meetings of the group on these days, and of its members at these times.

    `shared` is how many sit on both groups on that day, `seen` whether the user may see it.
    """
    same_day = [Q(group=group, starts_at__date=one.day) for one in spans]
    same_time = [Q(starts_at__lt=one.ends_at, ends_at__gt=one.starts_at) for one in spans]
    meetings = (
        Meeting.objects.planned()
        .filter(reduce(or_, [*same_day, *same_time]))
        .exclude(pk__in=without)
        .annotate(day=TruncDate("starts_at"))
        .annotate(
            shared=_shared_with(group),
            seen=Exists(Meeting.objects.visible_to(user).filter(pk=OuterRef("pk"))),
        )
        .filter(Q(group=group) | Q(shared__gt=0))
        .select_related("group")
        .order_by("starts_at", "pk")
    )
    return cast("list[WithAnnotations[Meeting, _Read]]", list(meetings))


def _shared_with(group: SteeringGroup) -> Coalesce:
    """How many members of `group` sit, on the `day` of a meeting, on its group too."""
    there_too = Membership.objects.filter(
        holds_on(OuterRef(OuterRef("day")), start="joined_on", end="left_on"),
        person=OuterRef("person"),
        group=OuterRef(OuterRef("group")),
    )
    here = Membership.objects.filter(
        Exists(there_too),
        holds_on(OuterRef("day"), start="joined_on", end="left_on"),
        group=group,
    )
    number = here.order_by().values("group").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def _of_the_group(group: SteeringGroup, others: Iterable[Meeting], wanted: Span) -> Iterator[str]:
    for one in others:
        if one.group_id == group.pk and timezone.localdate(one.starts_at) == wanted.day:
            yield f"The group meets on this day already: {one.title}, {_when(one)}."


def _of_other_groups(
    group: SteeringGroup, others: Iterable[WithAnnotations[Meeting, _Read]], wanted: Span
) -> Iterator[str]:
    for one in others:
        overlaps = one.starts_at < wanted.ends_at and one.ends_at > wanted.starts_at
        if overlaps and one.group_id != group.pk:
            who = counted(one.shared, "member", "members")
            has = "has" if one.shared == 1 else "have"
            what = f"another meeting at this time: {one.title}, {_when(one)}" if one.seen else ""
            yield f"{who} of this group {has} {what or 'another meeting at this time'}."


def _when(meeting: Meeting) -> str:
    return span(meeting.starts_at, meeting.ends_at)
