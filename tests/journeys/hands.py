"""What somebody does on a page, with a mouse or by keyboard alone."""

from pathlib import Path
from re import Pattern

from playwright.sync_api import Locator, Page

from tests.journeys.walking import MOST_TABS

Label = str | Pattern[str]

IS_THERE = (
    "wanted => document.activeElement === wanted || (wanted.type === 'radio'"
    " && document.activeElement.type === 'radio' && document.activeElement.name === wanted.name)"
)
"""The focus is on it; of radios one alone can be reached with Tab, the others by arrow keys."""


class Hands:
    """Uses what a page offers; by `keyboard` it presses nothing but keys."""

    def __init__(self, page: Page, *, keyboard: bool = False) -> None:
        self.page = page
        self.keyboard = keyboard

    def follow(self, name: Label) -> None:
        """Follow a link, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self._use(self.page.get_by_role("link", name=name, exact=isinstance(name, str)).first)

    def press(self, name: Label) -> None:
        """Press a button that leads to another page, and wait for that page."""
        with self.page.expect_navigation():
            self._use(self.page.get_by_role("button", name=name).first)

    def fill(self, label: Label, text: str) -> None:
        """Write into a field in place of what stands there."""
        field = self._labelled(label)
        if not self.keyboard:
            field.fill(text)
            return
        self._reach(field)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def choose(self, label: Label) -> None:
        """Choose one of several radios. By mouse near its corner: a tile holds fields below."""
        radio = self._labelled(label)
        if not self.keyboard:
            radio.check(position={"x": 22, "y": 22})
            return
        self._reach(radio)
        self.page.keyboard.press("Space")
        for _ in range(MOST_TABS):
            if radio.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{label!r} is not reached with the arrow keys.")

    def select(self, label: Label, option: str) -> None:
        """Choose an option of a list; by keyboard, by typing what it begins with."""
        field = self._labelled(label)
        if self.keyboard:
            self._reach(field)
            self.page.keyboard.type(option)
        else:
            field.select_option(option)

    def hand_in(self, label: Label, file: Path) -> None:
        """Choose a file from the disk."""
        with self.page.expect_file_chooser() as opened:
            self._use(self._labelled(label))
        opened.value.set_files(file)

    def _labelled(self, label: Label) -> Locator:
        return self.page.get_by_label(label, exact=isinstance(label, str)).first

    def _use(self, what: Locator) -> None:
        if self.keyboard:
            self._reach(what)
            self.page.keyboard.press("Enter")
        else:
            what.click()

    def _reach(self, what: Locator) -> None:
        """Press Tab until the focus is there."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if what.evaluate(IS_THERE):
                return
        raise AssertionError(f"{what} is not reached with {MOST_TABS} presses of Tab.")
