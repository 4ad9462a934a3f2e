"""Inviting people to sign in. The account is open as long as the invitation is."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from outbox.services import Draft, open_mailbox, put, withdraw
from people.errors import InvitationIsOver, InvitedAlready, SignsInAlready
from people.models import Invitation, Person, User
from people.services.accounts import close_account, open_account

HOLDS_FOR = timedelta(days=30)
MAILBOX = "--programme--"
"""No group's mailbox: its key begins with a hyphen, which no name ever turns into."""
KIND = "sign_in_invitation"


@transaction.atomic
def invite(*, person: Person, by: User, now: datetime) -> Invitation:
    """Open an account for `person` and write them how to sign in.

    Raises SignsInAlready, InvitedAlready, and what `open_account` raises.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    account = User.objects.filter(person=person).first()
    if person.invitations.open().exists():
        raise InvitedAlready(f"{person.name} is invited already. Send the invitation again.")
    if account and account.is_active and account.last_login:
        raise SignsInAlready(f"{person.name} signs in already and needs no invitation.")
    open_account(person=person, now=now)
    invitation = Invitation.objects.create(
        person=person,
        email=person.email,
        invited_by=by,
        invited_at=now,
        last_sent_at=now,
        expires_at=now + HOLDS_FOR,
    )
    _send(invitation, by=by, now=now)
    return invitation


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: User, now: datetime) -> Invitation:
    """Send it once more, to the person's present address; it holds anew from now on.

    What has not left of the earlier mail is withdrawn. Raises InvitationIsOver, and what
    `open_account` raises.
    """
    invitation = _open(invitation)
    open_account(person=invitation.person, now=now)
    withdraw(about=invitation.handle, because="It was sent again.", now=now)
    invitation.email = invitation.person.email
    invitation.sent_count += 1
    invitation.last_sent_at = now
    invitation.expires_at = now + HOLDS_FOR
    invitation.save()
    _send(invitation, by=by, now=now)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, now: datetime) -> None:
    """Take it back before it was used, and close the account. Raises InvitationIsOver.

    The owner's own account stays open.
    """
    invitation = _open(invitation)
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    withdraw(about=invitation.handle, because="The invitation was withdrawn.", now=now)
    _close(invitation)


@transaction.atomic
def accept_invitation(*, account: User, now: datetime) -> None:
    """Note that whoever was invited has signed in."""
    if account.person is None:
        return
    for invitation in account.person.invitations.open().select_for_update():
        invitation.accepted_at = now
        invitation.save(update_fields=["accepted_at"])


@transaction.atomic
def close_lapsed(*, now: datetime) -> int:
    """Close the accounts of those who did not sign in in time, and give their number."""
    lapsed = Invitation.objects.lapsed(now).filter(
        person__user__is_active=True, person__user__is_owner=False
    )
    invitations = list(lapsed.select_related("person__user").select_for_update(of=("self",)))
    for invitation in invitations:
        _close(invitation)
    return len(invitations)


def _open(invitation: Invitation) -> Invitation:
    """Give it afresh and locked; raise InvitationIsOver unless it is still open."""
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.accepted_at:
        raise InvitationIsOver(f"{row.person.name} has accepted the invitation and signs in.")
    if row.withdrawn_at:
        raise InvitationIsOver(f"The invitation of {row.person.name} was withdrawn already.")
    return row


def _close(invitation: Invitation) -> None:
    account = User.objects.get(person=invitation.person)
    if not account.is_owner:
        close_account(account=account)


def _send(invitation: Invitation, *, by: User, now: datetime) -> None:
    words = {
        "to_name": invitation.person.name,
        "from_name": by.name,
        "from_address": by.email,
        "service": settings.SERVICE_NAME,
        "address": invitation.email.lower(),
        "sign_in_url": f"{settings.PUBLIC_BASE_URL}/sign-in/",
        "until": timezone.localdate(invitation.expires_at),
    }
    draft = Draft(
        key=invitation.message_key,
        kind=KIND,
        to_name=invitation.person.name,
        to_address=invitation.email,
        subject=f"You can sign in to the {settings.SERVICE_NAME}",
        text=render_to_string("people/mail/invitation.txt", words),
        from_name=by.person.name if by.person else "",
        reply_to=by.email,
        about=invitation.handle,
        expires_at=invitation.expires_at,
    )
    mailbox = open_mailbox(key=MAILBOX, name="The programme")
    put(mailbox=mailbox, drafts=[draft], now=now, held=False)
