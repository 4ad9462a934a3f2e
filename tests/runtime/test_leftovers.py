"""What a killed run left alive, where the kernel does not end it."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime import leftovers


@pytest.fixture
def process() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(["sleep", "60"]) as process:
        yield process
        process.kill()


def test_a_remembered_process_is_ended(tmp_path: Path, process: subprocess.Popen[bytes]) -> None:
    file = tmp_path / "children.json"
    leftovers.remember(file, [process.pid])

    leftovers.end(file)

    assert process.wait(timeout=5) is not None
    assert not file.exists()


def test_a_later_process_with_the_same_number_is_left_alone(
    tmp_path: Path, process: subprocess.Popen[bytes]
) -> None:
    file = tmp_path / "children.json"
    leftovers.remember(file, [process.pid])
    (started,) = json.loads(file.read_text()).values()
    file.write_text(json.dumps({process.pid: started - 1}))

    leftovers.end(file)

    assert process.poll() is None


def test_nothing_remembered_is_nothing_to_end(tmp_path: Path) -> None:
    leftovers.end(tmp_path / "children.json")
