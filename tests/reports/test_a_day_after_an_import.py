"""An import mails nobody, then or later: what beat does until notices go the next morning."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from outbox.models import Message
from reports.programme import import_programme
from steering.models import Meeting
from steering.services import notices, sendings

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
"""Half an hour after the notices of the day went out."""
EVERY = timedelta(minutes=10)
EXAMPLE = settings.BASE_DIR / "programmes" / "example"
REAL = settings.BASE_DIR.parent / "shared" / "data" / "real-minutes"


def a_day_of_beat(start: datetime) -> None:
    for number in range(23 * 6 + 1):
        notices.queue_due(now=start + number * EVERY)
        sendings.settle(now=start + number * EVERY)


@pytest.mark.parametrize("folder", [EXAMPLE, REAL], ids=["example", "real minutes"])
def test_it_mails_nobody(folder: Path) -> None:
    if not folder.exists():
        pytest.skip("These minutes lie beside the project, and only on some machines.")
    import_programme(folder, now=NOW)
    a_day_of_beat(NOW)
    assert Message.objects.count() == 0


def test_a_meeting_that_was_imported_is_reminded_of_when_its_time_comes() -> None:
    """Otherwise the test above would say nothing."""
    import_programme(EXAMPLE, now=NOW)
    soonest = Meeting.objects.after(NOW).first()
    a_day_of_beat(soonest.starts_at - timedelta(days=1, hours=2))
    reminded = Message.objects.filter(about=f"meeting:{soonest.pk}", kind="reminder").count()
    members = soonest.group.memberships.active_on(soonest.starts_at.date()).in_force()
    assert reminded == members.exclude(person__email="").count() > 0


def test_a_reminder_whose_moment_lay_before_the_import_stays_unsent() -> None:
    soonest = datetime(2026, 12, 3, 10, 0, tzinfo=UTC)
    import_programme(EXAMPLE, now=soonest - timedelta(hours=3))
    a_day_of_beat(soonest - timedelta(hours=3))
    assert not Message.objects.filter(expires_at=soonest).exists()
