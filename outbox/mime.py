"""A message as it goes over the wire: RFC 5322 headers and MIME parts, in ASCII throughout.

The standard library folds and encodes the headers. The parts are put together here, because its
generator takes longer over a message than the mail server does; the tests read them back with
the library's own parser.
"""

import binascii
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.headerregistry import Address
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache

from django.conf import settings
from django.utils.encoding import punycode

from outbox.models import Enclosure, Message

ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LOCAL_PART = re.compile(rf"{ATOM}(\.{ATOM})*")
DOMAIN = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
PLAIN_LINE = re.compile(r"[A-Za-z0-9,.:;'@<>()+/_-]+( [A-Za-z0-9,.:;'@<>()+/_-]+)*")


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
    """Give the message as it is sent at `now`, with CRLF line ends. Raises Unsendable."""
    texts = [_text_part("plain", message.text)]
    if message.html:
        texts.append(_text_part("html", message.html))
    if message.calendar:
        texts.append(_text_part("calendar", message.calendar, method=message.calendar_method))
    body = _multipart("alternative", texts, message)
    files = [_file_part(enclosure) for enclosure in enclosures]
    return _headers(message, now) + _multipart("mixed", [body, *files], message)


def _headers(message: Message, now: datetime) -> bytes:
    service = settings.SERVICE_NAME
    sender = f"{message.from_name} via {service}" if message.from_name else service
    headers = [
        _header("From", _mailbox(sender, settings.DEFAULT_FROM_EMAIL)),
        _header("To", _mailbox(message.to_name, envelope_address(message.to_address))),
        _header("Subject", message.subject),
        # The library would encode a Message-ID that is longer than a line, and so break it.
        f"Message-ID: {message.message_id}\r\n".encode("ascii"),
        f"Date: {format_datetime(now.astimezone(UTC))}\r\n".encode("ascii"),
        b"Auto-Submitted: auto-generated\r\n",
        b"MIME-Version: 1.0\r\n",
    ]
    if message.reply_to:
        reply_to = _mailbox(message.from_name, envelope_address(message.reply_to))
        headers.append(_header("Reply-To", reply_to))
    return b"".join(headers)


@lru_cache(maxsize=256)
def _header(name: str, value: str) -> bytes:
    """The messages of a batch share most of their headers, and the library takes its time."""
    if PLAIN_LINE.fullmatch(value) and len(name) + len(value) < 76:
        return f"{name}: {value}\r\n".encode("ascii")
    return SMTP.header_factory(name, value).fold(policy=SMTP).encode("ascii")


def _mailbox(name: str, address: str) -> str:
    return str(Address(name, addr_spec=address))


def _multipart(kind: str, parts: list[bytes], message: Message) -> bytes:
    if len(parts) == 1:
        return parts[0]
    # Neither quoted-printable nor base64 ever has "=_" in it (RFC 2045, 6.7).
    boundary = f"=_{kind}_{message.message_id.strip('<>').partition('@')[0]}"
    opening = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n'.encode()
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
    name = re.sub(r'([\\"])', r"\\\1", enclosure.file_name)
    return (
        f"Content-Type: {enclosure.content_type}\r\n".encode("ascii")
        + _header("Content-Disposition", f'attachment; filename="{name}"')
        + b"Content-Transfer-Encoding: base64\r\n\r\n"
        + enclosure.attachment.base64_lines
    )


def _not_an_address(address: str) -> Unsendable:
    return Unsendable(f"“{address}” is not an e-mail address: write it as name@example.org.")
