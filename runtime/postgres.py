"""The embedded PostgreSQL: started as a direct child, shared by what runs on one DATA_DIR.

Whoever uses the server holds a shared lock on `users.lock` for as long; starting and stopping
happen under `start.lock`. The kernel drops both locks when their holder dies, however it dies, so
they never lie. From that follows what a start finds:

* a server and other users: it joins them;
* a server and no user: an orphan of something that was killed. It is stopped and a new one
  started, so that the server is again the child of somebody alive;
* no server: pid and socket files are left-overs and are removed. PostgreSQL itself would take a
  reused process number in them for a living server.

Two servers never run on the same data: nothing is started before every process of the old server,
backends included, is gone.
"""

import contextlib
import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import psutil
import psycopg2

from runtime import cluster as clusters
from runtime.errors import CannotStart
from runtime.processes import dying_with_us

READY_WITHIN = 60.0
"""Seconds; recovery after a crash comes before the first connection."""

GENTLY = 15.0
"""Seconds for a server to end in order where nobody waits."""
KILLED_WITHIN = 5.0
"""Seconds for the system to take away what was killed."""


def embedded_settings(data_dir: Path) -> dict[str, str]:
    """The entries of Django's DATABASES for the embedded server of DATA_DIR; starts nothing."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": clusters.DATABASE,
        "USER": clusters.DATABASE,
        "HOST": str(clusters.locate(data_dir).socket),
        "PORT": "",
    }


@contextlib.contextmanager
def ensure_running(data_dir: Path) -> Iterator[None]:
    """Has the embedded server of DATA_DIR up inside the block; the last user stops it."""
    server = EmbeddedPostgres(data_dir)
    try:
        server.start()
        yield
    finally:
        server.stop()


class EmbeddedPostgres:
    """One process's hold on the embedded server of DATA_DIR.

    `dies_with_us` is for a supervisor: the server it starts ends when the supervisor is killed.
    """

    def __init__(self, data_dir: Path, *, dies_with_us: bool = False) -> None:
        self.data_dir = data_dir
        self.cluster = clusters.locate(data_dir)
        self._dies_with_us = dies_with_us
        self._child: subprocess.Popen[bytes] | None = None
        self._adopted: psutil.Process | None = None
        self._users: BinaryIO | None = None

    def start(self) -> None:
        """Returns when the server answers and the database is there.

        Raises CannotStart, with the end of the server's log, when it does not come up.
        """
        self.cluster = clusters.prepare(self.data_dir)
        with self._starting_or_stopping():
            self._users = self._users or (self.cluster.home / "users.lock").open("ab")
            nobody_uses_it = _try_exclusive(self._users)
            self._adopted = None if nobody_uses_it else self._postmaster()
            if self._adopted is None:
                self._end_processes(within=GENTLY)
                self._child = self._launch()
            else:
                self._child = None
            self._wait_until_it_answers()
            fcntl.flock(self._users, fcntl.LOCK_SH)

    def stop(self) -> None:
        """Lets go of the server, and ends it if we were the last user."""
        if self._users is None:
            return
        with self._starting_or_stopping():
            if _try_exclusive(self._users):
                self._end_processes(within=GENTLY)
            self._users.close()
            self._users = None

    def stop_for_all(self, *, within: float) -> None:
        """Ends the server in that many seconds, even if somebody else uses it."""
        if self._users is None:
            return
        with self._starting_or_stopping():
            self._end_processes(within=within)
            self._users.close()
            self._users = None

    def is_up(self) -> bool:
        """Whether the server's main process is alive."""
        if self._child is not None:
            return self._child.poll() is None
        return self._adopted is not None and self._adopted.is_running()

    @property
    def log(self) -> Path:
        return self.data_dir / "log" / "postgres.log"

    @contextlib.contextmanager
    def _starting_or_stopping(self) -> Iterator[None]:
        with (self.cluster.home / "start.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _launch(self) -> subprocess.Popen[bytes]:
        programs = clusters.programs(self.cluster)
        clusters.make(self.cluster, programs)
        socket_folder = str(self.cluster.socket).replace('"', '""')
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": f'"{socket_folder}"',
            "unix_socket_permissions": "0700",
            "cluster_name": self.cluster.name,
            # Statements and details carry people's names and addresses; a log should not.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
        }
        command = [str(programs / "postgres"), "-D", str(self.cluster.data)]
        command += [f"--{name}={value}" for name, value in settings.items()]
        self.log.parent.mkdir(mode=0o700, exist_ok=True)
        if self.log.exists():
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("wb") as log:
            return subprocess.Popen(
                command,
                **self.cluster.identity,  # type: ignore[call-overload]
                cwd="/",
                env=clusters.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Away from the terminal's Ctrl-C, which is for the process that uses the server.
                start_new_session=True,
                preexec_fn=dying_with_us(signal.SIGQUIT) if self._dies_with_us else None,
            )

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + READY_WITHIN
        while True:
            try:
                self._make_database()
                return
            except psycopg2.OperationalError as error:
                if not self.is_up() or time.monotonic() > deadline:
                    raise CannotStart(f"PostgreSQL did not start: {self._last_words()}") from error
            time.sleep(0.02)

    def _make_database(self) -> None:
        connection = psycopg2.connect(
            host=str(self.cluster.socket), user=clusters.DATABASE, dbname="postgres"
        )
        with contextlib.closing(connection), connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [clusters.DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {clusters.DATABASE}")

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return " / ".join(lines[-3:]) or "it left no log."

    def _end_processes(self, *, within: float) -> None:
        """Goes through PostgreSQL's own ways to end: in order, at once, and by force."""
        steps = (
            (signal.SIGINT, within * 0.8),
            (signal.SIGQUIT, within * 0.2),
            (signal.SIGKILL, KILLED_WITHIN),
        )
        for number, patience in steps:
            main = self._postmaster()
            if main is None and number == signal.SIGINT:
                # Backends that have lost their main process have nothing to end in order.
                continue
            # The main process passes the first two on; the last one each has to be sent.
            told = [main] if main and number != signal.SIGKILL else self._processes()
            for process in told:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.send_signal(number)
            if self._all_gone(patience):
                break
        else:
            raise CannotStart(
                f"An old PostgreSQL still works on {self.cluster.data} and does not end, "
                "even when killed. Restart the machine."
            )
        for stale in (
            self.cluster.data / "postmaster.pid",
            self.cluster.socket / clusters.SOCKET_NAME,
            self.cluster.socket / f"{clusters.SOCKET_NAME}.lock",
        ):
            stale.unlink(missing_ok=True)

    def _all_gone(self, patience: float) -> bool:
        deadline = time.monotonic() + patience
        while alive := self._processes():
            while any(_is_alive(process) for process in alive):
                if time.monotonic() > deadline:
                    return False
                time.sleep(0.02)
        if self._child is not None:
            self._child.wait()
        return True

    def _postmaster(self) -> psutil.Process | None:
        """The server's main process: its command line is the one we gave it.

        A backend just forked still has that line too, but the main process for a parent.
        """
        starters = {
            process.pid: process for process in self._processes() if _is_as_we_launched_it(process)
        }
        for process in starters.values():
            with contextlib.suppress(psutil.NoSuchProcess):
                if process.ppid() not in starters:
                    return process
        return None

    def _processes(self) -> list[psutil.Process]:
        """Every living process of this cluster's server.

        Known by the cluster's name in the command line, which PostgreSQL puts into its backends'
        titles too, and by the account. (Working folders would tell as well, but root in a
        container may not read those of other accounts.)
        """
        account = self.cluster.account
        owner = os.geteuid() if account is None else account.pw_uid
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if process.uids().real == owner and self._bears_our_name(process.cmdline()):
                    found.append(process)
        return found

    def _bears_our_name(self, command: list[str]) -> bool:
        line = " ".join(command)
        return "postgres" in line and self.cluster.name in line


def _is_alive(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def _is_as_we_launched_it(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return "-D" in process.cmdline()
    return False


def _try_exclusive(lock: BinaryIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
