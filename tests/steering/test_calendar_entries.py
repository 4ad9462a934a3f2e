"""Calendar entries, read back by a library of their own and by the zone they carry."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest

from steering.documents import calendar
from steering.documents.calendar import Contact
from steering.enums import MeetingState, Mode
from tests.make import LONDON, make_meeting

pytestmark = pytest.mark.django_db

HELEN = Contact("Helen Marsh", "helen@example.org")
ANIL = Contact("Anil, Kapoor; Dr", "anil@example.org")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def invited(meeting):
    text = calendar.invitation(meeting, organiser=HELEN, attendee=ANIL, now=NOW)
    parsed = icalendar.Calendar.from_ical(text)
    return parsed, parsed.walk("VEVENT")[0]


def offset_by_its_own_zone(parsed, local: datetime) -> timedelta:
    """The offset that the VTIMEZONE of `parsed` gives for a local time, by RFC 5545, 3.6.5."""
    begun = []
    for part in parsed.walk("STANDARD") + parsed.walk("DAYLIGHT"):
        rule = part["rrule"]
        month = rule["bymonth"][0]
        days = (date(local.year, month, number) for number in range(1, 32))
        last_sunday = max(day for day in days if day.weekday() == 6)
        start = datetime.combine(last_sunday, part["dtstart"].dt.time())
        if start > local:
            continue
        begun.append((start, part["tzoffsetto"].td))
    winter = parsed.walk("STANDARD")[0]["tzoffsetto"].td
    return max(begun)[1] if begun else winter


def test_an_invitation_names_the_meeting_its_organiser_and_one_attendee():
    meeting = make_meeting(title="Northfield; group, 8 December", mode=Mode.HYBRID)
    parsed, event = invited(meeting)
    assert parsed["method"] == "REQUEST"
    assert (str(event["uid"]), event["sequence"]) == (str(meeting.uid), 0)
    assert str(event["summary"]) == "Northfield; group, 8 December"
    assert str(event["location"]) == "Town Hall, and online"
    assert str(event["organizer"]) == "mailto:helen@example.org"
    assert str(event["attendee"]) == "mailto:anil@example.org"
    assert event["attendee"].params["CN"] == "Anil, Kapoor; Dr"


@pytest.mark.parametrize(
    "local_time",
    [
        "2026-03-27T10:00",
        "2026-03-30T10:00",
        "2026-07-07T10:00",
        "2026-10-23T10:00",
        "2026-10-26T10:00",
        "2026-12-08T10:00",
        "2030-04-01T09:30",
    ],
)
def test_a_calendar_that_reads_the_entrys_own_zone_finds_the_right_instant(local_time):
    local = datetime.fromisoformat(local_time)
    meeting = make_meeting(starts_at=local.replace(tzinfo=LONDON))
    parsed, event = invited(meeting)
    assert event["dtstart"].params["TZID"] == "Europe/London"
    written = event["dtstart"].dt.replace(tzinfo=None)
    assert written == local
    instant = (written - offset_by_its_own_zone(parsed, written)).replace(tzinfo=UTC)
    assert instant == meeting.starts_at.astimezone(UTC)


def test_a_cancellation_takes_the_same_entry_out():
    meeting = make_meeting(state=MeetingState.CANCELLED)
    meeting.sequence = 2
    text = calendar.cancellation(meeting, organiser=HELEN, attendee=ANIL, now=NOW)
    parsed = icalendar.Calendar.from_ical(text)
    event = parsed.walk("VEVENT")[0]
    assert (parsed["method"], event["status"]) == ("CANCEL", "CANCELLED")
    assert (str(event["uid"]), event["sequence"]) == (str(meeting.uid), 2)


def test_the_file_names_no_attendee():
    text = calendar.file_of(make_meeting(), organiser=HELEN, now=NOW)
    assert "METHOD:PUBLISH" in text
    assert "ATTENDEE" not in text


def test_no_line_is_longer_than_75_octets():
    meeting = make_meeting(title="Ä" * 190, place="Ö" * 200)
    text = calendar.invitation(meeting, organiser=HELEN, attendee=ANIL, now=NOW)
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
