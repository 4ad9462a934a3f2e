"""Days that follow a rule, and the clock on the wall."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars.local_time import is_skipped, moment_of
from calendars.recurring import (
    day_of_month,
    last_such_weekday,
    last_weekday_of_month,
    place_in_month,
    weekday_of_month,
    weeks_apart,
)

Rule = Callable[[date, int], Iterator[date]]
RULES: list[Rule] = [day_of_month, weeks_apart, weekday_of_month, last_weekday_of_month]
FIRST_DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
CLOCK_CHANGES = {
    2026: (date(2026, 3, 29), date(2026, 10, 25)),
    2027: (date(2027, 3, 28), date(2027, 10, 31)),
    2028: (date(2028, 3, 26), date(2028, 10, 29)),
    2029: (date(2029, 3, 25), date(2029, 10, 28)),
    2030: (date(2030, 3, 31), date(2030, 10, 27)),
}
"""As gov.uk/when-do-the-clocks-change lists them: forward at 1am, back at 2am."""


def fits(rule: Rule, first: date) -> date:
    """A first day that the rule takes: no fifth one, or the last one."""
    if rule is weekday_of_month and place_in_month(first) == 5:
        return first - timedelta(weeks=1)
    if rule is last_weekday_of_month:
        return last_such_weekday(first, first.weekday())
    return first


@pytest.mark.parametrize("rule", RULES)
@given(first=FIRST_DAYS, every=st.integers(1, 12), number=st.integers(1, 24))
def test_days_begin_with_the_first_and_go_forward(
    rule: Rule, first: date, every: int, number: int
) -> None:
    first = fits(rule, first)
    days = list(islice(rule(first, every), number))
    assert (days[0], len(days)) == (first, number)
    assert all(before < after for before, after in pairwise(days))


@given(first=FIRST_DAYS, months=st.integers(1, 12))
def test_the_same_day_of_the_month_or_the_last_where_there_is_none(
    first: date, months: int
) -> None:
    for day in islice(day_of_month(first, months), 24):
        is_last = (day + timedelta(days=1)).month != day.month
        assert day.day == first.day or (is_last and day.day < first.day)


@given(first=FIRST_DAYS, months=st.integers(1, 12))
def test_the_same_weekday_of_the_month(first: date, months: int) -> None:
    first = fits(weekday_of_month, first)
    for day in islice(weekday_of_month(first, months), 24):
        assert (day.weekday(), place_in_month(day)) == (first.weekday(), place_in_month(first))
    first = fits(last_weekday_of_month, first)
    for day in islice(last_weekday_of_month(first, months), 24):
        assert day.weekday() == first.weekday()
        assert (day + timedelta(weeks=1)).month != day.month


def test_the_31st_and_29_february() -> None:
    of_year = [day.day for day in islice(day_of_month(date(2027, 12, 31)), 13)]
    assert of_year == [31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    leap = list(islice(day_of_month(date(2028, 2, 29), 12), 5))
    assert [day.isoformat() for day in leap] == [
        "2028-02-29",
        "2029-02-28",
        "2030-02-28",
        "2031-02-28",
        "2032-02-29",
    ]
    assert list(islice(weeks_apart(date(2028, 2, 23), 1), 2))[1] == date(2028, 3, 1)


def test_a_fifth_tuesday_is_refused() -> None:
    with pytest.raises(ValueError, match="fifth"):
        next(weekday_of_month(date(2026, 12, 29)))


@given(first=FIRST_DAYS, clock=st.times().map(lambda one: one.replace(second=0, microsecond=0)))
def test_the_clock_on_the_wall_stays_the_same(first: date, clock: time) -> None:
    for day in islice(weeks_apart(first, 6), 18):
        local = moment_of(day, clock)
        assert is_skipped(day, clock) or (local.date(), local.time()) == (day, clock)


@pytest.mark.parametrize("year", CLOCK_CHANGES)
def test_every_clock_change(year: int) -> None:
    forward, back = CLOCK_CHANGES[year]
    ten = time(10, 0)
    for change, before, after in ((forward, 10, 9), (back, 9, 10)):
        eve = moment_of(change - timedelta(days=1), ten).astimezone(UTC)
        day = moment_of(change, ten).astimezone(UTC)
        assert (eve.hour, day.hour) == (before, after)
    assert [is_skipped(forward, time(hour, 30)) for hour in (0, 1, 2)] == [False, True, False]
    assert not is_skipped(back, time(1, 30))
    assert moment_of(back, time(1, 30)).astimezone(UTC) == datetime(
        year, 10, back.day, 0, 30, tzinfo=UTC
    )
