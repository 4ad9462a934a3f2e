"""Entering people, inviting them and closing their accounts, from the owner's pages."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outbox.enums import State
from outbox.models import Message
from people.models import Person, User
from people.services import create_owner, invite, open_account, resend_invitation
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return create_owner(email="owner@example.org", now=timezone.now())


@pytest.fixture
def page(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


@pytest.fixture
def ann() -> Person:
    return make.make_person(name="Ann Marsh", email="ann@example.org")


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def do(page: Client, name: str, person: Person) -> str:
    return text_of(page.post(reverse(name, args=[person.key]), follow=True))


def test_a_person_is_entered_once_and_nobody_is_written_to(page: Client) -> None:
    data = {"name": "Ann Marsh", "email": "ann@example.org"}
    answer = page.post(reverse("add_person"), data)
    assert answer.headers["Location"] == reverse("setup_person", args=["ann-marsh"])
    assert "Ann Marsh is entered already" in text_of(page.post(reverse("add_person"), data))
    wrong = text_of(page.post(reverse("add_person"), {"email": "ann"}))
    assert "Enter the name" in wrong
    assert "Enter an e-mail address such as name@example.org" in wrong
    assert list(Message.objects.all()) == []


def test_the_account_moves_with_the_address(page: Client, ann: Person) -> None:
    account = open_account(person=ann, now=timezone.now())
    open_account(person=make.make_person(name="Bob", email="bob@example.org"), now=timezone.now())
    url = reverse("change_person", args=[ann.key])
    assert "They sign in with ann@example.org" in text_of(page.get(url))
    taken = page.post(url, {"name": "Ann Marsh", "email": "bob@example.org"})
    assert "bob@example.org already signs in to the account of Bob." in text_of(taken)
    ann.refresh_from_db()
    assert ann.email == "ann@example.org"
    page.post(url, {"name": "Ann Marsh-Ray", "email": "New@example.org"})
    account = User.objects.get(pk=account.pk)
    assert (account.email, account.name) == ("new@example.org", "Ann Marsh-Ray")


def test_invited_sent_again_withdrawn(page: Client, ann: Person) -> None:
    assert "An invitation goes to ann@example.org." in do(page, "invite", ann)
    assert "Ann Marsh is invited already." in do(page, "invite", ann)
    again = do(page, "resend_invitation", ann)
    assert "The invitation goes to ann@example.org again." in again
    assert "sent 2 times" in again
    withdrawn = do(page, "withdraw_invitation", ann)
    assert "The invitation is withdrawn. Ann Marsh cannot sign in." in withdrawn
    assert "Account closed" in withdrawn
    assert "was withdrawn already" in do(page, "resend_invitation", ann)


def test_nobody_without_an_address_is_invited(page: Client) -> None:
    nobody = make.make_person(name="Cal", email="")
    assert "Cal has no e-mail address" in do(page, "invite", nobody)
    assert "Invite to sign in" not in text_of(page.get(reverse("setup_person", args=[nobody.key])))


def test_an_invitation_that_did_not_arrive_is_said(page: Client, owner: User, ann: Person) -> None:
    invitation = invite(person=ann, by=owner, now=timezone.now())
    Message.objects.update(state=State.FAILED, explanation="No such mailbox.")
    for url in (reverse("access"), reverse("setup_people")):
        assert "Invitation did not arrive" in text_of(page.get(url))
    resend_invitation(invitation=invitation, by=owner, now=timezone.now())
    assert "Invitation did not arrive" not in text_of(page.get(reverse("access")))


def test_a_closed_account_is_out_at_the_next_click(page: Client, ann: Person) -> None:
    anns = Client()
    anns.force_login(open_account(person=ann, now=timezone.now()))
    assert anns.get("/").status_code == 200
    assert "Ann Marsh cannot sign in any more." in do(page, "close_account", ann)
    assert anns.get("/").status_code == 302
    assert "An invitation goes to" in do(page, "invite", ann)


def test_nobody_locks_themselves_out(page: Client, owner: User) -> None:
    me = make.make_person(name="Olive", email="owner@example.org")
    User.objects.filter(pk=owner.pk).update(person=me)
    assert "This is your own account." in do(page, "close_account", me)
    assert User.objects.get(pk=owner.pk).is_active


def test_people_are_found_by_name_or_address(page: Client, ann: Person) -> None:
    make.make_person(name="Bob Ray")
    for text in ("marsh", "ANN@"):
        answer = page.get(reverse("setup_people"), {"q": text})
        assert [person.name for person, _ in answer.context["people"]] == ["Ann Marsh"]
    nobody = text_of(page.get(reverse("setup_people"), {"q": "zed"}))
    assert "Nobody’s name or address holds “zed”" in nobody
