"""A message as it goes over the wire: RFC 5322 headers and MIME parts, in ASCII throughout.

The message is put together here, because the standard library's generator takes longer over it
than the mail server does. The library encodes what is not plain, and reads it back in the tests.
"""

import binascii
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.header import Header
from email.policy import SMTP
from email.utils import format_datetime, quote
from functools import lru_cache

from django.conf import settings
from django.utils.encoding import punycode
from django.utils.html import escape

from outbox.models import Enclosure, Message

ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LOCAL_PART = re.compile(rf"{ATOM}(\.{ATOM})*")
DOMAIN = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


class Unsendable(Exception):
    """The sentence says what is wrong with the message and what would be right."""


def envelope_address(address: str) -> str:
    """Give `address` in ASCII, its domain in punycode (RFC 5891). Raises Unsendable."""
    local, _, domain = address.rpartition("@")
    if not local.isascii():
        raise Unsendable(
            f"“{address}” has letters before the @ that not every mail server carries: "
            "use an address in plain letters."
        )
    try:
        domain = punycode(domain)
    except UnicodeError as error:
        raise _not_an_address(address) from error
    if not LOCAL_PART.fullmatch(local) or not DOMAIN.fullmatch(domain):
        raise _not_an_address(address)
    return f"{local}@{domain}"


def build(message: Message, enclosures: Sequence[Enclosure], *, now: datetime) -> bytes:
    """Give the message as it is sent at `now`, all lines ended by CRLF. Raises Unsendable."""
    texts = [_text_part("plain", _with_links(message.text, message.private_links))]
    if message.html:
        links = {
            str(escape(words)): str(escape(link)) for words, link in message.private_links.items()
        }
        texts.append(_text_part("html", _with_links(message.html, links)))
    if message.calendar:
        texts.append(_text_part("calendar", message.calendar, method=message.calendar_method))
    body = _multipart("alternative", texts, message)
    files = [_file_part(enclosure) for enclosure in enclosures]
    whole = _headers(message, now) + _multipart("mixed", [body, *files], message)
    return whole if whole.endswith(b"\r\n") else whole + b"\r\n"


def _with_links(text: str, links: Mapping[str, str]) -> str:
    for words, link in links.items():
        text = text.replace(words, link)
    return text


def _headers(message: Message, now: datetime) -> bytes:
    service = settings.SERVICE_NAME
    sender = f"{message.from_name} via {service}" if message.from_name else service
    headers = [
        f"From: {_mailbox(sender, settings.DEFAULT_FROM_EMAIL)}",
        f"To: {_mailbox(message.to_name, envelope_address(message.to_address))}",
        f"Subject: {_unstructured(message.subject)}",
        f"Message-ID: {message.message_id}",
        f"Date: {format_datetime(now.astimezone(UTC))}",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
    ]
    if message.reply_to:
        reply_to = _mailbox(message.from_name, envelope_address(message.reply_to))
        headers.append(f"Reply-To: {reply_to}")
    return "".join(f"{header}\r\n" for header in headers).encode("ascii")


@lru_cache(maxsize=256)
def _mailbox(name: str, address: str) -> str:
    if not name:
        return address
    words = f'"{quote(name)}"' if _is_plain(name) else _encoded_words(name)
    return f"{words} <{address}>" if len(words) < 40 else f"{words}\r\n <{address}>"


@lru_cache(maxsize=256)
def _unstructured(text: str) -> str:
    if not _is_plain(text):
        return _encoded_words(text)
    return Header(text, "us-ascii", header_name="Subject").encode(linesep="\r\n")


def _is_plain(text: str) -> bool:
    """Printable ASCII that no reader takes for an encoded word."""
    return bool(re.fullmatch("[ -~]*", text)) and "=?" not in text


def _encoded_words(text: str) -> str:
    """RFC 2047, folded where the longest of our header names comes before it."""
    return Header(text, "utf-8", header_name="Reply-To").encode(linesep="\r\n")


@lru_cache(maxsize=256)
def _disposition(file_name: str) -> bytes:
    value = f'attachment; filename="{quote(file_name)}"'
    return SMTP.header_factory("Content-Disposition", value).fold(policy=SMTP).encode("ascii")


def _multipart(kind: str, parts: list[bytes], message: Message) -> bytes:
    if len(parts) == 1:
        return parts[0]
    # Neither quoted-printable nor base64 ever has "=_" in it (RFC 2045, 6.7).
    boundary = f"=_{kind}_{message.message_id.strip('<>').partition('@')[0]}"
    opening = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n'.encode()
    line = f"\r\n--{boundary}".encode()
    return opening + b"".join(line + b"\r\n" + part for part in parts) + line + b"--\r\n"


def _text_part(kind: str, text: str, *, method: str = "") -> bytes:
    parameters = f"; method={method}" if method else ""
    header = (
        f'Content-Type: text/{kind}; charset="utf-8"{parameters}\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    lines = re.sub(r"\r\n?", "\n", text).encode()
    return header.encode("ascii") + binascii.b2a_qp(lines, istext=True).replace(b"\n", b"\r\n")


def _file_part(enclosure: Enclosure) -> bytes:
    return (
        f"Content-Type: {enclosure.content_type}\r\n".encode("ascii")
        + _disposition(enclosure.file_name)
        + b"Content-Transfer-Encoding: base64\r\n\r\n"
        + enclosure.attachment.base64_lines
    )


def _not_an_address(address: str) -> Unsendable:
    return Unsendable(f"“{address}” is not an e-mail address: write it as name@example.org.")
