"""The outbox with its filter, and the rows of standing items, in a real browser."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from outbox.services import open_mailbox
from sites.enums import Role
from steering.models import Meeting
from tests import make
from tests.browser import PHONE, WIDE, check_axe, no_sideways_scroll

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def meeting() -> Meeting:
    group = make.make_group(site=make.make_site())
    make.make_group(site=group.site)
    mailbox = open_mailbox(key=group.key, name=group.name)
    make.make_messages(60, now=timezone.now(), mailbox=mailbox)
    soon = timezone.now() + timedelta(weeks=4)
    return make.make_meeting(group=group, starts_at=soon, agenda=("Welcome", "The pilot"))


@pytest.mark.parametrize(("width", "javascript"), [(WIDE, True), (PHONE, True), (PHONE, False)])
def test_axe_finds_nothing_and_nothing_is_lost(
    open_page: Callable[..., Page],
    meeting: Meeting,
    live_server: LiveServer,
    width: int,
    *,
    javascript: bool,
) -> None:
    person = make.make_person()
    make.make_role(person=person, site=meeting.group.site, role=Role.ADMINISTRATOR)
    client = Client()
    client.force_login(make.make_user(person=person))
    page = open_page(width=width, javascript=javascript)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )
    page.goto(f"{reverse('outbox')}?state=queued")
    expect(page.get_by_text("(1 chosen)")).to_be_visible()
    check_axe(page)
    no_sideways_scroll(page)
    page.get_by_role("link", name="Page 2").click()
    expect(page.get_by_text("(1 chosen)")).to_be_visible()

    for title in ("Welcome", "The pilot"):
        make.make_standing_item(group=meeting.group, title=title)
    page.goto(reverse("standing_items", args=[meeting.group.key]))
    titles = page.get_by_label("Item", exact=True).and_(page.locator("input"))
    titles.nth(2).fill("The budget")
    page.get_by_role("button", name="Add another item").click()
    expect(titles).to_have_count(4)
    expect(titles.nth(2)).to_have_value("The budget")
    check_axe(page)
    no_sideways_scroll(page)
    page.get_by_role("button", name="Remove item 1").click()
    expect(titles).to_have_count(3)
    page.get_by_role("button", name="Save the standing items").click()
    expect(page.get_by_role("alert")).to_contain_text("The standing items are saved.")
    titles = list(meeting.group.standing_items.values_list("title", flat=True))
    assert titles == ["The pilot", "The budget"]
