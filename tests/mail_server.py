"""A real SMTP server on loopback that keeps what it accepts and misbehaves by plan."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Literal

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

Step = Literal["greeting", "mail", "rcpt", "data", "body", "dot"]

USER, PASSWORD = "outbox", "right"


@dataclass(frozen=True)
class Fault:
    """At `step` the server answers with `reply`, or stays silent, or breaks the connection.

    `data` is the command, `body` comes after the server asked for the message, `dot` when it
    has read all of it. Messages count from 1, by their MAIL commands; 0 means every one.
    """

    step: Step
    act: Literal["reply", "hang", "disconnect"]
    message: int = 1
    reply: str = ""


@dataclass(frozen=True)
class Accepted:
    """A message that the server has taken."""

    sender: str
    recipients: list[str]
    content: bytes

    @property
    def mail(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=policy.default)

    @property
    def message_id(self) -> str:
        return str(self.mail["Message-ID"])


@dataclass
class MailServer:
    """What a test sees of the running server."""

    port: int = 0
    accepted: list[Accepted] = field(default_factory=list)
    offered: int = 0
    connections: int = 0
    faults: tuple[Fault, ...] = ()
    extensions: tuple[str, ...] = ()
    when_taken: Callable[[Accepted], None] = lambda accepted: None
    """Called when a message was taken, before the client is told."""

    @property
    def message_ids(self) -> list[str]:
        return [accepted.message_id for accepted in self.accepted]

    def fault_at(self, step: Step) -> Fault | None:
        for fault in self.faults:
            if fault.step == step and fault.message in {0, self.offered}:
                return fault
        return None


class Keeper:
    """The server's side of each message, called by aiosmtpd."""

    def __init__(self, server: MailServer) -> None:
        self._server = server

    async def handle_EHLO(  # noqa: N802
        self, smtp: SMTP, session: Session, envelope: Envelope, name: str, replies: list[str]
    ) -> list[str]:
        session.host_name = name
        return [*replies[:-1], *(f"250-{name}" for name in self._server.extensions), replies[-1]]

    async def handle_DATA(  # noqa: N802
        self, smtp: "Misbehaving", session: Session, envelope: Envelope
    ) -> str:
        fault = self._server.fault_at("dot")
        if fault and fault.act == "reply":
            return fault.reply
        content = envelope.original_content or b""
        accepted = Accepted(envelope.mail_from or "", envelope.rcpt_tos, content)
        self._server.accepted.append(accepted)
        self._server.when_taken(accepted)
        if fault:
            await smtp.misbehave("dot")
        return "250 Kept"


class Misbehaving(SMTP):
    """aiosmtpd's protocol, with the faults of the plan before each step."""

    def __init__(self, server: MailServer) -> None:
        super().__init__(
            Keeper(server),
            hostname="localhost",
            auth_require_tls=False,
            authenticator=_check_password,
        )
        self._plan = server

    async def misbehave(self, step: Step) -> bool:
        """Do what is planned for this step; False when that is nothing."""
        fault = self._plan.fault_at(step)
        if fault is None:
            return False
        if fault.act == "reply":
            await self.push(fault.reply)
        elif fault.act == "hang":
            await asyncio.sleep(60)
        else:
            self.hang_up()
        return True

    def hang_up(self) -> None:
        """Break the connection, if it still stands."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()

    async def _handle_client(self) -> None:
        self._plan.connections += 1
        if not await self.misbehave("greeting"):
            await super()._handle_client()

    async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802
        self._plan.offered += 1
        if not await self.misbehave("mail"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str) -> None:  # noqa: N802
        if not await self.misbehave("rcpt"):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if await self.misbehave("data"):
            return
        if self._plan.fault_at("body"):
            await self.push("354 Go on")
            await self.misbehave("body")
            return
        await super().smtp_DATA(arg)


@contextlib.contextmanager
def running_mail_server() -> Iterator[MailServer]:
    """A server in a thread of its own, on a free port of loopback."""
    server = MailServer()
    started, stopped = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    protocols: list[Misbehaving] = []

    def new_protocol() -> Misbehaving:
        protocols.append(Misbehaving(server))
        return protocols[-1]

    async def serve() -> None:
        listening = await loop.create_server(new_protocol, "127.0.0.1", 0)
        server.port = listening.sockets[0].getsockname()[1]
        started.set()
        await stopped.wait()
        listening.close()
        for protocol in protocols:
            protocol.hang_up()
        await asyncio.sleep(0.01)

    def run() -> None:
        with contextlib.closing(loop):
            loop.run_until_complete(serve())
            for task in asyncio.all_tasks(loop):
                task.cancel()
            loop.run_until_complete(asyncio.sleep(0.01))

    thread = threading.Thread(target=run)
    thread.start()
    started.wait()
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(stopped.set)
        thread.join()


def _check_password(
    smtp: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
) -> AuthResult:
    right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=right)
