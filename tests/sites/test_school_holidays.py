"""The owner's page of school holidays."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from people.models import User
from people.services import create_owner
from sites.enums import Nation
from sites.models import SchoolHoliday
from tests import make
from tests.browser import PHONE, WIDE, check_axe, no_sideways_scroll

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return create_owner(email="owner@example.org", now=timezone.now())


@pytest.fixture
def page(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


def typed(**changes: object) -> dict[str, object]:
    known = {"where": "northern_ireland", "name": "Easter holidays 2027"}
    starts = {"starts_on_day": "25", "starts_on_month": "3", "starts_on_year": "2027"}
    ends = {"ends_on_day": "5", "ends_on_month": "4", "ends_on_year": "2027"}
    return known | starts | ends | changes


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_holiday_of_a_nation_is_entered_and_listed(page: Client) -> None:
    answer = page.post(reverse("add_school_holiday"), typed(), follow=True)
    holiday = SchoolHoliday.objects.get()
    assert (holiday.nation, holiday.site) == (Nation.NORTHERN_IRELAND, None)
    assert (holiday.starts_on, holiday.ends_on) == (date(2027, 3, 25), date(2027, 4, 5))
    assert "Easter holidays 2027 is entered." in text_of(answer)
    assert "All of Northern Ireland" in text_of(answer)
    assert "From Thursday 25 March 2027, first day back Monday 5 April 2027" in text_of(answer)


def test_a_holiday_of_a_site_is_in_its_nation_and_can_be_changed(page: Client) -> None:
    site = make.make_site(name="Glen", nation=Nation.SCOTLAND)
    page.post(reverse("add_school_holiday"), typed(where=f"site-{site.pk}"))
    holiday = SchoolHoliday.objects.get()
    assert (holiday.nation, holiday.site) == (Nation.SCOTLAND, site)
    url = reverse("change_school_holiday", args=[holiday.pk])
    assert f'value="site-{site.pk}" selected' in text_of(page.get(url))
    page.post(url, typed(where="wales", name="Half-term"))
    holiday.refresh_from_db()
    assert (holiday.nation, holiday.site, holiday.name) == (Nation.WALES, None, "Half-term")


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(page: Client) -> None:
    answer = page.post(reverse("add_school_holiday"), typed(where="", ends_on_month="3"))
    for sentence in (
        "Choose where schools are closed",
        "The first day back must be after the first day of the holiday",
        'value="Easter holidays 2027"',
    ):
        assert sentence in text_of(answer)
    assert not SchoolHoliday.objects.exists()


def test_a_holiday_is_removed_after_one_question(page: Client) -> None:
    holiday = make.make_school_holiday(name="Half-term")
    url = reverse("remove_school_holiday", args=[holiday.pk])
    assert "Meetings stay as they are planned" in text_of(page.get(url))
    assert SchoolHoliday.objects.exists()
    assert "Half-term is removed." in text_of(page.post(url, follow=True))
    assert not SchoolHoliday.objects.exists()


def test_what_is_over_is_folded_away_and_the_first_day_back_is_over(page: Client) -> None:
    today = timezone.localdate()
    past = {"starts_on": today - timedelta(days=9), "ends_on": today}
    make.make_school_holiday(name="Half-term", **past)
    answer = text_of(page.get(reverse("school_holidays")))
    assert "None to come." in answer
    assert "1 holiday over" in answer


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_pages_in_a_browser(
    transactional_db: None,
    open_page: Callable[..., Page],
    client: Client,
    owner: User,
    width: int,
) -> None:
    holiday = make.make_school_holiday(site=make.make_site(name="Northfield"))
    client.force_login(owner)
    page = open_page(width=width)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.goto("/help/")
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": page.url}]
    )
    for name, arguments in (
        ("school_holidays", []),
        ("add_school_holiday", []),
        ("remove_school_holiday", [holiday.pk]),
    ):
        page.goto(reverse(name, args=arguments))
        check_axe(page)
        no_sideways_scroll(page)
