"""What the page of a site is made of: six SQL queries, however much has been recorded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, JSONObject
from django.urls import reverse
from django.utils import timezone

from barriers.models import Factor, Theme
from people.models import User
from reports.one_site.recorded import Recorded, recorded_at
from sites.models import Site
from steering.documents.quorum import Quorum, quorum_of
from steering.enums import MeetingState
from steering.models import Action, Attendance, Meeting, Membership, SteeringGroup

OF_A_FACTOR = (
    "key",
    "direction",
    "strength",
    "state",
    "noticed_on",
    "ended_on",
    "description",
)
AS_TEXTS = Func(
    Cast("person", TextField()),
    "status",
    Cast("on_behalf_of", TextField()),
    template="ARRAY[%(expressions)s]",
    output_field=ArrayField(TextField()),
)
"""Person, status and whom they stood for. The driver reads it far sooner than as JSON."""


@dataclass(frozen=True)
class Entry:
    """A theme with one thing that helped or hindered; with nothing recorded, `key` is empty."""

    theme: str
    short_name: str
    key: str = ""
    direction: str = ""
    strength: int = 0
    state: str = ""
    noticed_on: date | None = None
    ended_on: date | None = None
    description: str = ""


class Came(NamedTuple):
    """Who was recorded at a meeting, how, and for whom."""

    person_id: int
    status: str
    on_behalf_of_id: int | None


@dataclass(frozen=True)
class Held:
    """A meeting that is not cancelled, with who was recorded there as `attendances`."""

    pk: int
    group_id: int
    group: str
    quorum: str
    deputies: str
    starts_at: datetime
    state: str
    attendances: tuple[Came, ...]

    @cached_property
    def day(self) -> date:
        return timezone.localdate(self.starts_at)

    @cached_property
    def url(self) -> str:
        return reverse("meeting", args=[self.pk])


class Todo(NamedTuple):
    """An action of the site's meetings; `owner` is empty where nobody has it yet."""

    meeting_id: int
    text: str
    owner: str
    due_on: date | None
    done_on: date | None


@dataclass(frozen=True)
class Group:
    """A group of the site as far as it may be seen."""

    pk: int
    key: str
    name: str
    quorum: str


@dataclass(frozen=True)
class Read:
    """All that the page shows of a site; what the person may not see is not in it."""

    site: Site
    groups: tuple[Group, ...]
    recorded: tuple[Recorded, ...]
    entries: tuple[Entry, ...]
    meetings: tuple[Held, ...]
    memberships: tuple[Membership, ...]
    actions: tuple[Todo, ...]
    now: datetime

    @cached_property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def of(self, kind: str) -> list[Recorded]:
        """Roles, changes or sign-ups, oldest first."""
        return [one for one in self.recorded if one.kind == kind]

    def seats_on(self, group: int, day: date) -> list[Membership]:
        """Who sat on the group that day."""
        return [
            one
            for one in self.memberships
            if one.group_id == group
            and one.joined_on <= day
            and (one.left_on is None or one.left_on > day)
        ]

    def quorum_of(self, held: Held) -> Quorum:
        """How many came to the meeting, and how many were needed."""
        seats = self.seats_on(held.group_id, held.day)
        return quorum_of(held.quorum, held.deputies, seats, held.attendances)


def sites_to_open(user: User) -> QuerySet[Site]:
    """The sites whose page `user` may open, each with the groups that they may see."""
    groups = SteeringGroup.objects.visible_to(user).filter(site=OuterRef("pk")).order_by("name")
    as_json = JSONObject(pk="pk", key="key", name="name", quorum="quorum")
    found: QuerySet[Site] = (
        Site.objects.visible_to(user)
        .select_related("parent")
        .annotate(groups_seen=ArraySubquery(groups.values(json=as_json)))
    )
    return found


def read(user: User, site: Site, now: datetime) -> Read:
    """Read what `user` may see of a site from `sites_to_open`. Five SQL queries more."""
    # NULL where the rules leave nothing to look for, as with the registers below.
    groups: list[dict[str, Any]] | None = getattr(site, "groups_seen")  # noqa: B009
    return Read(
        site=site,
        groups=tuple(Group(**one) for one in groups or ()),
        recorded=tuple(recorded_at(site)),
        entries=tuple(_entries(user, site)),
        meetings=tuple(_held(row) for row in _meetings(user, site)),
        memberships=tuple(
            Membership.objects.visible_to(user)
            .filter(group__site=site)
            .select_related("person", "agency")
            .order_by("joined_on", "pk")
        ),
        actions=tuple(Todo(*row) for row in _actions(user, site)),
        now=now,
    )


def _entries(user: User, site: Site) -> Iterator[Entry]:
    """Every theme, with each of its entries at the site that `user` may read, oldest first."""
    seen = (
        Factor.objects.visible_to(user)
        .filter(site=site, theme=OuterRef("pk"))
        .order_by("noticed_on", "pk")
    )
    as_json = JSONObject(**{name: name for name in OF_A_FACTOR})
    themes = Theme.objects.values_list(
        "code", "short_name", ArraySubquery(seen.values(json=as_json))
    )
    for code, name, entries in themes.order_by("position"):
        if not entries:
            yield Entry(code, name)
        for one in entries or ():
            days = {day: _day(one[day]) for day in ("noticed_on", "ended_on")}
            yield Entry(code, name, **(one | days))


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _meetings(user: User, site: Site) -> QuerySet[Meeting, tuple[Any, ...]]:
    """The site's meetings but for those called off, each with its register in rows of text."""
    rows = Attendance.objects.visible_to(user).filter(meeting=OuterRef("pk")).order_by("pk")
    return (
        Meeting.objects.visible_to(user)
        .filter(group__site=site)
        .exclude(state=MeetingState.CANCELLED)
        .order_by("starts_at", "pk")
        .values_list(
            "pk",
            "group_id",
            "group__name",
            "group__quorum",
            "group__deputies",
            "starts_at",
            "state",
            ArraySubquery(rows.values_list(AS_TEXTS)),
        )
    )


def _held(row: tuple[Any, ...]) -> Held:
    pk, group_id, group, quorum, deputies, starts_at, state, register = row
    # Where the rules leave nothing to look for, Django gives NULL instead of an empty array.
    came = tuple(_came(one) for one in register or ())
    return Held(pk, group_id, group, quorum, deputies, starts_at, state, came)


def _came(row: list[str | None]) -> Came:
    person, status, stood_for = row
    return Came(int(person or 0), status or "", int(stood_for) if stood_for else None)


def _actions(user: User, site: Site) -> QuerySet[Action, tuple[Any, ...]]:
    """By the day they are due, those without one last."""
    return (
        Action.objects.visible_to(user)
        .filter(meeting__group__site=site)
        .order_by(F("due_on").asc(nulls_last=True), "pk")
        .values_list("meeting_id", "text", Coalesce("owner__name", Value("")), "due_on", "done_on")
    )
