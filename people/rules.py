"""Who may set the programme up, after the first row of docs/access.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


def may_set_up(user: User | AnonymousUser) -> bool:
    """Programme settings, sites, agencies, people's accounts and access: the owner's alone."""
    return bool(user.is_authenticated and user.is_owner)
