from datetime import date

import pytest

from calendars.working_days import (
    clear_days_before,
    clear_working_days_before,
    is_working_day,
    working_days_after,
    working_days_before,
)


def test_clear_working_days_leave_out_the_day_of_sending_and_the_day_of_the_meeting():
    # Tuesday 8 December 2026: 1, 2, 3, 4 and 7 December lie in between.
    assert clear_working_days_before(date(2026, 12, 8), 5, "england") == date(2026, 11, 30)


def test_clear_days_count_weekends():
    assert clear_days_before(date(2026, 12, 17), 7) == date(2026, 12, 9)


def test_working_days_step_over_christmas_and_new_year():
    assert working_days_after(date(2026, 12, 23), 3, "england") == date(2026, 12, 30)
    assert working_days_before(date(2027, 1, 4), 1, "england") == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("day", "nation", "works"),
    [
        (date(2026, 3, 17), "england", True),
        (date(2026, 3, 17), "northern_ireland", False),
        (date(2026, 7, 13), "england", True),
        (date(2026, 7, 13), "northern_ireland", False),  # 12 July is a Sunday
        (date(2027, 7, 12), "northern_ireland", False),
        (date(2026, 8, 31), "england", False),
        (date(2026, 8, 31), "scotland", True),
        (date(2026, 8, 3), "scotland", False),
        (date(2026, 11, 30), "scotland", False),
        (date(2026, 4, 6), "wales", False),
        (date(2026, 4, 6), "scotland", True),
        (date(2026, 12, 28), "northern_ireland", False),  # in lieu of Saturday 26 December
        (date(2026, 11, 28), "england", False),  # a Saturday
    ],
)
def test_each_nation_keeps_its_own_bank_holidays(day, nation, works):
    assert is_working_day(day, nation) is works
