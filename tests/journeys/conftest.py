"""A browser that walks through the whole product."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.system import System


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    system = System(tmp_path_factory.mktemp("journey") / "var")
    try:
        system.start()
        yield system
    finally:
        system.stop()


@pytest.fixture
def visit(browser: Browser, system: System) -> Iterator[Callable[..., Page]]:
    """`visit(javascript=False)` gives a page of a new visitor of the running system."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_it(*, javascript: bool = True) -> Page:
        context = browser.new_context(base_url=system.url, viewport={"width": 1280, "height": 800})
        if not javascript:
            context.route("**/*.js", lambda route: route.abort())
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert errors == []
