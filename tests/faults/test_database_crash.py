"""The database crashes in the middle of a delivery and may have lost marks."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection
from pytest_django import DjangoDbBlocker

from outbox.enums import IN_HAND, State
from outbox.models import Message
from outbox.services.claims import DATABASE_CRASHED
from outbox.services.delivery import deliver
from tests.faults.accounts import check_accounts
from tests.faults.databases import crash, throw_away_database, wait_for_recovery
from tests.mail_server import MailServer
from tests.make import make_messages

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
MESSAGES = 30
CRASH_AT = 20


@pytest.fixture
def database(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), throw_away_database():
        yield


def deliver_and_crash(server: MailServer) -> list[Message]:
    """Let the database crash when the mail server has taken a part of the messages."""
    messages = make_messages(MESSAGES, now=NOW)

    def when_taken(accepted: object) -> None:
        if len(server.accepted) == CRASH_AT:
            crash()

    server.when_taken = when_taken
    with pytest.raises(DatabaseError):
        deliver(clock=lambda: NOW)
    wait_for_recovery()
    return messages


def test_all_that_was_claimed_is_unconfirmed_and_nobody_gets_two(
    database: None, mail_server: MailServer
) -> None:
    messages = deliver_and_crash(mail_server)
    sent_and_forgotten = Message.objects.filter(
        state__in=IN_HAND, message_id__in=mail_server.message_ids
    )
    assert sent_and_forgotten.count() > 1, "the crash lost no marks, so this test shows nothing"

    deliver(clock=lambda: NOW)

    assert len(mail_server.accepted) == CRASH_AT
    assert not Message.objects.exclude(state__in=[State.SENT, State.UNCONFIRMED]).exists()
    unconfirmed = Message.objects.filter(state=State.UNCONFIRMED)
    assert set(unconfirmed.values_list("explanation", flat=True)) == {DATABASE_CRASHED}
    check_accounts(mail_server, messages, unconfirmed_at_most=MESSAGES)

    # What comes after the crash goes its usual way.
    make_messages(5, now=NOW)
    deliver(clock=lambda: NOW)
    assert len(mail_server.accepted) == CRASH_AT + 5


def test_with_a_witness_that_survives_the_crash_somebody_gets_two(
    database: None, mail_server: MailServer
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE outbox_claim SET LOGGED")

    messages = deliver_and_crash(mail_server)
    deliver(clock=lambda: NOW)

    with pytest.raises(AssertionError, match="somebody got two"):
        check_accounts(mail_server, messages, unconfirmed_at_most=MESSAGES)
