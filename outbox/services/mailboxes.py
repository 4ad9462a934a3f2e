"""Mailboxes: one a group, with its hold time and its pause."""

from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from outbox.enums import State
from outbox.models import Mailbox, Message


def open_mailbox(*, key: str, name: str) -> Mailbox:
    """Give the mailbox of the group with this key, made or renamed where needed."""
    mailbox, _ = Mailbox.objects.update_or_create(key=key, defaults={"name": name})
    return mailbox


def hold_seconds(*, key: OuterRef) -> Coalesce:
    """What to annotate rows with that name a mailbox by `key`: the seconds for which it holds.

    A mailbox that is not opened yet would hold as long as a new one.
    """
    seconds = Mailbox.objects.filter(key=key).values("hold_seconds")
    return Coalesce(Subquery(seconds), Mailbox().hold_seconds)


@transaction.atomic
def set_hold(*, mailbox: Mailbox, seconds: int) -> None:
    """Hold messages written from now on for so many seconds, a day at most; 0 means not."""
    mailbox.hold_seconds = seconds
    mailbox.save(update_fields=["hold_seconds"])


@transaction.atomic
def pause(*, mailbox: Mailbox, now: datetime, by: str = "") -> None:
    """Let nothing leave until `resume`, but for what is being sent at this very moment.

    What a worker has claimed but not begun to send is taken out of its hand. `by` is the name of
    whoever paused it. Paused twice is paused once: since the first time.
    """
    Mailbox.objects.filter(pk=mailbox.pk, paused=False).update(
        paused=True, paused_at=now, paused_by=by
    )
    mailbox.refresh_from_db()
    # Those that wait are locked too: a worker that is just taking them comes first, and then
    # their state is claimed here.
    rows = mailbox.messages.filter(state__in=[State.QUEUED, State.RETRYING, State.CLAIMED])
    locked = rows.order_by("pk").select_for_update().values_list("pk", "state")
    claimed = [pk for pk, state in locked if state == State.CLAIMED]
    Message.objects.filter(pk__in=claimed).update(state=State.QUEUED, claim=None, changed_at=now)


@transaction.atomic
def resume(*, mailbox: Mailbox) -> None:
    """Let messages leave again. Those that expired meanwhile are withdrawn."""
    mailbox.paused, mailbox.paused_at, mailbox.paused_by = False, None, ""
    mailbox.save(update_fields=["paused", "paused_at", "paused_by"])
