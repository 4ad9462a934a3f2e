"""The pages of sites in a real browser: accessible, no wider than the window, nothing overlaps."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from barriers.enums import Direction
from reports.programme import import_programme
from sites.enums import Role
from sites.models import Site
from tests import make
from tests.browser import PHONE, WIDE, check_axe, no_sideways_scroll

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("themes")]

OVERLAPPING = """
() => {
  const texts = [...document.querySelectorAll('.app-timeline text')];
  const boxes = texts.map(one => [one.textContent, one.getBoundingClientRect()]);
  const found = [];
  boxes.forEach(([a, p], i) => boxes.slice(i + 1).forEach(([b, q]) => {
    const beside = p.right - 1 <= q.left || q.right - 1 <= p.left;
    const below = p.bottom - 3 <= q.top || q.bottom - 3 <= p.top;
    if (!beside && !below)
      found.push(a + ' / ' + b);
  }));
  return found;
}
"""


def open_as_manager(
    open_page: Callable[..., Page], live_server: LiveServer, width: int, **options: bool
) -> Page:
    user = make.make_user()
    for site in Site.objects.all():
        make.make_role(person=user.person, site=site, role=Role.PROJECT_MANAGER)
    client = Client()
    client.force_login(user)
    page = open_page(width=width, **options)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
    )
    return page


@pytest.fixture
def example(themes: None) -> None:
    import_programme(settings.EXAMPLE_PROGRAMME, now=timezone.now())


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_every_site_of_the_example(open_page, live_server, example, width) -> None:
    page = open_as_manager(open_page, live_server, width)
    page.goto("/sites/")
    check_axe(page)
    no_sideways_scroll(page)
    for key in Site.objects.values_list("key", flat=True):
        page.goto(f"/sites/{key}/?show=all&actions=all")
        check_axe(page)
        no_sideways_scroll(page)
        assert page.evaluate(OVERLAPPING) == []


def test_a_new_site(open_page, live_server, themes) -> None:
    make.make_site(name="Southmere")
    page = open_as_manager(open_page, live_server, PHONE)
    page.goto("/sites/")
    check_axe(page)
    page.get_by_role("link", name="Southmere").click()
    check_axe(page)
    no_sideways_scroll(page)


def test_a_bar_leads_to_its_theme_without_javascript(open_page, live_server, themes) -> None:
    site = make.make_site(name="Southmere")
    make.make_factor(site=site, direction=Direction.HINDERED, description="No room was free.")
    page = open_as_manager(open_page, live_server, WIDE, javascript=False)
    page.goto(f"/sites/{site.key}/")
    page.locator("svg a", has_text="No room was free.").click()
    expect(page.locator("tr:target")).to_contain_text("Competing priorities")
    page.get_by_text("The same as a table").click()
    page.get_by_role("link", name="What hindered", exact=True).click()
    expect(page.get_by_role("table", name="Timeline as a table")).to_contain_text(
        "No room was free."
    )
