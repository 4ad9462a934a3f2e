"""Building an agenda in a real browser: narrow, without scripts, by keyboard alone."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from sites.enums import Role
from steering.models import AgendaItem, Meeting
from tests import make
from tests.browser import PHONE, WIDE, check_axe, no_sideways_scroll

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting() -> Meeting:
    meeting = make.make_meeting(
        group=make.make_group(name="Northfield steering group"),
        starts_at=timezone.now() + timedelta(weeks=2),
        announced_at=timezone.now(),
    )
    for title, length in (("Welcome", 5), ("The pilot", 25), ("Schools", None)):
        make.make_item(meeting=meeting, title=title, length=length)
    amy = make.make_member(group=meeting.group, person=make.make_person(name="Amy Rudd")).person
    secret = make.make_item(meeting=meeting, title="Merger", confidential=True, named=(amy,))
    make.make_paper_file(paper=make.make_paper(item=secret))
    make.make_paper(item=meeting.agenda_items.get(title="The pilot"), owner=amy)
    make.make_waiting(group=meeting.group, proposed_by=amy, proposed_for=meeting)
    make.make_standing_item(group=meeting.group)
    return meeting


@pytest.fixture
def sign_in(meeting: Meeting, live_server: LiveServer) -> Callable[[Page], None]:
    person = make.make_person(name="Ruth Adeyemi")
    make.make_role(person=person, site=meeting.group.site, role=Role.ADMINISTRATOR)
    client = Client()
    client.force_login(make.make_user(person=person))
    name = settings.SESSION_COOKIE_NAME

    def do(page: Page) -> None:
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )

    return do


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_every_page_is_accessible_and_fits(
    open_page: Callable[..., Page],
    meeting: Meeting,
    sign_in: Callable[[Page], None],
    width: int,
) -> None:
    page = open_page(width=width)
    sign_in(page)
    item = meeting.agenda_items.get(title="Merger")
    paper = item.papers.get()
    for name, parts in (
        ("agenda", [meeting.pk]),
        ("agenda_as_members", [meeting.pk]),
        ("add_item", [meeting.pk]),
        ("change_item", [meeting.pk, item.pk]),
        ("remove_item", [meeting.pk, item.pk]),
        ("change_agenda", [meeting.pk]),
        ("papers", [meeting.pk]),
        ("promise_paper", [meeting.pk]),
        ("upload_paper", [meeting.pk, paper.pk]),
        ("backlog", [meeting.group.key]),
        ("standing_items", [meeting.group.key]),
    ):
        page.goto(reverse(name, args=parts))
        check_axe(page)
        no_sideways_scroll(page)


def test_an_item_moves_by_keyboard_alone_without_scripts(
    open_page: Callable[..., Page], meeting: Meeting, sign_in: Callable[[Page], None]
) -> None:
    page = open_page(javascript=False)
    sign_in(page)
    page.goto(reverse("change_agenda", args=[meeting.pk]))
    up = page.get_by_role("button", name=re.compile("^Up ?: Schools"))
    up.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("“Schools” is item 2 now.")).to_be_visible()
    number = page.get_by_label("Number of “Merger”")
    number.focus()
    number.fill("1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The order and the minutes are saved.")).to_be_visible()
    titles = AgendaItem.objects.filter(meeting=meeting).values_list("title", flat=True)
    assert list(titles) == ["Merger", "Welcome", "Schools", "The pilot"]
