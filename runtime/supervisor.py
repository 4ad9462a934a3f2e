"""`make run`: PostgreSQL, the mail keeper, the web server, the worker and beat as one.

    python -m runtime.supervisor

One thread, one loop. What it starts it ends: in order when asked to, and through the kernel when
it is killed. All that it needs after a kill -9 lies in DATA_DIR.
"""

import fcntl
import http.client
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import FrameType
from typing import BinaryIO
from urllib.parse import urlsplit

from runtime import environment, leftovers
from runtime.child import Child
from runtime.errors import CannotStart
from runtime.output import Output
from runtime.postgres import EmbeddedPostgres
from runtime.processes import die_with, make_was_interrupted, started_by_make
from runtime.restart import Restart

TICK = 0.2
ALL_ENDS_WITHIN = 9.5
SERVICES_END_WITHIN = 6.0
MAIL_ENDS_WITHIN = 0.5
"""Seconds before what was asked to end is killed. A worker without work takes up to four."""
SAID_TO_ROOT = "You're running the worker with superuser privileges"
"""Celery's warning; it is meant for workers that take pickled tasks, and ours take JSON alone."""
PORT_FREE_WITHIN = 2.0
"""Seconds for the web server of a killed run to be gone."""


class AskedToStop(BaseException):
    """SIGINT or SIGTERM, at whatever point of the start it comes."""


