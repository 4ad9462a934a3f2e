"""What was put into the outbox, counted by batch: one press of “Send”, or one notice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q

from outbox.enums import IN_HAND, State
from outbox.models import Message
from steering.enums import SendingKind
from steering.handles import ABOUT

FAILURES_MATTER_FOR = timedelta(days=14)
ON_THEIR_WAY = (State.QUEUED, State.RETRYING, *IN_HAND)


@dataclass(frozen=True)
class Batch:
    """How many messages are in which state; one that was sent again counts once.

    Those that are `waiting` go, or are tried again, by themselves.
    """

    about: str
    kind: str
    batch: str
    sent: int
    failed: int
    unconfirmed: int
    held: int
    waiting: int
    first_sent: datetime | None
    last_change: datetime

    @property
    def meeting_id(self) -> int:
        return int(self.about.removeprefix(ABOUT))

    @property
    def at(self) -> datetime:
        """When it went out, or when something last happened to it."""
        return self.first_sent or self.last_change

    @property
    def not_arrived(self) -> list[str]:
        """`2 failed`, `3 may not have arrived`: as far as there are any."""
        failed = [f"{self.failed} failed"] if self.failed else []
        return failed + ([f"{self.unconfirmed} may not have arrived"] if self.unconfirmed else [])

    @property
    def everybody(self) -> int:
        return self.sent + self.failed + self.unconfirmed + self.held + self.waiting


def batches_of(groups: Iterable[str], invited_to: Iterable[int], now: datetime) -> list[Batch]:
    """Give the batches of the groups with these keys to which something happened lately.

    Invitations to the meetings `invited_to` are among them however old they are. One SQL query.
    """
    rows = (
        Message.objects.listed()
        .not_sent_again()
        .filter(mailbox__key__in=groups, about__startswith=ABOUT)
        .filter(
            Q(changed_at__gt=now - FAILURES_MATTER_FOR)
            | Q(kind=SendingKind.INVITATION, about__in=[f"{ABOUT}{pk}" for pk in invited_to])
        )
        .exclude(state=State.WITHDRAWN)
        .order_by("batch")
        .values("about", "kind", "batch")
        .annotate(
            sent=Count("pk", filter=Q(state=State.SENT)),
            failed=Count("pk", filter=Q(state=State.FAILED)),
            unconfirmed=Count("pk", filter=Q(state=State.UNCONFIRMED)),
            held=Count("pk", filter=Q(state=State.HELD)),
            waiting=Count("pk", filter=Q(state__in=ON_THEIR_WAY)),
            first_sent=Min("sent_at"),
            last_change=Max("changed_at"),
        )
    )
    return [Batch(**row) for row in rows]
