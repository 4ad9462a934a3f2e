"""The comparison in a real browser: one tab stop, arrow keys, the panel and the way back."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from barriers.enums import Direction, Level, RatingValue
from people.models import User
from sites.enums import Role
from sites.models import Site
from tests import make
from tests.browser import PHONE, WIDE, check_axe, no_sideways_scroll

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("themes")]


@pytest.fixture
def sites() -> list[Site]:
    """A dozen sites; the log of the first two says something."""
    sites = [make.make_site(name=f"Site of {number:02}") for number in range(12)]
    make.make_factor(site=sites[0], description="The director wrote.")
    make.make_factor(site=sites[1], direction=Direction.HINDERED)
    make.make_factor(site=sites[1])
    return sites


def open_as(role: Role, site: Site, page: Page, live_server: LiveServer, query: str = "") -> Page:
    person = make.make_person()
    make.make_role(person=person, site=site, role=role)
    user: User = make.make_user(person=person)
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
    )
    page.goto(reverse("compare") + query)
    return page


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.PROJECT_MANAGER])
def test_axe_finds_nothing_and_only_the_matrix_scrolls_sideways(
    open_page: Callable[..., Page],
    live_server: LiveServer,
    sites: list[Site],
    width: int,
    role: Role,
) -> None:
    page = open_as(role, sites[0], open_page(width=width), live_server)
    for query in ("", f"?cell=t01:{sites[0].key}", f"?cell=t02:{sites[0].key}", "?since=soon"):
        page.goto(reverse("compare") + query)
        check_axe(page)
        no_sideways_scroll(page)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_axe_finds_nothing_in_a_round_of_ratings(
    open_page: Callable[..., Page], live_server: LiveServer, sites: list[Site], width: int
) -> None:
    closed = make.make_round(closed=True)
    for site, level, rating in zip(sites, Level, RatingValue, strict=False):
        make.make_level(in_round=closed, site=site, level=level)
        make.make_rating(in_round=closed, site=site, rating=rating)
    page = open_as(Role.SUPPORTER, sites[0], open_page(width=width), live_server)
    for query in ("", f"&cell=t01:{sites[0].key}", "&rows=constructs"):
        page.goto(f"{reverse('compare')}?round={closed.key}{query}")
        check_axe(page)
        no_sideways_scroll(page)


def test_theme_and_site_stay_in_sight_when_the_matrix_is_scrolled(
    open_page: Callable[..., Page], live_server: LiveServer, sites: list[Site]
) -> None:
    page = open_as(Role.SUPPORTER, sites[0], open_page(width=PHONE), live_server)
    box = page.locator(".app-matrix-box")
    theme = page.get_by_role("rowheader", name="Competing priorities")
    before = theme.bounding_box()["x"]
    box.evaluate("box => box.scrollTo(400, 0)")
    assert box.evaluate("box => box.scrollLeft") > 0
    assert abs(theme.bounding_box()["x"] - before) <= 2
    head = page.get_by_role("columnheader", name="Site of 05").first
    box.evaluate("box => { box.style.maxHeight = '20rem'; box.scrollTo(400, 200) }")
    assert box.evaluate("box => box.scrollTop") > 0
    assert abs(head.bounding_box()["y"] - box.bounding_box()["y"]) < 2


def test_the_matrix_is_one_tab_stop_and_arrow_keys_move_in_it(
    open_page: Callable[..., Page], live_server: LiveServer, sites: list[Site]
) -> None:
    page = open_as(Role.SUPPORTER, sites[0], open_page(), live_server)
    page.locator(".app-matrix-box").focus()
    page.keyboard.press("Tab")
    assert focused_cell(page) == f"t01:{sites[0].key}"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert focused_cell(page) == f"t02:{sites[1].key}"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")  # there is nothing above the first row
    assert focused_cell(page) == f"t01:{sites[1].key}"
    page.keyboard.press("Tab")
    assert focused_cell(page) is None


def focused_cell(page: Page) -> str | None:
    return page.evaluate(
        "document.activeElement.closest('.app-matrix')"
        " && new URL(document.activeElement.href).searchParams.get('cell')"
    )


def test_a_cell_opens_beside_the_matrix_and_escape_leads_back(
    open_page: Callable[..., Page], live_server: LiveServer, sites: list[Site]
) -> None:
    page = open_as(Role.SUPPORTER, sites[0], open_page(), live_server)
    page.evaluate("window.stayed = true")
    page.locator(".app-matrix-box").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="Site of 00: competing priorities")
    expect(heading).to_be_focused()
    expect(page.get_by_text("The director wrote.")).to_be_visible()
    assert f"cell=t01%3A{sites[0].key}" in page.url
    assert page.evaluate("window.stayed") is True
    assert page.locator("a.app-cell[aria-current]").count() == 1
    check_axe(page)
    page.keyboard.press("Escape")
    expect(heading).to_be_hidden()
    assert focused_cell(page) == f"t01:{sites[0].key}"
    assert "cell=" not in page.url
    check_axe(page)


def test_a_second_cell_takes_the_place_of_the_first_and_back_goes_back(
    open_page: Callable[..., Page], live_server: LiveServer, sites: list[Site]
) -> None:
    page = open_as(Role.SUPPORTER, sites[0], open_page(), live_server)
    page.locator("a.app-cell--helped").click()
    expect(page.get_by_role("heading", name="Site of 00: competing")).to_be_visible()
    page.locator("a.app-cell--mixed").click()
    expect(page.get_by_role("heading", name="Site of 01: competing")).to_be_focused()
    assert page.locator("#evidence").count() == 1
    page.go_back()
    expect(page.get_by_role("heading", name="Site of 00: competing")).to_be_visible()


def test_without_javascript_a_cell_is_a_link_to_the_page_with_its_panel(
    open_page: Callable[..., Page], live_server: LiveServer, sites: list[Site]
) -> None:
    page = open_as(Role.SUPPORTER, sites[0], open_page(javascript=False), live_server)
    page.locator("a.app-cell--helped").click()
    assert page.url.endswith("#evidence")
    expect(page.get_by_text("The director wrote.")).to_be_visible()
    page.get_by_role("link", name="Close what is recorded").click()
    expect(page.get_by_text("The director wrote.")).to_be_hidden()
