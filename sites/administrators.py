"""Who administers a site: by a role there, or at the region above it."""

from datetime import date

from django.db.models import OuterRef, Q, QuerySet

from records.dates import holds_on
from sites.enums import Role
from sites.models import SiteRole


def administrators_of_a_site(today: date) -> QuerySet[SiteRole]:
    """Give the roles that administer the site of the outer query, for `Exists`."""
    return SiteRole.objects.filter(
        holds_on(today, start="started_on", end="ended_on"),
        Q(site=OuterRef("pk")) | Q(site__localities=OuterRef("pk")),
        role=Role.ADMINISTRATOR,
    )
