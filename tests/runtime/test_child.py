"""One process of the supervisor, before it was started and after it has ended."""

import os
import signal
import sys
import time

from runtime.child import Child
from runtime.output import Output


def child(code: str) -> Child:
    return Child("web", [sys.executable, "-c", code], os.environ, Output())


def test_a_signal_may_come_before_it_was_started() -> None:
    never_started = child("print('hello')")

    never_started.pump()
    never_started.send(signal.SIGTERM)

    assert not never_started.is_running()


def test_waiting_for_what_it_says_stops_nothing() -> None:
    silent = child("import time; time.sleep(60)")
    silent.start()

    began = time.monotonic()
    silent.pump()

    assert time.monotonic() - began < 5
    silent.send(signal.SIGKILL)
