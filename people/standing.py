"""Whether somebody may sign in, and how their invitation stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from outbox.models import Message
from people.enums import SignIn
from people.models import Invitation, Person, User


@dataclass(frozen=True)
class Standing:
    """How a person stands, with their account and the newest of their invitations."""

    sign_in: SignIn
    account: User | None
    invitation: Invitation | None
    not_arrived: bool = False
    """Whether the mail server refused the open invitation, so that nobody knows of it."""

    @property
    def may_be_invited(self) -> bool:
        """Nobody who signs in, and nobody whose invitation can be sent again."""
        return self.sign_in in (SignIn.OPEN, SignIn.CLOSED, SignIn.NONE)

    @property
    def is_invited(self) -> bool:
        """There is an open invitation, to be sent again or withdrawn."""
        return self.sign_in in (SignIn.INVITED, SignIn.LAPSED)


def standing_of(person: Person, now: datetime) -> Standing:
    """Give how one person stands; see `standings_of`."""
    return standings_of([person], now)[0]


def standings_of(people: Iterable[Person], now: datetime) -> list[Standing]:
    """Give how each of `people` stands, in their order.

    One SQL query when their accounts and invitations were read with them.
    """
    newest = [(person, _newest_of(person)) for person in people]
    keys = [invitation.message_key for _, invitation in newest if invitation]
    refused = Message.objects.listed().filter(key__in=keys).not_arrived()
    gone_wrong = set(refused.values_list("key", flat=True))
    return [_standing(person, invitation, gone_wrong, now=now) for person, invitation in newest]


def _newest_of(person: Person) -> Invitation | None:
    return max(person.invitations.all(), key=lambda one: one.pk, default=None)


def _standing(
    person: Person, invitation: Invitation | None, gone_wrong: set[str], *, now: datetime
) -> Standing:
    account: User | None = getattr(person, "user", None)
    state = _sign_in(account, invitation, now)
    refused = invitation is not None and invitation.message_key in gone_wrong
    return Standing(state, account, invitation, refused and state == SignIn.INVITED)


def _sign_in(account: User | None, invitation: Invitation | None, now: datetime) -> SignIn:
    if invitation and not invitation.accepted_at and not invitation.withdrawn_at:
        return SignIn.LAPSED if invitation.expires_at <= now else SignIn.INVITED
    if account is None:
        return SignIn.NONE
    if not account.is_active:
        return SignIn.CLOSED
    return SignIn.SIGNS_IN if account.last_login else SignIn.OPEN
