"""Lead times: every day of 2026 to 2030, each nation's bank holidays, both clock changes.

The bank holidays and British Summer Time are worked out here by the rules of gov.uk, apart from
the package that the product goes by.
"""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from sites.enums import Nation
from steering.enums import LeadUnit, NoticeKind
from steering.lead_times import (
    AFTER_THE_MEETING,
    LeadTime,
    agenda_due,
    at_nine,
    due_on,
    goes_at,
    invitation_due,
    minutes_out_due,
    minutes_to_chair_due,
    usual,
)
from steering.models import NoticeSetting
from tests import make

YEARS = range(2026, 2031)
DAY = timedelta(days=1)
EVERY_DAY = [date(2026, 1, 1) + n * DAY for n in range((date(2031, 1, 1) - date(2026, 1, 1)).days)]
MONDAY = 0
ONE_OFF = {Nation.SCOTLAND: {date(2026, 6, 15)}}
"""Scotland's bank holiday after its first match of the 2026 World Cup."""


def nth_monday(year: int, month: int, which: int) -> date:
    """The first (0), second… Monday of a month; the last one is -1."""
    first = date(year, month, 1)
    days = [first + n * DAY for n in range(31) if (first + n * DAY).month == month]
    return [day for day in days if day.weekday() == MONDAY][which]


