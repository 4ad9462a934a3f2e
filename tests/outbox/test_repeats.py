"""Sending again what did not arrive, so that one can still prove what went to whom."""

from datetime import UTC, datetime, timedelta

import pytest

from outbox.enums import State
from outbox.models import Message
from outbox.services import CannotSendAgain, EnclosedFile, send_again
from outbox.services.delivery import deliver
from tests.mail_server import Fault, MailServer
from tests.make import make_message, make_sign_in_code

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
MINUTES = EnclosedFile(name="minutes.pdf", content_type="application/pdf", content=b"%PDF-1")
REFUSED = Fault("rcpt", "reply", reply="550 5.1.1 No such person")


def failed_message(server: MailServer, **of_it: object) -> Message:
    server.faults = (REFUSED,)
    message = make_message(now=NOW, **of_it)
    deliver(clock=lambda: NOW)
    message.refresh_from_db()
    assert message.state == State.FAILED
    return message


def test_the_old_row_stays_as_proof_and_a_new_one_goes_out(mail_server: MailServer) -> None:
    links = {"[Amy’s own link]": "https://example.org/reply/1/"}
    old = failed_message(
        mail_server, about="meeting:1", batch="b1", files=(MINUTES,), private_links=links
    )

    [new] = send_again(
        messages=[old], addresses={old.pk: "amy.rudd@example.org"}, now=NOW + timedelta(hours=1)
    )
    deliver(clock=lambda: NOW + timedelta(hours=1))

    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, old.to_address) == (State.FAILED, "amy@example.org")
    assert old.server_reply == "550 5.1.1 No such person"
    assert (new.state, new.to_address, new.again_of) == (State.SENT, "amy.rudd@example.org", old)
    assert (new.about, new.batch, new.text) == (old.about, old.batch, old.text)
    assert new.private_links == links
    assert new.message_id != old.message_id
    [accepted] = mail_server.accepted
    assert accepted.recipients == ["amy.rudd@example.org"]
    [attachment] = accepted.mail.iter_attachments()
    assert attachment.get_content() == b"%PDF-1"


def test_only_what_stands_now_is_counted_as_not_arrived(mail_server: MailServer) -> None:
    old = failed_message(mail_server)
    assert list(Message.objects.not_arrived()) == [old]

    send_again(messages=[old], now=NOW)

    assert list(Message.objects.not_arrived()) == []
    assert Message.objects.not_sent_again().counts_by_state() == {State.QUEUED: 1}
    assert Message.objects.counts_by_state() == {State.FAILED: 1, State.QUEUED: 1}


def test_pressing_twice_sends_once(mail_server: MailServer) -> None:
    old = failed_message(mail_server)

    assert len(send_again(messages=[old], now=NOW)) == 1
    assert send_again(messages=[old], now=NOW) == []


def test_an_unconfirmed_message_is_sent_again_only_when_a_person_says_so(
    mail_server: MailServer,
) -> None:
    mail_server.faults = (Fault("dot", "disconnect"),)
    message = make_message(now=NOW)
    deliver(clock=lambda: NOW)
    for hours in range(48):
        deliver(clock=lambda hours=hours: NOW + timedelta(hours=hours))
    assert mail_server.message_ids == [message.message_id]

    [again] = send_again(messages=[message], now=NOW)
    deliver(clock=lambda: NOW)
    assert mail_server.message_ids == [message.message_id, again.message_id]


def test_what_waits_or_was_sent_cannot_be_sent_again(mail_server: MailServer) -> None:
    message = make_message(now=NOW)
    with pytest.raises(CannotSendAgain, match="waiting to go"):
        send_again(messages=[message], now=NOW)

    deliver(clock=lambda: NOW)
    with pytest.raises(CannotSendAgain, match="sent"):
        send_again(messages=[message], now=NOW)


def test_a_message_whose_time_is_over_cannot_be_sent_again(mail_server: MailServer) -> None:
    message = failed_message(mail_server, expires_at=NOW + timedelta(hours=1))

    with pytest.raises(CannotSendAgain, match="time for this message is over"):
        send_again(messages=[message], now=NOW + timedelta(hours=1))


def test_a_sign_in_code_cannot_be_sent_again(mail_server: MailServer) -> None:
    mail_server.faults = (REFUSED,)
    code = make_sign_in_code(now=NOW)
    deliver(clock=lambda: NOW)

    with pytest.raises(CannotSendAgain, match="ask for a new one"):
        send_again(messages=[code], now=NOW)
