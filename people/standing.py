"""Whether somebody may sign in, and how their invitation stands."""

from dataclasses import dataclass
from datetime import datetime

from people.enums import SignIn
from people.models import Invitation, Person, User


@dataclass(frozen=True)
class Standing:
    """How a person stands, with their account and the newest of their invitations."""

    sign_in: SignIn
    account: User | None
    invitation: Invitation | None

    @property
    def may_be_invited(self) -> bool:
        """Nobody who signs in, and nobody whose invitation can be sent again."""
        return self.sign_in in (SignIn.OPEN, SignIn.CLOSED, SignIn.NONE)

    @property
    def is_invited(self) -> bool:
        """There is an open invitation, to be sent again or withdrawn."""
        return self.sign_in in (SignIn.INVITED, SignIn.LAPSED)


def standing_of(person: Person, now: datetime) -> Standing:
    """Read it from the person's account and invitations: no query when both were fetched before."""
    account: User | None = getattr(person, "user", None)
    invitation = max(person.invitations.all(), key=lambda one: one.pk, default=None)
    return Standing(_sign_in(account, invitation, now), account, invitation)


def _sign_in(account: User | None, invitation: Invitation | None, now: datetime) -> SignIn:
    if invitation and not invitation.accepted_at and not invitation.withdrawn_at:
        return SignIn.LAPSED if invitation.expires_at <= now else SignIn.INVITED
    if account is None:
        return SignIn.NONE
    if not account.is_active:
        return SignIn.CLOSED
    return SignIn.SIGNS_IN if account.last_login else SignIn.OPEN
