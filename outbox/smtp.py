"""One connection to the mail server, and what the server says to each message.

smtplib's own `sendmail` cannot tell a connection that broke before the message was handed over
from one that broke afterwards, so the steps of RFC 5321 are taken one by one here.
"""

import contextlib
import ipaddress
import logging
import re
import smtplib
import socket
import ssl
from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.core.mail.utils import DNS_NAME

from outbox.enums import State

logger = logging.getLogger(__name__)

PATIENCE_AFTER_DOT = 4
"""Times EMAIL_TIMEOUT. A server may look for viruses then; RFC 5321, 4.5.3.2.6 asks for more."""

NOT_ANSWERED = (OSError, smtplib.SMTPException)
"""What smtplib raises when a connection breaks, stays silent or talks nonsense."""

LOOPBACK_ALONE = (
    "This is the example programme, whose mail leaves only to this machine, but EMAIL_URL names "
    "another one. Leave EMAIL_URL out or name 127.0.0.1, or start a real programme with DEMO=0."
)
LONGEST_REPLY = 1000
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
LINE_STARTING_WITH_A_DOT = re.compile(rb"^\.", re.MULTILINE)

Reply = tuple[int, bytes]


@dataclass(frozen=True)
class Answer:
    """What became of one try: the state it leads to, why, and the server's own words."""

    state: State
    explanation: str = ""
    server_reply: str = ""


MEANING = {
    2: (State.SENT, ""),
    4: (State.RETRYING, "The mail server put it off."),
    5: (State.FAILED, "The mail server refused it."),
}
"""What the first digit of a reply says (RFC 5321, 4.2.1)."""

BROKEN_BEFORE = Answer(
    State.RETRYING, "The mail server did not answer before it had the whole message."
)
BROKEN_AFTER = Answer(
    State.UNCONFIRMED,
    "The mail server had the whole message but did not confirm it. It may have arrived.",
)


class Unreachable(Exception):
    """No message can be given to the mail server now. `answer` says what each is told."""

    def __init__(self, explanation: str, server_reply: str = "") -> None:
        super().__init__(explanation)
        self.answer = Answer(State.RETRYING, explanation, server_reply)


class Line:
    """A connection to the mail server of the settings, closed at the end of the block."""

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        if self._smtp is not None:
            with contextlib.suppress(*NOT_ANSWERED):  # it owes us nothing but a goodbye
                self._smtp.quit()
        self._hang_up()

    @property
    def is_open(self) -> bool:
        return self._smtp is not None

    def open(self) -> None:
        """Connect, with TLS and signing in as the settings say. Raises Unreachable."""
        try:
            if settings.DEMO and leaves_this_machine(settings.EMAIL_HOST):
                raise Unreachable(LOOPBACK_ALONE)
            self._smtp = _connect()
        except smtplib.SMTPNotSupportedError as error:
            raise Unreachable(
                "The mail server does not offer what EMAIL_URL asks for, TLS or signing in."
            ) from error
        except smtplib.SMTPResponseException as error:
            reply = _words((error.smtp_code, error.smtp_error))
            raise Unreachable("The mail server did not let us in.", reply) from error
        except NOT_ANSWERED as error:
            logger.warning("The mail server cannot be reached: %s", error)
            raise Unreachable("The mail server could not be reached.") from error

    def transmit(self, *, sender: str, recipient: str, content: bytes) -> Answer:
        """Give one message to the open line and tell what the server answered.

        Addresses are in ASCII, `content` has CRLF line ends. A line that broke is closed.
        """
        if self._smtp is None:
            raise ValueError("The line is not open.")
        try:
            refusal = self._offer(self._smtp, sender, recipient, content)
        except NOT_ANSWERED:
            self._hang_up()
            return BROKEN_BEFORE
        if refusal:
            return refusal
        try:
            reply = self._hand_over(self._smtp)
        except NOT_ANSWERED:
            self._hang_up()
            return BROKEN_AFTER
        return self._judge(reply, BROKEN_AFTER)

    def _offer(
        self, smtp: smtplib.SMTP, sender: str, recipient: str, content: bytes
    ) -> Answer | None:
        """All but the final dot. Gives the server's refusal, or None when it took everything."""
        reply = smtp.mail(sender, [f"size={len(content)}"] if smtp.has_extn("size") else [])
        if reply[0] == 250:
            reply = smtp.rcpt(recipient)
        if reply[0] in {250, 251}:
            reply = smtp.docmd("DATA")
        if reply[0] == 354:
            smtp.send(LINE_STARTING_WITH_A_DOT.sub(b"..", content))
            return None
        answer = self._judge(reply, BROKEN_BEFORE)
        if self.is_open:
            try:
                smtp.rset()
            except NOT_ANSWERED:
                self._hang_up()
        return answer

    def _hand_over(self, smtp: smtplib.SMTP) -> Reply:
        """The final dot, after which the message may be the server's, and its answer."""
        smtp.sock.settimeout(settings.EMAIL_TIMEOUT * PATIENCE_AFTER_DOT)
        smtp.send(b".\r\n")
        reply = smtp.getreply()
        smtp.sock.settimeout(settings.EMAIL_TIMEOUT)
        return reply

    def _judge(self, reply: Reply, otherwise: Answer) -> Answer:
        """What a reply means for the message; `otherwise` is for what is no proper reply."""
        code = reply[0]
        if code == 421 or code // 100 not in MEANING:
            self._hang_up()
        if code // 100 not in MEANING:
            return otherwise
        state, explanation = MEANING[code // 100]
        return Answer(state, explanation, _words(reply))

    def _hang_up(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


def leaves_this_machine(host: str) -> bool:
    """Whether any address of `host` is another machine's. Raises OSError when it has none."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return not all(ipaddress.ip_address(entry[4][0]).is_loopback for entry in found)


def _connect() -> smtplib.SMTP:
    server = (settings.EMAIL_HOST, settings.EMAIL_PORT, str(DNS_NAME))
    patience = settings.EMAIL_TIMEOUT
    if settings.EMAIL_USE_SSL:
        encryption = ssl.create_default_context()
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(*server, timeout=patience, context=encryption)
    else:
        smtp = smtplib.SMTP(*server, timeout=patience)
    try:
        if settings.EMAIL_USE_TLS:
            smtp.starttls(context=ssl.create_default_context())
        if settings.EMAIL_HOST_USER:
            smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        smtp.ehlo_or_helo_if_needed()
        # The final dot is a small packet of its own that must not wait for an acknowledgement.
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except NOT_ANSWERED:
        smtp.close()
        raise
    return smtp


def _words(reply: Reply) -> str:
    code, text = reply
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {UNPRINTABLE.sub(' ', words)}"[:LONGEST_REPLY]
