"""A real browser for the tests: pages at a width, what axe says, and sideways scrolling."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from runtime.browser import find

AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
WIDE, PHONE = 1280, 320


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser that was found at set-up, for the whole run."""
    # Playwright's loop runs in this thread, which Django takes for an async one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=OPTIONS)
        yield browser
        connection.close()  # which this thread has only while Playwright's loop is in it
        browser.close()


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """`open_page(width=320, javascript=False)` gives a page of a browser without a session.

    `page.goto("/help/")` leads to the live server. Without JavaScript no script is loaded: the
    product has them in files alone, and axe cannot run where scripts are switched off. Whatever
    the browser writes as an error on its console, refusals of the content security policy
    included, fails the test at its end.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            errors.append(message.text)

    def open_it(*, width: int = WIDE, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
        )
        if not javascript:
            context.route("**/*.js", lambda route: route.abort())
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert errors == []


def check_axe(page: Page) -> None:
    """Fail with what axe-core finds wrong on the page."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    problems = [
        f"{violation['id']}: {violation['help']}: {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
    assert problems == [], "\n".join([page.url, *problems])


def no_sideways_scroll(page: Page) -> None:
    """Fail when the page is wider than the window."""
    width, window = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert width <= window, f"{page.url} is {width} px wide in a window of {window} px"
