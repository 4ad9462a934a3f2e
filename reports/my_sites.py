"""Sites and how their groups are getting on: for project managers and supporters."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from calendars.wording import counted
from sites.models import Site
from steering.enums import MeetingState
from steering.lead_times import minutes_out_due
from steering.models import Action, Meeting, SteeringGroup
from steering.rules import OUT


@dataclass(frozen=True)
class GroupLine:
    """A group with its last and next meeting, and how many actions are open and overdue."""

    group: SteeringGroup
    last: Meeting | None
    next: Meeting | None
    open_actions: int
    overdue_actions: int
    today: date

    @property
    def minutes_state(self) -> str:
        """How the minutes of the last meeting stand."""
        minutes = getattr(self.last, "minutes", None)
        return minutes.get_state_display() if minutes else "Not written yet"

    @property
    def minutes_late(self) -> str:
        """`5 days late` when the minutes of the last meeting should have gone out by now."""
        if self.last is None:
            return ""
        minutes = getattr(self.last, "minutes", None)
        due = minutes_out_due(self.last.starts_at, self.group.site.nation)
        days = (self.today - due).days
        is_out = minutes is not None and minutes.state in OUT
        return f"{counted(days, 'day')} late" if days > 0 and not is_out else ""


@dataclass(frozen=True)
class SiteLines:
    """A site and its groups."""

    site: Site
    groups: list[GroupLine]


def site_lines(sites: Collection[int], now: datetime) -> list[SiteLines]:
    """Give the sites with these ids, localities after their region. Five SQL queries."""
    today = timezone.localdate(now)
    groups = list(
        SteeringGroup.objects.filter(site__in=sites).select_related("site").order_by("name")
    )
    held = Meeting.objects.exclude(state=MeetingState.CANCELLED).filter(starts_at__lte=now)
    last = _one_a_group(held.order_by("group", "-starts_at").select_related("minutes"), sites)
    coming = _one_a_group(Meeting.objects.after(now).order_by("group", "starts_at"), sites)
    actions = _actions(sites, today)
    lines = [
        GroupLine(one, last.get(one.pk), coming.get(one.pk), *actions.get(one.pk, (0, 0)), today)
        for one in groups
    ]
    in_order = Site.objects.filter(pk__in=sites).order_by(
        Coalesce("parent__name", "name"), F("parent").asc(nulls_first=True), "name"
    )
    return [
        SiteLines(site, [line for line in lines if line.group.site_id == site.pk])
        for site in in_order
    ]


def in_short(sites: list[SiteLines]) -> list[str]:
    """Give what matters of all of them, a fact each: `2 groups without a next meeting`."""
    lines = [line for one in sites for line in one.groups]
    late = sum(bool(line.minutes_late) for line in lines)
    alone = sum(line.next is None for line in lines)
    overdue = sum(line.overdue_actions for line in lines)
    return [
        counted(len(sites), "site"),
        *([f"{counted(late, 'group')} with late minutes"] if late else []),
        *([f"{counted(alone, 'group')} without a next meeting"] if alone else []),
        *([f"{counted(overdue, 'action')} overdue"] if overdue else []),
    ]


def _one_a_group(meetings: QuerySet[Meeting], sites: Collection[int]) -> dict[int, Meeting]:
    rows = meetings.filter(group__site__in=sites).distinct("group")
    return {meeting.group_id: meeting for meeting in rows}


def _actions(sites: Collection[int], today: date) -> dict[int, tuple[int, int]]:
    rows = (
        Action.objects.open()
        .filter(meeting__group__site__in=sites)
        .order_by()
        .values_list("meeting__group")
        .annotate(number=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=today)))
    )
    return {group: (number, overdue) for group, number, overdue in rows}
