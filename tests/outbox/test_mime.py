"""A message as it goes over the wire, read back with the library's parser."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import getaddresses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outbox.mime import Unsendable, build, envelope_address
from outbox.models import Attachment, Enclosure, Message

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"

# What PostgreSQL can store and a person can type.
words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=200
).map(lambda text: " ".join(text.split()))
texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=500)


def a_message(**of_it: object) -> Message:
    return Message(
        **{
            "to_name": "Amy Rudd",
            "to_address": "amy@example.org",
            "from_name": "Helen Marsh",
            "reply_to": "helen@example.org",
            "subject": "Draft minutes",
            "text": "Dear Amy\n",
            **of_it,
        }
    )


def read(wire: bytes) -> EmailMessage:
    return message_from_bytes(wire, policy=policy.default)  # type: ignore[return-value]


def built(*enclosures: Enclosure, **of_it: object) -> EmailMessage:
    return read(build(a_message(**of_it), list(enclosures), now=NOW))


def file(name: str, content: bytes, content_type: str = "application/pdf") -> Enclosure:
    return Enclosure(
        attachment=Attachment(content=content), file_name=name, content_type=content_type
    )


def lines(text: str) -> list[str]:
    """The lines of a text, however they end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")


def test_the_headers_say_who_writes_and_that_a_machine_sent_it(settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "no-reply@example.org"
    message = a_message()

    mail = read(build(message, [], now=NOW))

    assert dict(mail.items()) == {
        "From": "Helen Marsh via Think Family tracker <no-reply@example.org>",
        "To": "Amy Rudd <amy@example.org>",
        "Reply-To": "Helen Marsh <helen@example.org>",
        "Subject": "Draft minutes",
        "Message-ID": message.message_id,
        "Date": "Tue, 24 Nov 2026 10:00:00 +0000",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "quoted-printable",
    }


def test_a_message_in_nobodys_name_is_from_the_service() -> None:
    mail = built(from_name="", reply_to="")

    assert mail["From"].addresses[0].display_name == "Think Family tracker"
    assert mail["Reply-To"] is None


def test_text_html_and_calendar_are_alternatives_and_files_stand_beside_them() -> None:
    mail = built(
        file("minutes.pdf", b"%PDF-1"),
        file("Protokoll – März.docx", bytes(range(256)) * 10, "application/vnd.ms-word"),
        html="<p>Dear Amy</p>",
        calendar=CALENDAR,
        calendar_method="REQUEST",
    )

    alternatives, *attachments = mail.iter_parts()
    assert mail.get_content_type() == "multipart/mixed"
    assert [part.get_content_type() for part in alternatives.iter_parts()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    calendar = list(alternatives.iter_parts())[2]
    assert calendar.get_param("method") == "REQUEST"
    assert lines(calendar.get_content()) == lines(CALENDAR)
    assert [
        (part.get_filename(), part.get_content_type(), part.get_content()) for part in attachments
    ] == [
        ("minutes.pdf", "application/pdf", b"%PDF-1"),
        ("Protokoll – März.docx", "application/vnd.ms-word", bytes(range(256)) * 10),
    ]


def decoded(header: str) -> str:
    """A header as mail programs have read it since RFC 2047.

    The library's newer parser loses track of encoded words in long names.
    """
    return str(make_header(decode_header(re.sub(r"\r\n(?=[ \t])", "", header))))


@settings(deadline=None)
@given(text=texts, html=texts, subject=words, to_name=words, from_name=words)
def test_whatever_is_written_arrives(text, html, subject, to_name, from_name) -> None:
    message = a_message(text=text, html=html, subject=subject, to_name=to_name, from_name=from_name)
    wire = build(message, [], now=NOW)

    parts = {part.get_content_type(): part for part in read(wire).walk()}
    assert lines(parts["text/plain"].get_content()) == lines(text)
    if html:
        assert lines(parts["text/html"].get_content()) == lines(html)
    raw = message_from_bytes(wire)
    assert decoded(raw["Subject"]) == subject
    for header, wanted in [("To", to_name), ("Reply-To", from_name)]:
        [(name, address)] = getaddresses([raw[header]])
        assert (decoded(name), "@example.org" in address) == (wanted, True)


@settings(deadline=None)
@given(text=texts, subject=words, name=words.filter(bool), to_name=words)
def test_every_line_is_short_plain_ascii_and_ends_with_crlf(text, subject, name, to_name) -> None:
    message = a_message(text=text, subject=subject, to_name=to_name)

    wire = build(message, [file(name, b"content")], now=NOW)

    assert wire.isascii()
    assert wire.endswith(b"\r\n")
    assert b"\n" not in wire.replace(b"\r\n", b"")
    assert b"\r" not in wire.replace(b"\r\n", b"")
    assert max(len(line) for line in wire.split(b"\r\n")) <= 998
    assert max(len(line) for line in wire.partition(b"\r\n\r\n")[2].split(b"\r\n")) <= 78
    [attachment] = read(wire).iter_attachments()
    assert attachment.get_content() == b"content"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "amy",
        "amy@",
        "@example.org",
        "amy rudd@example.org",
        "amy@example.org, all@example.org",
        "amy@example.org\r\nBcc: all@example.org",
        "amy@example.org>\r\nRCPT TO:<all@example.org",
        "<amy@example.org>",
        "amy@example..org",
        f"amy@{'a' * 70}.org",
        "amy@exa\x00mple.org",
    ],
)
def test_what_is_no_address_is_refused_in_words(address: str) -> None:
    with pytest.raises(Unsendable, match="is not an e-mail address: write it as"):
        envelope_address(address)


def test_an_international_domain_is_written_in_ascii() -> None:
    assert envelope_address("amy@bücher.example") == "amy@xn--bcher-kva.example"
    assert built(to_address="amy@bücher.example")["To"] == "Amy Rudd <amy@xn--bcher-kva.example>"


def test_an_international_name_before_the_at_is_refused_in_words() -> None:
    with pytest.raises(Unsendable, match="use an address in plain letters"):
        envelope_address("rené@example.org")


def test_a_link_for_one_reader_stands_in_both_texts_of_the_mail() -> None:
    mail = built(
        text="Reply: [Amy & Bo’s link]?answer=coming\n",
        html='<a href="[Amy &amp; Bo’s link]?answer=coming">Reply</a>',
        private_links={"[Amy & Bo’s link]": "https://example.org/r/1?a&b"},
    )

    plain, html = (part.get_content() for part in mail.iter_parts())
    assert plain.strip() == "Reply: https://example.org/r/1?a&b?answer=coming"
    assert html.strip() == '<a href="https://example.org/r/1?a&amp;b?answer=coming">Reply</a>'
