"""What a service may refuse. The message is a sentence for the person who tried."""


class SteeringError(Exception):
    """Refused for a reason that the person can understand; `str()` is the sentence to show."""
