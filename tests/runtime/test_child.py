"""One process of the supervisor, also before it was started."""

import os
import signal
import sys

from runtime.child import Child
from runtime.output import Output


def child(code: str) -> Child:
    return Child("web", [sys.executable, "-c", code], os.environ, Output())


def test_a_signal_may_come_before_it_was_started() -> None:
    never_started = child("print('hello')")

    never_started.pump()
    never_started.send(signal.SIGTERM)

    assert not never_started.is_running()
