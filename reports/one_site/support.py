"""Who serves a site since when, and the times in which nobody did."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from calendars.wording import counted, long_date
from reports.one_site.reading import Read
from reports.one_site.recorded import ROLE, Recorded
from sites.enums import Role

SHORTEST_GAP = timedelta(days=7)
EXPECTED = (Role.ADMINISTRATOR, Role.PROJECT_MANAGER)
"""The roles whose absence is a vacancy: they keep a group going."""


@dataclass(frozen=True)
class Gap:
    """A time in which nobody held a role, from one day up to another; open without an end."""

    start: date
    end: date | None

    def words(self, today: date) -> str:
        """`11 weeks`, or months from half a year on."""
        return lasted(self.start, self.end or today)


@dataclass(frozen=True)
class Support:
    """A site role: who holds it today, who held it before, and the gaps."""

    role: Role
    holders: tuple[Recorded, ...]
    gaps: tuple[Gap, ...]
    today: date

    @property
    def now(self) -> list[Recorded]:
        return [one for one in self.holders if one.holds_on(self.today)]

    @property
    def none_for(self) -> str:
        """For how long nobody has held it, up to today; empty where somebody does."""
        return next((one.words(self.today) for one in self.gaps if one.end is None), "")

    @property
    def past_gaps(self) -> list[str]:
        """`None for 11 weeks from 12 January 2026`, a sentence a gap that is over."""
        return [
            f"None for {one.words(self.today)} from {long_date(one.start)}"
            for one in self.gaps
            if one.end is not None
        ]


def lasted(start: date, end: date) -> str:
    """How long something lasted, in words: days below two weeks, months from half a year on."""
    days = (end - start).days
    if days < 14:
        return counted(days, "day")
    return counted(days // 7, "week") if days < 183 else counted(round(days / 30.44), "month")


def support_of(read: Read) -> list[Support]:
    """Give each site role with its holders, oldest first. Supporters have no gaps."""
    began = read.site.started_on
    end = min(read.today, read.site.ended_on or read.today)
    found = []
    for role in Role:
        holders = [one for one in read.of(ROLE) if one.what == role]
        times = [(one.start, one.end) for one in holders]
        gaps = gaps_of(times, began, end) if role in EXPECTED else []
        found.append(Support(role, tuple(holders), tuple(gaps), read.today))
    return found


def gaps_of(times: Iterable[tuple[date, date | None]], began: date, today: date) -> list[Gap]:
    """Give the gaps of a week or more, from `began` to `today`, between the times of holders."""
    found: list[Gap] = []
    free_from = began
    for start, end in sorted(times, key=lambda time: time[0]):
        if start > today:
            break
        if start - free_from >= SHORTEST_GAP:
            found.append(Gap(free_from, start))
        if end is None or end > today:
            return found
        free_from = max(free_from, end)
    if free_from <= today:
        found.append(Gap(free_from, None))
    return found
