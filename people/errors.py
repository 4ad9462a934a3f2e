"""What a service may refuse. The message is a sentence for the person who tried."""


class AccountError(Exception):
    """Refused for a reason that the person can understand; `str()` is the sentence to show."""


class AddressIsNotOne(AccountError):
    """What was given is not an e-mail address."""


class PersonHasNoAddress(AccountError):
    """Without an e-mail address nobody can be sent a code."""


class AddressIsTaken(AccountError):
    """One address signs in to one account."""
