"""Writing people and accounts. Each function is one transaction."""

from people.services.accounts import close_account, create_owner, open_account

__all__ = ["close_account", "create_owner", "open_account"]
