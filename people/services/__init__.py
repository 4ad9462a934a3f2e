"""Writing people, accounts and invitations. Each function is one transaction."""

from people.services.accounts import close_account, create_owner, note_seen, open_account
from people.services.contacts import Reach, note_contact
from people.services.invitations import (
    accept_invitation,
    close_lapsed,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from people.services.people import add_person, change_person, correct_address, note_person

__all__ = [
    "Reach",
    "accept_invitation",
    "add_person",
    "change_person",
    "close_account",
    "close_lapsed",
    "correct_address",
    "create_owner",
    "invite",
    "note_contact",
    "note_person",
    "note_seen",
    "open_account",
    "resend_invitation",
    "withdraw_invitation",
]
