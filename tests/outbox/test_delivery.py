"""What the mail server says or does not say, and what becomes of the message."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from outbox.enums import State
from outbox.models import Claim, Message
from outbox.services import EnclosedFile
from outbox.services.delivery import deliver
from outbox.services.marks import RETRY_AFTER
from tests.mail_server import PASSWORD, USER, Fault, MailServer
from tests.make import make_message, make_messages, make_sign_in_code

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
BEFORE = "The mail server did not answer before it had the whole message."
AFTER = "The mail server had the whole message but did not confirm it. It may have arrived."
PUT_OFF = "The mail server put it off."
REFUSED = "The mail server refused it."


def run(now: datetime = NOW) -> None:
    deliver(clock=lambda: now)


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_a_message_is_sent_with_the_servers_words_kept(mail_server: MailServer) -> None:
    message = make_message(now=NOW)

    run(NOW + timedelta(minutes=1))

    message.refresh_from_db()
    assert (message.state, message.sent_at) == (State.SENT, NOW + timedelta(minutes=1))
    assert (message.attempts, message.claim, message.server_reply) == (1, None, "250 Kept")
    assert mail_server.message_ids == [message.message_id]
    assert Claim.objects.count() == 0


def test_each_recipient_gets_a_message_of_their_own_over_one_connection(
    mail_server: MailServer,
) -> None:
    messages = make_messages(30, now=NOW)

    run()

    assert sorted(accepted.recipients for accepted in mail_server.accepted) == sorted(
        [message.to_address] for message in messages
    )
    assert mail_server.connections == 1


def test_lines_that_start_with_a_dot_arrive(mail_server: MailServer) -> None:
    make_message(now=NOW, text=".\n.hidden\n..\nend")

    run()

    assert mail_server.accepted[0].mail.get_content() == ".\r\n.hidden\r\n..\r\nend\r\n"


def test_a_server_that_takes_several_commands_at_once_gets_them(mail_server: MailServer) -> None:
    mail_server.extensions = ("PIPELINING",)
    mail_server.faults = (
        Fault("mail", "reply", message=1, reply="451 Not now"),
        Fault("rcpt", "reply", message=2, reply="550 No such person"),
    )
    make_messages(4, now=NOW)

    run()

    assert states() == [State.RETRYING, State.FAILED, State.SENT, State.SENT]


@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "dot"])
def test_put_off_means_tried_again_later(mail_server: MailServer, step: str) -> None:
    mail_server.faults = (Fault(step, "reply", reply="451 4.3.0 Try again later"),)
    message, other = make_messages(2, now=NOW)

    run()

    message.refresh_from_db()
    assert (message.state, message.explanation) == (State.RETRYING, PUT_OFF)
    assert message.server_reply == "451 4.3.0 Try again later"
    assert message.send_after == NOW + timedelta(minutes=1)
    assert mail_server.message_ids == [other.message_id]

    run(NOW + timedelta(seconds=59))
    assert mail_server.message_ids == [other.message_id]

    run(NOW + timedelta(minutes=1))
    message.refresh_from_db()
    assert (message.state, message.explanation, message.attempts) == (State.SENT, "", 2)
    assert mail_server.message_ids == [other.message_id, message.message_id]


@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "dot"])
def test_refused_means_failed_with_the_servers_words(mail_server: MailServer, step: str) -> None:
    mail_server.faults = (Fault(step, "reply", reply="550 5.1.1 No such person"),)
    message, other = make_messages(2, now=NOW)

    run()

    message.refresh_from_db()
    assert (message.state, message.explanation) == (State.FAILED, REFUSED)
    assert message.server_reply == "550 5.1.1 No such person"
    assert mail_server.message_ids == [other.message_id]
    assert mail_server.connections == 1


@pytest.mark.parametrize("act", ["hang", "disconnect"])
@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
def test_no_answer_before_the_message_means_tried_again(
    mail_server: MailServer, step: str, act: str
) -> None:
    mail_server.faults = (Fault(step, act),)
    message, other = make_messages(2, now=NOW)

    run()

    message.refresh_from_db()
    assert (message.state, message.explanation) == (State.RETRYING, BEFORE)
    assert message.send_after == NOW + timedelta(minutes=1)
    assert mail_server.message_ids == [other.message_id]
    assert mail_server.connections == 2

    run(NOW + timedelta(minutes=1))
    assert mail_server.message_ids == [other.message_id, message.message_id]


def test_a_break_in_the_middle_of_a_long_message_means_tried_again(
    mail_server: MailServer,
) -> None:
    mail_server.faults = (Fault("body", "disconnect"),)
    film = EnclosedFile(name="film.mp4", content_type="video/mp4", content=b"x" * 20_000_000)
    message = make_message(now=NOW, files=(film,))

    run()

    message.refresh_from_db()
    assert (message.state, message.explanation) == (State.RETRYING, BEFORE)


@pytest.mark.parametrize("act", ["hang", "disconnect"])
def test_no_answer_after_the_message_means_unconfirmed_and_never_sent_again(
    mail_server: MailServer, act: str
) -> None:
    mail_server.faults = (Fault("dot", act),)
    message, other = make_messages(2, now=NOW)

    run()

    message.refresh_from_db()
    assert (message.state, message.explanation) == (State.UNCONFIRMED, AFTER)
    assert mail_server.message_ids == [message.message_id, other.message_id]

    for days in range(10):
        run(NOW + timedelta(days=days))
    assert mail_server.message_ids == [message.message_id, other.message_id]


@pytest.mark.parametrize(
    ("step", "reply", "state", "words"),
    [
        ("data", "250 What message?", State.RETRYING, BEFORE),
        ("rcpt", "hello", State.RETRYING, BEFORE),
        ("dot", "354 Go on", State.UNCONFIRMED, AFTER),
        ("dot", "hello", State.UNCONFIRMED, AFTER),
    ],
)
def test_nonsense_is_no_answer(
    mail_server: MailServer, step: str, reply: str, state: str, words: str
) -> None:
    mail_server.faults = (Fault(step, "reply", reply=reply),)
    message = make_message(now=NOW)

    run()

    message.refresh_from_db()
    assert (message.state, message.explanation) == (state, words)


def test_a_server_that_closes_its_office_is_asked_once_more(mail_server: MailServer) -> None:
    mail_server.faults = (Fault("mail", "reply", message=0, reply="421 Closing"),)
    make_messages(5, now=NOW)

    run()

    assert states() == [State.RETRYING] * 2 + [State.QUEUED] * 3
    assert mail_server.connections == 2


def test_words_of_the_server_cannot_break_the_row(mail_server: MailServer) -> None:
    mail_server.faults = (Fault("rcpt", "reply", reply="550 \x00\x1b[31m" + "x" * 480),)
    message = make_message(now=NOW)

    run()

    message.refresh_from_db()
    assert message.server_reply == "550  " + " [31m" + "x" * 480


def test_waits_grow_until_the_message_has_failed(mail_server: MailServer) -> None:
    mail_server.faults = (Fault("rcpt", "reply", message=0, reply="451 Later"),)
    message = make_message(now=NOW)
    now = NOW
    waits = []

    while message.state != State.FAILED:
        run(now)
        message.refresh_from_db()
        waits.append(message.send_after - now)
        now = message.send_after

    assert waits[:-1] == RETRY_AFTER == sorted(RETRY_AFTER)
    assert message.attempts == len(RETRY_AFTER) + 1 == 11
    assert message.explanation == f"{PUT_OFF} It was tried 11 times and is given up."
    assert message.server_reply == "451 Later"


def test_a_message_without_time_for_another_try_has_failed(mail_server: MailServer) -> None:
    mail_server.faults = (Fault("rcpt", "reply", reply="451 Later"),)
    message = make_message(now=NOW, expires_at=NOW + timedelta(minutes=1))

    run()

    message.refresh_from_db()
    assert message.state == State.FAILED
    assert message.explanation == f"{PUT_OFF} Its time is over before another try."


def test_a_bad_address_fails_in_words_and_the_others_go(mail_server: MailServer) -> None:
    bad = make_message(now=NOW, to_address="amy@example.org\r\nBcc: all@example.org")
    odd = make_message(now=NOW, to_address="rené@example.org")
    bad_reply = make_message(now=NOW, reply_to="helen")
    good = make_message(now=NOW)

    run()

    for message in (bad, odd, bad_reply):
        message.refresh_from_db()
        assert message.state == State.FAILED
    assert "is not an e-mail address: write it as name@example.org" in bad.explanation
    assert "“helen” is not an e-mail address" in bad_reply.explanation
    assert "use an address in plain letters" in odd.explanation
    assert mail_server.message_ids == [good.message_id]


def test_nobody_listens(mail_server: MailServer, settings: Settings) -> None:
    settings.EMAIL_PORT = 1  # tcpmux: nothing answers there
    make_messages(3, now=NOW)

    run()

    assert states() == [State.RETRYING] * 3
    message = Message.objects.earliest("pk")
    assert message.explanation == "The mail server could not be reached."
    assert (message.attempts, message.send_after) == (1, NOW + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("fault", "explanation", "reply"),
    [
        (Fault("greeting", "hang", message=0), "The mail server could not be reached.", ""),
        (Fault("greeting", "disconnect", message=0), "The mail server could not be reached.", ""),
        (
            Fault("greeting", "reply", message=0, reply="554 No service for you"),
            "The mail server did not let us in.",
            "554 No service for you",
        ),
    ],
)
def test_a_server_that_lets_nobody_in(
    mail_server: MailServer, fault: Fault, explanation: str, reply: str
) -> None:
    mail_server.faults = (fault,)
    message = make_message(now=NOW)

    run()

    message.refresh_from_db()
    assert message.state == State.RETRYING
    assert (message.explanation, message.server_reply) == (explanation, reply)


def test_tls_that_is_not_offered(mail_server: MailServer, settings: Settings) -> None:
    settings.EMAIL_USE_TLS = True
    message = make_message(now=NOW)

    run()

    message.refresh_from_db()
    assert message.state == State.RETRYING
    assert message.explanation == (
        "The mail server does not offer what EMAIL_URL asks for, TLS or signing in."
    )


@pytest.mark.parametrize(("password", "state"), [(PASSWORD, State.SENT), ("wrong", State.RETRYING)])
def test_signing_in(mail_server: MailServer, settings: Settings, password: str, state: str) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = USER, password
    message = make_message(now=NOW)

    run()

    message.refresh_from_db()
    assert message.state == state
    if state == State.RETRYING:
        assert message.explanation == "The mail server did not let us in."
        assert message.server_reply.startswith("535 ")


def test_a_run_ends_when_its_time_is_over(mail_server: MailServer) -> None:
    make_messages(10, now=NOW)
    moments = (NOW + timedelta(seconds=second) for second in range(1000))

    deliver(clock=lambda: next(moments), seconds=12)

    sent = states().count(State.SENT)
    assert 0 < sent < 10
    assert states() == [State.SENT] * sent + [State.QUEUED] * (10 - sent)
    assert Claim.objects.count() == 0


def test_sign_in_codes_go_first_and_are_erased(mail_server: MailServer) -> None:
    make_messages(3, now=NOW - timedelta(hours=1))
    code = make_sign_in_code(now=NOW)

    run()

    code.refresh_from_db()
    assert (code.state, code.subject, code.text, code.html) == (State.SENT, "", "", "")
    assert mail_server.message_ids[0] == code.message_id
    assert "K7-Q2" in mail_server.accepted[0].content.decode()
    assert len(mail_server.accepted) == 4


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (Fault("rcpt", "reply", reply="550 No"), State.FAILED),
        (Fault("dot", "disconnect"), State.UNCONFIRMED),
    ],
)
def test_sign_in_codes_are_erased_whatever_becomes_of_them(
    mail_server: MailServer, fault: Fault, state: str
) -> None:
    mail_server.faults = (fault,)
    code = make_sign_in_code(now=NOW)

    run()

    code.refresh_from_db()
    assert (code.state, code.text, code.html) == (state, "", "")


def test_a_sign_in_code_that_does_not_work_any_more_is_not_sent(mail_server: MailServer) -> None:
    code = make_sign_in_code(now=NOW)

    run(NOW + timedelta(minutes=15))

    code.refresh_from_db()
    assert (code.state, code.text, code.html) == (State.WITHDRAWN, "", "")
    assert mail_server.accepted == []


def test_a_code_that_waits_for_another_try_keeps_its_words(mail_server: MailServer) -> None:
    mail_server.faults = (Fault("rcpt", "reply", reply="451 Later"),)
    make_sign_in_code(now=NOW)

    run()
    run(NOW + timedelta(minutes=1))

    assert "K7-Q2" in mail_server.accepted[0].content.decode()


def test_nothing_about_people_is_logged(
    mail_server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    mail_server.faults = (Fault("rcpt", "reply", message=1, reply="550 <amy@example.org> No"),)
    make_messages(2, now=NOW, to_name="Amy Rudd", text="Secret words", subject="Secret")
    make_message(now=NOW, to_address="rené@example.org")

    run()

    ours = [record for record in caplog.records if record.name.startswith("outbox")]
    words = " ".join(record.getMessage() for record in ours)
    assert not any(word in words for word in ("amy", "Amy", "example.org", "Secret", "rené"))
