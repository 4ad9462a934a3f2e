"""Reading people, accounts and invitations. `now` is an aware datetime."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.base_user import BaseUserManager
from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from people.models import User


class UserManager(BaseUserManager["User"]):
    """Accounts with the person they belong to, since every page shows the name."""

    def get_queryset(self):  # type: ignore[no-untyped-def]
        return super().get_queryset().select_related("person")

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account of an address, however it is written in capitals."""
        return self.get(email__iexact=username)


class PersonQuerySet(QuerySet):
    def named(self, text: str) -> Self:
        """Those whose name or e-mail address holds `text`; everybody when it is empty."""
        return self.filter(Q(name__icontains=text) | Q(email__icontains=text))


class InvitationQuerySet(QuerySet):
    def open(self) -> Self:
        """Those neither accepted nor withdrawn: one a person at most."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)

    def lapsed(self, now: datetime) -> Self:
        """Open ones whose time was over by `now`."""
        return self.open().filter(expires_at__lte=now)
