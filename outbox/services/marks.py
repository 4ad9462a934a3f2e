"""The marks on the messages of a claim: being sent, and what became of it.

Each is a conditional update: it takes hold only while the message is still in this claim and in
the state that the worker believes it to be in.
"""

import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F

from outbox.enums import State
from outbox.models import Message
from outbox.smtp import Answer

RETRY_AFTER = [
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 480, 960, 1440, 1440, 1440)
]
"""Waits between the tries of a message, four days in all (RFC 5321, 4.5.4.1)."""

TYPES = {
    "claim": "uuid",
    "answered": "bigint",
    "state": "text",
    "explanation": "text",
    "server_reply": "text",
    "send_after": "timestamptz",
    "answered_at": "timestamptz",
    "sent_at": "timestamptz",
    "next": "bigint",
    "now": "timestamptz",
}
STATEMENT = """
WITH answered AS (
    UPDATE outbox_message
    SET state = %(state)s, explanation = %(explanation)s, server_reply = %(server_reply)s,
        send_after = %(send_after)s, sent_at = %(sent_at)s, changed_at = %(answered_at)s,
        claim = NULL
    WHERE id = %(answered)s AND claim = %(claim)s AND state = 'sending'
    RETURNING id
), begun AS (
    UPDATE outbox_message
    SET state = 'sending', attempts = attempts + 1, changed_at = %(now)s
    WHERE id = %(next)s AND claim = %(claim)s AND state = 'claimed'
        AND (expires_at IS NULL OR expires_at > %(now)s)
    RETURNING id
)
SELECT EXISTS (SELECT FROM answered), EXISTS (SELECT FROM begun)
"""
"""Both marks in one round trip: otherwise the database takes longer than the mail server.

The conditions are of the row itself, so that the database checks them on the row as it is once
locked. The row with the smaller id is locked first, as in services/holds.py.
"""

PREPARE = f"PREPARE outbox_marks ({', '.join(TYPES.values())}) AS" + STATEMENT % {
    name: f"${number}" for number, name in enumerate(TYPES, start=1)
}
EXECUTE = f"EXECUTE outbox_marks ({', '.join(f'%({name})s' for name in TYPES)})"


@contextmanager
def session_of_a_worker() -> Iterator[None]:
    """A database session that is ready for marks, and that ends with any error.

    It may lose its last marks in a crash of the database. Ending the session drops the lock of
    a claim, whatever state it is in.
    """
    try:
        _execute("SET synchronous_commit = off")
        _execute(PREPARE)
        yield
        _execute("DEALLOCATE outbox_marks")
        _execute("RESET synchronous_commit")
    except BaseException:
        connection.close()
        raise


class ClaimLost(Exception):
    """Somebody else settled a message that this worker had in hand: it must stop sending."""


@dataclass(frozen=True)
class Noted:
    """What is to be written of a message that was answered; by default of none."""

    answered: int | None = None
    state: State | None = None
    explanation: str = ""
    server_reply: str = ""
    send_after: datetime | None = None
    answered_at: datetime | None = None
    sent_at: datetime | None = None


class Marks:
    """Writes the marks of one claim, and counts the states that its messages come into.

    The answer to a message is written together with the beginning of the next one, or by
    `flush`. Until then its row says that it is being sent.
    """

    def __init__(self, claim: uuid.UUID) -> None:
        self.counts: Counter[State] = Counter()
        self._claim = claim
        self._noted = Noted()

    def begin(self, message: Message, *, now: datetime) -> bool:
        """Mark a claimed message as being sent; False when it may not go.

        That is when it was taken out of the worker's hand, or has expired. Raises ClaimLost.
        """
        return self._write(message.pk, now)

    def note(self, message: Message, answer: Answer, *, now: datetime) -> None:
        """Remember what became at `now` of the message that was begun last."""
        answer, send_after = _consequence(message, answer, now)
        self._noted = Noted(
            answered=message.pk,
            state=answer.state,
            explanation=answer.explanation,
            server_reply=answer.server_reply,
            send_after=send_after,
            answered_at=now,
            sent_at=now if answer.state == State.SENT else None,
        )

    def flush(self, *, now: datetime) -> None:
        """Write what was noted, before anything that may take long. Raises ClaimLost."""
        if self._noted.state:
            self._write(None, now)

    def settle_without_sending(self, message: Message, answer: Answer, *, now: datetime) -> None:
        """Mark a message, if still claimed, with an answer got without sending it."""
        answer, send_after = _consequence(message, answer, now)
        self.counts[answer.state] += Message.objects.filter(
            pk=message.pk, claim=self._claim, state=State.CLAIMED
        ).update(
            state=answer.state,
            explanation=answer.explanation,
            server_reply=answer.server_reply,
            send_after=send_after,
            attempts=F("attempts") + 1,
            changed_at=now,
            claim=None,
        )

    def _write(self, following: int | None, now: datetime) -> bool:
        marks = vars(self._noted) | {"claim": self._claim, "next": following, "now": now}
        with connection.cursor() as cursor:
            cursor.execute(EXECUTE, marks)
            answered, begun = cursor.fetchone()
        if self._noted.state:
            if not answered:
                raise ClaimLost
            self.counts[self._noted.state] += 1
            self._noted = Noted()
        return begun


def _consequence(message: Message, answer: Answer, now: datetime) -> tuple[Answer, datetime]:
    """What an answer means after the tries that were, and when the next try is due."""
    if answer.state != State.RETRYING:
        return answer, message.send_after
    tries = message.attempts + 1
    if tries > len(RETRY_AFTER):
        why = f"{answer.explanation} It was tried {tries} times and is given up."
        return replace(answer, state=State.FAILED, explanation=why), message.send_after
    next_try = now + RETRY_AFTER[tries - 1]
    if message.expires_at and message.expires_at <= next_try:
        why = f"{answer.explanation} Its time is over before another try."
        return replace(answer, state=State.FAILED, explanation=why), message.send_after
    return answer, next_try


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
