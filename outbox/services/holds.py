"""Stopping messages that have not left: for good, or until somebody releases them.

A worker claims only rows that nobody has locked, and these functions lock the rows they are
about in the order of their ids. So of a claim and an undo at the same moment one is wholly first.
"""

from datetime import datetime

from django.db import transaction

from outbox.enums import OVER, WAITING, State
from outbox.models import Mailbox, Message
from outbox.services.errors import TooLate, TooLateToHold, TooLateToUndo


@transaction.atomic
def withdraw(
    *,
    now: datetime,
    because: str = "It was no longer wanted.",
    about: str | None = None,
    batch: str | None = None,
    recipient: str | None = None,
    kind: str | None = None,
    mailbox: Mailbox | None = None,
) -> int:
    """Withdraw what has not left of the messages that fit everything given; give their number.

    `because` is a sentence for the administrator. What a worker has claimed but not begun to
    send is taken out of its hand. What it is sending at this moment is not tried again if the
    mail server puts it off, and does not count. What left stays as it is.
    """
    wanted = {
        name: value
        for name, value in {
            "about": about,
            "batch": batch,
            "recipient": recipient,
            "kind": kind,
            "mailbox": mailbox,
        }.items()
        if value is not None
    }
    if not wanted:
        raise ValueError("Say which messages to withdraw: about, batch, recipient, kind, mailbox.")
    rows = _locked(Message.objects.listed().filter(**wanted).exclude(state__in=OVER))
    sending = [row.pk for row in rows if row.state == State.SENDING]
    Message.objects.filter(pk__in=sending).update(withdrawal_reason=because)
    others = [row.pk for row in rows if row.state != State.SENDING]
    return _settle(others, State.WITHDRAWN, now=now, explanation=because, claim=None)


@transaction.atomic
def undo(*, batch: str, now: datetime) -> int:
    """Withdraw a whole circulation and give the number of messages.

    Raises TooLateToUndo, and withdraws nothing, when even one is claimed or further.
    """
    waiting = _all_waiting(batch, TooLateToUndo)
    return _settle(waiting, State.WITHDRAWN, now=now, explanation="Sending was undone.")


@transaction.atomic
def hold(*, batch: str, now: datetime) -> int:
    """Hold a whole circulation until `release`, and give the number of messages.

    Raises TooLateToHold, and holds nothing, when even one is claimed or further.
    """
    waiting = _all_waiting(batch, TooLateToHold)
    return _settle(waiting, State.HELD, now=now, held_until=None, explanation="Held by hand.")


@transaction.atomic
def release(*, batch: str, now: datetime) -> int:
    """Let go at once of what was held by hand in a circulation; give the number of messages."""
    held = [row.pk for row in _locked(Message.objects.of_batch(batch).held_by_hand())]
    return _settle(held, State.QUEUED, now=now, explanation="")


def _all_waiting(batch: str, too_late: type[TooLate]) -> list[int]:
    messages = _locked(Message.objects.of_batch(batch).exclude(state=State.WITHDRAWN))
    gone = [message for message in messages if message.state not in WAITING]
    if gone:
        raise too_late(number=len(gone), since=min(message.changed_at for message in gone))
    return [message.pk for message in messages]


def _locked(messages):  # type: ignore[no-untyped-def]
    rows = messages.order_by("pk").only("pk", "state", "changed_at")
    return list(rows.select_for_update())


def _settle(pks: list[int], state: State, *, now: datetime, **changes: object) -> int:
    return Message.objects.filter(pk__in=pks).update(state=state, changed_at=now, **changes)
