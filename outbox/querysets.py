"""Reading messages. `now` is an aware datetime."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Self

from django.db.models import Case, Count, Q, QuerySet, When

from outbox.enums import IN_HAND, NOT_ARRIVED, OVER, WAITING, State


class MessageQuerySet(QuerySet):
    def listed(self) -> Self:
        """The messages that may be shown to an administrator: all but sign-in codes."""
        return self.filter(mailbox__isnull=False)

    def about(self, handle: str) -> Self:
        """The messages about one thing, such as `meeting:12`."""
        return self.filter(about=handle)

    def of_batch(self, handle: str) -> Self:
        """The messages of one circulation."""
        return self.filter(batch=handle)

    def not_sent_again(self) -> Self:
        """What stands for each recipient now: an older row was sent again as a newer one."""
        return self.filter(sent_again__isnull=True)

    def not_arrived(self) -> Self:
        """Failed or unconfirmed, and not sent again: a person has to decide."""
        return self.not_sent_again().filter(state__in=NOT_ARRIVED)

    def counts_by_state(self) -> dict[State, int]:
        """How many there are in each state that occurs; of `not_sent_again()` for a circulation."""
        rows = self.order_by().values_list("state").annotate(Count("pk"))
        return {State(state): number for state, number in rows}

    def counts_by_mailbox(self) -> dict[str, dict[State, int]]:
        """The same for each mailbox, by its key."""
        found: dict[str, dict[State, int]] = defaultdict(dict)
        rows = self.order_by().values_list("mailbox__key", "state").annotate(Count("pk"))
        for mailbox, state, number in rows:
            found[mailbox][State(state)] = number
        return dict(found)

    def standing_since(self, moment: datetime) -> Self:
        """Those that are still on their way, and those whose end came at `moment` or later."""
        return self.filter(~Q(state__in=OVER) | Q(changed_at__gte=moment))

    def held_by_hand(self) -> Self:
        """Held until somebody releases them."""
        return self.filter(state=State.HELD, held_until__isnull=True)

    def held_past_their_time(self, now: datetime) -> Self:
        """Held by hand although they could have gone by `now`."""
        return self.held_by_hand().filter(send_after__lte=now)

    def expired(self, now: datetime) -> Self:
        """Those whose time to be sent was over by `now`."""
        return self.filter(expires_at__lte=now)

    def waiting(self) -> Self:
        """Those that nobody has in hand and that may still go."""
        return self.filter(state__in=WAITING)

    def in_hand(self) -> Self:
        """Those that a worker has."""
        return self.filter(state__in=IN_HAND)

    def ready(self, now: datetime) -> Self:
        """Those a worker may take, in their order: sign-in codes, then the oldest."""
        return (
            self.exclude(mailbox__paused=True)
            .filter(
                Q(expires_at__isnull=True) | Q(expires_at__gt=now),
                state__in=[State.QUEUED, State.RETRYING],
                send_after__lte=now,
                withdrawal_reason="",
            )
            .order_by(Case(When(mailbox=None, then=0), default=1), "send_after", "pk")
        )
