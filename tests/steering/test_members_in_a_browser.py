"""Groups and their members in a real browser: wide, on a phone, by keyboard alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from people.models import User
from sites.enums import Role
from steering.enums import Capacity, MemberRole
from steering.models import Handover, Membership, SteeringGroup
from tests import make
from tests.browser import PHONE, WIDE, check_axe, no_sideways_scroll

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def group() -> SteeringGroup:
    group = make.make_group(name="Northmoor steering group", quorum="50%")
    names = ("Ruth Adeyemi", "Colin Frost")
    for name, capacity in zip(names, (Capacity.PROFESSIONAL, Capacity.CARER), strict=True):
        person = make.make_person(name=name)
        agency = make.make_agency(name=f"{name}’s Agency for Families and Young People")
        make.make_member(group=group, person=person, agency=agency, capacity=capacity)
    gone = make.make_person(name="Priya Nair")
    make.make_member(group=group, person=gone, left_on=timezone.localdate())
    return group


def signed_in(
    open_page: Callable[..., Page], live_server: LiveServer, user: User, **how: object
) -> Page:
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page = open_page(**how)
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    return page


@pytest.fixture
def open_it(
    open_page: Callable[..., Page], live_server: LiveServer, group: SteeringGroup
) -> Callable[..., Page]:
    """The same as `open_page`, signed in as the administrator of the group."""
    person = make.make_person(name="Leah Morgan")
    make.make_role(person=person, site=group.site, role=Role.ADMINISTRATOR)
    user = make.make_user(person=person)
    return lambda **how: signed_in(open_page, live_server, user, **how)


@pytest.mark.parametrize(("width", "javascript"), [(WIDE, True), (PHONE, True), (PHONE, False)])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    open_it: Callable[..., Page], group: SteeringGroup, width: int, javascript: bool
) -> None:
    seat = group.memberships.earliest("pk")
    meeting = make.make_meeting(group=group, starts_at=timezone.now() + timedelta(days=30))
    chair = make.make_member(group=group, role=MemberRole.CHAIR)
    make.make_action(meeting=meeting, owner=chair.person)
    core = make.make_core_agency(group=group)
    deputy = make.make_deputy(group=group, member=seat.person)
    page = open_it(width=width, javascript=javascript)
    for address in (
        reverse("groups"),
        reverse("new_group"),
        reverse("group", args=[group.key]),
        reverse("change_group", args=[group.key]),
        reverse("members", args=[group.key]),
        reverse("add_member", args=[group.key]),
        reverse("change_member", args=[group.key, seat.pk]),
        reverse("move_member", args=[group.key, seat.pk]),
        reverse("hand_over_role", args=[group.key, chair.pk]),
        reverse("name_to_role", args=[group.key, "administrator"]),
        reverse("end_membership", args=[group.key, seat.pk]),
        reverse("end_membership", args=[group.key, chair.pk]),
        reverse("name_deputy", args=[group.key, seat.pk]),
        reverse("end_deputy", args=[group.key, deputy.pk]),
        reverse("core_agencies", args=[group.key]),
        reverse("add_core_agency", args=[group.key]),
        reverse("end_core_agency", args=[group.key, core.pk]),
        reverse("group_history", args=[group.key]),
        reverse("change_address", args=[group.key, seat.person.pk]),
        reverse("check_and_send", args=[meeting.pk, "invitation"]),
    ):
        page.goto(address)
        check_axe(page)
        no_sideways_scroll(page)


def test_ones_own_capacity_is_folded_and_never_printed(
    open_page: Callable[..., Page], live_server: LiveServer, group: SteeringGroup
) -> None:
    carer = group.memberships.get(capacity=Capacity.CARER).person
    page = signed_in(open_page, live_server, make.make_user(person=carer), width=PHONE)
    page.goto(reverse("group", args=[group.key]))
    told = page.get_by_text("Carer", exact=True)
    expect(told).to_be_hidden()
    page.get_by_text("In what capacity you take part").click()
    expect(told).to_be_visible()
    check_axe(page)
    no_sideways_scroll(page)
    page.emulate_media(media="print")
    expect(told).to_be_hidden()


def test_what_was_wrong_is_said_on_a_phone_too(
    open_it: Callable[..., Page], group: SteeringGroup
) -> None:
    page = open_it(width=PHONE)
    page.goto(reverse("add_member", args=[group.key]))
    page.get_by_role("button", name="Add the member").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    check_axe(page)
    no_sideways_scroll(page)
    page.get_by_role("link", name="Enter the name").click()
    expect(page.get_by_label("Name of the person known here")).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_member_is_added_by_keyboard_alone(
    open_it: Callable[..., Page], group: SteeringGroup, javascript: bool
) -> None:
    page = open_it(javascript=javascript)
    page.goto(reverse("members", args=[group.key]))
    page.get_by_role("button", name="Add a member").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Somebody known here").focus()
    page.keyboard.press("ArrowDown")  # to “Somebody new”, which opens its fields
    fill_from_here(page, "Amy Rudd", until="E-mail address")
    page.get_by_label("Carer", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Add the member").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Amy Rudd is a member from")
    seat = Membership.objects.get(person__name="Amy Rudd")
    assert (seat.capacity, seat.person.email) == ("carer", "")


def fill_from_here(page: Page, name: str, *, until: str) -> None:
    """Go on to the next open field that is empty, type the name, and see where Tab leads."""
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.name") != "name":
        page.keyboard.press("Tab")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    expect(page.get_by_label(until)).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False])
def test_somebody_leaves_and_another_takes_over_by_keyboard_alone(
    open_it: Callable[..., Page], group: SteeringGroup, javascript: bool
) -> None:
    """A wrong day first: what was typed and ticked stays."""
    ruth = group.memberships.get(person__name="Ruth Adeyemi")
    met = make.make_meeting(group=group, starts_at=timezone.now() - timedelta(days=30))
    passes, stays = (
        make.make_action(meeting=met, text=text, owner=ruth.person) for text in ("Write", "Call")
    )
    page = open_it(width=PHONE, javascript=javascript)
    page.goto(reverse("end_membership", args=[group.key, ruth.pk]))
    page.get_by_label("Day", exact=True).fill("42")
    page.get_by_label("Who takes over?").focus()
    page.keyboard.type("Colin Frost")
    page.get_by_label("Action: Call").focus()
    page.keyboard.press("Space")
    page.get_by_label("Note for whoever takes over").fill("Ask the school first")
    press(page, "End the membership")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    check_axe(page)
    no_sideways_scroll(page)
    expect(page.get_by_label("Action: Write")).to_be_checked()
    expect(page.get_by_label("Action: Call")).not_to_be_checked()
    page.get_by_label("Day", exact=True).fill(str(timezone.localdate().day))
    press(page, "End the membership")
    expect(page.get_by_role("alert")).to_contain_text("1 thing in hand passed on.")
    passes.refresh_from_db()
    stays.refresh_from_db()
    assert [one.owner.name for one in (passes, stays)] == ["Colin Frost", "Ruth Adeyemi"]
    assert Handover.objects.get().note == "Ask the school first"


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).focus()
    page.keyboard.press("Enter")
