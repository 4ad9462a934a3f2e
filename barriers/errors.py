"""What a service may refuse. The message is a sentence for the person who tried."""


class BarriersError(Exception):
    """Refused for a reason that the person can understand; `str()` is the sentence to show."""


class FactorHasEnded(BarriersError):
    """What has ended can neither ease nor end again."""

    def __init__(self) -> None:
        super().__init__("This has ended already. To put that right, change the entry.")


class NotNoticedYet(BarriersError):
    """It cannot stop before it was noticed."""

    def __init__(self) -> None:
        super().__init__("This is before it was noticed. Enter that day or a later one.")
