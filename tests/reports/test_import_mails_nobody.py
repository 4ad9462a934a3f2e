"""An import mails nobody: no notice goes out for a moment before it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from outbox.models import Message
from reports.programme import import_programme
from steering.services.notices import queue_due
from tests.programme_folder import FILES, write_programme

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
"""A Monday."""
HEAD = FILES["meetings.csv"].splitlines()[0]

pytestmark = pytest.mark.django_db


def meeting_on(day: str) -> dict[str, str]:
    row = f"m,northmoor-group,M,{day}T10:00+00:00,{day}T12:00+00:00,online,,planned"
    return {"meetings.csv": f"{FILES['meetings.csv']}{row}\n"}


def addresses_mailed_within(days: int) -> list[str]:
    """Let beat look at each half hour from noon on; give who was mailed."""
    for half_hours in range(days * 48):
        queue_due(now=NOON + half_hours * timedelta(minutes=30))
    return sorted(Message.objects.values_list("to_address", flat=True))


def test_meetings_of_the_past_bring_nothing(tmp_path: Path) -> None:
    import_programme(write_programme(tmp_path), now=NOON)
    assert addresses_mailed_within(2) == []


def test_a_reminder_that_was_due_this_morning_does_not_go(tmp_path: Path) -> None:
    import_programme(write_programme(tmp_path, meeting_on("2026-03-03")), now=NOON)
    assert addresses_mailed_within(2) == []


def test_a_reminder_that_is_due_later_goes_to_the_members(tmp_path: Path) -> None:
    import_programme(write_programme(tmp_path, meeting_on("2026-03-04")), now=NOON)
    assert addresses_mailed_within(2) == ["ann@example.org", "bob@example.org"]


def test_a_meeting_moved_by_the_import_brings_none_for_a_moment_before(tmp_path: Path) -> None:
    before = NOON - timedelta(days=30)
    import_programme(write_programme(tmp_path, meeting_on("2026-04-01")), now=before)
    import_programme(write_programme(tmp_path, meeting_on("2026-03-03")), now=NOON)
    assert addresses_mailed_within(2) == []


def test_nor_does_somebody_who_gets_an_address(tmp_path: Path) -> None:
    before = NOON - timedelta(days=30)
    import_programme(write_programme(tmp_path, meeting_on("2026-03-03")), now=before)
    people = {"people.csv": FILES["people.csv"].replace("Cy Holt,", "Cy Holt,cy@example.org")}
    import_programme(write_programme(tmp_path, meeting_on("2026-03-03") | people), now=NOON)
    assert addresses_mailed_within(2) == []


def test_nor_does_a_newcomer_get_one(tmp_path: Path) -> None:
    before = NOON - timedelta(days=30)
    import_programme(write_programme(tmp_path, meeting_on("2026-03-03")), now=before)
    row = {"memberships.csv": "+northmoor-group,dee,,professional,member,2026-03-01,,"}
    import_programme(write_programme(tmp_path, meeting_on("2026-03-03") | row), now=NOON)
    assert addresses_mailed_within(2) == []
