"""Who of the people of a group reads its confidential items: the chair, and who is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, Value

from steering.enums import CHAIR_ROLES

if TYPE_CHECKING:
    from steering.models import AgendaItem
    from steering.seats import Seat


def named_ids() -> ArrayAgg:
    """What to annotate items with, as `named_ids`: the people named on a confidential one."""
    return ArrayAgg(
        "namings__person", filter=Q(confidential=True, namings__isnull=False), default=Value([])
    )


@dataclass(frozen=True)
class Readers:
    """The confidential items of a meeting by number, each with the ids of those who read it."""

    by_number: tuple[tuple[int, frozenset[int]], ...] = ()

    def kept_from(self, person: int | None) -> frozenset[int]:
        """Give the numbers of the items that one person does not read; None reads none of them."""
        return frozenset(number for number, people in self.by_number if person not in people)

    def count_among(self, people: Iterable[int]) -> int:
        """Give how many of `people` read one of them or more."""
        readers = {one for _, some in self.by_number for one in some}
        return len(readers & set(people))


def readers_of(items: Iterable[AgendaItem], seats: Iterable[Seat]) -> Readers:
    """Give who reads the confidential ones of `items`, which have `named_ids`. No SQL query.

    `seats` are those of the group: whoever does not sit on it today reads none.
    """
    sitting = [seat for seat in seats if seat.in_force]
    chairs = {seat.person_id for seat in sitting if seat.role in CHAIR_ROLES}
    members = {seat.person_id for seat in sitting}
    return Readers(
        tuple(
            (item.position, frozenset(chairs | (members & set(item.named_ids))))  # type: ignore[attr-defined]
            for item in items
            if item.confidential
        )
    )
