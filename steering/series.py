"""How the meetings of a series follow one another, and where they go when one of them moves."""

from collections.abc import Iterator
from datetime import date

from calendars.recurring import (
    day_of_month,
    in_month,
    last_such_weekday,
    last_weekday_of_month,
    place_in_month,
    same_place_in,
    weekday_of_month,
    weeks_apart,
)
from calendars.wording import counted
from steering.enums import SeriesRule
from steering.models import MeetingSeries

MOST_MEETINGS = 24
"""Planned at once: two years of monthly meetings."""

PLACES = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"}
BY_MONTH = (SeriesRule.MONTHLY, SeriesRule.WEEKDAY, SeriesRule.LAST)


def days_of(rule: SeriesRule, first: date, every: int) -> Iterator[date]:
    """The days of a series for ever; of one whose days are chosen there is the first alone.

    `every` counts months or weeks. Raises ValueError for WEEKDAY on the fifth of a month.
    """
    match rule:
        case SeriesRule.MONTHLY:
            return day_of_month(first, every)
        case SeriesRule.WEEKS:
            return weeks_apart(first, every)
        case SeriesRule.WEEKDAY:
            return weekday_of_month(first, every)
        case SeriesRule.LAST:
            return last_weekday_of_month(first, every)
        case SeriesRule.CUSTOM:
            return iter([first])


def moved_with(series: MeetingSeries, day: date, *, was: date, becomes: date) -> date:
    """Where the meeting on `day` goes when one of its series moves from `was` to `becomes`.

    By the month, it keeps its own month and takes the new place in it: the second Wednesday
    instead of the second Tuesday. Otherwise it moves by as many days.
    """
    if series.rule not in BY_MONTH:
        return day + (becomes - was)
    months = _month(day) - _month(was)
    if series.rule == SeriesRule.MONTHLY:
        return in_month(becomes, months, becomes.day)
    if place_in_month(becomes) == 5 or (series.rule == SeriesRule.LAST and _is_last(becomes)):
        return last_such_weekday(in_month(becomes, months, 1), becomes.weekday())
    return same_place_in(becomes, months)


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _is_last(day: date) -> bool:
    return last_such_weekday(day, day.weekday()) == day


def in_words(rule: SeriesRule, first: date, every: int) -> str:
    """`On the second Tuesday of the month, every 3 months`: how a rule reads."""
    of_month = f" of the month{f', every {every} months' if every > 1 else ''}"
    match rule:
        case SeriesRule.MONTHLY:
            shorter = " (the last day where it has fewer)" if first.day > 28 else ""
            return f"On day {first.day}{of_month}{shorter}"
        case SeriesRule.WEEKS:
            return f"On a {first:%A}, every {counted(every, 'week') if every > 1 else 'week'}"
        case SeriesRule.WEEKDAY:
            return f"On the {PLACES[place_in_month(first)]} {first:%A}{of_month}"
        case SeriesRule.LAST:
            return f"On the last {first:%A}{of_month}"
        case SeriesRule.CUSTOM:
            return rule.label
