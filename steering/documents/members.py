"""The members of a group as its administrator reads them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from calendars.wording import long_date
from people.models import Person
from records.dates import holds_on
from steering.documents.register import by_office
from steering.enums import MemberRole
from steering.models import Deputy, Membership, SteeringGroup
from steering.stays import Stay, stays_of


@dataclass(frozen=True)
class Member:
    """Somebody's unbroken time, the row that says how they sit, and who stands in for them."""

    stay: Stay
    seat: Membership
    deputies: tuple[Deputy, ...]

    @property
    def planned(self) -> list[str]:
        """`From 1 March 2027 for Northmoor Trust`, a line for each change to come."""
        rows = self.stay.rows[self.stay.rows.index(self.seat) :]
        pairs = pairwise(rows)
        return [
            f"From {long_date(after.joined_on)} {change}"
            for before, after in pairs
            for change in changes(before, after)
        ]


@dataclass(frozen=True)
class Members:
    """Who sits today, who joins later, and who sat; each in the order of the page."""

    sitting: list[Member]
    joining: list[Member]
    past: list[Member]


def members_of(group: SteeringGroup, today: date) -> Members:
    """Read everybody who sits, will sit or sat. Two SQL queries."""
    stays = stays_of(group.memberships.select_related("person", "agency"))
    deputies = _deputies(group, today)

    def member(stay: Stay, seat: Membership) -> Member:
        return Member(stay, seat, tuple(deputies[stay.person.pk]))

    sitting = [member(stay, seat) for stay in stays if (seat := stay.on(today))]
    joining = [member(stay, stay.rows[0]) for stay in stays if stay.joined_on > today]
    past = [
        member(stay, stay.last)
        for stay in sorted(stays, key=lambda stay: stay.left_on or today, reverse=True)
        if stay.left_on and stay.left_on <= today
    ]
    return Members(
        sitting=sorted(sitting, key=lambda one: by_office(one.seat)),
        joining=sorted(joining, key=lambda one: by_office(one.seat)),
        past=past,
    )


def people_on(group: SteeringGroup, today: date, *, but: Person | None = None) -> list[Person]:
    """Give who sits today or joins later, by name, `but` one. One SQL query."""
    seats = group.memberships.exclude(left_on__lte=today).exclude(person=but)
    return list(Person.objects.filter(pk__in=seats.values("person")).order_by("name", "pk"))


def changes(before: Membership, after: Membership) -> list[str]:
    """Say in words what a row puts in the place of the one before: `as chair`, `for the Trust`."""
    found = []
    if before.agency_id != after.agency_id:
        found.append(f"for {after.agency.name}" if after.agency else "without an agency")
    if before.role != after.role:
        found.append(f"as {MemberRole(after.role).label.lower()}")
    return found


def _deputies(group: SteeringGroup, today: date) -> dict[int, list[Deputy]]:
    named: dict[int, list[Deputy]] = defaultdict(list)
    in_force = holds_on(today, start="named_on", end="ended_on")
    rows = group.deputies_of.filter(in_force).select_related("deputy")
    for row in rows.order_by("deputy__name", "pk"):
        named[row.member_id].append(row)
    return named