class Supervisor:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self.data_dir = environment.data_dir(environ)
        self._given = environ
        self._port = environment.port(environ)
        self._output = Output()
        self._web_socket = socket.socket()
        self._mail_socket: socket.socket | None = None
        self._database: EmbeddedPostgres | None = None
        self._database_restart = Restart()
        self._environ: dict[str, str] = {}
        self._children: list[Child] = []
        self._mail: Child | None = None
        self._lock: BinaryIO | None = None
        self._ready = False
        self._stopping = False
        self._hurried = False

    def run(self) -> None:
        """Returns when everything has ended. Raises CannotStart with a sentence for a person."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        if started_by_make():
            die_with(os.getppid(), signal.SIGTERM)
        try:
            self._claim_folder()
            self._claim_port()
            self._start_mail()
            self._start_database()
            self._prepare()
            self._start_services()
            while True:
                self._watch()
        except AskedToStop:
            pass
        finally:
            self._stop()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self._stopping:
            self._hurried = True
        else:
            self._stopping = True
            raise AskedToStop

    # Starting -----------------------------------------------------------------------------

    def _claim_folder(self) -> None:
        # Mail, keys and tasks are for the eyes of the account that runs this, whoever writes them.
        os.umask(0o077)
        for folder in ("run", "log", "mail", "broker/messages", "broker/control"):
            environment.make_folder(self.data_dir / folder)
        self._lock = (self.data_dir / "run" / "supervisor.lock").open("ab+")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.seek(0)
            raise CannotStart(
                f"thinkfamily already runs on {self.data_dir} (process "
                f"{self._lock.read().decode()}). Stop it first, or give DATA_DIR another folder."
            ) from None
        self._lock.truncate(0)
        self._lock.write(str(os.getpid()).encode())
        self._lock.flush()
        leftovers.end(self._children_file)

    def _claim_port(self) -> None:
        """Takes the port at once but listens only when there is somebody to answer."""
        self._web_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        deadline = time.monotonic() + PORT_FREE_WITHIN
        while True:
            try:
                self._web_socket.bind(("127.0.0.1", self._port))
                return
            except OSError as error:
                if time.monotonic() > deadline:
                    raise CannotStart(
                        f"Port {self._port} cannot be used ({error.strerror}). Choose another: "
                        f"make run PORT={self._port + 1}"
                    ) from error
                time.sleep(0.05)

    def _start_mail(self) -> None:
        if not self._given.get("EMAIL_URL"):
            self._mail_socket = socket.create_server(("127.0.0.1", 0))
        mail_port = self._mail_socket.getsockname()[1] if self._mail_socket else None
        self._environ = environment.for_services(self._given, mail_port)
        if self._mail_socket:
            descriptor = self._mail_socket.fileno()
            command = ["-m", "runtime.mailbox", str(descriptor), str(self.data_dir / "mail")]
            self._mail = self._child("mail", command, [descriptor])
            self._mail.start()

    def _start_database(self) -> None:
        if not environment.uses_embedded_database(self._environ):
            return
        self._database = EmbeddedPostgres(self.data_dir, dies_with_us=True)
        self._database.start()
        self._database_restart.began()
        if self._database.cluster.account is not None:
            self._output.say(
                "PostgreSQL does not run as root, so its files belong to the user "
                f"{self._database.cluster.account.pw_name}, in {self._database.cluster.home}."
            )

    def _prepare(self) -> None:
        tasks = [
            self._child("database", ["manage.py", "prepare_database"]),
            self._child("static", ["manage.py", "collectstatic", "--no-input", "--verbosity=0"]),
        ]
        self._children = tasks
        for task in tasks:
            task.start()
        while any(task.is_running() for task in tasks):
            self._listen()
            self._heed_signals()
        if failed := [task.name for task in tasks if task.exit_code != 0]:
            raise CannotStart(f"Not started; the reason stands above ({', '.join(failed)}).")

    def _start_services(self) -> None:
        web = self._web_socket.fileno()
        gunicorn = [
            "-m",
            "gunicorn",
            "--config=python:runtime.gunicorn_config",
            f"--bind=fd://{web}",
        ]
        celery = ["-W", f"ignore:{SAID_TO_ROOT}", "-m", "celery", "--app=thinkfamily"]
        celery += ["--skip-checks", "--no-color", "--quiet"]
        # Threads, for a pool of processes could outlive a worker that is killed.
        worker = ["worker", "--loglevel=WARNING", "--pool=threads", "--concurrency=4"]
        beat = ["beat", "--loglevel=WARNING", f"--schedule={self.data_dir / 'run' / 'beat'}"]
        self._children = [
            self._child("web", gunicorn, [web]),
            self._child("worker", celery + worker),
            self._child("beat", celery + beat),
        ]
        if self._mail:
            self._children.append(self._mail)
        self._web_socket.listen(socket.SOMAXCONN)
        for child in self._children:
            if not child.is_running():
                child.start()
        self._remember_children()

    def _child(self, name: str, arguments: list[str], passes: Iterable[int] = ()) -> Child:
        return Child(name, [sys.executable, *arguments], self._environ, self._output, tuple(passes))

    # Running ------------------------------------------------------------------------------

    def _watch(self) -> None:
        self._listen()
        self._heed_signals()
        restarted = [child.name for child in self._children if child.keep_running()]
        if restarted:
            self._remember_children()
        self._keep_database_running()
        if not self._ready and self._answers():
            self._ready = True
            self._announce()

    def _heed_signals(self) -> None:
        """Python drops an exception that a signal raises while it clears up an object."""
        if self._stopping or make_was_interrupted():
            raise AskedToStop

    def _listen(self) -> None:
        """Waits a moment for the children to say something, and passes it on."""
        running = [child for child in self._children if child.is_running()]
        select.select(running, [], [], TICK)
        for child in self._children:
            child.pump()

    def _keep_database_running(self) -> None:
        if self._database is None or self._database.is_up():
            return
        wait = self._database_restart.ended()
        if wait is not None:
            self._output.say(f"ended; starting again in {wait:.0f} s", name="postgres")
        if self._database_restart.is_due():
            self._database_restart.began()
            try:
                self._database.start()
            except CannotStart as error:
                self._output.say(str(error), name="postgres")

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=0.5)
        host = urlsplit(self._environ["PUBLIC_BASE_URL"]).netloc
        try:
            connection.request("GET", "/health/", headers={"Host": host})
            return connection.getresponse().status == http.client.OK
        except OSError:
            return False
        finally:
            connection.close()

    def _announce(self) -> None:
        address = self._environ["PUBLIC_BASE_URL"].rstrip("/")
        self._output.say(f"\nthinkfamily is ready: {address}/")
        if environment.is_demo(self._environ):
            self._output.say(f"Sign in to the example programme: {address}/demo/sign-in/")
        else:
            self._output.say(
                "Sign in there with your e-mail address; a code comes by mail. The first account "
                "is made with: .venv/bin/python manage.py create_owner EMAIL"
            )
        if self._mail:
            self._output.say(f"Mail goes no further than {self.data_dir / 'mail'}")
        self._output.say("Ctrl-C stops it; `make run` starts it again with the same data.\n")

    # Stopping -----------------------------------------------------------------------------

    def _stop(self) -> None:
        self._stopping = True
        began = time.monotonic()
        if self._ready:
            self._output.say("Stopping …")
        self._web_socket.close()
        self._end(
            [child for child in self._children if child is not self._mail], SERVICES_END_WITHIN
        )
        self._end([self._mail] if self._mail else [], MAIL_ENDS_WITHIN)
        if self._database is not None:
            left = ALL_ENDS_WITHIN - (time.monotonic() - began)
            self._database.stop_for_all(within=left)
        if self._lock is not None:
            self._children_file.unlink(missing_ok=True)

    def _end(self, children: list[Child], patience: float) -> None:
        for child in children:
            child.send(signal.SIGTERM)
        deadline = time.monotonic() + patience
        while any(child.is_running() for child in children):
            if self._hurried or time.monotonic() > deadline:
                for child in children:
                    child.send(signal.SIGKILL)
            self._listen()

    def _remember_children(self) -> None:
        pids = [child.pid for child in self._children if child.pid is not None]
        leftovers.remember(self._children_file, pids)

    @property
    def _children_file(self) -> Path:
        return self.data_dir / "run" / "children.json"


def main() -> None:
    try:
        Supervisor(os.environ).run()
    except CannotStart as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
