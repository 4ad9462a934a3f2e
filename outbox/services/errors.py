"""What can stand in the way of a wish about messages."""

from datetime import datetime


class TooLate(Exception):
    """Some of the messages were already out of our hands.

    `number` says how many, `since` when the first of them came into its present state.
    """

    def __init__(self, *, number: int, since: datetime) -> None:
        super().__init__(f"{number} of the messages had already gone or were about to go.")
        self.number = number
        self.since = since


class TooLateToUndo(TooLate):
    """Nothing was withdrawn, because not everything could have been."""


class TooLateToHold(TooLate):
    """Nothing was held, because not everything could have been."""


class CannotSendAgain(Exception):
    """The sentence says which message cannot be sent again, and why."""
