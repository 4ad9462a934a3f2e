"""What the environment becomes for `make run` and for manage.py."""

import stat
from pathlib import Path

import pytest

from runtime import environment
from runtime.errors import CannotStart


def test_make_run_fills_in_what_is_not_given(tmp_path: Path) -> None:
    environ = environment.for_services({"DATA_DIR": str(tmp_path), "PORT": ""}, mail_port=2525)

    assert {name: environ[name] for name in ("PORT", "DEMO", "PUBLIC_BASE_URL", "EMAIL_URL")} == {
        "PORT": "8000",
        "DEMO": "1",
        "PUBLIC_BASE_URL": "http://127.0.0.1:8000",
        "EMAIL_URL": "smtp://127.0.0.1:2525",
    }
    assert environ["SECRET_KEY"] == (tmp_path / "secret_key").read_text().strip()


def test_make_run_leaves_alone_what_is_given(tmp_path: Path) -> None:
    given = {
        "DATA_DIR": str(tmp_path),
        "PORT": "9000",
        "DEMO": "0",
        "PUBLIC_BASE_URL": "https://steering.example.org",
        "EMAIL_URL": "smtp://mail.example.org:25",
        "SECRET_KEY": "given",
    }

    environ = environment.for_services(given, mail_port=None)

    assert {name: environ[name] for name in given} == given
    assert not (tmp_path / "secret_key").exists()


def test_the_secret_key_stays_the_same_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "var"

    first, second = environment.secret_key(folder), environment.secret_key(folder)

    assert first == second
    assert len(first) >= 50
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in folder.iterdir()] == ["secret_key"]


@pytest.mark.parametrize("port", ["80o0", "0", "65536", "-1"])
def test_a_port_that_is_none_is_named(port: str) -> None:
    with pytest.raises(CannotStart, match=f"PORT is '{port}': write a number from 1 to 65535"):
        environment.port({"PORT": port})


def test_manage_takes_the_key_that_make_run_made(tmp_path: Path) -> None:
    key = environment.secret_key(tmp_path)

    added = environment.for_commands(
        {"DATA_DIR": str(tmp_path), "DATABASE_URL": "postgres://db.example.org/steering"}
    )

    assert added["SECRET_KEY"] == key


def test_manage_makes_no_key_for_somebody_elses_database(tmp_path: Path) -> None:
    added = environment.for_commands(
        {"DATA_DIR": str(tmp_path), "DATABASE_URL": "postgres://db.example.org/steering"}
    )

    assert "SECRET_KEY" not in added
    assert list(tmp_path.iterdir()) == []
