"""Somebody's unbroken time on a group, which may lie in several rows one after the other.

A move to another agency or a role handed over ends a row and begins the next on the same day, so
that what was read of an earlier day stays as it was. Whoever leaves has a last row that no other
follows without a break.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from people.models import Person
from steering.models import Membership
from steering.seats import holds


@dataclass(frozen=True)
class Stay:
    """The rows of one unbroken time, oldest first; never empty."""

    rows: tuple[Membership, ...]

    @property
    def person(self) -> Person:
        return self.rows[0].person

    @property
    def joined_on(self) -> date:
        return self.rows[0].joined_on

    @property
    def last(self) -> Membership:
        return self.rows[-1]

    @property
    def left_on(self) -> date | None:
        """The first day without it; None while no end is set."""
        return self.last.left_on

    def on(self, day: date) -> Membership | None:
        """Give the row in force on `day`, if there is one."""
        return next((row for row in self.rows if holds(row, day)), None)

    def after(self, day: date) -> tuple[Membership, ...]:
        """Give the rows that begin after `day`."""
        return tuple(row for row in self.rows if row.joined_on > day)


def goes_on(row: Membership, following: Membership) -> bool:
    """Whether `following` continues `row` of the same person and group without a break."""
    return (
        row.left_on == following.joined_on
        and not row.left_because
        and (row.group_id, row.person_id) == (following.group_id, following.person_id)
    )


def stays_of(rows: Iterable[Membership]) -> list[Stay]:
    """Put `rows`, of one or of many people and groups, together; the earliest stay comes first."""
    of_one: dict[tuple[int, int], list[list[Membership]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.joined_on, row.left_on or date.max)):
        found = of_one[row.group_id, row.person_id]
        if found and goes_on(found[-1][-1], row):
            found[-1].append(row)
        else:
            found.append([row])
    stays = [Stay(tuple(found)) for one in of_one.values() for found in one]
    return sorted(stays, key=lambda stay: stay.joined_on)
