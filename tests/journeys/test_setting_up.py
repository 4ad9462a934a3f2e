"""An owner, from an empty database to a site whose administrator is invited and signs in."""

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from outbox.models import Message
from people.services import create_owner
from tests.browser import PHONE, WIDE, check_axe, no_sideways_scroll
from tests.people.test_sign_in import code_sent

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


def sign_in(page: Page, address: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Your e-mail address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(code_sent())
    page.get_by_role("button", name="Sign in").click()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


@pytest.mark.parametrize(("width", "javascript"), [(WIDE, True), (PHONE, False), (PHONE, True)])
def test_from_nothing_to_an_administrator_who_signs_in(
    open_page: Callable[..., Page], width: int, javascript: bool
) -> None:
    create_owner(email="owner@example.org", now=timezone.now())
    page = open_page(width=width, javascript=javascript)
    sign_in(page, "owner@example.org")
    look(page, "Set up the programme")
    expect(page.get_by_text("0 of 7 steps done.")).to_be_visible()
    add_a_site(page)
    add_an_agency(page, javascript)
    add_a_person(page)
    press(page, "Invite to sign in")
    look(page, "Ann Marsh")
    expect(page.get_by_text("An invitation goes to ann@example.org.")).to_be_visible()
    page.goto("/setup/")
    look(page, "Set up the programme")
    expect(page.get_by_text("5 of 7 steps done.")).to_be_visible()

    assert "Type this e-mail address: ann@example.org" in Message.objects.listed().get().text
    anns = open_page(width=width, javascript=javascript)
    sign_in(anns, "ann@example.org")
    expect(anns).to_have_title(re.compile("^Today"))
    page.goto("/access/")
    look(page, "Who may do what")
    press(page, "End now")
    look(page, "Who may do what")
    expect(page.get_by_text("Ann Marsh is no longer administrator of Eastbrook.")).to_be_visible()
    anns.goto("/")
    look(anns, "You have no role yet")


def add_a_site(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="Sites").last.click()
    look(page, "Sites of the programme")
    page.get_by_role("button", name="Add a site").click()
    look(page, "Add a site")
    press(page, "Save")
    look(page, "Error: Add a site")
    page.get_by_label("Name").fill("Eastbrook")
    page.get_by_label("England").check()
    press(page, "Save")
    look(page, "Sites of the programme")
    expect(page.get_by_text("No administrator yet")).to_be_visible()


def add_an_agency(page: Page, javascript: bool) -> None:
    page.get_by_role("link", name="Agencies").click()
    look(page, "Agencies")
    page.get_by_role("button", name="Add an agency").click()
    look(page, "Add an agency")
    page.get_by_label("Part of its name").press_sequentially("adur")
    if not javascript:
        press(page, "Find")
    page.get_by_role("link", name="Adur District Council").click()
    look(page, "Add an agency")
    page.get_by_label("Near").check()
    press(page, "Save")
    look(page, "Agencies")
    expect(page.get_by_role("rowheader", name="Adur District Council")).to_be_visible()


def add_a_person(page: Page) -> None:
    """Enter Ann with her post, and give her the role of the site's administrator."""
    page.get_by_role("link", name="People").click()
    look(page, "People")
    page.get_by_role("button", name="Add a person").click()
    look(page, "Add a person")
    page.get_by_label("Name").fill("Ann Marsh")
    page.get_by_label("E-mail address").fill("ann@example.org")
    press(page, "Save")
    look(page, "Ann Marsh")
    page.get_by_role("link", name="Add a post").click()
    look(page, "Add a post of Ann Marsh")
    page.get_by_label("Agency").select_option("Adur District Council")
    page.get_by_label("Job title").fill("Programme administrator")
    page.get_by_label("Day").first.fill("1 June 2026")
    press(page, "Save")
    look(page, "Ann Marsh")
    page.get_by_role("link", name="Give a role").click()
    look(page, "Give a role at a site")
    page.get_by_label("Site").select_option("Eastbrook")
    page.get_by_label("Administrator").check()
    press(page, "Save")
    look(page, "Ann Marsh")
