"""Entering people and changing what is known of them."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from people.errors import AddressIsNeeded
from people.models import Person, User
from people.services.accounts import open_account
from records.keys import free_key


@transaction.atomic
def add_person(*, name: str, email: str) -> Person:
    """Enter a person; `email` may be empty.

    An account at that address which belongs to nobody yet, such as the owner's, becomes theirs.
    """
    person = note_person(name=name, email=email)
    _take_account(person)
    return person


@transaction.atomic
def note_person(*, name: str, email: str) -> Person:
    """Enter a person whom somebody without rights here has named: no account becomes theirs."""
    key = free_key(slugify(name), taken=Person.objects.all())
    return Person.objects.create(key=key, name=name, email=email)


@transaction.atomic
def change_person(*, person: Person, name: str, email: str, now: datetime) -> None:
    """Change name and address; an account that is open signs in with the new address.

    Raises AddressIsNeeded, and AddressIsTaken when that is another person's account.
    """
    account = User.objects.filter(person=person).first()
    if account and account.is_active and not email:
        raise AddressIsNeeded(
            f"{person.name} signs in with this address. Close the account first, or enter "
            "another address."
        )
    person.name, person.email = name, email
    person.save(update_fields=["name", "email"])
    if account is None:
        _take_account(person)
    elif account.is_active and account.email != email.lower():
        open_account(person=person, now=now)


@transaction.atomic
def correct_address(*, person: Person, email: str) -> None:
    """Write to `person` at `email` from now on; an empty one means by post.

    Their account signs in with its own address as before: that one is the owner's to change, as
    whoever reads the mail that comes there is let in.
    """
    person.email = email
    person.save(update_fields=["email"])


def _take_account(person: Person) -> None:
    account = User.objects.filter(email=person.email.lower(), person__isnull=True).first()
    if account and person.email:
        account.person = person
        account.save(update_fields=["person"])
