"""The notices of a group in a real browser: wide, on a phone, without JavaScript."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from outbox.models import Message
from steering.enums import Answer
from steering.models import NoticeSetting
from tests import make
from tests.browser import PHONE, WIDE, check_axe, no_sideways_scroll
from tests.steering.cycle.scene import Scene, reply, scene

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def coming() -> Scene:
    one = scene(
        starts_at=timezone.now() + timedelta(days=100),
        announced_at=timezone.now(),
        agenda=("Welcome", "The pilot with the schools of Northmoor and its surroundings"),
    )
    make.make_member(group=one.group, person=make.make_person(name="Flo Nye", email=""))
    reply(one, one.ben, Answer.APOLOGIES)
    return one


@pytest.fixture
def open_it(
    open_page: Callable[..., Page], live_server: LiveServer, coming: Scene
) -> Callable[..., Page]:
    """The same as `open_page`, signed in as the administrator of the group."""
    client = Client()
    client.force_login(make.make_user(person=coming.helen))
    name = settings.SESSION_COOKIE_NAME
    value = client.cookies[name].value

    def open_it(**how: object) -> Page:
        page = open_page(**how)
        page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        return page

    return open_it


def addresses(coming: Scene) -> list[str]:
    group, meeting = coming.group.key, coming.meeting.pk
    return [
        reverse("notices", args=[group]),
        reverse("reword_notice", args=[group, "reminder"]),
        reverse("notice", args=[meeting, "reminder"]),
        reverse("send_notice", args=[meeting, "reminder"]),
    ]


@pytest.mark.parametrize("width", [WIDE, PHONE, 320])
def test_pages_have_no_faults_and_fit(open_it, coming, width) -> None:
    page = open_it(width=width)
    for address in addresses(coming):
        page.goto(address)
        check_axe(page)
        no_sideways_scroll(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_lead_time_words_and_sending_at_once(open_it, coming, javascript) -> None:
    page = open_it(javascript=javascript)
    page.goto(reverse("group", args=[coming.group.key]))
    page.get_by_role("link", name="Notices", exact=True).click()
    page.get_by_label("Agenda and papers due out tomorrow: how many days").fill("soon")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="enter a whole number of days from 0 to 180").click()
    field = page.get_by_label("Agenda and papers due out tomorrow: how many days")
    expect(field).to_be_focused()
    expect(field).to_have_value("soon")
    check_axe(page)
    field.fill("8")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert NoticeSetting.objects.get().number == 8

    page.get_by_role("link", name="Reword reminder with place and joining link").click()
    page.get_by_label("What it says").fill("Hello {nmae}")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("link", name="Did you mean {name}?")).to_be_visible()
    page.get_by_label("What it says").fill("Hello {name}, see you on {day}.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Hello Amy Rudd, see you on")).to_be_visible()
    page.get_by_role("button", name="Save").click()

    page.goto(reverse("notice", args=[coming.meeting.pk, "reminder"]))
    page.get_by_role("link", name="send it now").click()
    expect(page.get_by_text("3 people get this notice at once, without Undo.")).to_be_visible()
    assert not Message.objects.exists()
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_text("It goes out now to 3 people.")).to_be_visible()
    assert Message.objects.filter(text__startswith="Hello ").count() == 3
