"""A mail server on loopback that keeps each message as a file and sends nothing on.

    python -m runtime.mailbox FILE_DESCRIPTOR FOLDER

The listening socket comes from the supervisor, so the port stays the same when this process is
started again.
"""

import asyncio
import itertools
import signal
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from runtime.files import write_durably


class Keeper:
    """Writes each message byte for byte; file names sort by the time of arrival."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)

    async def handle_DATA(  # noqa: N802 the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Says yes to the sender only when the message is on the disk."""
        arrived = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        name = f"{arrived}-{next(self._numbers):05}.eml"
        write_durably(self._folder / name, envelope.original_content or b"")
        return "250 Kept"


async def serve(listening: socket.socket, folder: Path) -> None:
    """Takes messages until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    keeper = Keeper(folder)
    server = await loop.create_server(
        # A host name given, since looking our own up can take many seconds.
        lambda: SMTP(keeper, hostname="localhost", enable_SMTPUTF8=True, loop=loop),
        sock=listening,
    )
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(socket.socket(fileno=int(sys.argv[1])), Path(sys.argv[2])))
