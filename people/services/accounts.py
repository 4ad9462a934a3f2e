"""Opening and closing accounts. Nobody opens one for themselves: that is the owner's to do."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from people.errors import AddressIsNotOne, AddressIsTaken, PersonHasNoAddress
from people.models import Person, User

SEEN_EVERY = timedelta(minutes=10)


@transaction.atomic
def open_account(*, person: Person, now: datetime) -> User:
    """Let `person` sign in with their e-mail address, and give their account.

    Opening it again changes nothing but what is out of date: a closed account is opened, and
    one with a former address gets the present one. An account at that address which belongs
    to nobody yet (the owner's, before people were entered) becomes this person's. Raises
    PersonHasNoAddress and AddressIsTaken.
    """
    if not person.email:
        raise PersonHasNoAddress(
            f"{person.name} has no e-mail address, so no sign-in code can be sent. "
            "Enter an address for this person first."
        )
    address = person.email.lower()
    account = User.objects.filter(person=person).first()
    at_address = User.objects.filter(email=address).first()
    if at_address is not None and at_address != account:
        if account is not None or at_address.person is not None:
            raise AddressIsTaken(
                f"{address} already signs in to the account of {at_address.name}. "
                f"Give {person.name} an address of their own."
            )
        account = at_address
    if account is None:
        return _new_account(User(email=address, person=person), now=now)
    if (account.email, account.person, account.is_active) != (address, person, True):
        account.email, account.person, account.is_active = address, person, True
        account.save(update_fields=["email", "person", "is_active"])
    return account


@transaction.atomic
def create_owner(*, email: str, now: datetime) -> User:
    """Open the account that sets the programme up; one that is the owner's already is kept.

    Raises AddressIsNotOne, and AddressIsTaken when the address is somebody else's account.
    """
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise AddressIsNotOne(
            f"“{email}” is not an e-mail address. Write it like this: name@example.org"
        ) from error
    account = User.objects.filter(email=address).first()
    if account is None:
        return _new_account(User(email=address, is_owner=True), now=now)
    if not account.is_owner:
        raise AddressIsTaken(
            f"{address} already signs in to the account of {account.name}, who is not the owner. "
            "Give the owner an address of their own."
        )
    if not account.is_active:
        account.is_active = True
        account.save(update_fields=["is_active"])
    return account


@transaction.atomic
def close_account(*, account: User) -> None:
    """Let nobody sign in to `account` any more. Whoever is signed in is out at the next click."""
    account.is_active = False
    account.save(update_fields=["is_active"])


def note_seen(*, account: User, now: datetime) -> None:
    """Note that the account is in use, every ten minutes at most."""
    if account.seen_at is None or now - account.seen_at >= SEEN_EVERY:
        User.objects.filter(pk=account.pk).update(last_seen_at=now)


def _new_account(account: User, *, now: datetime) -> User:
    account.created_at = now
    account.set_unusable_password()
    account.save()
    return account
