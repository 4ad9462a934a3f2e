"""Reading what helps and hinders."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db.models import OuterRef, Q, QuerySet, Subquery

from barriers.enums import View
from sites.enums import Role
from sites.rules import holds, site_access
from steering.rules import group_access

if TYPE_CHECKING:
    from sites.rules import AnyUser


class FactorQuerySet(QuerySet):
    def visible_to(self, user: AnyUser) -> Self:
        """The entries that `user` may read; the same as `can_view_factor` says."""
        if holds(user, Role.SUPPORTER):
            return self
        access = site_access(user)
        sites_view = access.any | group_access(user).sites
        return self.filter(
            Q(view=View.SITE, site__in=sites_view)
            | Q(view=View.SUPPORTER, site__in=access.project_manager)
        )

    def comparable_by(self, user: AnyUser) -> Self:
        """The entries that count in what `user` sees of all sites.

        Of other sites whose names they may not see, the site's view alone.
        """
        if holds(user, Role.SUPPORTER):
            return self
        managed = site_access(user).project_manager
        return self.filter(Q(view=View.SITE) | Q(view=View.SUPPORTER, site__in=managed))

    def within(self, since: date | None, until: date | None) -> Self:
        """What held on some day from `since` to `until`, both included; None is no limit."""
        rows = self
        if since is not None:
            rows = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=since))
        if until is not None:
            rows = rows.filter(noticed_on__lte=until)
        return rows

    def as_at(self, moment: datetime) -> Self:
        """Each with `direction_then` and `state_then`, as they were at `moment`.

        None for what was entered, or imported, later.
        """
        events = self.model.pgh_event_model.objects  # type: ignore[attr-defined] # of pghistory
        history = events.filter(pgh_obj=OuterRef("pk"), pgh_created_at__lte=moment)
        history = history.order_by("-pgh_id")
        return self.annotate(
            direction_then=Subquery(history.values("direction")[:1]),
            state_then=Subquery(history.values("state")[:1]),
        )

    def newest_first(self) -> Self:
        """By the day on which they were noticed."""
        return self.order_by("-noticed_on", "-pk")


class ClosedRoundQuerySet(QuerySet):
    def visible_to(self, user: AnyUser) -> Self:
        """Ratings or levels that `user` may read; the same as `can_view_rating` says."""
        access = site_access(user)
        if holds(user, Role.SUPPORTER):
            return self.filter(Q(round__closed=True) | Q(site__in=access.supporter))
        return self.filter(
            round__closed=True, site__in=access.administrator | access.project_manager
        )
