"""Processes that must not outlive the one that started them."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def dying_with_us(when_we_die: signal.Signals) -> Callable[[], None]:
    """Gives a `preexec_fn` after which the kernel sends the child that signal when we die.

    Linux only; elsewhere it does nothing, and the next start ends what was left (supervisor.py).
    The kernel watches the thread that forks, so start such children from the main thread.
    """
    parent = os.getpid()

    def bind() -> None:
        if _libc is None:
            return
        _libc.prctl(PR_SET_PDEATHSIG, int(when_we_die), 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)

    return bind
