"""Calendar files read back by ical.js, a reader by other hands, in the browser of the tests."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.conf import settings
from playwright.sync_api import Browser

ICAL = settings.BASE_DIR / "node_modules" / "ical.js" / "dist" / "ical.es5.min.cjs"
READ = """
texts => texts.map(text => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const people = (event, name) => event.getAllProperties(name).map(
    one => [one.getParameter("cn") || "", one.getFirstValue()]);
  return calendar.getAllSubcomponents("vevent").map(event => ({
    method: calendar.getFirstPropertyValue("method") || "",
    uid: event.getFirstPropertyValue("uid"),
    sequence: event.getFirstPropertyValue("sequence"),
    status: event.getFirstPropertyValue("status") || "",
    starts_at: event.getFirstPropertyValue("dtstart").toUnixTime(),
    ends_at: event.getFirstPropertyValue("dtend").toUnixTime(),
    title: event.getFirstPropertyValue("summary"),
    where: event.getFirstPropertyValue("location") || "",
    link: event.getFirstPropertyValue("url") || "",
    organiser: people(event, "organizer"),
    attendees: people(event, "attendee"),
    repeats: event.getFirstPropertyValue("recurrence-id") !== null || event.hasProperty("rrule"),
    alarms: event.getAllSubcomponents("valarm").length,
  }));
})
"""
"""Each time is reckoned by the VTIMEZONE that stands in the file itself."""


@dataclass(frozen=True)
class Read:
    """An event as ical.js understood it; people are (name, address), with `mailto:`."""

    method: str
    uid: str
    sequence: int
    status: str
    starts_at: datetime
    ends_at: datetime
    title: str
    where: str
    link: str
    organiser: tuple[tuple[str, str], ...]
    attendees: tuple[tuple[str, str], ...]
    repeats: bool
    alarms: int


Reader = Callable[..., list[Read]]


@pytest.fixture(scope="session")
def by_ical_js(browser: Browser) -> Iterator[Reader]:
    """`by_ical_js(text, …)` gives the events of calendar files, in order."""
    page = browser.new_page()
    page.add_script_tag(content=ICAL.read_text(encoding="utf-8"))

    def read(*texts: str) -> list[Read]:
        return [_read(event) for events in page.evaluate(READ, list(texts)) for event in events]

    yield read
    page.close()


def _read(event: dict[str, object]) -> Read:
    moments = {
        name: datetime.fromtimestamp(int(str(event[name])), tz=UTC)
        for name in ("starts_at", "ends_at")
    }
    people = {
        name: tuple(tuple(one) for one in event[name])  # type: ignore[attr-defined]
        for name in ("organiser", "attendees")
    }
    return Read(**{**event, **moments, **people})  # type: ignore[arg-type]
