"""The rules of a series: which days follow, and where they go when one of them moves."""

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars.recurring import last_such_weekday, place_in_month
from steering.enums import SeriesRule
from steering.models import MeetingSeries
from steering.series import BY_MONTH, days_of, in_words, moved_with

FIRST_DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
RULES = st.sampled_from([rule for rule in SeriesRule if rule != SeriesRule.CUSTOM])


def fits(rule: SeriesRule, day: date) -> date:
    if rule == SeriesRule.WEEKDAY and place_in_month(day) == 5:
        return day - timedelta(weeks=1)
    return last_such_weekday(day, day.weekday()) if rule == SeriesRule.LAST else day


@given(rule=RULES, was=FIRST_DAYS, by=st.integers(-60, 60), every=st.integers(1, 6))
def test_a_series_that_moves_keeps_its_rule(
    rule: SeriesRule, was: date, by: int, every: int
) -> None:
    """What moves with the first day is what the rule says of the new first day."""
    was = fits(rule, was)
    becomes = fits(rule, was + timedelta(days=by))
    series = MeetingSeries(rule=rule, every=every)
    before = list(islice(days_of(rule, was, every), 12))
    after = [moved_with(series, day, was=was, becomes=becomes) for day in before]
    assert after == list(islice(days_of(rule, becomes, every), 12))
    assert all(one < two for one, two in pairwise(after))


@given(was=FIRST_DAYS, by=st.integers(-60, 60), day=FIRST_DAYS)
def test_days_that_were_chosen_move_by_as_many_days(was: date, by: int, day: date) -> None:
    becomes = was + timedelta(days=by)
    moved = moved_with(MeetingSeries(rule=SeriesRule.CUSTOM), day, was=was, becomes=becomes)
    assert moved - day == becomes - was


@given(rule=st.sampled_from(BY_MONTH), was=FIRST_DAYS, becomes=FIRST_DAYS, day=FIRST_DAYS)
def test_by_the_month_each_keeps_its_own_month(
    rule: SeriesRule, was: date, becomes: date, day: date
) -> None:
    moved = moved_with(MeetingSeries(rule=rule), day, was=was, becomes=becomes)
    months = (moved.year - day.year) * 12 + moved.month - day.month
    assert months == (becomes.year - was.year) * 12 + becomes.month - was.month


def test_what_moves_onto_a_fifth_weekday_goes_on_with_the_last() -> None:
    series = MeetingSeries(rule=SeriesRule.WEEKDAY)
    was, becomes, later = date(2026, 12, 8), date(2026, 12, 29), date(2027, 2, 9)
    assert moved_with(series, later, was=was, becomes=becomes) == date(2027, 2, 23)


@pytest.mark.parametrize(
    ("rule", "first", "every", "words"),
    [
        (SeriesRule.MONTHLY, date(2026, 12, 8), 1, "On day 8 of the month"),
        (
            SeriesRule.MONTHLY,
            date(2026, 12, 31),
            3,
            "On day 31 of the month, every 3 months (the last day where it has fewer)",
        ),
        (SeriesRule.WEEKS, date(2026, 12, 8), 6, "On a Tuesday, every 6 weeks"),
        (SeriesRule.WEEKS, date(2026, 12, 8), 1, "On a Tuesday, every week"),
        (SeriesRule.WEEKDAY, date(2026, 12, 8), 1, "On the second Tuesday of the month"),
        (SeriesRule.LAST, date(2026, 12, 29), 1, "On the last Tuesday of the month"),
        (SeriesRule.CUSTOM, date(2026, 12, 29), 1, "On days chosen one by one"),
    ],
)
def test_how_a_rule_reads(rule: SeriesRule, first: date, every: int, words: str) -> None:
    assert in_words(rule, first, every) == words
