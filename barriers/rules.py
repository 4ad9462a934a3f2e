"""Who may see and log what helps and hinders, from roles alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from barriers.enums import View
from sites.enums import Role
from sites.rules import holds, site_access
from steering.rules import group_access

if TYPE_CHECKING:
    from barriers.models import Factor, ImplementationLevel, Rating
    from sites.models import Site
    from sites.rules import AnyUser


def can_view_factor(user: AnyUser, factor: Factor) -> bool:
    """The site's view: whoever serves the site or sits on one of its groups.

    The supporter's view: supporters of any site, and the site's project manager.
    """
    access = site_access(user)
    if holds(user, Role.SUPPORTER):
        return True
    if factor.view == View.SUPPORTER:
        return factor.site_id in access.project_manager
    return factor.site_id in access.any | group_access(user).sites


def can_view_rating(user: AnyUser, rating: Rating | ImplementationLevel) -> bool:
    """Ratings and levels: supporters, and the site's own staff once the round is closed."""
    if holds(user, Role.SUPPORTER):
        return rating.round.closed or rating.site_id in site_access(user).supporter
    access = site_access(user)
    return rating.round.closed and rating.site_id in access.administrator | access.project_manager


def views_to_log(user: AnyUser, site: Site) -> list[View]:
    """Whose view of `site` the person may write down, the usual one first; empty for a reader."""
    access = site_access(user)
    return [
        *([View.SITE] if site.pk in access.administrator | access.project_manager else []),
        *([View.SUPPORTER] if site.pk in access.supporter else []),
    ]


def can_change_factor(user: AnyUser, factor: Factor) -> bool:
    """Whoever may write down that view of the site."""
    return factor.view in views_to_log(user, factor.site)


def reads_factors(user: AnyUser) -> bool:
    """Whether there is any site of which `user` may read what helps and hinders."""
    return bool(site_access(user).any or group_access(user).sites)


def logs_factors(user: AnyUser) -> bool:
    """Whether there is any site of which `user` may write it down."""
    return bool(site_access(user).any)
