"""Undo, withdraw, hold, release and pause, while messages wait and while they go."""

from datetime import UTC, datetime, timedelta

import pytest

from outbox.enums import State
from outbox.models import Mailbox, Message
from outbox.services import (
    TooLateToHold,
    TooLateToUndo,
    hold,
    pause,
    put,
    release,
    resume,
    undo,
    withdraw,
)
from outbox.services.claims import claimed
from outbox.services.delivery import deliver
from outbox.services.sweeping import sweep
from tests.mail_server import MailServer
from tests.make import make_draft, make_mailbox, make_message, make_messages, make_sign_in_code

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)


def states(**wanted: object) -> list[str]:
    return list(Message.objects.filter(**wanted).order_by("pk").values_list("state", flat=True))


def test_held_messages_go_when_their_time_is_over_and_not_before(
    mailbox: Mailbox, mail_server: MailServer
) -> None:
    put(mailbox=mailbox, drafts=[make_draft()], now=NOW)

    deliver(clock=lambda: LATER - timedelta(seconds=1))
    assert (states(), mail_server.accepted) == ([State.HELD], [])

    deliver(clock=lambda: LATER)
    assert (states(), len(mail_server.accepted)) == ([State.SENT], 1)


def test_undo_withdraws_a_whole_batch(mailbox: Mailbox, mail_server: MailServer) -> None:
    put(mailbox=mailbox, drafts=[make_draft(batch="b1"), make_draft(batch="b1")], now=NOW)
    other = make_message(now=NOW, mailbox=mailbox, batch="b2")

    assert undo(batch="b1", now=NOW) == 2

    deliver(clock=lambda: LATER)
    assert states(batch="b1") == [State.WITHDRAWN] * 2
    assert mail_server.message_ids == [other.message_id]
    assert undo(batch="b1", now=LATER) == 0


@pytest.mark.parametrize("state", [State.CLAIMED, State.SENDING, State.SENT, State.UNCONFIRMED])
def test_undo_does_nothing_when_even_one_is_gone(mailbox: Mailbox, state: State) -> None:
    first, _ = put(
        mailbox=mailbox, drafts=[make_draft(batch="b1"), make_draft(batch="b1")], now=NOW
    )
    Message.objects.filter(pk=first.pk).update(
        state=state,
        claim="5b6b0b43-5a3d-4d6c-b1a9-0c4a26f6a5f1",
        sent_at=LATER if state == State.SENT else None,
        explanation="It may have arrived.",
        changed_at=LATER,
    )

    with pytest.raises(TooLateToUndo) as raised:
        undo(batch="b1", now=LATER)

    assert (raised.value.number, raised.value.since) == (1, LATER)
    assert states() == [state, State.HELD]


@pytest.mark.parametrize("handle", ["about", "batch", "recipient", "kind"])
def test_withdraw_takes_what_fits_and_nothing_else(mailbox: Mailbox, handle: str) -> None:
    wanted = make_message(now=NOW, mailbox=mailbox, **{handle: "meeting:1"})
    other = make_message(now=NOW, mailbox=mailbox, **{handle: "meeting:2"})

    assert withdraw(**{handle: "meeting:1"}, because="The meeting was cancelled.", now=NOW) == 1

    wanted.refresh_from_db()
    other.refresh_from_db()
    assert (wanted.state, wanted.explanation) == (State.WITHDRAWN, "The meeting was cancelled.")
    assert other.state == State.QUEUED


def test_withdraw_of_everything_is_refused() -> None:
    with pytest.raises(ValueError, match="Say which messages"):
        withdraw(now=NOW)


def test_withdraw_leaves_sign_in_codes_and_what_was_sent(mail_server: MailServer) -> None:
    make_sign_in_code(now=NOW)
    make_message(now=NOW, about="meeting:1")
    deliver(clock=lambda: NOW)

    assert withdraw(about="meeting:1", now=NOW) == 0
    assert states() == [State.SENT] * 2


