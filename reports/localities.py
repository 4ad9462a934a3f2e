"""The localities of a region, each with its last and next meeting as far as they may be seen."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from people.models import User
from sites.models import Site
from sites.rules import site_access
from steering.enums import MeetingState
from steering.models import Meeting


@dataclass(frozen=True)
class Locality:
    """A locality. `serves` is whether it is the person's to see that no meeting has a date."""

    key: str
    name: str
    has_ended: bool
    last: datetime | None
    next: datetime | None
    serves: bool


def with_localities(sites: QuerySet[Site], user: User, now: datetime) -> QuerySet[Site]:
    """Let `sites` be read together with what `localities_of` gives, in the same SQL query."""
    meetings = Meeting.objects.visible_to(user).filter(group__site=OuterRef("pk"))
    held = meetings.exclude(state=MeetingState.CANCELLED).filter(starts_at__lte=now)
    below = (
        Site.objects.visible_to(user)
        .filter(parent=OuterRef("pk"))
        .annotate(
            last=Subquery(held.order_by("-starts_at").values("starts_at")[:1]),
            next=Subquery(meetings.after(now).values("starts_at")[:1]),
        )
        .order_by("name")
    )
    columns = ("pk", "key", "name", "ended_on", "last", "next")
    as_json = JSONObject(**{name: name for name in columns})
    found: QuerySet[Site] = sites.annotate(
        localities_seen=ArraySubquery(below.values(json=as_json))
    )
    return found


def localities_of(site: Site, user: User, now: datetime) -> list[Locality]:
    """Give the localities below a site that came from `with_localities`, by name."""
    # NULL, and no empty array, where the rules leave nothing to look for.
    rows: list[dict[str, Any]] | None = getattr(site, "localities_seen")  # noqa: B009
    served, today = site_access(user).any, timezone.localdate(now)
    return [
        Locality(
            key=row["key"],
            name=row["name"],
            has_ended=row["ended_on"] is not None and date.fromisoformat(row["ended_on"]) <= today,
            last=_moment(row["last"]),
            next=_moment(row["next"]),
            serves=row["pk"] in served,
        )
        for row in rows or ()
    ]


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
