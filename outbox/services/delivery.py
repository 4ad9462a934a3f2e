"""Sending what is due, over SMTP, so that nobody gets two and nothing is lost unseen."""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings

from outbox.enums import State
from outbox.mime import Unsendable, build, envelope_address
from outbox.models import Message
from outbox.services.claims import claimed, recover
from outbox.services.marks import Marks, session_of_a_worker
from outbox.services.sweeping import sweep
from outbox.smtp import Answer, Line, Unreachable

logger = logging.getLogger(__name__)

CLAIM_SIZE = 100
"""Messages taken in hand at a time: as many at most are unconfirmed after a database crash."""

RUN_SECONDS = 5
"""Short, so that a worker told to stop can finish, and a sign-in code never waits for long."""

CONNECTIONS = 2
"""For each claim: a line that broke is opened once more."""

BROKEN = "It could not be put together as a mail. Tell whoever looks after this service."

Clock = Callable[[], datetime]


def deliver(*, clock: Clock, seconds: float = RUN_SECONDS) -> Counter[State]:
    """Send what is due, for so many seconds at most; give how many came into which state.

    Several workers may do this at once. A run ends early when the mail server cannot be reached
    or breaks off twice.
    """
    recover(now=clock())
    sweep(now=clock())
    deadline = clock() + timedelta(seconds=seconds)
    counts: Counter[State] = Counter()
    with session_of_a_worker():
        going_on = True
        while going_on and clock() < deadline:
            with claimed(limit=CLAIM_SIZE, now=clock()) as hand, Line() as line:
                marks = Marks(hand.claim)
                going_on = _send_all(hand.messages, marks, line, clock, deadline)
                marks.flush(now=clock())
                counts += marks.counts
    return counts


def _send_all(
    messages: list[Message], marks: Marks, line: Line, clock: Clock, deadline: datetime
) -> bool:
    """Send what can be sent in time; whether it is worth while to claim more."""
    for position, message in enumerate(messages):
        if clock() >= deadline:
            break
        if not line.is_open:
            marks.flush(now=clock())
            if line.times_opened == CONNECTIONS:
                return False
            try:
                line.open()
            except Unreachable as error:
                for left in messages[position:]:
                    marks.settle_without_sending(left, error.answer, now=clock())
                return False
        _send(message, marks, line, clock)
    return bool(messages)


def _send(message: Message, marks: Marks, line: Line, clock: Clock) -> None:
    try:
        recipient = envelope_address(message.to_address)
        content = build(message, list(message.enclosures.all()), now=clock())
    except Unsendable as error:
        marks.settle_without_sending(message, Answer(State.FAILED, str(error)), now=clock())
    except Exception as error:  # one message must not stop all others
        # The error's own words may have a name or an address in them.
        logger.error("Message %s: %s while putting it together.", message.pk, type(error))
        marks.settle_without_sending(message, Answer(State.FAILED, BROKEN), now=clock())
    else:
        line.offer(sender=settings.DEFAULT_FROM_EMAIL, recipient=recipient, size=len(content))
        if marks.begin(message, now=clock()):
            marks.note(message, line.hand_over(content), now=clock())
        else:
            line.take_back()
