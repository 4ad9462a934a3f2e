"""`make run`: everything up together, everything down together, and up again after kill -9."""

import json
import os
import re
import shutil
import signal
import smtplib
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from runtime.cluster import locate
from tests.runtime.machine import ENDS_WITHIN, a_free_port, ask, living, servers

ROOT = Path(__file__).resolve().parents[2]


class Run:
    """One run of the supervisor, in a process group of its own as under a terminal."""

    def __init__(self, data_dir: Path, port: int) -> None:
        self.data_dir = data_dir
        self.port = port
        self.log = data_dir.parent / f"{data_dir.name}.log"
        environ = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "EMAIL_URL", "SECRET_KEY", "PUBLIC_BASE_URL"}
        }
        environ |= {"DATA_DIR": str(data_dir), "PORT": str(port), "DEMO": "0"}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "runtime.supervisor"],
                cwd=ROOT,
                env=environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.log.read_text()

    def wait_until(self, true: Callable[[], bool], seconds: float = 60.0) -> None:
        deadline = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)

    def wait_until_ready(self) -> None:
        self.wait_until(lambda: "is ready" in self.said() or self.process.poll() is not None)
        assert self.health() == {"status": "ok", "database": "ok"}

    def health(self) -> object:
        try:
            url = f"http://127.0.0.1:{self.port}/health/"
            with urllib.request.urlopen(url, timeout=5) as answer:
                return json.load(answer)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return None

    def everything(self) -> list[psutil.Process]:
        """The supervisor and all that it started, at whatever depth."""
        supervisor = psutil.Process(self.process.pid)
        return [supervisor, *supervisor.children(recursive=True)]

    def child(self, word: str) -> psutil.Process:
        (child,) = (
            process
            for process in psutil.Process(self.process.pid).children()
            if word in process.cmdline()
        )
        return child


