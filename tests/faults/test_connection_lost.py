"""A worker without its database connection has no claim any more, and must stop at once."""

import contextlib
from datetime import UTC, datetime, timedelta

import psycopg2
import pytest
from django.db import DatabaseError, connection

from outbox.enums import State
from outbox.models import Message
from outbox.services.claims import WORKER_DIED, claimed, recover
from outbox.services.delivery import deliver
from tests.faults.accounts import check_accounts
from tests.mail_server import MailServer
from tests.make import make_messages

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def end_session(process: int) -> None:
    """End another database session, as an administrator or a broken network would."""
    parameters = connection.get_connection_params()
    with contextlib.closing(
        psycopg2.connect(
            **{
                name: value
                for name, value in parameters.items()
                if name in {"dbname", "user", "password", "host", "port"}
            }
        )
    ) as other:
        other.autocommit = True
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])


def test_it_stops_and_only_the_message_in_flight_is_unconfirmed(mail_server: MailServer) -> None:
    messages = make_messages(20, now=NOW)
    connection.ensure_connection()
    process = connection.connection.get_backend_pid()

    def when_taken(accepted: object) -> None:
        if len(mail_server.accepted) == 7:
            end_session(process)

    mail_server.when_taken = when_taken
    with pytest.raises(DatabaseError):
        deliver(clock=lambda: NOW)
    assert len(mail_server.accepted) == 7

    deliver(clock=lambda: NOW)

    unconfirmed = Message.objects.get(state=State.UNCONFIRMED)
    assert unconfirmed.message_id == mail_server.message_ids[6]
    assert unconfirmed.explanation == WORKER_DIED
    check_accounts(mail_server, messages, unconfirmed_at_most=1)


def test_nobody_takes_the_claim_of_a_worker_that_lives(mail_server: MailServer) -> None:
    make_messages(3, now=NOW)

    with claimed(limit=2, now=NOW) as hand:
        own_session, connection.connection = connection.connection, None
        # A session of another worker, hours later.
        recover(now=NOW + timedelta(hours=5))
        deliver(clock=lambda: NOW)
        connection.close()
        connection.connection = own_session

        states = Message.objects.order_by("pk").values_list("state", flat=True)
        assert list(states) == [State.CLAIMED, State.CLAIMED, State.SENT]
        assert len(hand.messages) == 2
