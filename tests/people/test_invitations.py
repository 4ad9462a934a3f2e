"""Inviting people to sign in: the mail, the account, and what becomes of the invitation."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from outbox.models import Message
from people.errors import AddressIsNeeded, InvitationIsOver, InvitedAlready, SignsInAlready
from people.models import Person, User
from people.services import (
    add_person,
    change_person,
    close_account,
    close_lapsed,
    create_owner,
    invite,
    note_seen,
    open_account,
    resend_invitation,
    withdraw_invitation,
)
from people.services.invitations import MAILBOX
from tests import make
from tests.people.test_sign_in import ask, code_sent

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
TOO_LATE = datetime(2026, 12, 24, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return create_owner(email="owner@example.org", now=NOW)


@pytest.fixture
def ann() -> Person:
    return make.make_person(name="Ann Marsh", email="Ann@example.org")


def sent() -> list[tuple[str, str]]:
    return list(Message.objects.listed().order_by("pk").values_list("to_address", "state"))


def is_open(person: Person) -> bool:
    return User.objects.filter(person=person, is_active=True).exists()


def test_the_mail_says_who_invites_and_how_to_sign_in(owner: User, ann: Person, settings) -> None:
    invite(person=ann, by=owner, now=NOW)
    [message] = Message.objects.all()
    assert (message.kind, message.mailbox.key, message.state, message.reply_to) == (
        "sign_in_invitation",
        MAILBOX,
        "queued",
        "owner@example.org",
    )
    assert message.subject == "You can sign in to the Think Family tracker"
    for part in (
        "Dear Ann Marsh,",
        "owner@example.org invites you",
        f"Open {settings.PUBLIC_BASE_URL}/sign-in/",
        "Type this e-mail address: ann@example.org",
        "by 24 December 2026",
    ):
        assert part in message.text
    assert is_open(ann)


def test_one_invitation_at_a_time_and_none_for_whoever_signs_in(owner: User, ann: Person) -> None:
    invite(person=ann, by=owner, now=NOW)
    with pytest.raises(InvitedAlready, match="Ann Marsh is invited already"):
        invite(person=ann, by=owner, now=LATER)
    bob = make.make_person(name="Bob Ray")
    User.objects.filter(pk=open_account(person=bob, now=NOW).pk).update(last_login=NOW)
    with pytest.raises(SignsInAlready, match="Bob Ray signs in already"):
        invite(person=bob, by=owner, now=LATER)
    assert len(sent()) == 1


def test_sent_again_to_the_present_address(owner: User, ann: Person) -> None:
    invitation = invite(person=ann, by=owner, now=NOW)
    change_person(person=ann, name="Ann Marsh", email="ann.marsh@example.org", now=NOW)
    resend_invitation(invitation=invitation, by=owner, now=LATER)
    assert sent() == [("Ann@example.org", "withdrawn"), ("ann.marsh@example.org", "queued")]
    invitation.refresh_from_db()
    assert (invitation.sent_count, invitation.email) == (2, "ann.marsh@example.org")
    assert invitation.expires_at == LATER + timedelta(days=30)
    assert User.objects.get(person=ann).email == "ann.marsh@example.org"


def test_withdrawn_before_first_use_closes_the_account(owner: User, ann: Person) -> None:
    invitation = invite(person=ann, by=owner, now=NOW)
    withdraw_invitation(invitation=invitation, now=LATER)
    assert (is_open(ann), sent()) == (False, [("Ann@example.org", "withdrawn")])
    with pytest.raises(InvitationIsOver, match="was withdrawn already"):
        resend_invitation(invitation=invitation, by=owner, now=LATER)
    invite(person=ann, by=owner, now=LATER)
    assert is_open(ann)


def test_accepted_at_the_first_sign_in(client: Client, owner: User, ann: Person) -> None:
    invitation = invite(person=ann, by=owner, now=NOW)
    ask(client)
    client.post("/sign-in/code/", {"code": code_sent()})
    invitation.refresh_from_db()
    assert invitation.accepted_at is not None
    with pytest.raises(InvitationIsOver, match="has accepted"):
        withdraw_invitation(invitation=invitation, now=LATER)
    assert is_open(ann)


def test_an_invitation_that_lapsed_opens_nothing(owner: User, ann: Person) -> None:
    invitation = invite(person=ann, by=owner, now=NOW)
    assert (close_lapsed(now=LATER), is_open(ann)) == (0, True)
    assert (close_lapsed(now=TOO_LATE), is_open(ann)) == (1, False)
    assert close_lapsed(now=TOO_LATE) == 0
    resend_invitation(invitation=invitation, by=owner, now=TOO_LATE)
    assert (close_lapsed(now=TOO_LATE), is_open(ann)) == (0, True)


def test_the_owner_is_never_locked_out_by_an_invitation(owner: User) -> None:
    me = add_person(name="Olive Owen", email="Owner@example.org")
    assert User.objects.get(pk=owner.pk).person == me
    invitation = invite(person=me, by=owner, now=NOW)
    withdraw_invitation(invitation=invitation, now=NOW)
    invite(person=me, by=owner, now=NOW)
    assert (close_lapsed(now=TOO_LATE), is_open(me)) == (0, True)


def test_keys_are_made_from_names() -> None:
    keys = [add_person(name=name, email="").key for name in ("Ann O’Dell", "Ann O'Dell", "王")]
    assert keys == ["ann-odell", "ann-odell-2", "unnamed"]


def test_whoever_signs_in_keeps_an_address(ann: Person) -> None:
    account = open_account(person=ann, now=NOW)
    with pytest.raises(AddressIsNeeded, match="Ann Marsh signs in with this address"):
        change_person(person=ann, name="Ann Marsh", email="", now=NOW)
    close_account(account=account)
    change_person(person=ann, name="Ann Marsh", email="", now=NOW)
    assert Person.objects.get(pk=ann.pk).email == ""


def test_last_seen_is_noted_every_ten_minutes_at_most() -> None:
    account = make.make_user()
    for minutes, noted in ((0, 0), (9, 0), (10, 10), (19, 10)):
        account.refresh_from_db()
        note_seen(account=account, now=NOW + timedelta(minutes=minutes))
        account.refresh_from_db()
        assert account.seen_at == NOW + timedelta(minutes=noted)


def test_the_trail_keeps_every_step(owner: User, ann: Person) -> None:
    invitation = invite(person=ann, by=owner, now=NOW)
    withdraw_invitation(invitation=invitation, now=LATER)
    events = invitation.events.order_by("pgh_id")
    assert list(events.values_list("pgh_label", flat=True)) == ["insert", "update"]
