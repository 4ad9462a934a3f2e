"""Whom the members of a group turn to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import JSONObject

from people.models import Contact as ContactDetails
from people.models import Person
from sites.enums import Role
from sites.models import SiteRole
from steering.documents.calendar import Contact
from steering.enums import MemberRole
from steering.models import SteeringGroup
from steering.seats import seats_of

if TYPE_CHECKING:
    from steering.seats import Seat


def administrator_of(group: SteeringGroup) -> Person | None:
    """Give who administers the group today and has an e-mail address, if anybody.

    Whoever serves the group as its administrator comes before the administrator of its site,
    and that one before the administrator of the region above. One or two SQL queries.
    """
    nearest = nearest_administrators(group.site_id, group.site.parent_id).select_related("person")
    role = None if (serving := _serving(seats_of(group))) else nearest.first()
    return role.person if role else serving


def telephone_of(person: Person) -> str:
    """Give the number at which somebody is rung, or nothing. One SQL query."""
    numbers = ContactDetails.objects.filter(person=person).values_list("telephone", flat=True)
    return numbers.first() or ""


def site_administrator() -> Subquery:
    """What to annotate meetings with, as `site_administrator`, for `contact_of`."""
    roles = nearest_administrators(OuterRef("group__site"), OuterRef("group__site__parent"))
    contact = JSONObject(name="person__name", address="person__email")
    return Subquery(roles.values(contact=contact)[:1])


def contact_of(seats: Iterable[Seat], site_administrator: dict[str, str] | None) -> Contact | None:
    """The same person as `administrator_of` gives, from what is read: no SQL query.

    `seats` are those of `seats_of`; `site_administrator` was annotated to the meeting.
    """
    if serving := _serving(seats):
        return Contact(serving.name, serving.email)
    return Contact(**site_administrator) if site_administrator else None


def _serving(seats: Iterable[Seat]) -> Person | None:
    """Who serves the group as its administrator today, longest first."""
    return next(
        (
            seat.person
            for seat in seats
            if seat.in_force and seat.role == MemberRole.ADMINISTRATOR and seat.person.email
        ),
        None,
    )


def nearest_administrators(
    site: int | OuterRef, region: int | OuterRef | None
) -> QuerySet[SiteRole]:
    """The administrators today of a site and of the region above it, the nearest first."""
    of_site = Q(site=site)
    return (
        SiteRole.objects.in_force()
        .filter(of_site | Q(site=region), role=Role.ADMINISTRATOR)
        .exclude(person__email="")
        .alias(steps_up=Case(When(of_site, then=0), default=1))
        .order_by("steps_up", "started_on", "pk")
    )
