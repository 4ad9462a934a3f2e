"""One process of the supervisor: started, listened to, started again, ended."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence

from runtime.output import Output
from runtime.processes import dying_with_us
from runtime.restart import Restart


class Child:
    """`passes` are the file descriptors that the process inherits."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environ: Mapping[str, str],
        output: Output,
        passes: Sequence[int] = (),
    ) -> None:
        self.name = name
        self._command = command
        self._environ = environ
        self._output = output
        self._passes = passes
        self._restart = Restart()
        self._process: subprocess.Popen[bytes] | None = None
        self._unfinished = b""

    def start(self) -> None:
        self._process = subprocess.Popen(
            self._command,
            env=self._environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=self._passes,
            # A group of its own: the terminal's Ctrl-C is for us, who end things in order.
            process_group=0,
            preexec_fn=dying_with_us(signal.SIGKILL),
        )
        self._restart.began()

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def exit_code(self) -> int | None:
        return self._process.returncode if self._process else None

    def fileno(self) -> int:
        """What the process says comes from here; `select` asks for it."""
        assert self._process is not None
        assert self._process.stdout is not None
        return self._process.stdout.fileno()

    def pump(self) -> None:
        """Prints what the process has said since the last time.

        A signal may have come before it was started, or while it was: so nothing is taken for
        done that `start` does.
        """
        if self._process is None:
            return
        os.set_blocking(self.fileno(), False)
        with contextlib.suppress(BlockingIOError):
            while said := os.read(self.fileno(), 65536):
                *lines, self._unfinished = (self._unfinished + said).split(b"\n")
                for line in filter(bytes.strip, lines):
                    self._output.say(line.decode(errors="replace").rstrip(), name=self.name)

    def keep_running(self) -> bool:
        """Starts the process again when it has ended and its wait is over; says whether it did."""
        if self.is_running():
            return False
        wait = self._restart.ended()
        if wait is not None:
            self._output.say(f"{self._ending()}; starting again in {wait:.0f} s", name=self.name)
        if not self._restart.is_due():
            return False
        self.start()
        return True

    def send(self, number: signal.Signals) -> None:
        """Signals the process; SIGKILL goes to all that it started as well."""
        if self._process is None or not self.is_running():
            return
        with contextlib.suppress(ProcessLookupError):
            if number == signal.SIGKILL:
                os.killpg(self._process.pid, number)
            else:
                self._process.send_signal(number)

    def _ending(self) -> str:
        code = self.exit_code
        if code is not None and code < 0:
            return f"ended by {signal.Signals(-code).name}"
        return f"ended with exit code {code}"
