"""The instants of calendar files as ical.js reckons them, about every clock change to come."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from steering.documents import calendar
from steering.documents.calendar import Contact
from steering.models import Meeting
from tests.ical_js import Reader

HELEN = Contact("Helen Marsh", "helen@example.org")
AMY = Contact("Amy Rudd", "amy@example.org")
NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
CLOCK_CHANGES = {
    2026: (date(2026, 3, 29), date(2026, 10, 25)),
    2027: (date(2027, 3, 28), date(2027, 10, 31)),
    2028: (date(2028, 3, 26), date(2028, 10, 29)),
    2029: (date(2029, 3, 25), date(2029, 10, 28)),
    2030: (date(2030, 3, 31), date(2030, 10, 27)),
}
"""As published for the United Kingdom: the last Sundays of March and October."""
HOURS = (0, 2, 3, 10, 18, 23)
HOUR = timedelta(hours=1)


def local_starts() -> list[datetime]:
    """Wall clock times on the day before, of and after each change, none that comes twice."""
    return [
        datetime.combine(day + timedelta(days=step), time(hour))
        for changes in CLOCK_CHANGES.values()
        for day in changes
        for step in (-1, 0, 1)
        for hour in HOURS
    ]


def offset(local: datetime) -> timedelta:
    """The offset from UTC, from the table above alone."""
    spring, autumn = CLOCK_CHANGES[local.year]
    begins = datetime.combine(spring, time(1))
    ends = datetime.combine(autumn, time(2))
    return HOUR if begins <= local < ends else timedelta()


def meeting_at(local: datetime, *, minutes: int = 120) -> Meeting:
    """A meeting that is not stored, so that hundreds of them cost nothing."""
    starts_at = (local - offset(local)).replace(tzinfo=UTC)
    return Meeting(
        title="We meet", starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes)
    )


def entry_of(meeting: Meeting) -> str:
    return calendar.invitation(meeting, organiser=HELEN, attendee=AMY, now=NOW)


def wrong_instants(by_ical_js: Reader, *, spoil: tuple[str, str] = ("", "")) -> list[str]:
    """The local times that ical.js does not bring to the right instant."""
    meetings = [meeting_at(local) for local in local_starts()]
    read = by_ical_js(*(entry_of(one).replace(*spoil) for one in meetings))
    return [
        f"{meant.starts_at:%Y-%m-%d %H:%M} is read as {got.starts_at:%Y-%m-%d %H:%M}"
        for meant, got in zip(meetings, read, strict=True)
        if (meant.starts_at, meant.ends_at) != (got.starts_at, got.ends_at)
    ]


def test_every_instant_about_every_clock_change_is_read_as_it_was_meant(by_ical_js):
    assert len(local_starts()) == 5 * 2 * 3 * len(HOURS)
    assert wrong_instants(by_ical_js) == []


@pytest.mark.parametrize(
    ("right", "wrong", "when"),
    [
        ("TZOFFSETTO:+0100", "TZOFFSETTO:+0200", "summer"),
        ("TZOFFSETTO:+0000", "TZOFFSETTO:+0100", "winter"),
        ("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=3", "week"),
        ("DTSTART:19961027T020000", "DTSTART:19961027T040000", "hour of the change"),
    ],
)
def test_a_zone_that_is_off_is_noticed(by_ical_js, right, wrong, when):
    assert right in entry_of(meeting_at(datetime.combine(date(2026, 7, 1), time(10))))
    assert wrong_instants(by_ical_js, spoil=(right, wrong)) != [], when


def test_a_meeting_across_a_clock_change_ends_when_it_is_meant_to(by_ical_js):
    across = [
        meeting_at(datetime.combine(day, time(0, 30)), minutes=180)
        for changes in CLOCK_CHANGES.values()
        for day in changes
    ]
    read = by_ical_js(*map(entry_of, across))
    assert [one.ends_at - one.starts_at for one in read] == [timedelta(hours=3)] * 10
    assert [one.starts_at for one in read] == [one.starts_at for one in across]


@pytest.mark.parametrize("minutes", [0, 30, 59, 60, 90, 119])
def test_both_times_of_the_hour_that_comes_twice_are_told_apart(by_ical_js, minutes):
    for _, autumn in CLOCK_CHANGES.values():
        starts_at = datetime(autumn.year, autumn.month, autumn.day, tzinfo=UTC)
        starts_at += timedelta(minutes=minutes)
        meeting = Meeting(title="We meet", starts_at=starts_at, ends_at=starts_at + HOUR)
        [read] = by_ical_js(entry_of(meeting))
        assert (read.starts_at, read.ends_at) == (meeting.starts_at, meeting.ends_at)