def test_withdraw_takes_claimed_messages_out_of_the_workers_hand(mail_server: MailServer) -> None:
    message = make_message(now=NOW, about="meeting:1")

    with claimed(limit=10, now=NOW):
        assert withdraw(about="meeting:1", now=NOW) == 1

    deliver(clock=lambda: NOW)
    message.refresh_from_db()
    assert (message.state, message.claim) == (State.WITHDRAWN, None)
    assert mail_server.accepted == []


def test_a_message_withdrawn_while_it_is_being_sent_is_not_tried_again(
    mail_server: MailServer,
) -> None:
    message = make_message(now=NOW, about="meeting:1")
    Message.objects.filter(pk=message.pk).update(
        state=State.SENDING, claim="5b6b0b43-5a3d-4d6c-b1a9-0c4a26f6a5f1"
    )
    assert withdraw(about="meeting:1", because="Cancelled.", now=NOW) == 0

    # What the worker writes when the mail server put it off.
    Message.objects.filter(pk=message.pk).update(
        state=State.RETRYING, claim=None, explanation="The mail server put it off."
    )
    deliver(clock=lambda: NOW)

    message.refresh_from_db()
    assert (message.state, message.explanation) == (State.WITHDRAWN, "Cancelled.")
    assert mail_server.accepted == []


def test_a_batch_held_by_hand_stays_until_it_is_released(mail_server: MailServer) -> None:
    make_messages(2, now=NOW, batch="b1")

    assert hold(batch="b1", now=NOW) == 2
    deliver(clock=lambda: NOW + timedelta(days=30))
    assert states() == [State.HELD] * 2
    assert Message.objects.held_past_their_time(NOW).count() == 2

    assert release(batch="b1", now=LATER) == 2
    deliver(clock=lambda: LATER)
    assert states() == [State.SENT] * 2


def test_release_leaves_the_time_for_undo_alone(mailbox: Mailbox) -> None:
    put(mailbox=mailbox, drafts=[make_draft(batch="b1")], now=NOW)

    assert release(batch="b1", now=NOW) == 0
    assert states() == [State.HELD]


def test_hold_comes_too_late_when_a_message_has_gone(mail_server: MailServer) -> None:
    make_message(now=NOW, batch="b1")
    deliver(clock=lambda: NOW)

    with pytest.raises(TooLateToHold):
        hold(batch="b1", now=NOW)


def test_nothing_leaves_a_paused_mailbox(mail_server: MailServer) -> None:
    mailbox = make_mailbox()
    paused, other = make_message(now=NOW, mailbox=mailbox), make_message(now=NOW)

    pause(mailbox=mailbox, now=NOW)
    deliver(clock=lambda: NOW)
    assert mail_server.message_ids == [other.message_id]

    resume(mailbox=mailbox)
    deliver(clock=lambda: LATER)
    assert mail_server.message_ids == [other.message_id, paused.message_id]


def test_a_pause_takes_claimed_messages_out_of_the_workers_hand(mailbox: Mailbox) -> None:
    make_message(now=NOW, mailbox=mailbox)

    with claimed(limit=10, now=NOW):
        pause(mailbox=mailbox, now=NOW)
        assert states() == [State.QUEUED]


def test_what_was_not_sent_in_time_is_withdrawn_and_says_why(mail_server: MailServer) -> None:
    message = make_message(now=NOW, expires_at=LATER)

    deliver(clock=lambda: LATER)

    message.refresh_from_db()
    assert message.state == State.WITHDRAWN
    assert message.explanation == "Its time was over before it could be sent."
    assert mail_server.accepted == []


def test_what_was_tried_and_not_delivered_in_time_has_failed(db: None) -> None:
    message = make_message(now=NOW, expires_at=LATER)
    Message.objects.filter(pk=message.pk).update(
        state=State.RETRYING, attempts=2, explanation="The mail server put it off."
    )

    sweep(now=LATER)

    assert states() == [State.FAILED]


def test_a_message_is_not_sent_before_its_time(mail_server: MailServer) -> None:
    make_message(now=NOW, send_after=LATER)

    deliver(clock=lambda: NOW)
    assert states() == [State.QUEUED]

    deliver(clock=lambda: LATER)
    assert states() == [State.SENT]
