"""The whole product as `make run` starts it, in a folder of its own."""

import email
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import psycopg2

from runtime.cluster import locate
from runtime.environment import ROOT
from runtime.postgres import embedded_settings
from tests.runtime.machine import ENDS_WITHIN, a_free_port

READY_WITHIN = 120.0
MAIL_WITHIN = 40.0
HOLD_SECONDS = 4
"""Long enough for the page that shows what is held to be looked at, short enough to wait for."""


class System:
    """A running example programme, its address and the mail that left it."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.port = a_free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data_dir.parent / "run.log"

    @property
    def environ(self) -> dict[str, str]:
        """The environment in which it runs."""
        unwanted = {"DATABASE_URL", "EMAIL_URL", "SECRET_KEY", "PUBLIC_BASE_URL"}
        environ = {name: value for name, value in os.environ.items() if name not in unwanted}
        return environ | {"DATA_DIR": str(self.data_dir), "PORT": str(self.port), "DEMO": "1"}

    def start(self) -> None:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "runtime.supervisor"],
                cwd=ROOT,
                env=self.environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait_until(lambda: "is ready" in self.log.read_text(), READY_WITHIN)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=ENDS_WITHIN)
        shutil.rmtree(locate(self.data_dir).home, ignore_errors=True)

    def manage(self, *arguments: str) -> None:
        """Run a command of `manage.py` beside it."""
        environ = self.environ | {"SECRET_KEY": "only-for-a-command-" * 3}
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL)

    def wait_until(self, true: Callable[[], bool], seconds: float = MAIL_WITHIN) -> None:
        deadline = time.monotonic() + seconds
        while not true():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()[-4000:]
            time.sleep(0.1)

    def shorten_hold(self, group: str) -> None:
        """Let the messages of a group be held for seconds, shorter than any page offers."""
        where = embedded_settings(self.data_dir)
        with (
            psycopg2.connect(
                host=where["HOST"], user=where["USER"], dbname=where["NAME"]
            ) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "INSERT INTO outbox_mailbox (key, name, hold_seconds, paused, paused_by)"
                " SELECT key, name, %s, false, '' FROM steering_steeringgroup WHERE key = %s"
                " ON CONFLICT (key) DO UPDATE SET hold_seconds = EXCLUDED.hold_seconds",
                [HOLD_SECONDS, group],
            )
        connection.close()

    def mails(self, *, subject: str) -> list[EmailMessage]:
        """What the mail server took, oldest first, whose subject begins so."""
        parsed = [
            email.message_from_bytes(path.read_bytes(), policy=default)
            for path in sorted((self.data_dir / "mail").glob("*.eml"))
        ]
        return [mail for mail in parsed if str(mail["Subject"]).startswith(subject)]

    def wait_for_mails(self, number: int, *, subject: str) -> list[EmailMessage]:
        self.wait_until(lambda: len(self.mails(subject=subject)) >= number)
        return self.mails(subject=subject)
