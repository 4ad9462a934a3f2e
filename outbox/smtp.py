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
from urllib.parse import urlsplit

from django.conf import settings

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

Reply = tuple[int, bytes | str]


@dataclass(frozen=True)
class Answer:
    """What became of one try: the state it leads to, why, and the server's own words."""

    state: State
    explanation: str = ""
    server_reply: str = ""


REFUSALS = {
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
    """A connection to the mail server of the settings, closed at the end of the block.

    A message is first offered and then handed over. In between the server is already at work,
    and so is whoever has to say whether the message is still wanted.
    """

    def __init__(self) -> None:
        self.times_opened = 0
        self._smtp: smtplib.SMTP | None = None
        self._replies_owed = 0
        self._unsaid: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._smtp is not None and kind is None:
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
        self.times_opened += 1

    def offer(self, *, sender: str, recipient: str, size: int) -> None:
        """Name sender and recipient, both in ASCII, and do not wait for the answer."""
        if self._smtp is None:
            raise ValueError("The line is not open.")
        limit = f" SIZE={size}" if self._smtp.has_extn("size") else ""
        commands = [f"MAIL FROM:<{sender}>{limit}", f"RCPT TO:<{recipient}>"]
        # Only a server that says so takes several commands at once (RFC 2920).
        self._replies_owed = 2 if self._smtp.has_extn("pipelining") else 1
        self._unsaid = commands[self._replies_owed :]
        try:
            self._smtp.send("".join(f"{line}\r\n" for line in commands[: self._replies_owed]))
        except NOT_ANSWERED:
            self._hang_up()

    def take_back(self) -> None:
        """Send nothing of what was offered."""
        if self._smtp is None:
            return
        try:
            for _ in range(self._replies_owed):
                self._smtp.getreply()
            self._smtp.rset()
        except NOT_ANSWERED:
            self._hang_up()

    def hand_over(self, content: bytes) -> Answer:
        """Send the message that was offered, with CRLF line ends, and wait for the answer."""
        if self._smtp is None:
            return BROKEN_BEFORE
        try:
            refusal = self._send(self._smtp, content)
        except NOT_ANSWERED:
            self._hang_up()
            return BROKEN_BEFORE
        if refusal:
            return refusal
        try:
            reply = self._wait_for_answer(self._smtp)
        except NOT_ANSWERED:
            self._hang_up()
            return BROKEN_AFTER
        if reply[0] // 100 == 2:
            return Answer(State.SENT, server_reply=_words(reply))
        return self._refusal(reply, otherwise=BROKEN_AFTER)

    def _send(self, smtp: smtplib.SMTP, content: bytes) -> Answer | None:
        """Gives the server's refusal, or None when the whole message is on its way.

        When this raises, the server cannot have the message: what a socket does not take it
        does not take from some byte on, and the dot that ends the message comes last.
        """
        reply = self._answer_to_offer(smtp)
        if reply[0] // 100 == 2:
            reply = smtp.docmd("DATA")
        if reply[0] == 354:
            smtp.send(LINE_STARTING_WITH_A_DOT.sub(b"..", content) + b".\r\n")
            return None
        refusal = self._refusal(reply, otherwise=BROKEN_BEFORE)
        self.take_back()
        return refusal

    def _answer_to_offer(self, smtp: smtplib.SMTP) -> Reply:
        """The first reply that does not accept, or the last."""
        replies = []
        while self._replies_owed:
            replies.append(smtp.getreply())
            self._replies_owed -= 1
        for command in self._unsaid:
            if replies[-1][0] // 100 == 2:
                replies.append(smtp.docmd(command))
        return next((reply for reply in replies if reply[0] // 100 != 2), replies[-1])

    def _wait_for_answer(self, smtp: smtplib.SMTP) -> Reply:
        _socket(smtp).settimeout(settings.EMAIL_TIMEOUT * PATIENCE_AFTER_DOT)
        reply = smtp.getreply()
        _socket(smtp).settimeout(settings.EMAIL_TIMEOUT)
        return reply

    def _refusal(self, reply: Reply, *, otherwise: Answer) -> Answer:
        """What a reply that does not accept means; `otherwise` if it is not one of SMTP's."""
        code = reply[0]
        if code // 100 not in REFUSALS:
            self._hang_up()
            return otherwise
        if code == 421:
            self._hang_up()
        state, explanation = REFUSALS[code // 100]
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
    server = (settings.EMAIL_HOST, settings.EMAIL_PORT, _our_name())
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
    except NOT_ANSWERED:
        smtp.close()
        raise
    return smtp


def _our_name() -> str:
    """What we call ourselves. smtplib would look it up, which can take many seconds."""
    host = urlsplit(settings.PUBLIC_BASE_URL).hostname or "localhost"
    return f"[{host}]" if re.fullmatch(r"[0-9.]+", host) else host


def _socket(smtp: smtplib.SMTP) -> socket.socket:
    if smtp.sock is None:
        raise smtplib.SMTPServerDisconnected("The line is closed.")
    return smtp.sock


def _words(reply: Reply) -> str:
    code, text = reply
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {UNPRINTABLE.sub(' ', words)}"[:LONGEST_REPLY]
