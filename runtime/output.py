"""The supervisor's terminal: one line at a time, each with the name of who says it."""

import os
import select
import sys

WIDTH = 8
# Where select calls a pipe writable, at least this much goes in without waiting (POSIX PIPE_BUF).
ATOMIC = 512


class Output:
    """Writes to standard output without ever waiting for a reader.

    Somebody may start us with a pipe and then not read it, or close it; the service goes on and
    lines are left out.
    """

    def __init__(self) -> None:
        self._left_out = 0
        self._closed = False

    def say(self, line: str, *, name: str = "") -> None:
        """Prints a line; those of a child carry its name."""
        text = f"{name:{WIDTH}} | {line}" if name else line
        if self._left_out and self._write(f"({self._left_out} lines left out)"):
            self._left_out = 0
        if not self._write(text):
            self._left_out += 1

    def _write(self, line: str) -> bool:
        data = f"{line}\n".encode()
        while data and not self._closed:
            if not select.select([], [sys.stdout], [], 0)[1]:
                return False
            try:
                data = data[os.write(sys.stdout.fileno(), data[:ATOMIC]) :]
            except BrokenPipeError:
                self._closed = True
        return True
