"""Counting days as steering groups do: working days, clear working days and clear days.

`nation` is a value of `sites.enums.Nation`. Weekends and the bank holidays of that nation are
no working days; Northern Ireland also keeps 17 March and 12 July (or the day in lieu).
Source of the bank holidays: the `holidays` package, which follows gov.uk/bank-holidays.
"""

from datetime import date, timedelta
from functools import cache, lru_cache

import holidays

_SUBDIVISIONS = {
    "england": "ENG",
    "northern_ireland": "NIR",
    "scotland": "SCT",
    "wales": "WLS",
}
_DAY = timedelta(days=1)


@cache
def bank_holidays(nation: str) -> holidays.HolidayBase:
    """The bank holidays of a nation, by date; years are worked out as they are asked for."""
    return holidays.country_holidays("GB", subdiv=_SUBDIVISIONS[nation], language="en_GB")


def is_working_day(day: date, nation: str) -> bool:
    """Monday to Friday and no bank holiday."""
    return day.weekday() < 5 and day not in bank_holidays(nation)


def working_days_before(day: date, number: int, nation: str) -> date:
    """The working day that lies `number` working days before `day`; 1 is the last one before."""
    return _step(day, number, nation, -_DAY)


def working_days_after(day: date, number: int, nation: str) -> date:
    """The working day that lies `number` working days after `day`."""
    return _step(day, number, nation, _DAY)


def clear_working_days_before(day: date, number: int, nation: str) -> date:
    """The last day to send that leaves `number` whole working days in between.

    Neither the day of sending nor `day` counts, so it is one working day more.
    """
    return working_days_before(day, number + 1, nation)


def clear_days_before(day: date, number: int) -> date:
    """The last day to send that leaves `number` whole calendar days in between."""
    return day - (number + 1) * _DAY


def clear_working_days_after(day: date, number: int, nation: str) -> date:
    """The first day that leaves `number` whole working days after `day` in between."""
    return working_days_after(day, number + 1, nation)


def clear_days_after(day: date, number: int) -> date:
    """The first day that leaves `number` whole calendar days after `day` in between."""
    return day + (number + 1) * _DAY


@lru_cache(maxsize=20_000)
def _step(day: date, number: int, nation: str, step: timedelta) -> date:
    while number:
        day += step
        number -= is_working_day(day, nation)
    return day
