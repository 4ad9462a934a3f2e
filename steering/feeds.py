"""What somebody's own calendar address shows: the meetings of their groups that were told of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, TypedDict

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from people.models import Person
from sites.models import SiteRole
from steering.models import CalendarFeed, Meeting, Membership
from steering.seats import holds

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    FedMeeting = WithAnnotations[Meeting, "_Changed"]

REACHES_BACK = timedelta(days=183)
"""Half a year."""


class _Changed(TypedDict):
    changed_at: datetime


@dataclass(frozen=True)
class Feed:
    """The meetings of one person, soonest first, each with `changed_at`; when any of it changed."""

    meetings: tuple[FedMeeting, ...]
    changed_at: datetime


def hashed(token: str) -> str:
    """Give what is kept of the secret part of an address."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_of(person: Person) -> CalendarFeed | None:
    """Give the address of `person` that works, without its secret part. One SQL query."""
    return CalendarFeed.objects.filter(person=person, revoked_at__isnull=True).first()


def read_feed(token: str, now: datetime) -> Feed | None:
    """Give what the address with this secret part shows `now`. Four SQL queries.

    None for an address that was never given out or is revoked, and when its person neither sits
    on a group nor serves a site today. Members read of the meetings of their own days.
    """
    feed = CalendarFeed.objects.filter(token_sha256=hashed(token), revoked_at__isnull=True).first()
    if feed is None:
        return None
    today = timezone.localdate(now)
    seats = list(_with_changes(Membership).filter(person=feed.person_id))
    groups = {seat.group_id for seat in seats if holds(seat, today)}
    sites = _sites_of(feed.person_id)
    if not groups and not sites:
        return None
    rows = _with_changes(Meeting).filter(
        Q(group__in=groups) | Q(group__site__in=sites),
        announced_at__isnull=False,
        starts_at__gte=now - REACHES_BACK,
    )
    meetings = tuple(
        one
        for one in rows.select_related("group").order_by("starts_at", "pk")
        if one.group.site_id in sites or _is_on_their_day(one, seats)
    )
    # Somebody's last day comes without anything being changed, so each day is a new one.
    midnight = datetime.combine(today, time(), tzinfo=timezone.get_current_timezone())
    changes = [row.changed_at for row in (*seats, *meetings)]
    return Feed(meetings, max(midnight, feed.made_at, *changes))


def _sites_of(person: int) -> set[int]:
    """The sites that somebody serves today, and the localities below them."""
    roles = SiteRole.objects.in_force().filter(person=person)
    rows = roles.values_list("site", "site__localities")
    return {site for row in rows for site in row if site is not None}


def _is_on_their_day(meeting: Meeting, seats: Iterable[Membership]) -> bool:
    day = timezone.localdate(meeting.starts_at)
    return any(seat.group_id == meeting.group_id and holds(seat, day) for seat in seats)


def _with_changes(model: type[Meeting] | type[Membership]):  # type: ignore[no-untyped-def]
    """All rows, each with when it last changed, from its history."""
    events = model.pgh_event_model.objects  # type: ignore[union-attr] # of pghistory
    history = events.filter(pgh_obj=OuterRef("pk"))
    last = history.order_by("-pgh_created_at").values("pgh_created_at")[:1]
    return model.objects.annotate(changed_at=Subquery(last))
