"""Reading people and accounts."""

from typing import TYPE_CHECKING

from django.contrib.auth.base_user import BaseUserManager

if TYPE_CHECKING:
    from people.models import User


class UserManager(BaseUserManager["User"]):
    """Accounts with the person they belong to, since every page shows the name."""

    def get_queryset(self):  # type: ignore[no-untyped-def]
        return super().get_queryset().select_related("person")

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account of an address, however it is written in capitals."""
        return self.get(email__iexact=username)
