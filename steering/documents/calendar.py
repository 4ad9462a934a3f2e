"""A meeting as a calendar entry (RFC 5545) and as an invitation (RFC 5546).

Times stand in local time with a time zone definition of our own: it holds the rules of British
Summer Time since 1996, so that every calendar reads the same instant.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from icalendar import (
    Alarm,
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vText,
)

from steering.enums import MeetingState
from steering.models import Meeting

if TYPE_CHECKING:
    from steering.feeds import FedMeeting

LONDON = ZoneInfo("Europe/London")
PRODUCT = "-//thinkfamily//steering groups//EN"


@dataclass(frozen=True)
class Contact:
    """Somebody as a calendar names them."""

    name: str
    address: str


def invitation(meeting: Meeting, *, organiser: Contact, attendee: Contact, now: datetime) -> str:
    """Give the METHOD:REQUEST text for one invited person; also for a change of the meeting."""
    event = _event(meeting, now=now)
    event.add("organizer", _address(organiser), encode=False)
    event.add("attendee", _attendee(attendee), encode=False)
    return _calendar(event, method="REQUEST")


def cancellation(meeting: Meeting, *, organiser: Contact, attendee: Contact, now: datetime) -> str:
    """Give the METHOD:CANCEL text by which one person learns that the meeting is cancelled."""
    return _cancel(_event(meeting, now=now), organiser, attendee)


def removal(meeting: Meeting, *, organiser: Contact, attendee: Contact, now: datetime) -> str:
    """Give the METHOD:CANCEL text for one person who is not expected at a meeting that will be.

    Without STATUS, which would say that the meeting itself is cancelled (RFC 5546, 3.2.5).
    """
    event = _event(meeting, now=now)
    del event["status"]
    event.subcomponents.clear()
    return _cancel(event, organiser, attendee)


def file_of(meeting: Meeting, *, organiser: Contact | None, now: datetime) -> str:
    """Give the text of an .ics file that anyone who may see the meeting can open.

    With PUBLISH an entry names its organiser (RFC 5546, 3.2.1); without one it has no method.
    """
    event = _event(meeting, now=now)
    if organiser is None:
        return _calendar(event)
    event.add("organizer", _address(organiser), encode=False)
    return _calendar(event, method="PUBLISH")


def feed_of(meetings: Iterable[FedMeeting], *, name: str) -> str:
    """Give a whole calendar called `name`, for a program that reads it again and again.

    It invites nobody, so it has no method and names no people: no address stands in it. Each
    entry is stamped with when the meeting last changed, so that the same meetings give the same
    text. NAME and REFRESH-INTERVAL are of RFC 7986; older programs read the X- names.
    """
    calendar = _head()
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", LONDON.key)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return _with_events(calendar, map(_fed, meetings))


def _fed(meeting: FedMeeting) -> Event:
    event = _event(meeting, now=meeting.changed_at)
    event.add("last-modified", meeting.changed_at.astimezone(UTC))
    event.subcomponents.clear()
    return event


def _cancel(event: Event, organiser: Contact, attendee: Contact) -> str:
    event.add("organizer", _address(organiser), encode=False)
    event.add("attendee", _address(attendee), encode=False)
    return _calendar(event, method="CANCEL")


def _calendar(event: Event, *, method: str = "") -> str:
    calendar = _head()
    if method:
        calendar.add("method", method)
    return _with_events(calendar, [event])


def _head() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    return calendar


def _with_events(calendar: Calendar, events: Iterable[Event]) -> str:
    calendar.add_component(_london())
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical().decode()


def _event(meeting: Meeting, *, now: datetime) -> Event:
    event = Event()
    event.add("uid", str(meeting.uid))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", _local(meeting.starts_at))
    event.add("dtend", _local(meeting.ends_at))
    event.add("summary", meeting.title)
    if meeting.where:
        event.add("location", meeting.where)
    if meeting.joining_link:
        event.add("url", meeting.joining_link)
        event.add("description", f"To join online: {meeting.joining_link}")
    cancelled = meeting.state == MeetingState.CANCELLED
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if not cancelled:
        event.add_component(_alarm(meeting.title))
    return event


def _local(moment: datetime) -> datetime:
    """Local time; UTC in the hour that comes twice in autumn, as readers differ on which it is."""
    local = moment.astimezone(LONDON)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return local.astimezone(UTC) if twice else local


def _address(contact: Contact) -> vCalAddress:
    address = vCalAddress(f"mailto:{contact.address}")
    address.params["CN"] = vText(contact.name)
    return address


def _attendee(contact: Contact) -> vCalAddress:
    address = _address(contact)
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText("NEEDS-ACTION")
    address.params["RSVP"] = vText("TRUE")
    return address


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(minutes=-30))
    return alarm


def _london() -> Timezone:
    """British Summer Time begins and ends at 01:00 UTC on the last Sunday of March and October."""
    zone = Timezone()
    zone.add("tzid", "Europe/London")
    zone.add("x-lic-location", "Europe/London")
    zone.add_component(
        _observance(TimezoneDaylight(), "19960331T010000", month=3, before=0, after=1)
    )
    zone.add_component(
        _observance(TimezoneStandard(), "19961027T020000", month=10, before=1, after=0)
    )
    return zone


def _observance(
    part: TimezoneDaylight | TimezoneStandard,
    start: str,
    *,
    month: int,
    before: int,
    after: int,
) -> TimezoneDaylight | TimezoneStandard:
    part["dtstart"] = start  # local time without a zone, as RFC 5545, 3.6.5 asks
    part.add("tzoffsetfrom", timedelta(hours=before))
    part.add("tzoffsetto", timedelta(hours=after))
    part.add("tzname", "BST" if after else "GMT")
    part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
    return part
