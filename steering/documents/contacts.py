"""Whom the members of a group turn to."""

from django.db.models import Q

from people.models import Person
from sites.enums import Role
from sites.models import SiteRole
from steering.enums import MemberRole
from steering.models import SteeringGroup


def administrator_of(group: SteeringGroup) -> Person | None:
    """Give who administers the group today and has an e-mail address, if anybody.

    Whoever serves the group as its administrator comes before the administrator of its site,
    and that one before the administrator of the region above.
    """
    serving = (
        group.memberships.in_force()
        .filter(role=MemberRole.ADMINISTRATOR)
        .exclude(person__email="")
        .select_related("person")
        .order_by("joined_on", "pk")
        .first()
    )
    if serving:
        return serving.person
    roles = (
        SiteRole.objects.in_force()
        .filter(Q(site=group.site) | Q(site=group.site.parent_id), role=Role.ADMINISTRATOR)
        .exclude(person__email="")
        .select_related("person")
        .order_by("started_on", "pk")
    )
    nearest = sorted(roles, key=lambda role: role.site_id != group.site_id)
    return nearest[0].person if nearest else None
