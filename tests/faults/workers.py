"""Real Celery worker processes on the test's database, with tasks over the filesystem broker."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote

from django.db import connection

from outbox.tasks import deliver
from runtime.environment import ROOT
from tests.environment import DATA_DIR
from thinkfamily.celery import app as celery_app

PATIENCE = 60.0


@contextlib.contextmanager
def running_worker(
    *, mail_port: int, app: str = "thinkfamily"
) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that shares the test's database and broker; killed at the end of the block."""
    for folder in ("messages", "control"):
        (DATA_DIR / "broker" / folder).mkdir(parents=True, exist_ok=True)
    arguments = [sys.executable, "-m", "celery", f"--app={app}", "--skip-checks", "worker"]
    arguments += ["--pool=solo", "--loglevel=WARNING", "--without-gossip", "--without-mingle"]
    environ = os.environ | {
        "DATABASE_URL": _database_url(),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "DJANGO_SETTINGS_MODULE": "thinkfamily.settings",
        "C_FORCE_ROOT": "1",
    }
    with (DATA_DIR / "worker.log").open("ab") as log:
        worker = subprocess.Popen(arguments, cwd=ROOT, env=environ, stdout=log, stderr=log)
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait()


def deliver_until(done: Callable[[], bool]) -> None:
    """Do what beat does, until something has come about. Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        celery_app.send_task(deliver.name, expires=10)
        for _ in range(20):
            if done():
                return
            time.sleep(0.05)
    raise TimeoutError("The workers did not get so far.")


def _database_url() -> str:
    place = {name: quote(str(value), safe="") for name, value in connection.settings_dict.items()}
    account = f"{place['USER']}:{place['PASSWORD']}" if place["PASSWORD"] else place["USER"]
    port = f":{place['PORT']}" if place["PORT"] else ""
    return f"postgres://{account}@{place['HOST']}{port}/{place['NAME']}"
