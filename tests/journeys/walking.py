"""How a journey walks: what it presses, and what it looks at on every page."""

from playwright.sync_api import Page

from tests.browser import PHONE, WIDE, check_axe, no_sideways_scroll

MOST_TABS = 120
"""A page on which one has to press Tab more often is not usable by keyboard."""


def look(page: Page) -> None:
    """Any page, wide and narrow: nothing for axe to find, and no sideways scrolling."""
    for width in (PHONE, WIDE):
        page.set_viewport_size({"width": width, "height": 800})
        check_axe(page)
        no_sideways_scroll(page)


def press(page: Page, name: str) -> None:
    """Press a button that leads to another page, and wait for that page."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def follow(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=True).first.click()


def sign_in_as(page: Page, role: str) -> None:
    """Sign in by the button of a role of the example programme."""
    page.goto("/demo/sign-in/")
    look(page)
    with page.expect_navigation():
        page.locator(f"button[value={role}]").click()


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what has the focus reads so, or is labelled so; it must be visible."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "() => { const e = document.activeElement;"
            " return [e.textContent, e.getAttribute('aria-label'),"
            " ...[...(e.labels ?? [])].map(label => label.textContent)].join(' '); }"
        )
        if words in " ".join(here.split()):
            outline = page.evaluate(
                "() => { const s = getComputedStyle(document.activeElement);"
                " return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; }"
            )
            assert outline, f"The focus on {words!r} cannot be seen."
            return
    raise AssertionError(f"{words!r} is not reached with {MOST_TABS} presses of Tab.")
