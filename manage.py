#!/usr/bin/env python3
"""Django's commands, in the checkout's own environment and with its database up."""

import importlib.util
import os
import signal
import sys
from pathlib import Path

PYTHON = Path(__file__).resolve().parent / ".venv" / "bin" / "python"

if importlib.util.find_spec("django") is None:
    if not PYTHON.exists() or Path(sys.prefix) == PYTHON.parent.parent:
        sys.exit("Django is not installed here yet. `make run` installs everything.")
    os.execv(PYTHON, [str(PYTHON), *sys.argv])

from django.core.management import execute_from_command_line

from runtime import environment
from runtime.errors import CannotStart
from runtime.postgres import ensure_running


def main() -> None:
    # A terminated command still lets go of the database in order.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    os.environ.update(environment.for_commands(os.environ))
    if not environment.uses_embedded_database(os.environ):
        execute_from_command_line(sys.argv)
        return
    with ensure_running(environment.data_dir(os.environ)):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    try:
        main()
    except CannotStart as error:
        sys.exit(str(error))
