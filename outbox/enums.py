"""Fixed words of this app, and which state of a message may follow which."""

from django.db.models import TextChoices


class State(TextChoices):
    """How far a message has come. README.md draws the way."""

    HELD = "held", "Held"
    QUEUED = "queued", "Waiting to go"
    CLAIMED = "claimed", "About to go"
    SENDING = "sending", "Going now"
    SENT = "sent", "Sent"
    RETRYING = "retrying", "Will be tried again"
    FAILED = "failed", "Failed"
    UNCONFIRMED = "unconfirmed", "Not known whether it arrived"
    WITHDRAWN = "withdrawn", "Withdrawn"


MAY_BECOME: dict[str, frozenset[str]] = {
    State.HELD: frozenset({State.QUEUED, State.WITHDRAWN}),
    State.QUEUED: frozenset({State.HELD, State.CLAIMED, State.FAILED, State.WITHDRAWN}),
    State.RETRYING: frozenset({State.HELD, State.CLAIMED, State.FAILED, State.WITHDRAWN}),
    State.CLAIMED: frozenset(
        {
            State.QUEUED,
            State.SENDING,
            State.RETRYING,
            State.FAILED,
            State.UNCONFIRMED,
            State.WITHDRAWN,
        }
    ),
    State.SENDING: frozenset({State.SENT, State.RETRYING, State.FAILED, State.UNCONFIRMED}),
    State.SENT: frozenset(),
    State.FAILED: frozenset(),
    State.UNCONFIRMED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
"""What a message does next.

A claimed one goes back into the queue, or is withdrawn, when it is taken out of the worker's
hand; it is tried again or has failed when the mail server cannot be reached or it cannot be put
together; and it is unconfirmed only after a crash of the database.
"""

WAITING = frozenset({State.HELD, State.QUEUED, State.RETRYING})
"""Nobody has it in hand: it can still be withdrawn."""

IN_HAND = frozenset({State.CLAIMED, State.SENDING})
"""A worker has it."""

STOPPABLE = WAITING | {State.CLAIMED, State.WITHDRAWN}
"""Nothing of it has gone or is going: withdrawing it is in time, or was."""

OVER = frozenset(state for state, following in MAY_BECOME.items() if not following)
"""Nothing more happens to it by itself."""

NOT_ARRIVED = frozenset({State.FAILED, State.UNCONFIRMED})
"""A person decides whether it is sent again."""
