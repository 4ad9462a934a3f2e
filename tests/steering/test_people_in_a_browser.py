"""Terms, needs, post and handover in a real browser: axe, narrow, without scripts, by keyboard."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from people.enums import Route
from people.models import User
from sites.enums import Role
from steering.enums import MemberRole
from steering.models import Meeting, SteeringGroup
from tests import make
from tests.browser import PHONE, WIDE, check_axe, no_sideways_scroll
from tests.steering.test_members_in_a_browser import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def group() -> SteeringGroup:
    group = make.make_group(name="Northmoor steering group")
    ola = make.make_member(group=group, person=make.make_person(name="Ola Price")).person
    make.make_contact(
        person=ola, route=Route.POST, postal_address="4 Mill Lane\nNorthmoor", large_print=True
    )
    make.make_member(group=group, person=make.make_person(name="Sam Ford"))
    return group


@pytest.fixture
def user(group: SteeringGroup) -> User:
    person = make.make_person(name="Leah Morgan")
    make.make_role(person=person, site=group.site, role=Role.ADMINISTRATOR)
    make.make_member(group=group, person=person, role=MemberRole.ADMINISTRATOR)
    return make.make_user(person=person)


@pytest.fixture
def meeting(group: SteeringGroup) -> Meeting:
    return make.make_meeting(
        group=group,
        starts_at=timezone.now() + timedelta(days=30),
        agenda=("Welcome", "The merger"),
        announced_at=timezone.now(),
    )


@pytest.fixture
def open_it(
    open_page: Callable[..., Page], live_server: LiveServer, user: User
) -> Callable[..., Page]:
    """The same as `open_page`, signed in as the administrator."""
    return lambda **how: signed_in(open_page, live_server, user, **how)


@pytest.mark.parametrize(("width", "javascript"), [(WIDE, True), (PHONE, True), (PHONE, False)])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    open_it: Callable[..., Page],
    group: SteeringGroup,
    meeting: Meeting,
    width: int,
    javascript: bool,
) -> None:
    page = open_it(width=width, javascript=javascript)
    ola = group.memberships.get(person__name="Ola Price").person
    for address in (
        reverse("new_group"),
        reverse("change_group", args=[group.key]),
        reverse("member_needs", args=[group.key, ola.pk]),
        reverse("my_contact"),
        reverse("hand_over_administration", args=[group.key]),
        reverse("handover_notes", args=[group.key]),
        reverse("check_and_send", args=[meeting.pk, "invitation"]),
        reverse("by_post", args=[meeting.pk, "invitation"]),
        reverse("letters", args=[meeting.pk, "invitation"]),
    ):
        page.goto(address)
        check_axe(page)
        no_sideways_scroll(page)


def test_a_letter_is_noted_as_posted_with_the_keyboard_alone(
    open_it: Callable[..., Page], meeting: Meeting
) -> None:
    page = open_it(javascript=False)
    page.goto(reverse("by_post", args=[meeting.pk, "invitation"]))
    box = page.get_by_label("Ola Price", exact=True)
    box.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    assert box.is_checked()
    page.get_by_role("button", name="Note the ticked letters as posted").focus()
    page.keyboard.press("Enter")
    page.get_by_text("1 letter noted as posted today.").wait_for()
    assert page.get_by_text("Posted", exact=True).is_visible()
