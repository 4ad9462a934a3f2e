"""A database cluster that a test may crash, in place of the test run's own."""

import contextlib
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
from django.core.management import call_command
from django.db import connection

from runtime.postgres import EmbeddedPostgres, embedded_settings


@contextlib.contextmanager
def throw_away_database() -> Iterator[None]:
    """Django's connection leads to a cluster of its own, with the tables of the outbox.

    What is not written durably stays in the cluster's memory for long, so that a crash loses it.
    """
    usual = dict(connection.settings_dict)
    with tempfile.TemporaryDirectory(prefix="thinkfamily-crash-") as folder:
        database = EmbeddedPostgres(Path(folder), dies_with_us=True)
        database.start()
        connection.close()
        connection.settings_dict.update(embedded_settings(Path(folder)))
        try:
            _write_lazily()
            call_command("migrate", "outbox", verbosity=0)
            yield
        finally:
            connection.close()
            connection.settings_dict.update(usual)
            database.stop_for_all(within=10)
            shutil.rmtree(database.cluster.home)


def crash() -> None:
    """Kill a server process: PostgreSQL then ends all others and recovers from its log.

    Returns when the others are gone.
    """
    with contextlib.closing(_connect()) as victim, contextlib.closing(_connect()) as other:
        os.kill(victim.get_backend_pid(), signal.SIGKILL)
        with contextlib.suppress(psycopg2.DatabaseError), other.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(30)")


def wait_for_recovery() -> None:
    """Return when the database answers again."""
    connection.close()
    deadline = time.monotonic() + 30
    while True:
        try:
            _connect().close()
            return
        except psycopg2.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _connect() -> psycopg2.extensions.connection:
    place = connection.settings_dict
    return psycopg2.connect(host=place["HOST"], user=place["USER"], dbname=place["NAME"])


def _write_lazily() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
        cursor.execute("SELECT pg_reload_conf()")
    connection.close()
