"""Reading sites and who serves them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import QuerySet

from records.dates import Today, holds_on
from sites.rules import sees_every_site, site_access

if TYPE_CHECKING:
    from sites.rules import AnyUser


class SiteQuerySet(QuerySet):
    def visible_to(self, user: AnyUser) -> Self:
        """The sites whose page `user` may open; the same as `can_view_site` says."""
        return self if sees_every_site(user) else self.filter(pk__in=site_access(user).any)


class SiteRoleQuerySet(QuerySet):
    def in_force(self) -> Self:
        """The roles that have begun and not ended, today."""
        return self.filter(holds_on(Today(), start="started_on", end="ended_on"))
