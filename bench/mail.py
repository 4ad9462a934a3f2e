"""How fast the outbox sends, as a ratio to a bare smtplib loop over one connection.

Both give the same messages in turn to the mail server of `make run`, which answers when a message
is on the disk: the loop from memory, the outbox from its rows, with its usual durability.
"""

import contextlib
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone

from outbox.enums import State
from outbox.mime import build, envelope_address
from outbox.models import Mailbox, Message
from outbox.services import Draft, open_mailbox, put
from outbox.services.delivery import deliver

ROUNDS = 10
MESSAGES = 100
TEXT = "Tuesday 8 December 2026, 10:00am to 12:00pm, Civic Centre – and online.\n" * 15
CALENDAR = "BEGIN:VCALENDAR\r\n" + "X-BENCH:an invitation\r\n" * 25 + "END:VCALENDAR\r\n"


def run() -> dict[str, object]:
    """Give messages a second of both, and the ratio of their times."""
    mailbox = open_mailbox(key="bench", name="Bench")
    bare = outbox = 0.0
    with _mail_server() as port:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        for number in range(ROUNDS):
            messages = _messages(mailbox, number)
            bare += _send_bare(messages)
            outbox += _send_from_the_outbox()
    total = ROUNDS * MESSAGES
    if Message.objects.filter(state=State.SENT).count() != total:
        raise RuntimeError("The outbox did not send everything.")
    return {
        "messages": total,
        "a second": {"bare loop": total / bare, "outbox": total / outbox},
        "outbox against bare loop": {"ratio": bare / outbox, "at least": 0.5},
    }


def _messages(mailbox: Mailbox, number: int) -> list[Message]:
    drafts = [
        Draft(
            key=f"bench:{number}:{person}",
            kind="invitation",
            to_name=f"Person {person}",
            to_address=f"person-{person}@example.org",
            from_name="Helen Marsh",
            reply_to="helen@example.org",
            subject="Invitation: Northfield steering group, 8 December 2026",
            text=TEXT,
            html=f"<p>{TEXT}</p>",
            calendar=CALENDAR,
            calendar_method="REQUEST",
        )
        for person in range(MESSAGES)
    ]
    return put(mailbox=mailbox, drafts=drafts, now=timezone.now(), held=False)


def _send_bare(messages: list[Message]) -> float:
    ready = [
        (envelope_address(message.to_address), build(message, [], now=timezone.now()))
        for message in messages
    ]
    start = time.perf_counter()
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, "localhost") as server:
        for address, content in ready:
            server.sendmail(settings.DEFAULT_FROM_EMAIL, [address], content)
    return time.perf_counter() - start


def _send_from_the_outbox() -> float:
    start = time.perf_counter()
    deliver(clock=timezone.now)
    return time.perf_counter() - start


@contextlib.contextmanager
def _mail_server() -> Iterator[int]:
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as door:
        command = [sys.executable, "-m", "runtime.mailbox", str(door.fileno()), folder]
        server = subprocess.Popen(command, pass_fds=[door.fileno()])
        try:
            yield door.getsockname()[1]
        finally:
            server.terminate()
            server.wait()
