"""`make pictures`: the pictures of README and docs, taken of the example programme as it runs.

It starts the whole product in a folder that goes with the run, and puts docs/pictures/ anew.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, StorageState, sync_playwright

from runtime.browser import find
from runtime.environment import ROOT
from tests.system import System

PICTURES = ROOT / "docs" / "pictures"
WIDTHS = (1280, 375)
OWNER = "owner@example.org"
NO_SANDBOX = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


@dataclass(frozen=True)
class Picture:
    """A page to show, and the links that lead there from the start page of a role."""

    name: str
    role: str
    way: tuple[str, ...] = ()


ALL = (
    Picture("today", "administrator"),
    Picture("group", "administrator", ("#menu a:has-text('Groups')", "Alderfleet steering group")),
    Picture(
        "members",
        "administrator",
        ("#menu a:has-text('Groups')", "Alderfleet steering group", "Change members"),
    ),
    Picture(
        "meeting",
        "administrator",
        ("#menu a:has-text('Groups')", "Alderfleet steering group", "section:has(#coming) h3 a"),
    ),
    Picture("check-and-send", "administrator", ("Check and send minutes",)),
    Picture("write-minutes", "administrator", ("Go on writing minutes",)),
    Picture("register", "administrator", ("Go on writing minutes", "Replies and register")),
    Picture("minutes", "member", ("section:has(#minutes) a",)),
    Picture("my-meetings", "member"),
    Picture("action-done", "member", ("section:has(#actions) a",)),
    Picture("my-sites", "project_manager"),
    Picture("site", "project_manager", ("Kelderby",)),
    Picture("factors", "project_manager", ("#menu a:has-text('What helps and hinders')",)),
    Picture("compare", "supporter", ("#menu a:has-text('Compare')",)),
    Picture("setup", "owner"),
    Picture("setup-sites", "owner", ("Sites",)),
    Picture("add-agency", "owner", ("Agencies", "Add an agency")),
    Picture("person", "owner", ("Sites", "#main tbody a")),
    Picture("access", "owner", ("#menu a:has-text('Access')",)),
)


def main() -> None:
    """Start, walk, take, stop."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="thinkfamily-pictures-"))
    system = System(folder / "var")
    try:
        system.start()
        for path in _take(system):
            print(path.relative_to(ROOT))
    finally:
        system.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _take(system: System) -> Iterator[Path]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=NO_SANDBOX)
        signed_in = _owner(browser, system)
        for width in WIDTHS:
            for picture in ALL:
                context = browser.new_context(
                    base_url=system.url,
                    viewport={"width": width, "height": 800},
                    storage_state=signed_in if picture.role == "owner" else None,
                )
                page = context.new_page()
                _go(page, picture)
                path = PICTURES / f"{picture.name}-{width}.png"
                page.screenshot(path=path, full_page=True)
                context.close()
                yield path
        browser.close()


def _owner(browser: Browser, system: System) -> StorageState:
    """Make an owner, who is no part of the example, and sign them in by code."""
    system.manage("create_owner", OWNER)
    context = browser.new_context(base_url=system.url)
    page = context.new_page()
    page.goto("/sign-in/")
    page.get_by_label("Your e-mail address").fill(OWNER)
    page.get_by_role("button", name="Send me a code").click()
    mail = system.wait_for_mails(1, subject="Your sign-in code")[0]
    code = re.search(r"\d{4}-\d{4}", mail.get_content())
    page.get_by_label("Code").fill(code.group() if code else "")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/setup/")
    state = context.storage_state()
    context.close()
    return state


def _go(page: Page, picture: Picture) -> None:
    if picture.role == "owner":
        page.goto("/")
    else:
        page.goto("/demo/sign-in/")
        page.locator(f"button[value={picture.role}]").click()
    for name in picture.way:
        link = page.locator(name if "#" in name else f'main a:has-text("{name}")')
        page.goto(str(link.first.get_attribute("href")))
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
