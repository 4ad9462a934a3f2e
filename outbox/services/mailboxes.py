"""Mailboxes: one a group, with its hold time and its pause."""

from django.db import transaction

from outbox.models import Mailbox


def open_mailbox(*, key: str, name: str) -> Mailbox:
    """Give the mailbox of the group with this key, made or renamed where needed."""
    mailbox, _ = Mailbox.objects.update_or_create(key=key, defaults={"name": name})
    return mailbox


@transaction.atomic
def set_hold(*, mailbox: Mailbox, seconds: int) -> None:
    """Hold messages written from now on for so many seconds, a day at most; 0 means not."""
    mailbox.hold_seconds = seconds
    mailbox.save(update_fields=["hold_seconds"])


@transaction.atomic
def pause(*, mailbox: Mailbox) -> None:
    """Let nothing leave until `resume`, but for the one message that a worker may be sending."""
    mailbox.paused = True
    mailbox.save(update_fields=["paused"])


@transaction.atomic
def resume(*, mailbox: Mailbox) -> None:
    """Let messages leave again. Those that expired meanwhile are withdrawn."""
    mailbox.paused = False
    mailbox.save(update_fields=["paused"])
