"""The month as one value: its days, each with what is on it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from calendars.wording import clock, counted
from calendars.working_days import bank_holidays
from people.models import User
from reports.month.reading import Month, groups_of, read_month
from reports.one_site.timeline.window import later
from reports.today.wording import to_whom, what, which
from sites.enums import Nation
from steering.enums import MeetingState, MinutesState, SendingKind
from steering.lead_times import (
    agenda_due,
    invitation_due,
    minutes_out_due,
    minutes_to_chair_due,
)
from steering.models import SteeringGroup
from steering.pauses import Pause, pause_of
from steering.rules import OUT
from steering.services.notices import Notice, Situation, notices_of

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """Something on a day: what, of which meeting, when and to whom, and how it stands."""

    what: str
    which: str
    fact: str
    url: str
    tag: str = ""
    colour: str = "grey"
    at: datetime | None = None


@dataclass(frozen=True)
class Day:
    """A day on which there is something."""

    day: date
    is_today: bool
    holidays: list[str]
    entries: list[Entry]


@dataclass(frozen=True)
class Page:
    """A month of some of the groups that somebody administers; `chosen` is the one, if one is."""

    first: date
    groups: list[SteeringGroup]
    chosen: SteeringGroup | None
    days: list[Day]

    @property
    def pauses(self) -> list[Pause]:
        """Those of its groups all of whose mail is paused."""
        shown = [self.chosen] if self.chosen else self.groups
        return [pause for one in shown if (pause := pause_of(one))]

    @property
    def previous(self) -> date:
        return later(self.first, -1)

    @property
    def next(self) -> date:
        return later(self.first, 1)


class NoSuchGroup(LookupError):
    """Nobody whose page it is administers that group."""


def month_page(user: User, first: date, group: str, now: datetime) -> Page:
    """Put together the month that begins on `first`; `group` is a key, or empty for all.

    Raises NoSuchGroup. Seven SQL queries at most.
    """
    groups = groups_of(user)
    chosen = next((one for one in groups if one.key == group), None)
    if group and chosen is None:
        raise NoSuchGroup(group)
    month = read_month([chosen] if chosen else groups, first, now)
    return Page(first, groups, chosen, days_of(month))


def days_of(month: Month) -> list[Day]:
    """Give the days of a month on which there is something, in their order."""
    entries: dict[date, list[Entry]] = defaultdict(list)
    for day, entry in _entries(month):
        entries[day].append(entry)
    holidays = _holidays(month)
    return [
        Day(day, day == month.today, holidays.get(day, []), sorted(entries[day], key=_place))
        for day in sorted({*entries, *holidays})
    ]


def _place(entry: Entry) -> tuple[bool, float, str, str]:
    """Within a day: what has no hour of its own first, then by the clock."""
    return (
        entry.at is not None,
        entry.at.timestamp() if entry.at else 0.0,
        entry.which,
        entry.what,
    )


def _entries(month: Month) -> Iterator[tuple[date, Entry]]:
    for situation in month.situations:
        yield from _meeting(situation, month)
        yield from _to_send(situation, month)
        yield from _notices(situation, month)
    yield from _sent(month)


def _meeting(of: Situation, month: Month) -> Iterator[tuple[date, Entry]]:
    meeting = of.meeting
    if not month.has(meeting.starts_at) or meeting.state == MeetingState.CANCELLED:
        return
    yield (
        timezone.localdate(meeting.starts_at),
        Entry(
            what=meeting.title,
            which="",
            fact=f"{clock(meeting.starts_at)}, {meeting.where or 'place to be announced'}",
            url=reverse("meeting", args=[meeting.pk]),
            tag="Meeting",
            colour="teal",
            at=meeting.starts_at,
        ),
    )


def _to_send(of: Situation, month: Month) -> Iterator[tuple[date, Entry]]:
    """What the administrator has to send and has not sent; what is late stands on Today."""
    for day, task, address in _tasks(of):
        if month.has_day(day) and day >= month.today:
            yield day, Entry(task, which(of.meeting), "By this day", address, "You send", "yellow")


def _tasks(of: Situation) -> Iterator[tuple[date, str, str]]:
    meeting, group, pk = of.meeting, of.meeting.group, of.meeting.pk
    starts_at = meeting.starts_at
    if meeting.state == MeetingState.CANCELLED:
        return
    if starts_at > of.now and meeting.state == MeetingState.PLANNED:
        if meeting.announced_at is None:
            due = max(invitation_due(starts_at, group), of.today)
            address = reverse("check_and_send", args=[pk, SendingKind.INVITATION])
            yield due, "Invitation", address
        if not of.agenda_is_sent:
            address = reverse("check_and_send", args=[pk, SendingKind.AGENDA])
            yield agenda_due(starts_at, group), "Agenda and papers", address
    if of.minutes in (None, MinutesState.DRAFT):
        address = reverse("write_minutes", args=[pk]) if starts_at <= of.now else _page(pk)
        yield minutes_to_chair_due(starts_at, group), "Draft minutes, to the chair", address
    if of.minutes not in OUT:
        address = _page(pk)
        if of.minutes == MinutesState.WITH_CHAIR:
            address = reverse("check_and_send", args=[pk, SendingKind.MINUTES])
        yield minutes_out_due(starts_at, group), "Draft minutes, to all", address


def _page(pk: int) -> str:
    return reverse("meeting", args=[pk])


def _notices(of: Situation, month: Month) -> Iterator[tuple[date, Entry]]:
    """What goes by itself from now on, held or dropped or not; what has gone is not among it."""
    begun = {one.batch for one in month.sent}
    for notice in notices_of(of):
        if notice.due < month.now or not month.has(notice.due) or notice.batch in begun:
            continue
        waits = notice.needs_to_be_told and notice.meeting.announced_at is None
        would_go = notice.is_on and notice.suits_the_state and notice.is_entered_in_time
        if would_go and (waits or notice.members_are_told) and notice.people:
            yield timezone.localdate(notice.due), _entry(notice, waits)


def _entry(notice: Notice, waits: bool) -> Entry:
    tag, colour = ("Once members are told", "grey") if waits else ("", "grey")
    if notice.hold:
        tag, colour = ("Dropped", "grey") if notice.hold.dropped_at else ("Held", "blue")
    return Entry(
        what=what(notice.kind, notice.meeting),
        which=which(notice.meeting),
        fact=f"{clock(notice.due)}, to {to_whom(notice.kind, len(notice.people))}",
        url=reverse("notice", args=[notice.meeting.pk, notice.kind]),
        tag=tag,
        colour=colour,
        at=notice.due,
    )


def _sent(month: Month) -> Iterator[tuple[date, Entry]]:
    meetings = {one.meeting.pk: one.meeting for one in month.situations}
    for batch in month.sent:
        if meeting := meetings.get(batch.meeting_id):
            fact = f"{clock(batch.at)}, {counted(batch.number, 'message')} sent"
            address = reverse("meeting_messages", args=[meeting.pk])
            yield (
                timezone.localdate(batch.at),
                Entry(
                    what(batch.kind, meeting),
                    which(meeting),
                    fact,
                    address,
                    tag="Went out",
                    at=batch.at,
                ),
            )


def _holidays(month: Month) -> dict[date, list[str]]:
    """The bank holidays of the nations of the groups' sites; which nation, where they differ."""
    nations = sorted({one.site.nation for one in month.groups})
    found: dict[date, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    day = month.first
    while month.has_day(day):
        for nation in nations:
            if name := bank_holidays(nation).get(day):
                found[day][name.replace("observed", "substitute day")].append(Nation(nation).label)
        day += DAY
    return {
        day: [
            name if len(of) == len(nations) else f"{name}, {' and '.join(of)}"
            for name, of in names.items()
        ]
        for day, names in found.items()
    }
