"""In the example programme mail leaves only to this machine."""

from datetime import UTC, datetime

import pytest
from django.core.checks.registry import registry
from pytest_django.fixtures import Settings

from outbox.checks import ELSEWHERE, UNKNOWN, demo_mail_stays_here
from outbox.enums import State
from outbox.services.delivery import deliver
from tests.mail_server import MailServer
from tests.make import make_message

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("demo", "host", "expected"),
    [
        (True, "127.0.0.1", []),
        (True, "localhost", []),
        (True, "::1", []),
        (True, "192.0.2.25", [ELSEWHERE]),
        (True, "nowhere.invalid", [UNKNOWN]),
        (False, "192.0.2.25", []),
    ],
)
def test_the_system_check(settings: Settings, demo: bool, host: str, expected: list[str]) -> None:
    settings.DEMO, settings.EMAIL_HOST = demo, host

    assert [found.id for found in demo_mail_stays_here(None)] == expected


def test_the_check_is_made_before_anything_starts() -> None:
    assert demo_mail_stays_here in registry.get_checks()


@pytest.mark.django_db
def test_nothing_is_sent_to_another_machine(settings: Settings) -> None:
    settings.DEMO, settings.EMAIL_HOST = True, "192.0.2.25"
    message = make_message(now=NOW)

    deliver(clock=lambda: NOW)

    message.refresh_from_db()
    assert message.state == State.RETRYING
    assert message.explanation.startswith(
        "This is the example programme, whose mail leaves only to this machine"
    )


@pytest.mark.django_db
def test_mail_to_this_machine_is_sent(settings: Settings, mail_server: MailServer) -> None:
    settings.DEMO = True
    make_message(now=NOW)

    deliver(clock=lambda: NOW)

    assert len(mail_server.accepted) == 1
