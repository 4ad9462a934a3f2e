"""Processes that must not outlive the one that started them."""

import ctypes
import functools
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import psutil

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def dying_with_us(number: signal.Signals) -> Callable[[], None]:
    """Gives a `preexec_fn` for a child that gets this signal when we die.

    The kernel watches the thread that forks, so start such children from the main thread.
    """
    return functools.partial(die_with, os.getpid(), number)


def die_with(parent: int, number: signal.Signals) -> None:
    """Asks the kernel for this signal when our parent dies.

    Linux only; elsewhere it does nothing, and the next start ends what was left (leftovers.py).
    """
    if _libc is None:
        return
    _libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), number)


def started_by_make() -> bool:
    try:
        return psutil.Process(os.getppid()).name() in {"make", "gmake"}
    except psutil.NoSuchProcess:
        return False


def make_was_interrupted() -> bool:
    """Whether the `make` that started us alone got SIGINT and now waits for us to end.

    It passes SIGTERM on, but not SIGINT, which a terminal sends to all. While it waits it keeps
    the signal blocked, and that can be seen on Linux.
    """
    status = Path(f"/proc/{os.getppid()}/status")
    if not status.exists() or not started_by_make():
        return False
    try:
        fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
    except OSError:
        # It has died since, of which the kernel tells us (die_with).
        return False
    return bool(int(fields["SigBlk"], 16) >> (signal.SIGINT - 1) & 1)
