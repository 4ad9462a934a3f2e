"""Whether enough members were there for the group to decide."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Protocol

from steering.enums import AttendanceStatus, Deputies, MemberRole


class Sits(Protocol):
    """A membership, as far as it matters here."""

    @property
    def person_id(self) -> int: ...

    @property
    def role(self) -> str: ...


class Came(Protocol):
    """An attendance, as far as it matters here."""

    @property
    def person_id(self) -> int: ...

    @property
    def status(self) -> str: ...

    @property
    def on_behalf_of_id(self) -> int | None: ...


@dataclass(frozen=True)
class Quorum:
    """How many of the members came, and how many the terms of reference ask for.

    `there` counts each member once, whether they came (`came`) or had a deputy there who counts.
    `needed` is None where the terms of reference set no quorum.
    """

    members: int
    came: int
    there: int
    needed: int | None

    @property
    def is_met(self) -> bool:
        return self.needed is None or self.there >= self.needed


def quorum_of(
    rule: str, deputies: str, memberships: Iterable[Sits], attendances: Iterable[Came]
) -> Quorum:
    """Count the members of the day against the group's `rule` (`6`, `50%`, or empty).

    A share is rounded up to whole people. Whoever only administers the group does not count.
    A deputy fills the seat of the member they stand for, not their own, if the group's rule on
    `deputies` says that they count.
    """
    seats = {row.person_id for row in memberships if row.role != MemberRole.ADMINISTRATOR}
    rows = list(attendances)
    came = seats & {row.person_id for row in rows if row.status == AttendanceStatus.PRESENT}
    counts = deputies == Deputies.COUNT
    stood_for = seats & {row.on_behalf_of_id for row in rows} if counts else set()
    return Quorum(
        members=len(seats),
        came=len(came),
        there=len(came | stood_for),
        needed=_needed(rule, len(seats)),
    )


def _needed(rule: str, members: int) -> int | None:
    if not rule:
        return None
    return ceil(members * int(rule[:-1]) / 100) if rule.endswith("%") else int(rule)
