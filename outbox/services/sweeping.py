"""What time brings about for messages that nobody has in hand.

Rows that somebody else has locked are left for the next sweep, two seconds later, so that a
sweep never waits for a person's undo, nor the other way round.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from outbox.enums import State
from outbox.models import Message
from outbox.querysets import MessageQuerySet

TOO_LATE = "Its time was over before it could be sent."


@transaction.atomic
def sweep(*, now: datetime) -> None:
    """Queue what has been held long enough; withdraw what was asked to be, or has expired."""
    waiting = Message.objects.waiting()
    asked = _free(waiting.exclude(withdrawal_reason=""))
    asked.update(
        state=State.WITHDRAWN, explanation=F("withdrawal_reason"), claim=None, changed_at=now
    )
    expired = _free(waiting.expired(now))
    tried = expired.exclude(state=State.HELD).filter(attempts__gt=0)
    tried.update(state=State.FAILED, explanation=TOO_LATE, changed_at=now)
    expired.waiting().update(state=State.WITHDRAWN, explanation=TOO_LATE, changed_at=now)
    held = _free(waiting.filter(state=State.HELD, held_until__lte=now))
    held.update(state=State.QUEUED, changed_at=now)


def _free(messages: MessageQuerySet) -> MessageQuerySet:
    """Lock those of `messages` that nobody else has locked, and give them."""
    locked = messages.select_for_update(skip_locked=True).values_list("pk", flat=True)
    return Message.objects.filter(pk__in=list(locked))
