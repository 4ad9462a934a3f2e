"""Days that follow a rule. Each rule begins with its first day and goes on for ever."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

WEEK = timedelta(weeks=1)


def day_of_month(first: date, months: int = 1) -> Iterator[date]:
    """`first`, and the same day every so many months; the last day where a month is shorter."""
    for step in count(step=months):
        yield in_month(first, step, first.day)


def weeks_apart(first: date, weeks: int) -> Iterator[date]:
    """`first`, and a day every so many weeks."""
    for step in count(step=weeks):
        yield first + step * WEEK


def weekday_of_month(first: date, months: int = 1) -> Iterator[date]:
    """`first`, and as the second Tuesday is to it, that of every so many months.

    Raises ValueError when `first` is the fifth of its month, which most months do not have.
    """
    if place_in_month(first) == 5:
        raise ValueError(f"{first} is the fifth such weekday of its month.")
    for step in count(step=months):
        yield same_place_in(first, step)


def last_weekday_of_month(first: date, months: int = 1) -> Iterator[date]:
    """The last such weekday of the month of `first` and of every so many months after it."""
    for step in count(step=months):
        yield last_such_weekday(in_month(first, step, 1), first.weekday())


def in_month(day: date, months: int, wanted: int) -> date:
    """The day `wanted` of the month so many months after that of `day`, or that month's last."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(wanted, monthrange(year, month + 1)[1]))


def place_in_month(day: date) -> int:
    """2 for the second Tuesday of a month."""
    return (day.day - 1) // 7 + 1


def same_place_in(day: date, months: int) -> date:
    """As `day` is the second Tuesday of its month, that of the month so many months after."""
    begins = in_month(day, months, 1)
    to_weekday = timedelta(days=(day.weekday() - begins.weekday()) % 7)
    return begins + to_weekday + (place_in_month(day) - 1) * WEEK


def last_such_weekday(day: date, weekday: int) -> date:
    """The last day of the month of `day` that falls on `weekday`; 0 is Monday."""
    ends = in_month(day, 0, 31)
    return ends - timedelta(days=(ends.weekday() - weekday) % 7)
