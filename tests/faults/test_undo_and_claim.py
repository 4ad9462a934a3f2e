"""Undo and the worker's claim at the same moment: one of them is wholly first."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from outbox.enums import State
from outbox.models import Message
from outbox.services import TooLateToUndo, pause, undo
from outbox.services.claims import claimed
from outbox.services.delivery import deliver
from tests.mail_server import MailServer
from tests.make import make_mailbox, make_messages

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
ROUNDS = 10


def at_once(*jobs: Callable[[], None]) -> None:
    """Run the jobs in threads that start together, each with its own database session."""
    start = threading.Barrier(len(jobs))
    errors: list[BaseException] = []

    def run(job: Callable[[], None]) -> None:
        try:
            start.wait()
            job()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_undo_waits_for_a_worker_that_came_first(mail_server: MailServer) -> None:
    make_messages(3, now=NOW, batch="b1")
    outcome: list[TooLateToUndo] = []

    def press_undo() -> None:
        with pytest.raises(TooLateToUndo) as raised:
            undo(batch="b1", now=NOW)
        outcome.append(raised.value)
        connection.close()

    thread = threading.Thread(target=press_undo)
    with transaction.atomic():
        deliver(clock=lambda: NOW)
        thread.start()
        thread.join(timeout=0.3)
        assert thread.is_alive(), "it did not wait"
    thread.join()

    assert outcome[0].number == 3
    assert Message.objects.counts_by_state() == {State.SENT: 3}


def test_a_pause_waits_for_a_worker_that_is_just_taking_messages() -> None:
    mailbox = make_mailbox()
    make_messages(3, now=NOW, mailbox=mailbox)
    paused = threading.Event()

    def press_pause() -> None:
        pause(mailbox=mailbox, now=NOW)
        paused.set()
        connection.close()

    thread = threading.Thread(target=press_pause)
    hand = claimed(limit=10, now=NOW)
    with transaction.atomic():
        hand.__enter__()
        thread.start()
        assert not paused.wait(0.3), "it did not wait"
    thread.join()

    assert Message.objects.counts_by_state() == {State.QUEUED: 3}


def test_a_worker_leaves_alone_what_is_being_undone(mail_server: MailServer) -> None:
    make_messages(3, now=NOW, batch="b1")
    other = make_messages(1, now=NOW)

    with transaction.atomic():
        undo(batch="b1", now=NOW)
        at_once(lambda: deliver(clock=lambda: NOW))

    assert mail_server.message_ids == [other[0].message_id]
    deliver(clock=lambda: NOW)
    assert Message.objects.counts_by_state() == {State.SENT: 1, State.WITHDRAWN: 3}


def test_either_all_are_undone_or_none(mail_server: MailServer) -> None:
    mailbox = make_mailbox()
    undone = 0

    for round_ in range(ROUNDS):
        batch = f"batch-{round_}"
        messages = make_messages(10, now=NOW, mailbox=mailbox, batch=batch)
        outcome = []

        def press_undo(batch: str = batch, outcome: list[str] = outcome) -> None:
            try:
                undo(batch=batch, now=NOW)
                outcome.append("undone")
            except TooLateToUndo:
                outcome.append("too late")

        at_once(press_undo, lambda: deliver(clock=lambda: NOW))
        deliver(clock=lambda: NOW)

        states = set(Message.objects.of_batch(batch).values_list("state", flat=True))
        assert states == ({State.WITHDRAWN} if outcome == ["undone"] else {State.SENT})
        sent = {message.message_id for message in messages} & set(mail_server.message_ids)
        assert len(sent) == (0 if outcome == ["undone"] else 10)
        undone += outcome == ["undone"]

    print(f"{undone} of {ROUNDS} undone")


def test_four_workers_at_once_send_each_message_once(mail_server: MailServer) -> None:
    messages = make_messages(300, now=NOW)

    at_once(*[lambda: deliver(clock=lambda: NOW)] * 4)

    assert sorted(mail_server.message_ids) == sorted(row.message_id for row in messages)
    assert Message.objects.counts_by_state() == {State.SENT: 300}
    assert mail_server.connections > 1
