"""manage.py: usable in a fresh checkout, and on its own terms elsewhere."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.cluster import locate
from tests.runtime.machine import servers

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "from django.db import connection; print(connection.introspection.table_names())"


def manage(*arguments: str, python: str = sys.executable, **environ: str) -> tuple[int, str]:
    """The exit code and all that was said."""
    result = subprocess.run(
        [python, ROOT / "manage.py", *arguments],
        cwd=ROOT.parent,
        env={"PATH": os.environ["PATH"], **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "var"
    shutil.rmtree(locate(tmp_path / "var").home, ignore_errors=True)


def test_a_command_has_a_database_and_a_key_without_any_setting(data_dir: Path) -> None:
    assert manage("shell", "--no-imports", "--command", DATABASE, DATA_DIR=str(data_dir)) == (
        0,
        "[]\n",
    )
    assert stat.S_IMODE((data_dir / "secret_key").stat().st_mode) == 0o600
    assert servers(data_dir) == []


def test_a_command_that_fails_says_so_and_stops_the_database(data_dir: Path) -> None:
    code, said = manage("no_such_command", DATA_DIR=str(data_dir))

    assert code == 1
    assert said.startswith("Unknown command: 'no_such_command'")
    assert servers(data_dir) == []


def test_another_database_without_a_key_is_refused_in_a_sentence(data_dir: Path) -> None:
    code, said = manage(
        "check", DATA_DIR=str(data_dir), DATABASE_URL="postgres://db.example.org/steering"
    )

    assert code == 1
    assert "SECRET_KEY is not set. Give the process a long random text" in said
    assert not data_dir.exists()


@pytest.mark.skipif(not (ROOT / ".venv").exists(), reason="this checkout has no .venv")
@pytest.mark.skipif(shutil.which("python3", path="/usr/bin") is None, reason="no system Python")
def test_a_python_without_django_goes_on_in_the_checkouts_own(data_dir: Path) -> None:
    code, said = manage("version", python="/usr/bin/python3", DATA_DIR=str(data_dir))

    assert (code, said.startswith("5.2")) == (0, True)
