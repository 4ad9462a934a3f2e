"""Pausing all mail of a group, and what a pause keeps back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import transaction
from django.db.models import Count, F, Q

from outbox import services as outbox
from outbox.enums import WAITING, State
from outbox.models import Mailbox
from people.models import User
from steering.errors import SteeringError
from steering.models import SteeringGroup
from steering.services.leavers import withdraw_from_leavers
from steering.services.notices import (
    Notice,
    meetings_in_reach,
    notices_of,
    situations_of,
    withdraw_over,
)

AHEAD = timedelta(days=7)
"""How far the check before a pause looks ahead."""


class NotPaused(SteeringError):
    """There is nothing to resume."""


@transaction.atomic
def pause_mail(*, group: SteeringGroup, by: User, now: datetime) -> None:
    """Let nothing of `group` leave until it is resumed. Paused twice is paused once."""
    mailbox = outbox.open_mailbox(key=group.key, name=group.name)
    outbox.pause(mailbox=mailbox, now=now, by=by.name)


@transaction.atomic
def resume_mail(*, group: SteeringGroup, now: datetime) -> None:
    """Let messages of `group` leave again, as far as they are still wanted. Raises NotPaused.

    Who has left meanwhile gets none, nor who replied meanwhile what asks for a reply.
    """
    mailbox = Mailbox.objects.select_for_update().filter(key=group.key, paused=True).first()
    if mailbox is None:
        raise NotPaused(f"The mail of the {group.name} is not paused.")
    withdraw_from_leavers(now=now)
    for situation in situations_of(meetings_in_reach(now).filter(group=group), now):
        for notice in notices_of(situation):
            withdraw_over(notice, now=now)
    outbox.resume(mailbox=mailbox)


@dataclass(frozen=True)
class Waits:
    """What a pause keeps back. Numbers of messages, and notices that have no message yet.

    `leaving` of the messages go as soon as nothing keeps them; the other `held` ones wait for
    their Undo or for somebody to release them. `lapsed` were withdrawn since the pause began,
    because their time was over. `to_come` are due within a week, `due` now; of those that are
    `over`, the time was over before anything could go.
    """

    leaving: int
    held: int
    lapsed: int
    to_come: list[Notice]
    due: list[Notice]
    over: list[Notice]

    @property
    def messages(self) -> int:
        return self.leaving + self.held


def what_waits(group: SteeringGroup, now: datetime, since: datetime | None) -> Waits:
    """Give what waits for a group `now`, paused `since` then, if it is. Five SQL queries."""
    in_reach = meetings_in_reach(now).filter(group=group)
    notices = [one for of in situations_of(in_reach, now) for one in notices_of(of)]
    messages = _messages(group, since or now)
    wanted = [one for one in notices if one.goes and not one.hold]
    begun = set(messages.pop("begun") or ())
    fresh = [one for one in wanted if one.batch not in begun and one.people]
    return Waits(
        **messages,
        to_come=_in_order(one for one in fresh if now < one.due <= now + AHEAD),
        due=_in_order(one for one in fresh if one.is_current),
        over=_in_order(one for one in fresh if (since or now) <= one.due and one.until <= now),
    )


def _messages(group: SteeringGroup, since: datetime) -> dict[str, Any]:
    lapsed = Q(
        messages__state=State.WITHDRAWN,
        messages__changed_at__gte=since,
        messages__expires_at__lte=F("messages__changed_at"),
    )
    found: dict[str, Any] = Mailbox.objects.filter(key=group.key).aggregate(
        leaving=Count("messages", filter=Q(messages__state__in=WAITING - {State.HELD})),
        held=Count("messages", filter=Q(messages__state=State.HELD)),
        lapsed=Count("messages", filter=lapsed),
        begun=ArrayAgg("messages__batch", distinct=True, default=None),
    )
    return found


def _in_order(notices: Iterable[Notice]) -> list[Notice]:
    return sorted(notices, key=lambda one: one.due)
