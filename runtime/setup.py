"""Installs what a command of the Makefile needs into the checkout, then becomes that command.

    python3 -m runtime.setup run|lint|test [what .venv/bin/python shall go on with]

Runs on a bare Python with the standard library alone. Each step leaves a note of what it was made
from, so a second run compares a few hashes and goes on.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 an older one shall get a sentence, not a traceback
    sys.exit(
        f"Python 3.11 or newer is needed; this is {sys.version.split()[0]} ({sys.executable})."
    )

import fcntl
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from runtime import assets, browser, debian
from runtime.errors import CannotStart

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NOTES = VENV / "notes"
REQUIREMENTS = ROOT / "requirements"
OLDEST_NPM = 7
"""The first that reads our package-lock.json."""


@dataclass(frozen=True)
class Step:
    """`made_from` is what the result depends on, `leaves` what must be there afterwards."""

    name: str
    says: str
    made_from: tuple[Path, ...]
    leaves: tuple[Path, ...]
    act: Callable[[], None]

    def is_done(self) -> bool:
        if not all(path.exists() for path in self.leaves):
            return False
        return not self.made_from or self._noted() == self._hash()

    def do(self) -> None:
        print(f"{self.says} …", flush=True)
        self.act()
        self.note()

    def note(self) -> None:
        """Remembers that the step is done."""
        if self.made_from:
            NOTES.mkdir(exist_ok=True)
            (NOTES / self.name).write_text(self._hash())

    def _noted(self) -> str | None:
        note = NOTES / self.name
        return note.read_text() if note.exists() else None

    def _hash(self) -> str:
        return hashlib.sha256(b"\0".join(path.read_bytes() for path in self.made_from)).hexdigest()


def main() -> None:
    purpose, *command = sys.argv[1:]
    # A terminated set-up must not leave pip or npm at work behind it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        install(steps(purpose))
    except CannotStart as error:
        sys.exit(str(error))
    except PermissionError as error:
        sys.exit(
            f"{error.filename} cannot be written by this user, and something is to be installed."
        )
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
    if command:
        os.chdir(ROOT)
        sys.stdout.flush()
        os.execv(PYTHON, [str(PYTHON), *command])


def steps(purpose: str) -> list[Step]:
    """What `run`, `lint` or `test` needs, in the order in which one builds on another."""
    locks = (ROOT / "package.json", ROOT / "package-lock.json")
    app, test = REQUIREMENTS / "app.txt", REQUIREMENTS / "test.txt"
    needed = [
        Step("python", "Making .venv", (), (PYTHON, VENV / "bin" / "pip"), _make_venv),
        # Its own copy of test.txt's pins makes the wider set do for the narrower one.
        _packages(app, "Installing the app's packages"),
        Step(
            name="npm",
            says="Installing the design systems",
            made_from=locks,
            leaves=(ROOT / "node_modules" / ".package-lock.json",),
            act=_install_node_modules,
        ),
        Step(
            name="assets",
            says="Copying the design systems' files",
            made_from=(*locks, Path(assets.__file__)),
            leaves=tuple(assets.VENDOR / path.name for path in (*assets.STYLES, *assets.SCRIPTS)),
            act=assets.main,
        ),
    ]
    if purpose in {"lint", "test"}:
        needed.append(_packages(test, "Installing the tools and the tests' packages"))
    if purpose == "test":
        needed.append(
            Step("browser", "Looking for a browser", (), (browser.NOTE,), _install_browser)
        )
    return needed


def install(needed: list[Step]) -> None:
    """Does the steps that are not done. Two set-ups at once take turns.

    Raises CannotStart with a sentence for the person at the terminal.
    """
    if all(step.is_done() for step in needed):
        return
    lock = os.open(ROOT, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    for step in needed:
        if not step.is_done():
            step.do()
    os.close(lock)


def _packages(file: Path, says: str) -> Step:
    return Step(file.name, says, (file,), (), lambda: _pip_install(file))


def _make_venv() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not (debian.can_install() and debian.install(package)):
            raise CannotStart(
                "This Python has no `venv`. Install it, then run the command again:\n"
                f"    sudo apt-get install {package}"
            )
    _run(
        [sys.executable, "-m", "venv", "--clear", VENV],
        "The virtual environment could not be made; the reason is above.",
    )


def _pip_install(file: Path) -> None:
    # The lock names every package, so nothing is left for pip to resolve.
    _run(
        [
            *(PYTHON, "-m", "pip", "install", "--disable-pip-version-check"),
            *("--no-input", "--no-deps", "--require-hashes", "--requirement", file),
        ],
        f"pip could not install {file.name}; its own words are above.",
    )


def _install_node_modules() -> None:
    npm, path = _npm()
    _run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        "npm could not install package-lock.json; its own words are above.",
        {**os.environ, "PATH": path},
    )


def _npm() -> tuple[str, str]:
    """An npm, and the PATH on which it finds its node: the machine's, else the package index's."""
    path = os.environ.get("PATH", os.defpath)
    npm = shutil.which("npm")
    if npm and shutil.which("node") and _npm_version(npm) >= OLDEST_NPM:
        return npm, path
    print("No recent node and npm on the PATH: installing them into .venv …", flush=True)
    _pip_install(REQUIREMENTS / "node.txt")
    return str(VENV / "bin" / "npm"), f"{VENV / 'bin'}{os.pathsep}{path}"


def _npm_version(npm: str) -> int:
    asked = subprocess.run([npm, "--version"], capture_output=True, text=True, check=False)
    major = asked.stdout.strip().partition(".")[0]
    return int(major) if major.isdigit() else 0


def _install_browser() -> None:
    browser.install(PYTHON)


def _run(command: list[str | Path], complaint: str, environ: dict[str, str] | None = None) -> None:
    """Shows what the program says only when it fails."""
    result = subprocess.run(
        command,
        cwd=ROOT,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if result.returncode != 0:
        raise CannotStart(f"{result.stdout.decode(errors='replace')}\n{complaint}")


if __name__ == "__main__":
    main()
