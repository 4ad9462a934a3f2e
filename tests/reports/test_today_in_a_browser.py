"""Today, the month and a pause in a real browser: wide, narrow, by keyboard, without JavaScript."""

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

from outbox.models import Mailbox
from outbox.services import open_mailbox
from people.models import Person
from steering.enums import Answer, SendingKind
from steering.models import Meeting, Reply, SteeringGroup
from tests import make
from tests.browser import PHONE, WIDE, check_axe, no_sideways_scroll
from tests.reports.scene import administrator, sending

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def group() -> SteeringGroup:
    """A group whose quorum is at risk: it meets in five days, and four of twelve have replied."""
    now = timezone.now()
    group = make.make_group(name="Southmere steering group", quorum="6")
    seats = [make.make_member(group=group) for _ in range(8)]
    for name in ("Adult mental health", "Schools"):
        agency = make.make_agency(name=name)
        make.make_core_agency(group=group, agency=agency)
        seats.append(make.make_member(group=group, agency=agency))
    meeting = make.make_meeting(
        group=group,
        starts_at=now + timedelta(days=5),
        announced_at=now - timedelta(days=60),
        agenda=("Welcome",),
        place="Civic Centre, Room 3",
    )
    answers = [Answer.COMING] * 3 + [Answer.APOLOGIES]
    for seat, answer in zip([*seats[:3], seats[8]], answers, strict=True):
        _reply(meeting, seat.person, answer)
    make.make_paper(item=meeting.agenda_items.get())
    sending(meeting, SendingKind.INVITATION, now - timedelta(days=2), sent=9, failed=1)
    return group


def _reply(meeting: Meeting, person: Person, answer: Answer) -> None:
    Reply.objects.create(
        meeting=meeting,
        person=person,
        starts_at=meeting.starts_at,
        answer=answer,
        replied_at=timezone.now(),
    )


@pytest.fixture
def open_it(
    open_page: Callable[..., Page], live_server: LiveServer, group: SteeringGroup
) -> Callable[..., Page]:
    """The same as `open_page`, signed in as the administrator of the group."""
    client = Client()
    client.force_login(administrator(group.site))
    name = settings.SESSION_COOKIE_NAME
    value = client.cookies[name].value

    def open_it(**how: object) -> Page:
        page = open_page(**how)
        page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        return page

    return open_it


@pytest.mark.parametrize("width", [WIDE, PHONE, 320])
def test_each_page_fits_and_has_no_faults(open_it, group: SteeringGroup, width: int) -> None:
    page = open_it(width=width, javascript=width != PHONE)
    coming = group.meetings.get()
    for paused in (False, True):
        mailbox = open_mailbox(key=group.key, name=group.name)
        since = timezone.now() if paused else None
        Mailbox.objects.filter(pk=mailbox.pk).update(paused=paused, paused_at=since)
        for address in (
            reverse("home"),
            reverse("month"),
            reverse("pause_mail", args=[group.key]),
            reverse("group", args=[group.key]),
            reverse("meeting", args=[coming.pk]),
        ):
            page.goto(address)
            check_axe(page)
            no_sideways_scroll(page)


def test_today_tells_that_the_quorum_is_at_risk_and_leads_to_the_replies(open_it) -> None:
    page = open_it(width=WIDE)
    page.goto(reverse("home"))
    card = page.locator(".app-card")
    expect(card).to_contain_text("At risk 3 expected, 6 needed")
    expect(card).to_contain_text("1 of 2 missing Adult mental health. No reply yet from Schools")
    page.get_by_role("button", name="Ask for deputies").click()
    expect(page).to_have_url(re.compile(r"/replies/$"))


def test_a_pause_by_keyboard_alone_without_javascript(open_it, group: SteeringGroup) -> None:
    page = open_it(width=WIDE, javascript=False)
    page.goto(reverse("group", args=[group.key]))
    page.get_by_role("link", name="Pause all mail").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pause all mail of the Southmere")
    page.get_by_role("button", name="Pause all mail").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Resume the mail")
    assert Mailbox.objects.get(key=group.key).paused
    page.get_by_role("button", name="Resume all mail").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("leaves again")).to_be_visible()
    assert not Mailbox.objects.get(key=group.key).paused


def test_the_months_are_leafed_through_by_keyboard_without_javascript(open_it) -> None:
    page = open_it(width=WIDE, javascript=False)
    page.goto(reverse("month"), wait_until="load")
    month = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="the month after").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(month)
    page.get_by_role("link", name="the month before").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(month)
