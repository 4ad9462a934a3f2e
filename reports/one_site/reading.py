"""What the page of a site is made of: six SQL queries, however much has been recorded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, JSONObject, Least
from django.utils import timezone

from barriers.models import Factor, Theme
from people.models import User
from sites.models import OrganisationalChange, Post, SignUp, Site, SiteRole
from steering.documents.quorum import Quorum, quorum_of
from steering.enums import MeetingState
from steering.models import Action, Attendance, Meeting, Membership, SteeringGroup

ROLE, CHANGE, SIGN_UP = "role", "change", "sign_up"
OF_A_FACTOR = (
    "key",
    "direction",
    "strength",
    "state",
    "noticed_on",
    "ended_on",
    "description",
)


@dataclass(frozen=True)
class Recorded:
    """A site role, an organisational change or a sign-up, by `kind`.

    `what` is the role, the kind of change or the level; `status` that of a change. `end` is the
    first day on which it no longer holds; a sign-up also ends with the post of who gave it.
    """

    kind: str
    pk: int
    what: str
    status: str
    who: str
    agency: str
    start: date
    end: date | None
    text: str
    opportunity: str
    harm: str

    def holds_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or self.end > day)


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


@dataclass(frozen=True)
class Held:
    """A meeting that is not cancelled, with who was recorded there as `attendances`."""

    meeting: Meeting
    attendances: tuple[Attendance, ...]

    @property
    def day(self) -> date:
        return timezone.localdate(self.meeting.starts_at)


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
    actions: tuple[Action, ...]
    now: datetime

    @property
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
        group = held.meeting.group
        seats = self.seats_on(group.pk, held.day)
        return quorum_of(group.quorum, seats, held.attendances)


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
    # Where the rules leave nothing to look for, Django gives NULL instead of an empty array.
    groups: list[dict[str, Any]] | None = getattr(site, "groups_seen")  # noqa: B009
    return Read(
        site=site,
        groups=tuple(Group(**one) for one in groups or ()),
        recorded=tuple(Recorded(*row) for row in _recorded(site)),
        entries=tuple(_entries(user, site)),
        meetings=tuple(_held(one) for one in _meetings(user, site)),
        memberships=tuple(
            Membership.objects.visible_to(user)
            .filter(group__site=site)
            .select_related("person", "agency")
            .order_by("joined_on", "pk")
        ),
        actions=tuple(
            Action.objects.visible_to(user)
            .filter(meeting__group__site=site)
            .select_related("owner")
            .order_by(F("due_on").asc(nulls_last=True), "pk")
        ),
        now=now,
    )


def _recorded(site: Site) -> QuerySet[Any, Any]:
    """Roles, changes and sign-ups of the site in one query; roles reach it from its region."""
    post = Post.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=OuterRef("signed_on")),
        person=OuterRef("person"),
        agency=OuterRef("agency"),
    ).order_by(F("ended_on").desc(nulls_first=True))
    nothing = Value("", output_field=TextField())
    roles = SiteRole.objects.filter(Q(site=site) | Q(site=site.parent_id)).values_list(
        _text(ROLE),
        "pk",
        Cast("role", TextField()),
        nothing,
        Cast("person__name", TextField()),
        nothing,
        "started_on",
        "ended_on",
        nothing,
        nothing,
        nothing,
    )
    changes = OrganisationalChange.objects.filter(site=site).values_list(
        _text(CHANGE),
        "pk",
        Cast("kind", TextField()),
        Cast("status", TextField()),
        nothing,
        _or_empty("agency__name"),
        "starts_on",
        "ends_on",
        "description",
        "opportunity",
        "harm",
    )
    sign_ups = SignUp.objects.filter(site=site).values_list(
        _text(SIGN_UP),
        "pk",
        Cast("level", TextField()),
        nothing,
        Cast("person__name", TextField()),
        Cast("agency__name", TextField()),
        "signed_on",
        Least("withdrawn_on", Subquery(post.values("ended_on")[:1])),
        "evidence",
        nothing,
        nothing,
    )
    return roles.union(changes, sign_ups, all=True).order_by("started_on", "pk")


def _text(value: str) -> Value:
    return Value(value, output_field=TextField())


def _or_empty(name: str) -> Any:
    return Coalesce(Cast(name, TextField()), _text(""))


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


def _meetings(user: User, site: Site) -> QuerySet[Meeting]:
    rows = Attendance.objects.visible_to(user).filter(meeting=OuterRef("pk")).order_by("pk")
    as_json = JSONObject(person_id="person", status="status", on_behalf_of_id="on_behalf_of")
    found: QuerySet[Meeting] = (
        Meeting.objects.visible_to(user)
        .filter(group__site=site)
        .exclude(state=MeetingState.CANCELLED)
        .select_related("group", "minutes")
        .annotate(register=ArraySubquery(rows.values(json=as_json)))
        .order_by("starts_at", "pk")
    )
    return found


def _held(meeting: Meeting) -> Held:
    register: list[dict[str, Any]] | None = getattr(meeting, "register")  # noqa: B009
    return Held(meeting, tuple(Attendance(**one) for one in register or ()))
