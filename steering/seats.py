"""Who sits on the groups of meetings: read once for many meetings, asked in memory."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias, TypedDict, cast

from django.db.models import Case, Prefetch, When, prefetch_related_objects
from django.utils import timezone

from people.models import Person
from records.dates import Today, holds_on
from steering.enums import CHAIR_ROLES
from steering.models import Meeting, Membership, SteeringGroup
from steering.querysets import MeetingQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    Seat: TypeAlias = WithAnnotations[Membership, "_InForce"]


class _InForce(TypedDict):
    in_force: bool


def seats_of(group: SteeringGroup) -> list[Seat]:
    """Give whoever sits, sat or will sit on `group`, longest first. One SQL query.

    Each has `in_force`, whether it holds today by the database's clock, with person and agency.
    """
    today = When(holds_on(Today(), start="joined_on", end="left_on"), then=True)
    rows = group.memberships.select_related("person__contact", "agency").order_by("joined_on", "pk")
    return cast("list[Seat]", list(rows.annotate(in_force=Case(today, default=False))))


def seats() -> Prefetch:
    """What to prefetch of a meeting: its group's memberships, with their people and agencies."""
    people = Membership.objects.select_related("person__contact", "agency").order_by("pk")
    return Prefetch("group__memberships", queryset=people)


def with_seats(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """The same meetings, with site and memberships of their groups: one more SQL query for all."""
    with_group: MeetingQuerySet = meetings.select_related("group__site").prefetch_related(seats())
    return with_group


def seats_on(meeting: Meeting, day: date) -> list[Membership]:
    """Give who sat on the group of `meeting` on `day`. One SQL query, unless it is read already."""
    prefetch_related_objects([meeting], seats())
    return [one for one in meeting.group.memberships.all() if holds(one, day)]


def members_for(meeting: Meeting, now: datetime) -> tuple[Person, ...]:
    """Give who is to be told of `meeting`: the members of its day who are still members `now`.

    Who moves to another agency in between has a row for each of the two days.
    """
    day, today = timezone.localdate(meeting.starts_at), timezone.localdate(now)
    rows = meeting.group.memberships.all()
    sitting = {one.person_id for one in rows if holds(one, today)}
    return tuple(one.person for one in rows if holds(one, day) and one.person_id in sitting)


def sits_until(meeting: Meeting, person: Person, now: datetime) -> bool:
    """Whether `person` is a member `now`, and still on the day of `meeting`. One SQL query."""
    seats = list(Membership.objects.filter(group=meeting.group_id, person=person))
    days = timezone.localdate(now), timezone.localdate(meeting.starts_at)
    return all(any(holds(seat, day) for seat in seats) for day in days)


def chair_of(meeting: Meeting, now: datetime) -> Person | None:
    """Give who chairs the group today, the chair before a co-chair."""
    today = timezone.localdate(now)
    in_the_chair = [one for one in meeting.group.memberships.all() if one.role in CHAIR_ROLES]
    chairs = [one for one in in_the_chair if holds(one, today)]
    first = min(chairs, key=lambda one: (one.role, one.joined_on), default=None)
    return first.person if first else None


def holds(seat: Membership, day: date) -> bool:
    """Whether somebody sits there on `day`: joined, and not yet left."""
    return seat.joined_on <= day and (seat.left_on is None or seat.left_on > day)
