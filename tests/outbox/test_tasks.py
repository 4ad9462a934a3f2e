"""What beat calls."""

from datetime import UTC, datetime

import pytest
from django.conf import settings

from outbox.models import Message
from outbox.tasks import deliver
from tests.mail_server import Fault, MailServer
from tests.make import make_messages

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.django_db
def test_it_sends_what_is_due_and_says_how_much(
    mail_server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="outbox")
    mail_server.faults = (Fault("rcpt", "reply", reply="550 No"),)
    make_messages(3, now=LONG_AGO)

    deliver()

    assert Message.objects.counts_by_state() == {"sent": 2, "failed": 1}
    assert sorted(caplog.messages[-1].removeprefix("Mail: ").split(", ")) == ["1 failed", "2 sent"]


def test_beat_calls_it_every_two_seconds() -> None:
    entry = settings.CELERY_BEAT_SCHEDULE["deliver"]

    assert (entry["task"], entry["schedule"]) == (deliver.name, 2.0)
