"""The pages of signing in, in a real browser: with and without scripts, wide and narrow."""

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from people.services import open_account
from tests import make
from tests.browser import PHONE, WIDE, check_axe, no_sideways_scroll
from tests.people.test_sign_in import NOW, code_sent, wrong
from tests.thinkfamily.test_demo import PLAYERS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _counts_begin_at_nothing(transactional_db: None) -> None:
    """The cache is no model's table, so it is not emptied between tests that commit."""
    cache.clear()


def look(page: Page, title: str) -> None:
    expect(page).to_have_title(re.compile(f"^{title}"))
    page.wait_for_load_state()
    check_axe(page)
    no_sideways_scroll(page)


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("javascript", [True, False])
def test_signing_in_by_code(open_page: Callable[..., Page], width: int, javascript: bool) -> None:
    open_account(person=make.make_person(name="Ann Marsh", email="ann@example.org"), now=NOW)
    page = open_page(width=width, javascript=javascript)
    page.goto("/sign-in/")
    look(page, "Sign in")
    page.get_by_role("button", name="Send me a code").click()
    look(page, "Error: Sign in")
    page.get_by_label("Your e-mail address").fill("ann@example.org")
    page.get_by_role("button", name="Send me a code").click()
    look(page, "Enter the code")
    page.get_by_label("Code").fill(wrong(code_sent()))
    page.get_by_role("button", name="Sign in").click()
    look(page, "Error: Enter the code")
    page.get_by_role("button", name="Send a new code").click()
    look(page, "Enter the code")
    page.get_by_label("Code").fill(code_sent())
    page.get_by_role("button", name="Sign in").click()
    look(page, "You have no role yet")
    page.get_by_role("button", name="Sign out").click()
    look(page, "Sign in")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_entrance_to_the_example(open_page: Callable[..., Page], settings, width: int) -> None:
    settings.DEMO = True
    for key in PLAYERS.values():
        make.make_person(key=key)
    page = open_page(width=width)
    page.goto("/sign-in/")
    page.get_by_role("link", name="sign in as one of its people").click()
    look(page, "Sign in to the example programme")
    page.get_by_role("button", name="Sign in as project manager").click()
    look(page, "You have no role yet")
