"""Whom the members of a group turn to."""

from collections.abc import Iterable

from django.db.models import Q

from people.models import Person
from sites.enums import Role
from sites.models import SiteRole
from steering.enums import MemberRole
from steering.models import Membership, SteeringGroup


def administrator_of(group: SteeringGroup) -> Person | None:
    """Give who administers the group today and has an e-mail address, if anybody.

    Whoever serves the group as its administrator comes before the administrator of its site,
    and that one before the administrator of the region above. One or two SQL queries.
    """
    seats = group.memberships.in_force().select_related("person").order_by("joined_on", "pk")
    return serving_administrator(seats) or administrator_of_site(group)


def serving_administrator(seats_in_force: Iterable[Membership]) -> Person | None:
    """Give who serves a group as its administrator, of its seats today, longest first."""
    serving = (
        seat.person
        for seat in seats_in_force
        if seat.role == MemberRole.ADMINISTRATOR and seat.person.email
    )
    return next(serving, None)


def administrator_of_site(group: SteeringGroup) -> Person | None:
    """Give the administrator of the group's site today, or of the region above it."""
    roles = (
        SiteRole.objects.in_force()
        .filter(Q(site=group.site) | Q(site=group.site.parent_id), role=Role.ADMINISTRATOR)
        .exclude(person__email="")
        .select_related("person")
        .order_by("started_on", "pk")
    )
    nearest = sorted(roles, key=lambda role: role.site_id != group.site_id)
    return nearest[0].person if nearest else None
