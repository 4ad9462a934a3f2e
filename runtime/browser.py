"""The Chromium that the browser tests drive: the machine's own, or one from Playwright."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from runtime import debian
from runtime.errors import CannotStart

NOTE = Path(__file__).resolve().parent.parent / ".venv" / "browser"
PACKAGES = ("chromium", "fonts-liberation")
MISSING = (
    "The browser tests need Chromium, which could not be installed. On Debian or Ubuntu type:\n"
    f"    sudo apt-get install {' '.join(PACKAGES)}\n"
    "elsewhere put a program called `chromium` on your PATH. Then run `make test` again."
)


def find() -> str | None:
    """The path of a browser that worked when it was found; None when there is none."""
    if NOTE.exists():
        noted = NOTE.read_text().strip()
        if Path(noted).exists():
            return noted
    return _on_path()


def install(python: Path) -> None:
    """Sees to it that `find` finds a browser. `python` is one that has Playwright.

    Raises CannotStart with the line to type when it cannot.
    """
    browser = _on_path()
    if browser is None and debian.can_install() and debian.install(*PACKAGES):
        browser = _on_path()
    if browser is None:
        browser = _from_playwright(python)
    if browser is None:
        raise CannotStart(MISSING)
    NOTE.write_text(f"{browser}\n")


def _on_path() -> str | None:
    browser = shutil.which("chromium")
    return browser if browser and _starts(browser) else None


def _from_playwright(python: Path) -> str | None:
    subprocess.run([python, "-m", "playwright", "install", "chromium"], check=False)
    asked = subprocess.run(
        [
            *(python, "-c"),
            "from playwright.sync_api import sync_playwright as start\n"
            "with start() as playwright: print(playwright.chromium.executable_path)",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    browser = asked.stdout.strip()
    return browser if browser and _starts(browser) else None


def _starts(browser: str) -> bool:
    """Ubuntu's `chromium` may be a stub, and Playwright's may lack libraries of the system."""
    try:
        return (
            subprocess.run([browser, "--version"], capture_output=True, check=False).returncode == 0
        )
    except OSError:
        return False
