"""Planning and changing meetings in a real browser: wide, narrow, by keyboard, without scripts."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from sites.enums import Role
from steering.enums import SeriesRule
from steering.models import Meeting, MeetingSeries, SteeringGroup
from tests import make
from tests.browser import PHONE, WIDE, check_axe, no_sideways_scroll

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def group() -> SteeringGroup:
    group = make.make_group(site=make.make_site(name="Northmoor"), name="Northmoor steering group")
    other = make.make_group(name="Eastbrook steering group")
    for _ in range(2):
        person = make.make_member(group=group).person
        make.make_member(group=other, person=person)
    make.make_meeting(group=other, starts_at=datetime(2027, 3, 2, 10, 30, tzinfo=UTC))
    make.make_school_holiday(
        name="Half-term", starts_on=date(2027, 1, 18), ends_on=date(2027, 1, 25)
    )
    SteeringGroup.objects.filter(pk=group.pk).update(usual_start="10:00", usual_place="Town Hall")
    return group


@pytest.fixture
def open_it(
    open_page: Callable[..., Page], live_server: LiveServer, group: SteeringGroup
) -> Callable[..., Page]:
    """The same as `open_page`, signed in as the administrator of the group."""
    person = make.make_person(name="Leah Morgan")
    make.make_role(person=person, site=group.site, role=Role.ADMINISTRATOR)
    client = Client()
    client.force_login(make.make_user(person=person))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value

    def open_signed_in(**how: object) -> Page:
        page = open_page(**how)
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        return page

    return open_signed_in


def look(page: Page) -> None:
    check_axe(page)
    no_sideways_scroll(page)


def type_day(page: Page, field: str, day: date) -> None:
    for number, part in enumerate((day.day, day.month, day.year)):
        page.locator(f"#id_{field}_{number}").fill(str(part))


def plan_three(page: Page, group: SteeringGroup) -> None:
    """Fill in a series of three, six weeks apart, and go on to look at the days."""
    page.goto(reverse("plan_meeting", args=[group.key]))
    page.get_by_role("link", name="Several").click()
    expect(page.get_by_role("heading", name="Plan several meetings")).to_be_visible()
    look(page)
    type_day(page, "day", date(2026, 12, 8))
    page.get_by_label("In person", exact=True).check()
    page.get_by_label("Every so many weeks").check()
    look(page)
    page.get_by_label("How many, with the first").fill("3")
    page.get_by_role("button", name="Look at the days").click()


@pytest.mark.parametrize(("width", "javascript"), [(WIDE, True), (PHONE, True), (PHONE, False)])
def test_a_series_from_the_plan_page_to_the_group(
    open_it: Callable[..., Page], group: SteeringGroup, width: int, javascript: bool
) -> None:
    page = open_it(width=width, javascript=javascript)
    plan_three(page, group)
    expect(page.get_by_role("heading", name="Look at each day")).to_be_visible()
    look(page)
    expect(page.get_by_text("School holiday in England: Half-term")).to_be_visible()
    expect(page.get_by_text("2 members of this group have another meeting")).to_be_visible()
    second = page.get_by_role("group", name="Tuesday 19 January 2027", exact=False)
    second.get_by_label("Leave it out").check()
    page.get_by_text("Move it to another day").nth(2).click()
    type_day(page, "days-2-day", date(2027, 3, 6))
    look(page)
    page.get_by_role("button", name="Plan these meetings").click()
    expect(page.get_by_text("You moved a meeting.")).to_be_visible()
    expect(page.get_by_text("It is a Saturday.")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Plan these meetings").click()
    expect(page.get_by_text("2 meetings are planned.")).to_be_visible()
    days = [timezone.localdate(one.starts_at) for one in Meeting.objects.filter(group=group)]
    assert sorted(days) == [date(2026, 12, 8), date(2027, 3, 6)]


@pytest.mark.parametrize(("width", "javascript"), [(WIDE, True), (PHONE, True), (PHONE, False)])
def test_a_series_is_changed_and_cancelled_from_one_on(
    open_it: Callable[..., Page], group: SteeringGroup, width: int, javascript: bool
) -> None:
    series = MeetingSeries.objects.create(group=group, rule=SeriesRule.WEEKDAY)
    for month, day in ((2, 9), (3, 9), (4, 13)):
        starts_at = datetime(2027, month, day, 10, tzinfo=make.LONDON)
        make.make_meeting(group=group, starts_at=starts_at, announced_at=timezone.now())
    Meeting.objects.filter(group=group).update(series=series)
    first = Meeting.objects.filter(group=group).earliest("starts_at")
    page = open_it(width=width, javascript=javascript)
    page.goto(reverse("meeting", args=[first.pk]))
    page.get_by_role("link", name="Change or cancel").click()
    expect(page.get_by_role("heading", name="Change the meeting")).to_be_visible()
    type_day(page, "day", date(2027, 2, 10))
    page.get_by_label("This one and the 2 meetings of the series after it").check()
    look(page)
    page.get_by_role("button", name="Check the change").click()
    expect(page.get_by_text("Now: Tuesday 13 April 2027")).to_be_visible()
    expect(page.get_by_text("7 dates that move with it").first).to_be_visible()
    look(page)
    page.get_by_role("button", name="Save the change").click()
    expect(page.get_by_text("3 meetings are changed.")).to_be_visible()
    page.get_by_role("link", name="Plan another like this one").click()
    expect(page.get_by_role("heading", name="Plan another like this one")).to_be_visible()
    look(page)
    page.goto(reverse("cancel_meeting", args=[first.pk]))
    page.get_by_label("This one and the 2 meetings of the series after it").check()
    look(page)
    page.get_by_role("button", name="Cancel what I chose").click()
    expect(page.get_by_text("3 meetings are cancelled.")).to_be_visible()
    assert not Meeting.objects.filter(group=group).planned().exists()


def test_a_clash_of_one_meeting_by_keyboard_alone(
    open_it: Callable[..., Page], group: SteeringGroup
) -> None:
    page = open_it(width=WIDE)
    page.goto(reverse("plan_meeting", args=[group.key]))
    page.locator("#id_day_0").focus()
    for text in ("19", "1", "2027"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    expect(page.locator("#id_starts")).to_have_value("10:00am")
    page.locator("#id_place").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Look at the day once more")).to_be_visible()
    look(page)
    button = page.get_by_role("button", name="Plan it all the same")
    while not button.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The meeting is planned.")).to_be_visible()


def test_days_are_left_out_by_keyboard_alone(
    open_it: Callable[..., Page], group: SteeringGroup
) -> None:
    page = open_it(width=WIDE)
    plan_three(page, group)
    first_out = page.get_by_label("Leave it out").first
    while not first_out.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # opens the other day of the first meeting
    expect(page.locator("#id_days-0-day_0")).to_be_visible()
    button = page.get_by_role("button", name="Plan these meetings")
    while not button.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 meetings are planned.")).to_be_visible()
