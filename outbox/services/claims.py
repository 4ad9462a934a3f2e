"""Taking messages in hand, and finding out when the hand is gone.

Two witnesses stand beside the rows of a claim. A lock that the worker's database session holds
tells that the worker lives: PostgreSQL drops it with the session, however that ends. A row in
the unlogged table `outbox_claim` tells that the database has not crashed since: the marks
*sending* and *sent* need not be durable, because a crash that loses them empties that table.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from outbox.enums import IN_HAND, State
from outbox.models import Claim, Message

WORKER_DIED = (
    "The program that was sending it stopped before the mail server confirmed it. "
    "It may have arrived."
)
DATABASE_CRASHED = (
    "The database stopped suddenly while it was on its way. It may have been sent and arrived."
)


@dataclass(frozen=True)
class Hand:
    """What one claim took: sign-in codes first, then the rest in the order of their ids."""

    claim: uuid.UUID = field(default_factory=uuid.uuid4)
    messages: list[Message] = field(default_factory=list)


@contextmanager
def claimed(*, limit: int, now: datetime) -> Iterator[Hand]:
    """Take the next messages in hand, `limit` at most; at the end give back what did not go.

    The block marks and sends them, outside of any transaction and in `session_of_a_worker`.
    """
    hand = Hand()
    if _take(hand.claim, limit=limit, now=now):
        rows = Message.objects.filter(claim=hand.claim).prefetch_related("enclosures__attachment")
        hand.messages.extend(sorted(rows, key=lambda row: (row.mailbox_id is not None, row.pk)))
    yield hand
    if hand.messages:
        _give_back(hand.claim, now=now)
        _execute("SELECT pg_advisory_unlock(%s)", _lock_of(hand.claim))


def recover(*, now: datetime) -> None:
    """Settle the messages of claims whose worker died, or that a crash of the database left.

    Worker died: what it was sending is unconfirmed, what it had not begun waits again.
    Database crashed: its marks may be lost, so all that was in hand is unconfirmed.
    """
    witnessed = Claim.objects.values_list("pk", flat=True)
    in_hand = Message.objects.in_hand().values_list("claim", flat=True)
    for claim in {*witnessed, *in_hand}:
        if claim is not None:
            _recover(claim, now=now)


@transaction.atomic
def _take(claim: uuid.UUID, *, limit: int, now: datetime) -> bool:
    # Durable before anything is sent, though the session commits its marks lazily.
    _execute("SET LOCAL synchronous_commit = on")
    ready = Message.objects.ready(now).select_for_update(skip_locked=True, of=("self",))
    pks = list(ready.values_list("pk", flat=True)[:limit])
    # A mailbox may have been paused since; from now on `pause` waits for the rows locked above.
    unpaused = Message.objects.filter(pk__in=pks).exclude(mailbox__paused=True)
    if not unpaused.update(state=State.CLAIMED, claim=claim, changed_at=now):
        return False
    Claim.objects.create(pk=claim, claimed_at=now)
    _execute("SELECT pg_advisory_lock(%s)", _lock_of(claim))
    return True


@transaction.atomic
def _give_back(claim: uuid.UUID, *, now: datetime) -> None:
    left = Message.objects.filter(claim=claim, state=State.CLAIMED).order_by("pk")
    pks = list(left.select_for_update().values_list("pk", flat=True))
    Message.objects.filter(pk__in=pks).update(state=State.QUEUED, claim=None, changed_at=now)
    Claim.objects.filter(pk=claim).delete()


@transaction.atomic
def _recover(claim: uuid.UUID, *, now: datetime) -> None:
    if not _execute("SELECT pg_try_advisory_xact_lock(%s)", _lock_of(claim)):
        return  # its worker lives
    rows = Message.objects.filter(claim=claim, state__in=IN_HAND).order_by("pk")
    states = dict(rows.select_for_update().values_list("pk", "state"))
    sending = [pk for pk, state in states.items() if state == State.SENDING]
    not_begun = [pk for pk, state in states.items() if state == State.CLAIMED]
    witness = Claim.objects.filter(pk=claim)
    if witness.exists():
        _mark(sending, State.UNCONFIRMED, WORKER_DIED, now=now)
        _mark(not_begun, State.QUEUED, "", now=now)
        witness.delete()
    else:
        _mark(sending + not_begun, State.UNCONFIRMED, DATABASE_CRASHED, now=now)


def _mark(pks: list[int], state: State, explanation: str, *, now: datetime) -> None:
    Message.objects.filter(pk__in=pks).update(
        state=state, explanation=explanation, claim=None, changed_at=now
    )


def _lock_of(claim: uuid.UUID) -> int:
    """The claim's lock: a signed number of 64 bits."""
    return (claim.int >> 64) - 2**63


def _execute(statement: str, *parameters: int) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone()[0] if cursor.description else None
