"""How many messages of each group wait, arrived or did not: numbers alone, for the owner."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from outbox.enums import OVER, State
from outbox.models import Message
from steering.models import SteeringGroup

DAYS = 30


@dataclass(frozen=True)
class GroupCounts:
    """A group, how many of its messages wait now, and what became of those of the last 30 days.

    A message that was sent again counts once, as its last sending.
    """

    group: SteeringGroup
    waiting: int
    sent: int
    failed: int
    unconfirmed: int


def counts_by_group(now: datetime) -> list[GroupCounts]:
    """Give a row for every group of the programme, by site and name. Two SQL queries."""
    messages = Message.objects.listed().not_sent_again().standing_since(now - timedelta(days=DAYS))
    found = messages.counts_by_mailbox()
    groups = SteeringGroup.objects.select_related("site").order_by("site__name", "name")
    return [_counts(group, found.get(group.key, {})) for group in groups]


def _counts(group: SteeringGroup, numbers: Mapping[State, int]) -> GroupCounts:
    return GroupCounts(
        group,
        waiting=sum(number for state, number in numbers.items() if state not in OVER),
        sent=numbers.get(State.SENT, 0),
        failed=numbers.get(State.FAILED, 0),
        unconfirmed=numbers.get(State.UNCONFIRMED, 0),
    )
