"""The environment of a test run: loaded by pytest (`-p`) before Django reads its settings.

Each run has a DATA_DIR of its own, and in it, unless DATABASE_URL names another, a PostgreSQL
that ends and goes with the run. So several runs can go on at once.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from runtime import environment
from runtime.postgres import EmbeddedPostgres

DATA_DIR = Path(tempfile.mkdtemp(prefix="thinkfamily-test-"))

os.environ.update(
    DATA_DIR=str(DATA_DIR),
    DEMO="0",
    PUBLIC_BASE_URL="http://127.0.0.1:8000",
    SECRET_KEY="for-tests-only-" * 4,
)


def _remove(database: EmbeddedPostgres) -> None:
    database.stop()
    shutil.rmtree(database.cluster.home)


atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
if environment.uses_embedded_database(os.environ):
    _database = EmbeddedPostgres(DATA_DIR, dies_with_us=True)
    atexit.register(_remove, _database)
    _database.start()
