"""Who is missing on a group: a role that nobody holds, a core agency that nobody sits for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, FilteredRelation, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest, JSONObject

from calendars.wording import long_date
from records.dates import holds_on
from steering.enums import CHAIR_ROLES, MemberRole
from steering.models import CoreAgency, Membership, SteeringGroup

NEEDED: dict[MemberRole, tuple[MemberRole, ...]] = {
    MemberRole.CHAIR: CHAIR_ROLES,
    MemberRole.ADMINISTRATOR: (MemberRole.ADMINISTRATOR,),
}
"""The roles that a group cannot do without, each with those that fill it."""

WARNED_BEFORE = timedelta(days=60)
"""How long before its end a secondment is worth a thought."""


@dataclass(frozen=True)
class Vacancy:
    """A role or a core agency without anybody, since the day when that began; None if always."""

    role: MemberRole | None
    agency: str
    since: date | None

    @property
    def what(self) -> str:
        """`chair`, `administrator`, or the name of the agency."""
        return self.role.label.lower() if self.role else self.agency

    @property
    def sentence(self) -> str:
        """`No chair since 3 October 2026`, `Nobody from Northmoor Council since…`."""
        if self.since is None:
            return f"No {self.what} has been named yet"
        nobody = f"No {self.what}" if self.role else f"Nobody from {self.what}"
        return f"{nobody} since {long_date(self.since)}"


@dataclass(frozen=True)
class EndingSecondment:
    """A secondment of somebody who sits for that agency, and the day on which it ends."""

    name: str
    agency: str
    ends_on: date

    @property
    def sentence(self) -> str:
        """`Priya Nair’s secondment to Northmoor Trust ends on 3 January 2027`."""
        return f"{self.name}’s secondment to {self.agency} ends on {long_date(self.ends_on)}"


def with_vacancies(groups: QuerySet[SteeringGroup], today: date) -> QuerySet[SteeringGroup]:
    """The same groups, each with what `vacancies_of` needs, in the same SQL query."""
    seats = Membership.objects.filter(group=OuterRef("pk"))
    for role, filled_by in NEEDED.items():
        holders = seats.filter(role__in=filled_by)
        left = holders.filter(left_on__lte=today).order_by().values("group")
        groups = groups.annotate(
            **{
                f"{role}_sits": Exists(holders.active_on(today)),
                f"{role}_left_on": Subquery(left.annotate(last=Max("left_on")).values("last")),
            }
        )
    return groups.annotate(agencies_missing=ArraySubquery(_agencies_missing(today)))


def vacancies_of(group: SteeringGroup) -> list[Vacancy]:
    """Give what is vacant on a group from `with_vacancies`: roles first. No SQL query."""
    read: dict[str, Any] = vars(group)
    roles = [
        Vacancy(role, "", read[f"{role}_left_on"]) for role in NEEDED if not read[f"{role}_sits"]
    ]
    return roles + [
        Vacancy(None, one["agency"], date.fromisoformat(one["since"]))
        for one in read["agencies_missing"]
    ]


def secondments_ending(groups: Iterable[SteeringGroup], today: date) -> list[EndingSecondment]:
    """Give the secondments that end within WARNED_BEFORE, soonest first. One SQL query."""
    rows = (
        Membership.objects.active_on(today)
        .filter(group__in=groups)
        .annotate(
            post=FilteredRelation("person__posts", condition=Q(person__posts__agency=F("agency")))
        )
        .filter(
            Q(post__ended_on__isnull=True) | Q(post__ended_on__gt=today),
            post__secondment_ends_on__range=(today, today + WARNED_BEFORE),
        )
        .order_by("post__secondment_ends_on", "person__name")
        .values_list("person__name", "agency__name", "post__secondment_ends_on")
    )
    return [EndingSecondment(*row) for row in rows]


def _agencies_missing(today: date) -> QuerySet[CoreAgency, Any]:
    """Core agencies of the outer group without anybody, since then or the last one left."""
    theirs = Membership.objects.filter(group=OuterRef("group"), agency=OuterRef("agency"))
    left = theirs.filter(left_on__lte=today).order_by().values("group")
    return (
        CoreAgency.objects.filter(
            holds_on(today, start="from_on", end="until_on"),
            ~Exists(theirs.active_on(today)),
            group=OuterRef("pk"),
        )
        .order_by("agency__name")
        .values(
            json=JSONObject(
                agency="agency__name",
                since=Greatest(
                    "from_on", Subquery(left.annotate(last=Max("left_on")).values("last"))
                ),
            )
        )
    )
