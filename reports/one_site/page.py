"""The whole page of a site, in its parts."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.safestring import SafeString

from people.models import User
from reports.one_site.attendance import GroupAttendance, attendance_of
from reports.one_site.reading import Group, Held, Read, Todo, read
from reports.one_site.recorded import CHANGE, SIGN_UP, Recorded
from reports.one_site.support import Support, support_of
from reports.one_site.themes import ThemeLine, themes_of
from reports.one_site.timeline.events import things_of
from reports.one_site.timeline.svg import Drawing, drawing_of
from reports.one_site.timeline.table import rows_of
from reports.one_site.timeline.things import BANDS, Thing
from reports.one_site.timeline.window import MONTHS, later, window_of
from sites.enums import ChangeKind, ChangeStatus, Role, SignUpLevel
from sites.models import Site
from sites.rules import holds, site_access
from steering.enums import CHAIR_ROLES
from steering.models import Membership


@dataclass(frozen=True)
class Chair:
    """A group and who chairs it today, if anybody does."""

    group: Group
    seats: tuple[Membership, ...]


@dataclass(frozen=True)
class ActionLine:
    """An open action and for how many days it has been overdue."""

    action: Todo
    days_late: int


@dataclass(frozen=True)
class Change:
    """An organisational change in words."""

    row: Recorded

    @property
    def kind(self) -> str:
        return ChangeKind(self.row.what).label

    @property
    def is_proposed(self) -> bool:
        return self.row.status == ChangeStatus.PROPOSED


@dataclass(frozen=True)
class SignUpLine:
    """A sign-up in words; `ended` when it no longer counts."""

    row: Recorded
    ended: bool

    @property
    def level(self) -> str:
        return SignUpLevel(self.row.what).label


@dataclass(frozen=True)
class Timeline:
    """The picture of how the site got here, and the same as a table, newest first."""

    drawing: Drawing
    rows: list[Thing]
    shown: list[Thing]
    show: str
    today: date
    earlier: date | None
    later: date | None

    @property
    def table(self) -> SafeString:
        return rows_of(tuple(self.shown))

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The bands of which something has been recorded: what the address says, and its name."""
        there = {one.band for one in self.rows}
        return [(band, name) for band, name in BANDS.items() if band in there]


@dataclass(frozen=True)
class SitePage:
    """What the page shows. A part whose `sees_…` is False does not exist for the person."""

    site: Site
    today: date
    sees_groups: bool
    sees_meetings: bool
    sees_factors: bool
    groups: tuple[Group, ...]
    timeline: Timeline
    support: list[Support]
    chairs: list[Chair]
    next_meeting: Held | None
    attendance: list[GroupAttendance]
    actions: list[ActionLine]
    actions_done: int
    themes: list[ThemeLine]
    themes_without: list[str]
    entries: int
    changes: list[Change]
    sign_ups: list[SignUpLine]

    @property
    def actions_late(self) -> int:
        return sum(bool(one.days_late) for one in self.actions)

    @property
    def signed_up(self) -> list[SignUpLine]:
        """The sign-ups that count today."""
        return [one for one in self.sign_ups if not one.ended]

    @property
    def agencies_signed_up(self) -> int:
        return len({one.row.agency for one in self.signed_up})


def site_page(
    user: User, site: Site, now: datetime, *, before: date | None = None, show: str = ""
) -> SitePage:
    """Give the page of a site from `sites_to_open`, with what `user` may see. Five SQL queries.

    The timeline ends at `before`, the first of a month, else three months ahead; `show` is the
    band whose rows its table has, else it has all.
    """
    found = read(user, site, now)
    today = found.today
    themes, without = themes_of(found)
    coming = (one for one in found.meetings if one.starts_at > found.now)
    served = found.site.pk in site_access(user).any
    return SitePage(
        site=found.site,
        today=today,
        sees_groups=served or bool(found.groups),
        sees_meetings=served or bool(found.meetings),
        sees_factors=served or bool(themes) or holds(user, Role.SUPPORTER),
        groups=found.groups,
        timeline=_timeline(found, before, show),
        support=support_of(found),
        chairs=[Chair(group, _chairs(found, group)) for group in found.groups],
        next_meeting=next(coming, None),
        attendance=attendance_of(found),
        actions=_actions(found),
        actions_done=sum(one.done_on is not None for one in found.actions),
        themes=themes,
        themes_without=without,
        entries=sum(len(line.entries) for line in themes),
        changes=[Change(one) for one in reversed(found.of(CHANGE))],
        sign_ups=_sign_ups(found),
    )


def _timeline(found: Read, before: date | None, show: str) -> Timeline:
    newest = window_of(found.site.started_on, found.today)
    window = window_of(found.site.started_on, found.today, before)
    things = things_of(found, newest.end)
    rows = sorted(
        (one for one in things if one.is_row), key=lambda one: (one.start, one.name), reverse=True
    )
    return Timeline(
        drawing=drawing_of(tuple(things), window, found.today),
        rows=rows,
        shown=[one for one in rows if one.band == show] if show in BANDS else rows,
        show=show,
        today=found.today,
        earlier=window.begin if window.begin > found.site.started_on else None,
        later=later(window.end, MONTHS) if window.end < newest.end else None,
    )


def _chairs(found: Read, group: Group) -> tuple[Membership, ...]:
    seats = found.seats_on(group.pk, found.today)
    return tuple(one for one in seats if one.role in CHAIR_ROLES)


def _actions(found: Read) -> list[ActionLine]:
    """Open actions, the longest overdue first, those without a date last."""
    return [
        ActionLine(one, max(0, (found.today - one.due_on).days) if one.due_on else 0)
        for one in found.actions
        if one.done_on is None
    ]


def _sign_ups(found: Read) -> list[SignUpLine]:
    lines = [
        SignUpLine(one, ended=one.end is not None and one.end <= found.today)
        for one in found.of(SIGN_UP)
    ]
    return sorted(lines, key=lambda line: line.ended)
