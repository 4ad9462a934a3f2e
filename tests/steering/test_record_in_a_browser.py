"""Register and minutes in a real browser: what saves itself, and what is said when it cannot."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from people.models import User
from sites.enums import Role
from steering.enums import AttendanceStatus, MinutesState
from steering.models import Attendance, Meeting, MinutesText
from tests import make
from tests.browser import PHONE, WIDE, check_axe, no_sideways_scroll

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting() -> Meeting:
    meeting = make.make_meeting(
        group=make.make_group(quorum="50%"),
        starts_at=timezone.now() - timedelta(minutes=1),
        agenda=("Welcome", "Joint visits"),
    )
    for name in ("Ruth Adeyemi", "Colin Frost", "Priya Nair"):
        make.make_member(group=meeting.group, person=make.make_person(name=name))
    return meeting


@pytest.fixture
def user(meeting: Meeting) -> User:
    person = make.make_person(name="Leah Morgan")
    make.make_role(person=person, site=meeting.group.site, role=Role.ADMINISTRATOR)
    return make.make_user(person=person)


SignIn = Callable[[BrowserContext], None]


@pytest.fixture
def sign_in(user: User, live_server: LiveServer) -> SignIn:
    """Sign a browser in as the administrator."""

    def sign_in(context: BrowserContext) -> None:
        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
        )

    return sign_in


@pytest.fixture
def context(browser: Browser, live_server: LiveServer, sign_in: SignIn) -> Iterator[BrowserContext]:
    """A browser in which the administrator is signed in."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": WIDE, "height": 800})
    sign_in(context)
    yield context
    context.close()


def open_page(context: BrowserContext, name: str, meeting: Meeting) -> Page:
    page = context.new_page()
    page.goto(reverse(name, args=[meeting.pk]))
    return page


def text_of(page: Page, title: str) -> Locator:
    return page.get_by_role("region", name=title).get_by_label("Minutes of this item")


def state(page: Page) -> Locator:
    return page.locator("[data-state]")


def stored() -> list[str]:
    return list(MinutesText.objects.order_by("agenda_item").values_list("text", flat=True))


class TestMinutes:
    def test_a_text_saves_itself_when_the_typing_pauses_and_on_the_way_out(
        self, context: BrowserContext, meeting: Meeting
    ) -> None:
        page = open_page(context, "write_minutes", meeting)
        expect(state(page)).to_have_text("Saves as you write")
        text_of(page, "Welcome").press_sequentially("Ruth welcomed")
        expect(state(page)).to_have_text(re.compile(r"^Saved \d+:\d\d[ap]m$"))
        assert stored() == ["Ruth welcomed"]
        text_of(page, "Welcome").press_sequentially(" everybody.")
        with page.expect_response(re.compile("/minutes/save/$")):
            text_of(page, "Joint visits").focus()
        expect(state(page)).to_have_text(re.compile("^Saved"))
        assert stored() == ["Ruth welcomed everybody."]
        text_of(page, "Welcome").press_sequentially(" Over the same version.")
        expect(page.locator("[data-state-spoken]")).to_have_text("Saved")
        page.reload()
        expect(text_of(page, "Welcome")).to_have_value(re.compile("^Ruth welcomed everybody"))

    def test_a_decision_comes_beside_the_text_without_leaving_the_page(
        self, context: BrowserContext, meeting: Meeting
    ) -> None:
        page = open_page(context, "write_minutes", meeting)
        text_of(page, "Joint visits").fill("Not lost by what comes beside it")
        item = page.get_by_role("region", name="Joint visits")
        item.get_by_text("Add a decision").click()
        item.get_by_role("button", name="Add the decision").click()
        expect(item.get_by_label("What was decided")).to_be_focused()
        expect(state(page)).to_have_text("Not saved: see what is missing")
        item.get_by_label("What was decided").fill("The pilot goes on")
        item.get_by_role("button", name="Add the decision").click()
        expect(item.get_by_text("Decision 1.1", exact=True)).to_be_visible()
        expect(item.locator("summary", has_text="Add a decision")).to_be_focused()
        expect(text_of(page, "Joint visits")).to_have_value("Not lost by what comes beside it")

    def test_two_editors_see_both_texts(self, context: BrowserContext, meeting: Meeting) -> None:
        mine = open_page(context, "write_minutes", meeting)
        hers = open_page(context, "write_minutes", meeting)
        text_of(hers, "Welcome").fill("Hers")
        expect(state(hers)).to_have_text(re.compile("^Saved"))
        text_of(mine, "Welcome").fill("Mine")
        expect(state(mine)).to_have_text("Not saved: changed by somebody else, see both")
        text_of(mine, "Welcome").press_sequentially(", longer")
        mine.wait_for_timeout(1500)
        assert stored() == ["Hers"]
        expect(mine.get_by_role("group", name="Their text")).to_have_text("Hers")
        check_axe(mine)
        mine.get_by_role("button", name="Save both, mine first").click()
        expect(mine.get_by_role("alert")).to_have_text("Done: Saved.")
        assert stored() == ["Mine, longer\n\nHers"]

    def test_without_a_connection_it_stays_and_goes_by_itself_later(
        self, context: BrowserContext, meeting: Meeting
    ) -> None:
        page = open_page(context, "write_minutes", meeting)
        context.set_offline(True)
        text_of(page, "Welcome").fill("Typed in the tunnel")
        expect(state(page)).to_have_text("Not saved: no connection. It stays on this page")
        context.set_offline(False)
        expect(state(page)).to_have_text(re.compile("^Saved"))
        assert stored() == ["Typed in the tunnel"]

    def test_whoever_is_signed_out_signs_in_beside_and_goes_on(
        self, context: BrowserContext, meeting: Meeting, sign_in: SignIn
    ) -> None:
        page = open_page(context, "write_minutes", meeting)
        context.clear_cookies()
        text_of(page, "Welcome").fill("Typed too late")
        expect(state(page)).to_have_text(re.compile("^Not saved: "))
        expect(text_of(page, "Welcome")).to_have_value("Typed too late")
        sign_in(context)
        open_page(context, "minutes", meeting)
        text_of(page, "Welcome").press_sequentially(", or not")
        expect(state(page)).to_have_text(re.compile("^Saved"))
        assert stored() == ["Typed too late, or not"]

    def test_a_page_with_unsaved_text_asks_before_it_closes(
        self, context: BrowserContext, meeting: Meeting
    ) -> None:
        make.make_minutes(
            meeting=meeting,
            item=meeting.agenda_items.get(position=1),
            state=MinutesState.CIRCULATED,
        )
        page = open_page(context, "write_minutes", meeting)
        asked: list[str] = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        text_of(page, "Welcome").press_sequentially("A correction.")
        expect(state(page)).to_have_text("Not saved yet")
        page.wait_for_timeout(1500)
        assert stored() == ["We met."]
        page.get_by_role("link", name="Replies and register").click()
        expect(page).to_have_title(re.compile("^Replies and register"))
        assert asked == ["beforeunload"]


