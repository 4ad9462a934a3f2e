"""Which months the picture shows."""

from dataclasses import dataclass
from datetime import date

MONTHS = 24
MONTHS_AHEAD = 3


@dataclass(frozen=True)
class Window:
    """From the first day of a month up to the first day of another."""

    begin: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.begin <= day < self.end

    @property
    def months(self) -> list[date]:
        """The first day of each month."""
        number = (self.end.year - self.begin.year) * 12 + self.end.month - self.begin.month
        return [later(self.begin, months) for months in range(number)]

    @property
    def days(self) -> int:
        return (self.end - self.begin).days


def later(day: date, months: int) -> date:
    """The first of the month that comes `months` after that of `day`; before it if negative."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def window_of(started_on: date, today: date, before: date | None = None) -> Window:
    """From the start of the site to three months ahead, at most 24 months.

    With `before`, the first of a month, the window ends there, to show what is older.
    """
    end = later(today, MONTHS_AHEAD + 1)
    if before is not None:
        end = max(later(started_on, 1), min(before, end))
    return Window(max(later(started_on, 0), later(end, -MONTHS)), end)


def month_of(text: str) -> date | None:
    """Read `2026-03` as the first of March; None for what is no month."""
    year, _, month = text.partition("-")
    if not (text.isascii() and year.isdigit() and month.isdigit()):
        return None
    is_month = 1990 <= int(year) <= 2200 and 1 <= int(month) <= 12
    return date(int(year), int(month), 1) if is_month else None
