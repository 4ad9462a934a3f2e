"""Replying in a real browser: wide, on a phone, without JavaScript, and by keyboard alone."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from people.models import Contact, Person
from sites.enums import Role
from steering.enums import Answer, Mode
from steering.links import Purpose, personal_link
from steering.models import Deputy, Meeting, Reply
from steering.services.meetings import cancel_meeting
from tests import make
from tests.browser import PHONE, WIDE, check_axe, no_sideways_scroll

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting() -> Meeting:
    group = make.make_group(name="Northfield steering group")
    leah = make.make_person(name="Leah Morgan", email="leah.morgan@example.org")
    make.make_role(person=leah, site=group.site, role=Role.ADMINISTRATOR)
    Contact.objects.create(person=leah, telephone="01632 960 123")
    day = timezone.localdate() + timedelta(days=30)
    return make.make_meeting(
        group=group,
        starts_at=datetime(day.year, day.month, day.day, 10, 0, tzinfo=make.LONDON),
        mode=Mode.HYBRID,
        place="Northfield Civic Centre, Room 2",
    )


@pytest.fixture
def link(meeting: Meeting) -> str:
    """The address on the live server of Priya's own link."""
    priya = make.make_member(group=meeting.group, person=make.make_person(name="Priya Nair")).person
    owen = make.make_person(name="Owen Tranter", email="owen.tranter@example.org")
    Deputy.objects.create(group=meeting.group, member=priya, deputy=owen, named_on=make.LONG_AGO)
    whole = personal_link(Purpose.REPLY, meeting=meeting, person=priya)
    return "/" + whole.split("/", 3)[3]


@pytest.mark.parametrize(("width", "javascript"), [(WIDE, True), (PHONE, True), (PHONE, False)])
def test_the_way_to_a_reply(
    open_page: Callable[..., Page], link: str, meeting: Meeting, width: int, javascript: bool
) -> None:
    page = open_page(width=width, javascript=javascript)

    page.goto(link)
    good(page)
    name = page.get_by_label("Their name")
    assert name.is_visible() == (not javascript)
    page.get_by_role("button", name="Send my reply").click()
    problem = page.get_by_role("link", name="Choose whether you can come")
    expect(problem).to_be_visible()
    good(page)

    page.get_by_label("I will send somebody").press("Space")
    expect(name).to_have_value("Owen Tranter")
    good(page)
    page.get_by_role("button", name="Send my reply").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you.")
    expect(page.get_by_text("Owen Tranter will come in your place.")).to_be_visible()
    good(page)

    page.get_by_role("link", name="Change my reply").click()
    expect(page.get_by_text("You replied on")).to_be_visible()
    good(page)
    cancel_meeting(meeting=meeting, now=timezone.now())
    page.goto(link)
    good(page)


def good(page: Page) -> None:
    page.wait_for_load_state()
    check_axe(page)
    no_sideways_scroll(page)


def test_by_keyboard_alone(open_page: Callable[..., Page], link: str) -> None:
    page = open_page()
    page.goto(link)

    tab_to(page, page.get_by_label("I will come"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("If you arrive late, when? (optional)"))
    page.keyboard.type("10:30")
    page.keyboard.press("Enter")

    expect(page.get_by_text("You will come, arriving late: 10:30.")).to_be_visible()
    assert Reply.objects.get().answer == Answer.LATE


def tab_to(page: Page, target: object) -> None:
    for _ in range(20):
        page.keyboard.press("Tab")
        if target.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError("The keyboard does not get there.")


def test_a_press_anywhere_in_a_tile_chooses(open_page: Callable[..., Page], link: str) -> None:
    page = open_page(width=PHONE)
    page.goto(link)

    tile = page.locator(".govuk-radios__item").nth(1)
    tile.scroll_into_view_if_needed()
    box = tile.bounding_box()
    page.mouse.click(box["x"] + box["width"] - 12, box["y"] + box["height"] - 8)

    expect(page.get_by_label("I cannot come")).to_be_checked()
    assert box["height"] >= 44


@pytest.mark.parametrize(("width", "javascript"), [(WIDE, True), (PHONE, True), (PHONE, False)])
def test_the_administrator_sees_who_is_coming(
    open_page: Callable[..., Page],
    live_server: LiveServer,
    link: str,
    width: int,
    javascript: bool,
) -> None:
    Meeting.objects.update(announced_at=timezone.now())
    meeting = Meeting.objects.get()
    page = open_page(width=width, javascript=javascript)
    page.goto(link + "?answer=coming")
    page.get_by_label("Is there anything you need? (optional)").fill("Large print")
    page.get_by_role("button", name="Send my reply").click()
    expect(page.get_by_text("You will come.")).to_be_visible()
    sign_in(page, live_server, Person.objects.get(name="Leah Morgan"))

    page.goto(reverse("meeting", args=[meeting.pk]))
    expect(page.get_by_role("heading", name="Who is coming")).to_be_visible()
    good(page)
    page.get_by_role("link", name="Replies and register").click()
    expect(page.get_by_text("Large print")).to_be_visible()
    good(page)
    page.get_by_role("link", name="Change the reply of Priya Nair").click()
    good(page)
    page.get_by_role("button", name="Save the reply").click()
    expect(page.get_by_text("The reply of Priya Nair is saved.")).to_be_visible()
    page.goto(reverse("register", args=[meeting.pk]))
    good(page)


def sign_in(page: Page, live_server: LiveServer, person: Person) -> None:
    client = Client()
    client.force_login(make.make_user(person=person))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
