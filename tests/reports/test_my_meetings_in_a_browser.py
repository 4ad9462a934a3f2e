"""What a member sees first, and an action of theirs marked as done, in a real browser."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from steering.models import Action
from tests import make
from tests.browser import PHONE, WIDE, check_axe, no_sideways_scroll

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def action() -> Action:
    """An action of a member of a group that meets in three days."""
    now = timezone.now()
    seat = make.make_member(group=make.make_group(name="Northmoor steering group"))
    make.make_meeting(group=seat.group, starts_at=now + timedelta(days=3), announced_at=now)
    met = make.make_meeting(group=seat.group, starts_at=now - timedelta(days=9), announced_at=now)
    return make.make_action(
        meeting=met, owner=seat.person, due_on=timezone.localdate(), text="Ask both surgeries"
    )


@pytest.mark.parametrize(("width", "javascript"), [(WIDE, True), (PHONE, True), (PHONE, False)])
def test_an_action_is_done_with_a_note_by_keyboard_alone(
    open_page: Callable[..., Page],
    live_server: LiveServer,
    action: Action,
    width: int,
    javascript: bool,
) -> None:
    client = Client()
    assert action.owner
    client.force_login(make.make_user(person=action.owner))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page = open_page(width=width, javascript=javascript)
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page.goto("/")
    check_axe(page)
    no_sideways_scroll(page)
    page.get_by_role("link", name="Done").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this action done?")
    check_axe(page)
    no_sideways_scroll(page)
    page.get_by_label("A note on how it went").focus()
    page.keyboard.type("Both said yes")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You have no open actions.")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("Done: “Ask both surgeries”")
    action.refresh_from_db()
    assert (action.done_on, action.done_note) == (timezone.localdate(), "Both said yes")
