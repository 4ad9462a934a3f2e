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


TIMES = ("10", "10", "15", "15", "25", "15", "15", "10", "5")
"""Minutes of the items of the next meeting."""
PRESENTERS = {
    3: ("Samir Vance", "To hear from families"),
    4: ("Celia Brandreth", "To hear"),
    5: ("Lorna Pettifer", "To decide"),
    6: ("Meera Sandhu", "To discuss"),
}
REPLIES = {
    "Celia Brandreth": "They will come",
    "Dr Rohan Deverell": "They will come",
    "Meera Sandhu": "They will come",
    "Odette Lamb": "They cannot come",
    "Yvonne Applegarth": "They will come",
    "Samir Vance": "They will come",
    "Dr Hugh Penhale": "They cannot come",
    "Stefan Wroe": "They will come",
}
"""What members told the administrator."""

GROUP = ("#menu a:has-text('Groups')", "Alderfleet steering group")
MEETING = (*GROUP, "section:has(#coming) h3 a")

ALL = (
    Picture("today", "administrator"),
    Picture("month", "administrator", ("See the month",)),
    Picture("group", "administrator", GROUP),
    Picture("members", "administrator", (*GROUP, "Change members")),
    Picture("history", "administrator", (*GROUP, "History")),
    Picture("notices", "administrator", (*GROUP, "Notices")),
    Picture("plan-several", "administrator", (*GROUP, "Plan a meeting", "Several")),
    Picture("meeting", "administrator", MEETING),
    Picture("papers", "administrator", (*MEETING, "Papers")),
    Picture("replies", "administrator", (*MEETING, "Replies and register")),
    Picture("reply", "member", ("Say whether you come",)),
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
        _before_the_meeting(browser, system)
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


def _before_the_meeting(browser: Browser, system: System) -> None:
    """Give the next meeting what files do not hold: times, presenters, a paper, and replies."""
    page = browser.new_page(base_url=system.url)
    page.goto("/demo/sign-in/")
    with page.expect_navigation():
        page.locator("button[value=administrator]").click()
    _follow(page, MEETING)
    agenda = page.url
    _write_agenda(page, agenda)
    _promise_a_paper(page, agenda)
    for name, answer in REPLIES.items():
        page.goto(agenda)
        _follow(page, ("Replies and register", f"Enter the reply of {name}"))
        page.get_by_label(answer).press("Space")
        _press(page, "Save the reply")
    page.context.close()


def _write_agenda(page: Page, agenda: str) -> None:
    _follow(page, ("Change the order or times",))
    for field, minutes in zip(page.get_by_label("Minutes for").all(), TIMES, strict=False):
        field.fill(minutes)
    _press(page, "Save order and times")
    for number, (who, what_for) in PRESENTERS.items():
        page.goto(agenda)
        _follow(page, (f"tr:has(th:has-text('{number}.')) th a",))
        page.get_by_label("What is it for?").select_option(what_for)
        page.get_by_label("Who presents it").fill(who)
        _press(page, "Save the item")


def _promise_a_paper(page: Page, agenda: str) -> None:
    page.goto(agenda)
    _follow(page, ("Papers", "Add a paper"))
    page.get_by_label("For which item?").select_option(index=4)
    page.get_by_label("Title of the paper").fill("Joint visits protocol, version 3")
    page.get_by_label("Who brings it").fill("Lorna Pettifer")
    _press(page, "Save the paper")


def _press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


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
    _follow(page, picture.way)
    page.wait_for_load_state("networkidle")


def _follow(page: Page, way: tuple[str, ...]) -> None:
    for name in way:
        css = any(sign in name for sign in "#:")
        link = page.locator(name if css else f'main a:has-text("{name}")')
        page.goto(str(link.first.get_attribute("href")))


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
