"""Matters arising in a real browser: wide, on a phone, without JavaScript, by keyboard alone."""

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
from sites.enums import ChangeKind
from steering.enums import MeetingState, MinutesState
from steering.models import Meeting
from tests import make
from tests.browser import PHONE, WIDE, check_axe, no_sideways_scroll
from tests.reports.scene import administrator, northfield

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("themes")]


@pytest.fixture
def meeting(themes: None) -> Meeting:
    """A planned meeting; since the last one something of each kind has happened."""
    group, now, today = northfield(), timezone.now(), timezone.localdate()
    last = make.make_meeting(
        group=group, starts_at=now - timedelta(weeks=4), state=MeetingState.HELD
    )
    item = make.make_item(meeting=last, title="A family-friendly waiting room")
    make.make_minutes(meeting=last, state=MinutesState.CIRCULATED)
    make.make_decision(meeting=last, item=item, text="The waiting room gets a corner for children")
    helen = make.make_person(name="Helen Osei")
    make.make_action(
        meeting=last, text="Write to the schools", owner=helen, due_on=today - timedelta(days=3)
    )
    done = make.make_action(meeting=last, text="Ask the GPs", owner=helen, done_on=today)
    type(done).objects.filter(pk=done.pk).update(done_note="Four of six have answered.")
    secret = make.make_item(meeting=last, confidential=True)
    make.make_action(meeting=last, item=secret)
    for direction in (Direction.HELPED, Direction.HINDERED):
        make.make_factor(site=group.site, direction=direction, noticed_on=today)
    make.make_change(
        site=group.site,
        kind=ChangeKind.RESTRUCTURE,
        agency=make.make_agency(name="Northmoor Children’s and Young People’s Partnership Trust"),
        starts_on=today,
        description="Two teams become one under a new head of service.",
    )
    agenda = ("Welcome", "Minutes of the last meeting", "The pilot")
    return make.make_meeting(group=group, starts_at=now + timedelta(weeks=2), agenda=agenda)


@pytest.fixture
def open_it(
    open_page: Callable[..., Page], live_server: LiveServer, meeting: Meeting
) -> Callable[..., Page]:
    """The same as `open_page`, signed in as the administrator of the site."""
    client = Client()
    client.force_login(administrator(meeting.group.site))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value

    def open_signed_in(**how: object) -> Page:
        page = open_page(**how)
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        return page

    return open_signed_in


@pytest.mark.parametrize(("width", "javascript"), [(WIDE, True), (PHONE, True), (PHONE, False)])
def test_it_is_put_on_the_agenda_and_refreshed(
    open_it: Callable[..., Page], meeting: Meeting, width: int, javascript: bool
) -> None:
    page = open_it(width=width, javascript=javascript)
    page.goto(reverse("agenda", args=[meeting.pk]))
    page.get_by_role("link", name="Put together what happened since").click()
    expect(page.get_by_role("checkbox")).to_have_count(6)
    check_axe(page)
    no_sideways_scroll(page)
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    page.get_by_role("button", name="Put it on the agenda").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick at least one line.")
    check_axe(page)
    no_sideways_scroll(page)
    page.get_by_label("Write to the schools").check()
    page.get_by_role("button", name="Put it on the agenda").click()
    expect(page.get_by_text("“Matters arising” is item 3 of the agenda")).to_be_visible()
    check_axe(page)
    no_sideways_scroll(page)
    page.get_by_role("link", name="Put together what happened since").click()
    expect(page.get_by_text("Not in the item yet.")).to_have_count(5)
    check_axe(page)
    no_sideways_scroll(page)
    page.get_by_role("button", name="Bring the item up to date").click()
    expect(page.get_by_text("5 new, 0 taken out, 1 as before")).to_be_visible()
    no_sideways_scroll(page)


def test_it_is_put_on_the_agenda_by_keyboard(
    open_it: Callable[..., Page], meeting: Meeting
) -> None:
    page = open_it()
    page.goto(reverse("matters_arising", args=[meeting.pk]))
    boxes = page.get_by_role("checkbox")
    boxes.first.focus()
    page.keyboard.press("Space")
    for _ in range(boxes.count()):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Put it on the agenda")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("item 3 of the agenda, with 5 lines")).to_be_visible()