class Place:
    """A DATA_DIR that is migrated once, and the run on it, if there is one."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.run: Run | None = None

    def start(self) -> Run:
        self.run = Run(self.data_dir, a_free_port())
        return self.run

    def running(self) -> Run:
        if self.run is None or self.run.process.poll() is not None:
            self.start().wait_until_ready()
        assert self.run is not None
        return self.run

    def remove(self) -> None:
        if self.run is not None and self.run.process.poll() is None:
            self.run.process.terminate()
            self.run.process.wait(timeout=ENDS_WITHIN)
        shutil.rmtree(locate(self.data_dir).home)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    place = Place(tmp_path_factory.mktemp("supervisor") / "var")
    yield place
    place.remove()


@pytest.fixture
def running(place: Place) -> Run:
    """The run of the test before, or a new one."""
    return place.running()


def test_it_says_where_it_is_and_how_to_sign_in(running: Run) -> None:
    assert f"thinkfamily is ready: http://127.0.0.1:{running.port}/\n" in running.said()
    assert "manage.py create_owner EMAIL" in running.said()


def test_web_worker_beat_and_mail_run_as_direct_children(running: Run) -> None:
    for word in ("gunicorn", "worker", "beat", "runtime.mailbox"):
        assert running.child(word).is_running()


def test_what_it_keeps_is_for_its_owner_alone(running: Run) -> None:
    public = running.data_dir / "static"
    private = [path for path in running.data_dir.rglob("*") if not path.is_relative_to(public)]

    open_to_others = [path for path in private if stat.S_IMODE(path.stat().st_mode) & 0o077]

    assert running.data_dir / "secret_key" in private
    assert open_to_others == []


def test_mail_ends_as_a_file_byte_for_byte(running: Run) -> None:
    address = urlsplit(running.child("worker").environ()["EMAIL_URL"])
    messages = [
        f"From: a@example.org\r\nTo: b@example.org\r\nSubject: {number}\r\n\r\n.\r\nGrüße\r\n"
        for number in range(3)
    ]
    with smtplib.SMTP(address.hostname or "", address.port or 0) as server:
        for message in messages:
            server.sendmail("a@example.org", ["b@example.org"], message.encode())

    kept = sorted((running.data_dir / "mail").iterdir())

    assert [path.suffix for path in kept] == [".eml"] * 3
    assert [path.read_bytes().decode() for path in kept] == messages


def test_a_second_run_on_the_same_data_is_refused(running: Run) -> None:
    second = Run(running.data_dir, a_free_port())

    assert second.process.wait(timeout=20) == 1
    assert f"already runs on {running.data_dir} (process {running.process.pid})" in second.said()
    assert running.health() is not None


def test_a_port_in_use_is_named(running: Run, tmp_path: Path) -> None:
    second = Run(tmp_path / "var", running.port)

    assert second.process.wait(timeout=20) == 1
    assert second.said() == (
        f"Port {running.port} cannot be used (Address already in use). "
        f"Choose another: make run PORT={running.port + 1}\n"
    )
    assert running.health() is not None


@pytest.mark.parametrize("word", ["gunicorn", "worker", "runtime.mailbox"])
def test_a_killed_child_is_started_again(running: Run, word: str) -> None:
    child = running.child(word)
    below = child.children(recursive=True)
    child.kill()

    running.wait_until(lambda: not living([child, *below]))
    running.wait_until(lambda: bool(re.search(r"ended by SIGKILL; starting again", running.said())))
    running.wait_until(lambda: any(word in p.cmdline() for p in living(running.everything())[1:]))
    running.wait_until(lambda: running.health() is not None)


def test_a_killed_database_is_started_again(running: Run) -> None:
    ask(running.data_dir, "CREATE TABLE before_the_kill AS SELECT 7 AS number")
    (server,) = servers(running.data_dir)
    server.kill()

    running.wait_until(lambda: "postgres | ended; starting again in 1 s" in running.said())
    running.wait_until(lambda: running.health() is not None)
    assert ask(running.data_dir, "SELECT number FROM before_the_kill") == [(7,)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_every_process(running: Run, number: signal.Signals) -> None:
    everything = running.everything()
    began = time.monotonic()
    running.process.send_signal(number)

    assert running.process.wait(timeout=ENDS_WITHIN) == 0
    assert living(everything) == []
    assert time.monotonic() - began < ENDS_WITHIN
    assert [path.name for path in (running.data_dir / "run").glob("*.json")] == []


def test_a_signal_during_the_start_ends_what_was_started(place: Place) -> None:
    run = place.start()
    run.wait_until(lambda: len(run.everything()) > 3)
    everything = run.everything()
    run.process.terminate()

    assert run.process.wait(timeout=ENDS_WITHIN) == 0, run.said()
    assert living(everything) == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the next start ends them")
def test_kill_9_of_the_whole_group_loses_nothing(place: Place, running: Run) -> None:
    key = (running.data_dir / "secret_key").read_text()
    ask(running.data_dir, "CREATE TABLE in_a_killed_run AS SELECT 7 AS number")
    everything = running.everything()
    os.killpg(running.process.pid, signal.SIGKILL)
    running.process.wait()
    running.wait_until(lambda: living(everything) == [], seconds=3)

    place.running()

    assert ask(running.data_dir, "SELECT number FROM in_a_killed_run") == [(7,)]
    assert (running.data_dir / "secret_key").read_text() == key


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not show blocked signals")
@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_sigint_to_make_alone_is_noticed(tmp_path: Path) -> None:
    program = (
        "import sys, time\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "from runtime.processes import make_was_interrupted\n"
        "print('up', make_was_interrupted(), flush=True)\n"
        "while not make_was_interrupted(): time.sleep(0.05)\n"
        "print('noticed', flush=True)\n"
    )
    (tmp_path / "program.py").write_text(program)
    (tmp_path / "Makefile").write_text(f"run:\n\t@{sys.executable} program.py\n")
    with subprocess.Popen(
        ["make", "run"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},  # without what a `make test` around us has told us
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A shell has what it runs in the background ignore SIGINT, and that is inherited.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads
    ) as make:
        assert make.stdout is not None
        assert make.stdout.readline() == "up False\n"
        make.send_signal(signal.SIGINT)
        assert make.stdout.readline() == "noticed\n"
