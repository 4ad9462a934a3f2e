"""The service navigation: which of its entries somebody may see, and which one is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from sites.enums import Role
from sites.rules import holds, is_owner, site_access
from steering.rules import group_access

if TYPE_CHECKING:
    from sites.rules import AnyUser


@dataclass(frozen=True)
class Entry:
    """An entry as it may stand in the navigation.

    `url_name` is the name of its page in the URL configuration; without such a page the entry
    is left out. `below` are the beginnings of the addresses that belong to it.
    """

    title: str
    url_name: str
    may_see: Callable[[AnyUser], bool]
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """An entry as it is shown."""

    title: str
    url: str
    current: bool


def _serves(user: AnyUser) -> bool:
    return bool(site_access(user).any)


def _sits(user: AnyUser) -> bool:
    return bool(group_access(user).member)


def _administers(user: AnyUser) -> bool:
    return holds(user, Role.ADMINISTRATOR)


def _serves_otherwise(user: AnyUser) -> bool:
    return _serves(user) and not _administers(user)


def _opens_sites_besides(user: AnyUser) -> bool:
    """Whoever has the list of sites, but not as their start page."""
    return (is_owner(user) or _serves(user)) and not _serves_otherwise(user)


def _only_sits(user: AnyUser) -> bool:
    return not _serves(user) and _sits(user)


ENTRIES = (
    Entry("Today", "home", _administers, ("/today/",)),
    Entry("Sites", "home", _serves_otherwise, ("/sites/",)),
    Entry("My meetings", "home", _only_sits),
    Entry(
        "Groups",
        "groups",
        lambda user: is_owner(user) or _serves(user) or _sits(user),
        ("/groups/", "/meetings/", "/outbox/"),
    ),
    Entry("Sites", "sites", _opens_sites_besides, ("/sites/",)),
    Entry(
        "What helps and hinders",
        "factors",
        lambda user: _serves(user) or _sits(user),
        ("/factors/", "/themes/"),
    ),
    Entry("Compare", "compare", _serves, ("/compare/",)),
    Entry(
        "Reports",
        "reports",
        lambda user: _serves(user) or bool(group_access(user).chair),
        ("/reports/",),
    ),
    Entry("Set up", "setup", is_owner, ("/setup/",)),
    Entry("Access", "access", is_owner, ("/access/",)),
)


def navigation(request: HttpRequest) -> list[Item]:
    """Give the entries that `request.user` may see, after the access table of docs/access.md."""
    return list(_items(request))


def _items(request: HttpRequest) -> Iterator[Item]:
    for entry in ENTRIES:
        try:
            url = reverse(entry.url_name)
        except NoReverseMatch:
            continue  # the page is not part of this version
        if entry.may_see(request.user):
            current = request.path == url or request.path.startswith(entry.below)
            yield Item(entry.title, url, current)
