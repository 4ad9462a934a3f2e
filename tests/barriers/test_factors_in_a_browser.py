"""The log in a real browser: what axe says, narrow windows, and an entry by keyboard alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from barriers.enums import Direction
from barriers.models import Factor
from people.models import User
from sites.enums import Role
from sites.models import Site
from steering.models import Meeting
from tests import make
from tests.browser import PHONE, WIDE, check_axe, no_sideways_scroll

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("themes")]


@pytest.fixture
def site() -> Site:
    return make.make_site(name="Alderfleet")


@pytest.fixture
def meeting(site: Site) -> Meeting:
    return make.make_meeting(
        group=make.make_group(site=site),
        starts_at=timezone.now() - timedelta(hours=1),
        agenda=("Welcome",),
    )


@pytest.fixture
def user(site: Site) -> User:
    person = make.make_person()
    make.make_role(person=person, site=site, role=Role.ADMINISTRATOR)
    return make.make_user(person=person)


@pytest.fixture
def open_signed_in(
    open_page: Callable[..., Page], user: User, live_server: LiveServer
) -> Callable[..., Page]:
    def open_it(**kind: object) -> Page:
        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page = open_page(**kind)
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
        )
        return page

    return open_it


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    open_signed_in: Callable[..., Page], site: Site, meeting: Meeting, width: int
) -> None:
    factor = make.make_factor(site=site, meeting=meeting)
    make.make_factor(site=site, direction=Direction.HINDERED)
    page = open_signed_in(width=width)
    for url in (
        reverse("factors"),
        reverse("factors") + "?since=soon",
        reverse("factor", args=[factor.key]),
        reverse("log_factor"),
        reverse("change_factor", args=[factor.key]),
        reverse("end_factor", args=[factor.key]),
        reverse("outcomes", args=[meeting.pk]),
        reverse("write_minutes", args=[meeting.pk]),
    ):
        page.goto(url)
        check_axe(page)
        no_sideways_scroll(page)


def test_an_entry_is_logged_by_keyboard_alone(
    open_signed_in: Callable[..., Page], site: Site
) -> None:
    page = open_signed_in()
    page.goto(reverse("log_factor"))
    page.get_by_label("Competing priorities").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Members fit the work in beside full caseloads.")
    page.keyboard.press("Tab")  # to what is filled in already
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-focus]")).to_be_focused()
    expect(page.get_by_text("Logged: Competing priorities.")).to_be_visible()
    factor = Factor.objects.get()
    assert (factor.direction, factor.theme.code) == (Direction.HELPED, "t01")


def test_a_name_is_asked_about_without_javascript_too(
    open_signed_in: Callable[..., Page], site: Site
) -> None:
    group = make.make_group(site=site)
    make.make_member(group=group, person=make.make_person(name="Amy Rudd"))
    page = open_signed_in(width=PHONE, javascript=False)
    page.goto(reverse("log_factor"))
    page.get_by_label("Competing priorities").check()
    page.get_by_label("Hindered").check()
    page.get_by_label("What happened, in a sentence").fill("Amy Rudd had no time.")
    page.get_by_role("button", name="Log it", exact=True).click()
    assert "Does this speak of Amy Rudd?" in page.locator(".govuk-error-summary").inner_text()
    check_axe(page)
    no_sideways_scroll(page)
    page.get_by_label("keep these words").check()
    page.get_by_role("button", name="Log it", exact=True).click()
    assert Factor.objects.get().description == "Amy Rudd had no time."


def test_filters_open_and_lead_to_an_address(
    open_signed_in: Callable[..., Page], site: Site
) -> None:
    make.make_factor(site=site)
    page = open_signed_in(width=PHONE)
    page.goto(reverse("factors"))
    expect(page.get_by_label("How it stands")).to_be_hidden()
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("How it stands").select_option("Ended")
    page.get_by_role("button", name="Show these").click()
    assert "state=ended" in page.url
    expect(page.get_by_text("Nothing is recorded that fits.")).to_be_visible()