def easter(year: int) -> date:
    """The anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def with_days_in_lieu(*days: date) -> set[date]:
    """A day at the weekend is kept on the next day that is neither weekend nor kept already."""
    kept: set[date] = set()
    for day in days:
        later = (day + n * DAY for n in range(5))
        kept.add(next(one for one in later if one.weekday() < 5 and one not in kept))
    return kept


def bank_holidays(year: int, nation: Nation) -> set[date]:
    new_year = [date(year, 1, 1), *([date(year, 1, 2)] if nation == Nation.SCOTLAND else [])]
    christmas = [date(year, 12, 25), date(year, 12, 26)]
    days = with_days_in_lieu(*new_year) | with_days_in_lieu(*christmas)
    days |= {easter(year) - 2 * DAY, nth_monday(year, 5, 0), nth_monday(year, 5, -1)}
    if nation == Nation.SCOTLAND:
        days |= {nth_monday(year, 8, 0), *with_days_in_lieu(date(year, 11, 30))}
    else:
        days |= {easter(year) + DAY, nth_monday(year, 8, -1)}
    if nation == Nation.NORTHERN_IRELAND:
        days |= with_days_in_lieu(date(year, 3, 17)) | with_days_in_lieu(date(year, 7, 12))
    return days | ONE_OFF.get(nation, set())


def working_days(nation: Nation) -> set[date]:
    """Those from 2025 to 2031, so that every lead time stays within."""
    off = {day for year in range(2025, 2032) for day in bank_holidays(year, nation)}
    start = date(2025, 6, 1)
    days = (start + n * DAY for n in range(2400))
    return {day for day in days if day.weekday() < 5 and day not in off}


def in_summer_time(day: date) -> bool:
    """At 09:00: from the last Sunday of March until the last Sunday of October."""
    begins = nth_monday(day.year, 4, 0) - DAY
    begins -= timedelta(days=7) if begins.month == 4 else timedelta()
    ends = nth_monday(day.year, 11, 0) - DAY
    ends -= timedelta(days=7) if ends.month == 11 else timedelta()
    return begins <= day < ends


@pytest.mark.parametrize("nation", Nation)
@pytest.mark.parametrize("number", [1, 2, 5, 10, 20])
def test_working_days_leave_out_weekends_and_the_nations_bank_holidays(nation, number) -> None:
    works = working_days(nation)
    lead = LeadTime(number, LeadUnit.WORKING_DAYS)
    for day in EVERY_DAY:
        before, after = lead.before(day, nation), lead.after(day, nation)
        assert {before, after} <= works
        assert sum(before + n * DAY in works for n in range((day - before).days)) == number
        assert sum(day + n * DAY in works for n in range(1, (after - day).days + 1)) == number


@pytest.mark.parametrize("nation", Nation)
def test_clear_working_days_lie_wholly_in_between(nation) -> None:
    works = working_days(nation)
    lead = LeadTime(5, LeadUnit.CLEAR_WORKING_DAYS)
    for day in EVERY_DAY:
        before, after = lead.before(day, nation), lead.after(day, nation)
        assert {before, after} <= works
        assert sum(before + n * DAY in works for n in range(1, (day - before).days)) == 5
        assert sum(day + n * DAY in works for n in range(1, (after - day).days)) == 5


def test_clear_days_count_every_day() -> None:
    lead = LeadTime(7, LeadUnit.CLEAR_DAYS)
    for day in EVERY_DAY:
        assert (day - lead.before(day, Nation.NORTHERN_IRELAND)).days == 8
        assert (lead.after(day, Nation.NORTHERN_IRELAND) - day).days == 8


def test_nine_o_clock_stays_nine_o_clock_on_every_day() -> None:
    for day in EVERY_DAY:
        hour = 8 if in_summer_time(day) else 9
        assert at_nine(day) == datetime.combine(day, time(hour), tzinfo=UTC)


def test_the_oracle_knows_the_clock_changes() -> None:
    changes = [day for day in EVERY_DAY if in_summer_time(day) != in_summer_time(day - DAY)]
    assert changes == [
        date(2026, 3, 29),
        date(2026, 10, 25),
        date(2027, 3, 28),
        date(2027, 10, 31),
        date(2028, 3, 26),
        date(2028, 10, 29),
        date(2029, 3, 25),
        date(2029, 10, 28),
        date(2030, 3, 31),
        date(2030, 10, 27),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("hour", [9, 18])
def test_each_notice_over_each_clock_change(hour) -> None:
    """A meeting in the fortnight after a change has notices on both sides of it."""
    group = make.make_group()
    changes = [day for day in EVERY_DAY if in_summer_time(day) != in_summer_time(day - DAY)]
    for day in (change + n * DAY for change in changes for n in range(-14, 15)):
        starts_at = datetime.combine(day, time(hour), tzinfo=make.LONDON)
        for kind in NoticeKind:
            goes = goes_at(kind, starts_at, group)
            local = goes.astimezone(make.LONDON)
            assert (local.hour, local.minute) == (9, 0)
            assert goes.astimezone(UTC).hour == (8 if in_summer_time(local.date()) else 9)


USUAL = {
    NoticeKind.CALL_FOR_ITEMS: date(2026, 11, 10),
    NoticeKind.FIRST_CHASE: date(2026, 11, 10),
    NoticeKind.AGENDA_WITH_CHAIR: date(2026, 11, 17),
    NoticeKind.FORMATS_DUE: date(2026, 11, 20),
    NoticeKind.PAPERS_DUE: date(2026, 11, 24),
    NoticeKind.SECOND_CHASE: date(2026, 11, 24),
    NoticeKind.AGENDA_OUT: date(2026, 11, 30),
    NoticeKind.SECOND_REQUEST: date(2026, 12, 1),
    NoticeKind.QUORUM_AT_RISK: date(2026, 12, 4),
    NoticeKind.REMINDER: date(2026, 12, 7),
    NoticeKind.YOUR_ACTIONS: date(2026, 12, 10),
    NoticeKind.MINUTES_TO_CHAIR: date(2026, 12, 15),
    NoticeKind.MINUTES_OUT: date(2026, 12, 22),
    NoticeKind.CONFIRMED_OUT: date(2026, 12, 15),
}
EIGHTH = datetime(2026, 12, 8, 10, 0, tzinfo=make.LONDON)


@pytest.mark.django_db
class TestOfAGroup:
    def test_the_usual_ones(self) -> None:
        group = make.make_group()
        assert {kind: due_on(kind, EIGHTH, group) for kind in NoticeKind} == USUAL

    @pytest.mark.parametrize(
        ("nation", "due"),
        [
            (Nation.ENGLAND, date(2026, 11, 30)),
            (Nation.WALES, date(2026, 11, 30)),
            (Nation.SCOTLAND, date(2026, 11, 27)),  # the 30th is St Andrew's day
            (Nation.NORTHERN_IRELAND, date(2026, 11, 30)),
        ],
    )
    def test_the_agenda_of_each_nation(self, nation, due) -> None:
        assert agenda_due(EIGHTH, make.make_group(site=make.make_site(nation=nation))) == due

    def test_clear_days_in_northern_ireland_may_end_on_a_sunday(self) -> None:
        group = make.make_group(site=make.make_site(nation=Nation.NORTHERN_IRELAND))
        monday = datetime(2026, 12, 14, 10, 0, tzinfo=make.LONDON)
        assert agenda_due(monday, group) == date(2026, 12, 6)

    def test_the_administrator_is_reminded_of_the_agenda_a_working_day_before(self) -> None:
        group = make.make_group()
        goes = goes_at(NoticeKind.AGENDA_OUT, EIGHTH, group)
        assert goes == datetime(2026, 11, 27, 9, 0, tzinfo=UTC)

    @pytest.mark.parametrize("kind", NoticeKind)
    def test_its_own(self, kind) -> None:
        group = make.make_group()
        own = LeadTime(9, LeadUnit.CLEAR_DAYS)
        NoticeSetting.objects.create(group=group, kind=kind, number=own.number, unit=own.unit)
        expected = date(2026, 12, 18) if kind in AFTER_THE_MEETING else date(2026, 11, 28)
        assert due_on(kind, EIGHTH, group) == expected
        other = next(one for one in NoticeKind if one != kind)
        assert due_on(other, EIGHTH, group) == USUAL[other]

    def test_the_steps_of_a_meeting_go_by_the_same(self) -> None:
        group = make.make_group()
        for number, kind in enumerate(NoticeKind, start=1):
            NoticeSetting.objects.create(
                group=group, kind=kind, number=number, unit=LeadUnit.CLEAR_DAYS
            )
        assert invitation_due(EIGHTH, group) == date(2026, 12, 6)
        assert agenda_due(EIGHTH, group) == date(2026, 11, 30)
        assert minutes_to_chair_due(EIGHTH, group) == date(2026, 12, 21)
        assert minutes_out_due(EIGHTH, group) == date(2026, 12, 22)

    def test_the_day_is_the_local_one(self) -> None:
        """A quarter past midnight in summer time is still the day before in UTC."""
        starts_at = datetime(2026, 6, 9, 0, 15, tzinfo=make.LONDON).astimezone(UTC)
        reminded = due_on(NoticeKind.REMINDER, starts_at, make.make_group())
        assert reminded == date(2026, 6, 8)


def test_every_notice_has_a_usual_lead_time_in_every_nation() -> None:
    assert all(usual(kind, nation).number for kind in NoticeKind for nation in Nation)
