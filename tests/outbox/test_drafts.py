"""Putting messages into the outbox: frozen words, one row a key, files stored once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from outbox.enums import State
from outbox.models import Attachment, Mailbox, Message
from outbox.services import EnclosedFile, put
from tests.make import make_draft, make_mailbox, make_message, make_sign_in_code

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
MINUTES = EnclosedFile(name="minutes.pdf", content_type="application/pdf", content=b"%PDF-1")


def test_a_message_is_held_for_as_long_as_its_mailbox_says() -> None:
    [message] = put(mailbox=make_mailbox(hold_seconds=60), drafts=[make_draft()], now=NOW)

    assert (message.state, message.held_until) == (State.HELD, NOW + timedelta(minutes=1))


@pytest.mark.parametrize(("hold_seconds", "held"), [(0, True), (300, False)])
def test_without_a_hold_it_is_queued_at_once(hold_seconds: int, held: bool) -> None:
    mailbox = make_mailbox(hold_seconds=hold_seconds)

    [message] = put(mailbox=mailbox, drafts=[make_draft()], now=NOW, held=held)

    assert (message.state, message.held_until, message.send_after) == (State.QUEUED, None, NOW)


def test_a_second_message_with_the_same_key_adds_nothing(mailbox: Mailbox) -> None:
    first = put(mailbox=mailbox, drafts=[make_draft(key="reminder:1", text="First")], now=NOW)

    second = put(
        mailbox=mailbox,
        drafts=[
            make_draft(key="reminder:1", text="Second", files=(MINUTES,)),
            make_draft(key="reminder:2"),
        ],
        now=NOW,
    )

    assert [message.key for message in second] == ["reminder:2"]
    assert Message.objects.get(key="reminder:1").text == first[0].text == "First"
    assert Message.objects.get(key="reminder:1").enclosures.count() == 0


def test_a_file_is_stored_once_however_many_get_it(mailbox: Mailbox) -> None:
    easy_read = EnclosedFile(name="Easy read.pdf", content_type="application/pdf", content=b"%E")
    messages = put(
        mailbox=mailbox,
        drafts=[make_draft(files=(MINUTES, easy_read)), make_draft(files=(MINUTES,))],
        now=NOW,
    )
    put(mailbox=mailbox, drafts=[make_draft(files=(MINUTES,))], now=NOW)

    assert Attachment.objects.count() == 2
    assert [
        (enclosure.position, enclosure.file_name, bytes(enclosure.attachment.content))
        for enclosure in messages[0].enclosures.all()
    ] == [(1, "minutes.pdf", b"%PDF-1"), (2, "Easy read.pdf", b"%E")]


def test_headers_are_single_lines(mailbox: Mailbox) -> None:
    draft = make_draft(
        to_name="Amy\r\nBcc: all@example.org", subject="Minutes\n of  today", from_name=" Helen\t"
    )

    [message] = put(mailbox=mailbox, drafts=[draft], now=NOW)

    assert message.to_name == "Amy Bcc: all@example.org"
    assert (message.subject, message.from_name) == ("Minutes of today", "Helen")


def test_message_ids_are_unique_and_of_the_public_host(mailbox: Mailbox) -> None:
    messages = put(mailbox=mailbox, drafts=[make_draft(), make_draft()], now=NOW)

    ids = {message.message_id for message in messages}
    assert len(ids) == 2
    assert all(identifier.endswith("@127.0.0.1>") for identifier in ids)


@pytest.mark.parametrize("field", ["to_address", "subject", "text", "html", "message_id", "key"])
def test_the_words_of_a_message_never_change(field: str) -> None:
    message = make_message(now=NOW)

    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**{field: "other"})


def test_a_content_type_cannot_carry_a_header(mailbox: Mailbox) -> None:
    bad = EnclosedFile(name="a.pdf", content_type="a/b\r\nBcc: all@example.org", content=b"")

    with pytest.raises(IntegrityError, match="content_type"), transaction.atomic():
        put(mailbox=mailbox, drafts=[make_draft(files=(bad,))], now=NOW)


def test_a_sign_in_code_is_not_held_and_not_listed() -> None:
    code = make_sign_in_code(now=NOW)
    message = make_message(now=NOW)

    assert code.state == State.QUEUED
    assert list(Message.objects.listed()) == [message]
