"""The environment variables of `make run` and `manage.py`: what is not given gets its default."""

import secrets
from collections.abc import Mapping
from pathlib import Path

from environ import Env

from runtime.errors import CannotStart
from runtime.files import write_once

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = "thinkfamily.settings"
HIGHEST_PORT = 65535


def data_dir(environ: Mapping[str, str]) -> Path:
    """Where this installation keeps its state."""
    return Path(environ.get("DATA_DIR") or ROOT / "var").resolve()


def uses_embedded_database(environ: Mapping[str, str]) -> bool:
    """Whether no other PostgreSQL is named."""
    return not environ.get("DATABASE_URL")


def is_demo(environ: Mapping[str, str]) -> bool:
    """Whether DEMO is on, in the words that the settings take for yes."""
    return environ.get("DEMO", "").lower() in Env.BOOLEAN_TRUE_STRINGS


def for_services(environ: Mapping[str, str], mail_port: int | None) -> dict[str, str]:
    """What every process of `make run` sees. `mail_port` is our own mail server's, if it runs.

    An empty variable counts as one that is not given.
    """
    given = {name: value for name, value in environ.items() if value}
    folder = data_dir(given)
    defaults = {
        "PORT": str(port(given)),
        "DEMO": "1",
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{port(given)}",
        "DJANGO_SETTINGS_MODULE": SETTINGS,
    }
    if mail_port is not None:
        defaults["EMAIL_URL"] = f"smtp://127.0.0.1:{mail_port}"
    if "SECRET_KEY" not in given:
        defaults["SECRET_KEY"] = secret_key(folder)
    return {**defaults, **given, "DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}


def for_commands(environ: Mapping[str, str]) -> dict[str, str]:
    """What `manage.py` adds to its environment: the settings, and the key that `make run` keeps.

    On the embedded database a key is made if there is none yet; elsewhere the settings say that
    it is missing.
    """
    added = {"DJANGO_SETTINGS_MODULE": SETTINGS}
    folder = data_dir(environ)
    if not environ.get("SECRET_KEY") and (
        uses_embedded_database(environ) or _key_file(folder).exists()
    ):
        added["SECRET_KEY"] = secret_key(folder)
    return added


def secret_key(folder: Path) -> str:
    """The key kept in DATA_DIR, made at the first call."""
    make_folder(folder)
    write_once(_key_file(folder), f"{secrets.token_urlsafe(50)}\n")
    return _key_file(folder).read_text().strip()


def port(environ: Mapping[str, str]) -> int:
    """The port of the web server. Raises CannotStart when PORT is no port."""
    text = environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) <= HIGHEST_PORT:
        raise CannotStart(f"PORT is {text!r}: write a number from 1 to {HIGHEST_PORT}.")
    return int(text)


def make_folder(folder: Path) -> None:
    """Makes a folder of DATA_DIR that only its owner can open. Raises CannotStart if it cannot."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(
            f"{folder} cannot be made ({error.strerror}). Set DATA_DIR to a folder of your own."
        ) from error


def _key_file(folder: Path) -> Path:
    return folder / "secret_key"
