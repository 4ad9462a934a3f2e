"""Opening and closing accounts, from the services and from the command line."""

from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from people.errors import AddressIsNotOne, AddressIsTaken, PersonHasNoAddress
from people.models import User
from people.services import close_account, create_owner, open_account
from tests import make

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def accounts() -> list[tuple[str, str, bool, bool]]:
    return [
        (account.email, account.name, account.is_owner, account.is_active)
        for account in User.objects.order_by("pk")
    ]


def trail(account: User) -> Any:
    """What the audit trail holds of the account, oldest first."""
    events = apps.get_model("people", "UserEvent").objects.filter(pgh_obj=account)
    return events.order_by("pgh_id")


def run(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


class TestOpenAccount:
    def test_gives_the_person_an_account_at_their_address_in_small_letters(self) -> None:
        person = make.make_person(name="Ann Marsh", email="Ann.Marsh@Example.org")
        account = open_account(person=person, now=NOW)
        assert accounts() == [("ann.marsh@example.org", "Ann Marsh", False, True)]
        assert (account.created_at, account.has_usable_password()) == (NOW, False)

    def test_twice_is_the_same_account(self) -> None:
        person = make.make_person()
        first = open_account(person=person, now=NOW)
        second = open_account(person=person, now=LATER)
        assert (second, second.created_at) == (first, NOW)
        assert [event.pgh_label for event in trail(first)] == ["insert"]

    def test_opens_a_closed_account_again(self) -> None:
        person = make.make_person(name="Ann", email="ann@example.org")
        close_account(account=open_account(person=person, now=NOW))
        assert accounts() == [("ann@example.org", "Ann", False, False)]
        open_account(person=person, now=LATER)
        assert accounts() == [("ann@example.org", "Ann", False, True)]

    def test_follows_a_new_address(self) -> None:
        person = make.make_person(name="Ann", email="ann@old.example.org")
        open_account(person=person, now=NOW)
        person.email = "ann@new.example.org"
        person.save()
        open_account(person=person, now=LATER)
        assert accounts() == [("ann@new.example.org", "Ann", False, True)]

    def test_takes_over_the_owners_account_at_the_same_address(self) -> None:
        owner = create_owner(email="ann@example.org", now=NOW)
        person = make.make_person(name="Ann", email="ann@example.org")
        assert open_account(person=person, now=LATER) == owner
        assert accounts() == [("ann@example.org", "Ann", True, True)]
        # Which person an account stands for decides what it may do, so the trail keeps it.
        assert [event.person_id for event in trail(owner)] == [None, person.pk]

    def test_needs_an_address(self) -> None:
        person = make.make_person(name="Ann", email="")
        with pytest.raises(PersonHasNoAddress, match="Ann has no e-mail address"):
            open_account(person=person, now=NOW)
        assert accounts() == []

    def test_refuses_the_address_of_another_account(self) -> None:
        open_account(person=make.make_person(name="Ann", email="a@example.org"), now=NOW)
        other = make.make_person(name="Ben", email="A@example.org")
        with pytest.raises(AddressIsTaken, match="signs in to the account of Ann"):
            open_account(person=other, now=NOW)
        assert accounts() == [("a@example.org", "Ann", False, True)]

    def test_refuses_a_new_address_that_is_another_account(self) -> None:
        create_owner(email="owner@example.org", now=NOW)
        person = make.make_person(name="Ann", email="ann@example.org")
        open_account(person=person, now=NOW)
        person.email = "owner@example.org"
        person.save()
        with pytest.raises(AddressIsTaken):
            open_account(person=person, now=NOW)


class TestCreateOwner:
    def test_says_how_to_sign_in(self) -> None:
        said = run("create_owner", "Owner@Example.org")
        assert accounts() == [("owner@example.org", "owner@example.org", True, True)]
        assert "owner@example.org is the owner" in said
        assert "/sign-in/" in said

    def test_twice_changes_nothing(self) -> None:
        run("create_owner", "owner@example.org")
        run("create_owner", "OWNER@example.org")
        assert accounts() == [("owner@example.org", "owner@example.org", True, True)]

    def test_opens_a_closed_owner_again(self) -> None:
        close_account(account=create_owner(email="owner@example.org", now=NOW))
        run("create_owner", "owner@example.org")
        assert accounts() == [("owner@example.org", "owner@example.org", True, True)]

    @pytest.mark.parametrize("address", ["", "owner", "owner@", "a b@example.org", "a\x00@b.org"])
    def test_refuses_what_is_no_address(self, address: str) -> None:
        with pytest.raises(CommandError, match="is not an e-mail address"):
            run("create_owner", address)
        with pytest.raises(AddressIsNotOne):
            create_owner(email=address, now=NOW)
        assert accounts() == []

    def test_refuses_an_account_that_is_not_the_owners(self) -> None:
        open_account(person=make.make_person(name="Ann", email="ann@example.org"), now=NOW)
        with pytest.raises(CommandError, match="the account of Ann, who is not the owner"):
            run("create_owner", "ann@example.org")
        assert accounts() == [("ann@example.org", "Ann", False, True)]

    def test_is_named_in_the_trail(self) -> None:
        run("create_owner", "owner@example.org")
        (event,) = trail(User.objects.get())
        assert event.pgh_context.metadata == {"command": "create_owner"}


class TestOpenAccountCommand:
    def test_opens_the_account_of_the_key(self) -> None:
        person = make.make_person(name="Ann", email="ann@example.org")
        said = run("open_account", person.key)
        assert accounts() == [("ann@example.org", "Ann", False, True)]
        assert said.startswith("Ann may sign in at ")

    def test_says_when_nobody_has_the_key(self) -> None:
        with pytest.raises(CommandError, match="Nobody has the key “nobody”"):
            run("open_account", "nobody")

    def test_says_when_the_person_has_no_address(self) -> None:
        person = make.make_person(name="Ann", email="")
        with pytest.raises(CommandError, match="Ann has no e-mail address"):
            run("open_account", person.key)
