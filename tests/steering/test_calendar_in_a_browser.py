"""The page of one's own calendar address in a real browser."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import make
from tests.browser import PHONE, WIDE, check_axe, no_sideways_scroll
from tests.steering.test_members_in_a_browser import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("width", "javascript"), [(WIDE, True), (PHONE, False)])
def test_an_address_is_made_read_replaced_and_ended(
    open_page: Callable[..., Page], live_server: LiveServer, width: int, javascript: bool
) -> None:
    amy = make.make_member(group=make.make_group()).person
    user = make.make_user(person=amy)
    page = signed_in(open_page, live_server, user, width=width, javascript=javascript)
    page.goto("/")
    page.get_by_role("link", name="See all your meetings in your own calendar").click()
    looked_at(page)
    page.get_by_role("button", name="Make your address").click()
    first = page.locator("code").inner_text()
    looked_at(page)
    page.get_by_role("button", name="Make a new address instead").click()
    second = page.locator("code").inner_text()
    path = [one.partition("/calendar/")[2] for one in (first, second)]
    answers = [page.request.get(f"{live_server.url}/calendar/{one}").status for one in path]
    assert answers == [404, 200]
    page.goto(reverse("calendar"))
    expect(page.locator("code")).to_have_count(0)
    page.get_by_role("button", name="End the address").click()
    expect(page.get_by_text("The address works no longer")).to_be_visible()
    looked_at(page)
    assert page.request.get(f"{live_server.url}/calendar/{path[1]}").status == 404


def looked_at(page: Page) -> None:
    page.wait_for_load_state()
    check_axe(page)
    no_sideways_scroll(page)
