"""Whatever happens in whatever order: the table of transitions holds, and nobody gets two."""

import itertools
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from outbox.enums import IN_HAND, MAY_BECOME, OVER, State
from outbox.models import Claim, Message
from outbox.services import (
    TooLateToHold,
    TooLateToUndo,
    hold,
    pause,
    put,
    release,
    resume,
    send_again,
    undo,
    withdraw,
)
from outbox.services.claims import claimed
from outbox.services.delivery import deliver
from outbox.services.marks import Marks, session_of_a_worker
from tests.mail_server import Fault, MailServer
from tests.make import make_draft, make_mailbox, make_sign_in_code

batches = st.sampled_from([f"batch-{number}" for number in range(6)])
faults = st.builds(
    Fault,
    step=st.sampled_from(["mail", "rcpt", "data", "dot"]),
    act=st.sampled_from(["reply", "disconnect"]),
    message=st.integers(1, 4),
    reply=st.sampled_from(["451 Later", "550 No", "421 Closing"]),
)

NOTE_TRANSITIONS = """
CREATE TEMPORARY TABLE transition (was text, becomes text);
CREATE FUNCTION note_transition() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN INSERT INTO transition VALUES (OLD.state, NEW.state); RETURN NULL; END';
CREATE TRIGGER note_transition AFTER UPDATE ON outbox_message
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION note_transition();
"""


class Outbox(RuleBasedStateMachine):
    """One mailbox, a mail server with moods, and people who change their minds."""

    server: MailServer

    def __init__(self) -> None:
        super().__init__()
        self._transaction = transaction.atomic()
        self._transaction.__enter__()
        with connection.cursor() as cursor:
            cursor.execute(NOTE_TRANSITIONS)
        self.server.accepted.clear()
        self.now = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
        self.mailbox = make_mailbox(hold_seconds=60)
        self.keys = itertools.count(1)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._transaction.__exit__(None, None, None)

    @rule(batch=batches, number=st.integers(1, 4), held=st.booleans(), hours=st.integers(1, 200))
    def somebody_writes(self, batch: str, number: int, held: bool, hours: int) -> None:
        expires_at = self.now + timedelta(hours=hours)
        drafts = [
            make_draft(key=f"m{next(self.keys)}", batch=batch, about=batch, expires_at=expires_at)
            for _ in range(number)
        ]
        put(mailbox=self.mailbox, drafts=drafts, now=self.now, held=held)

    @rule()
    def somebody_signs_in(self) -> None:
        make_sign_in_code(now=self.now)

    @rule(minutes=st.sampled_from([1, 5, 60, 300]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(batch=batches)
    def undo_is_pressed(self, batch: str) -> None:
        before = self.states(batch)
        try:
            undo(batch=batch, now=self.now)
            assert set(self.states(batch).values()) <= {State.WITHDRAWN}
        except TooLateToUndo:
            assert self.states(batch) == before

    @rule(batch=batches)
    def hold_is_pressed(self, batch: str) -> None:
        before = self.states(batch)
        try:
            hold(batch=batch, now=self.now)
            assert set(self.states(batch).values()) <= {State.HELD, State.WITHDRAWN}
        except TooLateToHold:
            assert self.states(batch) == before

    @rule(batch=batches)
    def release_is_pressed(self, batch: str) -> None:
        release(batch=batch, now=self.now)

    @rule(about=batches)
    def the_meeting_is_cancelled(self, about: str) -> None:
        withdraw(about=about, now=self.now)
        left = OVER | {State.SENDING}
        assert set(self.states(about).values()) <= left

    @rule(paused=st.sampled_from([False, False, False, True]))
    def the_mailbox_is_set(self, paused: bool) -> None:
        if paused:
            pause(mailbox=self.mailbox, now=self.now)
        else:
            resume(mailbox=self.mailbox)

    @rule()
    def what_did_not_arrive_is_sent_again(self) -> None:
        unexpired = Message.objects.listed().not_arrived().exclude(expires_at__lte=self.now)
        send_again(messages=unexpired, now=self.now)

    @rule(moods=st.lists(faults, max_size=3))
    def the_worker_comes(self, moods: list[Fault]) -> None:
        self.server.offered, self.server.faults = 0, tuple(moods)
        deliver(clock=lambda: self.now)
        assert not Message.objects.filter(state__in=IN_HAND).exists()
        assert not Claim.objects.exists()

    @rule(begun=st.sampled_from([True, True, False]), database_too=st.booleans())
    def the_worker_dies(self, begun: bool, database_too: bool) -> None:
        with session_of_a_worker():
            claim = claimed(limit=3, now=self.now)
            hand = claim.__enter__()
            if begun and hand.messages:
                Marks(hand.claim).begin(hand.messages[0], now=self.now)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock_all()")
        if database_too:
            Claim.objects.all().delete()

    @invariant()
    def only_known_ways_are_taken(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM transition RETURNING was, becomes")
            taken = set(cursor.fetchall())
        assert all(becomes in MAY_BECOME[was] for was, becomes in taken), taken

    @invariant()
    def the_accounts_agree(self) -> None:
        taken = Counter(self.server.message_ids)
        assert set(taken.values()) <= {1}
        rows = dict(Message.objects.values_list("message_id", "state"))
        assert {rows[taken_id] for taken_id in taken} <= {State.SENT, State.UNCONFIRMED}
        assert {row for row, state in rows.items() if state == State.SENT} <= taken.keys()

    def states(self, batch: str) -> dict[int, str]:
        return dict(Message.objects.of_batch(batch).values_list("pk", "state"))


@pytest.mark.django_db
def test_the_outbox_under_all_circumstances(mail_server: MailServer) -> None:
    Outbox.server = mail_server
    run_state_machine_as_test(
        Outbox,
        settings=settings(
            max_examples=50,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
