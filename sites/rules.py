"""What a person's site roles let them reach. A role reaches the localities below its site."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from sites.enums import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User
    from sites.models import Site

    AnyUser: TypeAlias = User | AnonymousUser

NOWHERE: frozenset[int] = frozenset()

KEPT = "_site_access"
"""Where a user object, which lives as long as a request, keeps its access."""


@dataclass(frozen=True)
class SiteAccess:
    """The ids of the sites, localities included, that somebody reaches in each role today."""

    administrator: frozenset[int] = NOWHERE
    project_manager: frozenset[int] = NOWHERE
    supporter: frozenset[int] = NOWHERE

    @property
    def any(self) -> frozenset[int]:
        """The sites reached in whatever role."""
        return self.administrator | self.project_manager | self.supporter


def site_access(user: AnyUser) -> SiteAccess:
    """Give what `user` reaches by the site roles in force today.

    One SQL query for each user object, so one for each request: a role that has ended
    gives nothing from the next request on.
    """
    if not user.is_authenticated or user.person is None:
        return SiteAccess()
    if not hasattr(user, KEPT):
        reached: dict[str, set[int]] = defaultdict(set)
        rows = user.person.site_roles.in_force().values_list(
            "role", "site_id", "site__localities__id"
        )
        for role, site, locality in rows:
            reached[role] |= {site} if locality is None else {site, locality}
        access = SiteAccess(**{role: frozenset(ids) for role, ids in reached.items()})
        setattr(user, KEPT, access)
    kept: SiteAccess = getattr(user, KEPT)
    return kept


def is_owner(user: AnyUser) -> bool:
    """Whether `user` sets the programme up and grants access."""
    return bool(user.is_authenticated and user.is_owner)


def holds(user: AnyUser, role: Role) -> bool:
    """Whether `user` holds `role` at any site."""
    return bool(getattr(site_access(user), role.value))


def sees_every_site(user: AnyUser) -> bool:
    """Whether no site's page is closed to `user`."""
    return is_owner(user) or holds(user, Role.SUPPORTER)


def can_view_site(user: AnyUser, site: Site) -> bool:
    """The site's page: the owner, whoever serves the site, and supporters of any site."""
    return sees_every_site(user) or site.pk in site_access(user).any


def can_change_site(user: AnyUser, site: Site) -> bool:
    """Plan, progress, sign-ups, changes and funding."""
    access = site_access(user)
    return site.pk in access.administrator | access.project_manager