class TestRegister:
    def test_each_choice_saves_itself_and_changes_the_counts(
        self, context: BrowserContext, meeting: Meeting
    ) -> None:
        page = open_page(context, "register", meeting)
        page.get_by_role("button", name="Everyone is here").click()
        expect(page.locator("#counts")).to_contain_text("Quorate, 3 of 3 here")
        ruth = page.get_by_role("group", name="Ruth Adeyemi")
        ruth.get_by_label("Apologies").check(force=True)
        expect(ruth.get_by_text("Saved")).to_be_visible()
        colin = page.get_by_role("group", name="Colin Frost")
        colin.get_by_label("Deputy", exact=True).check(force=True)
        page.wait_for_timeout(500)
        assert Attendance.objects.get(person__name="Colin Frost").status == "present"
        colin.get_by_label("Deputy of Colin Frost").fill("Joanne Bell")
        page.keyboard.press("Tab")
        expect(page.locator("#counts")).to_contain_text("1 here, 1 with a deputy, 1 sent apologies")
        assert set(Attendance.objects.values_list("person__name", "status")) == {
            ("Ruth Adeyemi", AttendanceStatus.APOLOGIES),
            ("Colin Frost", AttendanceStatus.APOLOGIES),
            ("Joanne Bell", AttendanceStatus.DEPUTY),
            ("Priya Nair", AttendanceStatus.PRESENT),
        }

    def test_by_keyboard_and_with_a_finger(self, context: BrowserContext, meeting: Meeting) -> None:
        page = open_page(context, "register", meeting)
        ruth = page.get_by_role("group", name="Ruth Adeyemi")
        ruth.get_by_label("Not recorded").focus()
        page.keyboard.press("ArrowRight")
        expect(ruth.get_by_label("Here")).to_be_checked()
        expect(ruth.get_by_text("Saved")).to_be_visible()
        page.set_viewport_size({"width": PHONE, "height": 800})
        for label in page.locator(".app-state label").all():
            box = label.bounding_box()
            assert box is not None
            assert box["height"] >= 44

    def test_a_choice_that_could_not_be_saved_says_so(
        self, context: BrowserContext, meeting: Meeting
    ) -> None:
        page = open_page(context, "register", meeting)
        context.set_offline(True)
        ruth = page.get_by_role("group", name="Ruth Adeyemi")
        ruth.get_by_label("Here").check(force=True)
        expect(ruth.get_by_role("alert")).to_have_text(
            "Not saved: no connection. It stays on this page"
        )


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    context: BrowserContext, meeting: Meeting, width: int, javascript: bool
) -> None:
    ruth = meeting.group.memberships.earliest("pk").person
    make.make_attendance(meeting=meeting, person=ruth)
    other = make.make_person(name="Neil Draper")
    make.make_attendance(meeting=meeting, person=other, status=AttendanceStatus.IN_ATTENDANCE)
    item = meeting.agenda_items.get(position=1)
    make.make_minutes(meeting=meeting, item=item)
    decision = make.make_decision(meeting=meeting, item=item)
    action = make.make_action(meeting=meeting, item=item)
    if not javascript:
        context.route("**/*.js", lambda route: route.abort())
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    for address in (
        reverse("register", args=[meeting.pk]),
        reverse("write_minutes", args=[meeting.pk]),
        reverse("outcomes", args=[meeting.pk]),
        reverse("add_action", args=[meeting.pk]),
        reverse("change_action", args=[meeting.pk, action.pk]),
        reverse("change_decision", args=[meeting.pk, decision.pk]),
        reverse("remove_decision", args=[meeting.pk, decision.pk]),
        reverse("action_done", args=[action.pk]),
    ):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        check_axe(page)
        no_sideways_scroll(page)
