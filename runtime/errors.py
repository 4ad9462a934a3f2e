"""What the starting machinery says when it cannot go on."""


class CannotStart(Exception):
    """Something outside our control is missing or taken; the message is a sentence for a person."""
