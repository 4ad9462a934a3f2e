"""What the machine shows of a DATA_DIR: its processes, and what its database says."""

import contextlib
import socket
from collections.abc import Iterable
from pathlib import Path

import psutil
import psycopg2

from runtime.cluster import locate
from runtime.postgres import embedded_settings


def living(processes: Iterable[psutil.Process]) -> list[psutil.Process]:
    """Those that still run; one that ended and waits to be collected does not."""
    found = []
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            if process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def servers(data_dir: Path) -> list[psutil.Process]:
    """The main processes of PostgreSQL on the cluster of this DATA_DIR.

    A backend just forked still has the command line of the main process, which is its parent.
    """
    data = str(locate(data_dir).data)
    found = {}
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if data in process.cmdline():
                found[process.pid] = (process, process.ppid())
    return living(process for process, parent in found.values() if parent not in found)


def ask(data_dir: Path, query: str) -> list[tuple[object, ...]]:
    """The rows that the embedded server of this DATA_DIR answers with."""
    settings = embedded_settings(data_dir)
    connection = psycopg2.connect(
        host=settings["HOST"], user=settings["USER"], dbname=settings["NAME"]
    )
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall() if cursor.description else []


ENDS_WITHIN = 10.0
"""Seconds that `make run` may take to end all that it started."""


def a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port
