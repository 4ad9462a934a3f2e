"""The supervisor's terminal lines, also when nobody reads them."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MUCH = """
from runtime.output import Output
output = Output()
for number in range(20_000):
    output.say(f"line {number}", name="web")
"""


def start() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", MUCH], cwd=ROOT, stdout=subprocess.PIPE)


def test_a_reader_that_does_not_read_stops_nothing() -> None:
    with start() as process:
        assert process.wait(timeout=20) == 0
        assert process.stdout is not None
        said = process.stdout.read()

    assert said.startswith(b"web      | line 0\n")
    assert len(said) < 100_000


def test_a_reader_that_goes_away_stops_nothing() -> None:
    with start() as process:
        assert process.stdout is not None
        os.read(process.stdout.fileno(), 10)
        process.stdout.close()
        assert process.wait(timeout=20) == 0
