"""Sites and how their groups are getting on, worst first: for whoever serves them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from barriers.enums import Direction, FactorState, Strength
from barriers.models import Factor
from calendars.wording import counted
from people.models import User
from reports.one_site.support import EXPECTED
from sites.models import Site, SiteRole
from sites.rules import site_access
from steering.enums import MeetingState
from steering.lead_times import minutes_out_due
from steering.models import Action, Meeting, SteeringGroup
from steering.notice_settings import own_notices
from steering.rules import OUT
from steering.vacancies import Vacancy, vacancies_of, with_vacancies

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

HINDRANCES_SHOWN = 2


@dataclass(frozen=True)
class GroupLine:
    """A group with its last and next meeting, and how many actions are open and overdue."""

    group: SteeringGroup
    last: Meeting | None
    next: Meeting | None
    open_actions: int
    overdue_actions: int
    today: date
    vacancies: tuple[Vacancy, ...] = ()

    @property
    def minutes_state(self) -> str:
        """How the minutes of the last meeting stand."""
        minutes = getattr(self.last, "minutes", None)
        return minutes.get_state_display() if minutes else "Not written yet"

    @property
    def days_late(self) -> int:
        """For how many days the minutes of the last meeting should have been out; 0 if in time."""
        if self.last is None:
            return 0
        minutes = getattr(self.last, "minutes", None)
        if minutes is not None and minutes.state in OUT:
            return 0
        due = minutes_out_due(self.last.starts_at, self.group)
        return max(0, (self.today - due).days)

    @property
    def minutes_late(self) -> str:
        """`5 days late`, or nothing."""
        return f"{counted(self.days_late, 'day')} late" if self.days_late else ""


@dataclass(frozen=True)
class Hindrance:
    """A theme under which something hinders a site now, and how clearly."""

    theme: str
    clear: int
    general: int

    @property
    def weight(self) -> str:
        """`2 clear, 1 general`."""
        counts = ((self.clear, "clear"), (self.general, "general"))
        return ", ".join(f"{number} {word}" for number, word in counts if number)


@dataclass(frozen=True)
class SiteLines:
    """A site and its groups, what nobody does there, and what hinders it most."""

    site: Site
    groups: list[GroupLine]
    missing_roles: tuple[str, ...]
    hindrances: tuple[Hindrance, ...]
    has_ended: bool = False

    @property
    def missing(self) -> list[str]:
        """What is vacant: `administrator`, `chair of Northfield steering group`.

        Without an administrator of the site, that nobody serves a group is not said again.
        """
        several = len(self.groups) > 1
        of_groups = [
            f"{vacancy.what}{_on(one.group, vacancy)}" if several else vacancy.what
            for one in self.groups
            for vacancy in one.vacancies
            if vacancy.what not in self.missing_roles
        ]
        return [*self.missing_roles, *of_groups, *([] if self.groups else ["group"])]

    @property
    def open_actions(self) -> int:
        return sum(one.open_actions for one in self.groups)

    @property
    def overdue_actions(self) -> int:
        return sum(one.overdue_actions for one in self.groups)

    @property
    def goes_before(self) -> tuple[object, ...]:
        """The order of the page: the lower, the worse. `templates/reports/sites.html` says it."""
        without_date = sum(one.next is None for one in self.groups) or not self.groups
        return (
            self.has_ended,
            -int(without_date),
            -max((one.days_late for one in self.groups), default=0),
            -self.overdue_actions,
            -len(self.missing),
            self.site.name,
        )


def _on(group: SteeringGroup, vacancy: Vacancy) -> str:
    return f" of {group.name}" if vacancy.role else f" on {group.name}"


@dataclass(frozen=True)
class MySites:
    """The sites that somebody serves, worst first, and those they may open besides."""

    lines: list[SiteLines]
    others: list[Site]


class _Served(TypedDict):
    served_by: list[str]


def my_sites(user: User, now: datetime) -> MySites:
    """Give the sites of `user`, with the factors that they may read.

    Five SQL queries, besides those of the rules, however many sites there are.
    """
    served = site_access(user).any
    found = list(_with_roles(Site.objects.visible_to(user)))
    return MySites(
        lines=_lines(user, [site for site in found if site.pk in served], now),
        others=[site for site in found if site.pk not in served],
    )


def _lines(
    user: User, mine: list[WithAnnotations[Site, _Served]], now: datetime
) -> list[SiteLines]:
    today = timezone.localdate(now)
    sites = {site.pk for site in mine}
    held = Meeting.objects.exclude(state=MeetingState.CANCELLED).filter(starts_at__lte=now)
    groups = (
        with_vacancies(SteeringGroup.objects.filter(site__in=sites), today)
        .select_related("site")
        .annotate(
            last_id=_first(held.order_by("-starts_at")),
            next_id=_first(Meeting.objects.after(now)),
            own_notices=own_notices("pk"),
        )
        .order_by("name")
    )
    meetings = Meeting.objects.select_related("minutes").in_bulk(
        [pk for one in groups for pk in (one.last_id, one.next_id) if pk]
    )
    actions = _actions(sites, today)
    hindrances = _hindrances(user, sites)
    lines: dict[int, list[GroupLine]] = defaultdict(list)
    for one in groups:
        lines[one.site_id].append(
            GroupLine(
                one,
                meetings.get(one.last_id),
                meetings.get(one.next_id),
                *actions.get(one.pk, (0, 0)),
                today,
                tuple(vacancies_of(one)),
            )
        )
    found = [
        SiteLines(
            site,
            lines[site.pk],
            tuple(role.label.lower() for role in EXPECTED if role not in site.served_by),
            tuple(hindrances[site.pk][:HINDRANCES_SHOWN]),
            has_ended=site.ended_on is not None and site.ended_on <= today,
        )
        for site in mine
    ]
    return sorted(found, key=lambda one: one.goes_before)


def in_short(sites: list[SiteLines]) -> list[str]:
    """Give what matters of all of them, a fact each: `2 groups without a next meeting`."""
    lines = [line for one in sites if not one.has_ended for line in one.groups]
    late = sum(bool(line.days_late) for line in lines)
    alone = sum(line.next is None for line in lines)
    overdue = sum(line.overdue_actions for line in lines)
    return [
        counted(len(sites), "site"),
        *([f"{counted(late, 'group')} with late minutes"] if late else []),
        *([f"{counted(alone, 'group')} without a next meeting"] if alone else []),
        *([f"{counted(overdue, 'action')} overdue"] if overdue else []),
    ]


def _with_roles(sites: QuerySet[Site]) -> QuerySet[WithAnnotations[Site, _Served]]:
    """The sites by name, with the roles in force there, those of the region above included."""
    reaching = Q(site=OuterRef("pk")) | Q(site=OuterRef("parent"))
    roles = SiteRole.objects.in_force().filter(reaching).values("role")
    with_roles: QuerySet[WithAnnotations[Site, _Served]] = (
        sites.select_related("parent").annotate(served_by=ArraySubquery(roles)).order_by("name")
    )
    return with_roles


def _first(meetings: QuerySet[Meeting]) -> Subquery:
    """The id of the first of a group's `meetings`."""
    return Subquery(meetings.filter(group=OuterRef("pk")).values("pk")[:1])


def _actions(sites: Collection[int], today: date) -> dict[int, tuple[int, int]]:
    rows = (
        Action.objects.open()
        .filter(meeting__group__site__in=sites)
        .order_by()
        .values_list("meeting__group")
        .annotate(number=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=today)))
    )
    return {group: (number, overdue) for group, number, overdue in rows}


def _hindrances(user: User, sites: Collection[int]) -> dict[int, list[Hindrance]]:
    """The themes that hinder now: most clear examples first, then most general statements."""
    clear = Q(strength=Strength.EXPLICIT)
    rows = (
        Factor.objects.visible_to(user)
        .filter(site__in=sites, direction=Direction.HINDERED, state=FactorState.CURRENT)
        .values_list("site", "theme__short_name")
        .annotate(clear=Count("pk", filter=clear), general=Count("pk", filter=~clear))
        .order_by("-clear", "-general", "theme__position")
    )
    found: dict[int, list[Hindrance]] = defaultdict(list)
    for site, *hindrance in rows:
        found[site].append(Hindrance(*hindrance))
    return found
