"""What a service may refuse. The message is a sentence for the person who tried."""


class AccountError(Exception):
    """Refused for a reason that the person can understand; `str()` is the sentence to show."""


class AddressIsNotOne(AccountError):
    """What was given is not an e-mail address."""


class PersonHasNoAddress(AccountError):
    """Without an e-mail address nobody can be sent a code."""


class AddressIsTaken(AccountError):
    """One address signs in to one account."""


class AddressIsNeeded(AccountError):
    """Somebody who may sign in keeps an address."""


class SignsInAlready(AccountError):
    """Whoever signs in needs no invitation."""


class InvitedAlready(AccountError):
    """One invitation at a time: it can be sent again."""


class InvitationIsOver(AccountError):
    """Accepted or withdrawn, so it can be neither sent again nor withdrawn."""


class OwnAccount(AccountError):
    """Nobody locks themselves out."""
