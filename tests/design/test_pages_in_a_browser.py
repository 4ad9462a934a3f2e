"""The frame and the components in a real browser, wide and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from runtime.browser import find
from tests.browser import OPTIONS, PHONE, WIDE, check_axe, no_sideways_scroll

OPEN_PAGES = ("/design-system/", "/accessibility/", "/privacy/", "/help/", "/glossary/", "/none/")

OpenPage = Callable[..., Page]


@pytest.fixture(autouse=True)
def demo(settings: Settings) -> None:
    settings.DEMO = True


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    open_page: OpenPage, width: int, javascript: bool
) -> None:
    page = open_page(width=width, javascript=javascript)
    for address in OPEN_PAGES:
        page.goto(address)
        check_axe(page)
        no_sideways_scroll(page)


def test_text_twice_as_large_loses_nothing(browser: Browser, live_server: LiveServer) -> None:
    large_text = browser.browser_type.launch(
        executable_path=find(), args=[*OPTIONS, "--blink-settings=defaultFontSize=32"]
    )
    page = large_text.new_page(viewport={"width": WIDE, "height": 800})
    page.goto(f"{live_server.url}/design-system/")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    no_sideways_scroll(page)
    check_axe(page)
    large_text.close()


@pytest.mark.parametrize(("width", "javascript"), [(WIDE, True), (PHONE, True), (WIDE, False)])
def test_a_failed_form_says_so_and_keeps_what_was_typed(
    open_page: OpenPage, width: int, javascript: bool
) -> None:
    page = open_page(width=width, javascript=javascript)
    page.goto("/design-system/")
    page.get_by_label("Title of the meeting").fill("Autumn meeting")
    day = page.get_by_role("group", name="Day")
    day.get_by_label("Day").fill("31")
    page.get_by_role("button", name="Save the meeting").click()

    expect(page).to_have_title("Error: Design system – Think Family tracker")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.get_by_label("Title of the meeting")).to_have_value("Autumn meeting")
    expect(day.get_by_label("Day")).to_have_value("31")
    page.get_by_role("link", name="Enter a real date, such as 24 11 2026").click()
    expect(day.get_by_label("Day")).to_be_focused()
    page.get_by_role("link", name="Choose how people meet").click()
    expect(page.get_by_label("In a room", exact=True)).to_be_focused()
    check_axe(page)
    no_sideways_scroll(page)


def test_a_success_is_said_at_the_top_and_takes_the_focus(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/design-system/")
    page.get_by_label("Title of the meeting").fill("Autumn meeting")
    page.get_by_label("E-mail", exact=True).fill("celia@example.org")
    page.get_by_label("Online").check(force=True)
    page.get_by_label("I cannot come").check(force=True)
    page.get_by_label("Group").select_option("north")
    page.get_by_role("button", name="Save the meeting").click()
    expect(page.get_by_role("alert")).to_contain_text("Saved.")
    expect(page.get_by_role("alert")).to_be_focused()
    check_axe(page)


def test_fields_of_a_choice_show_once_it_is_chosen(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/design-system/")
    name = page.get_by_label("Their name")
    expect(name).to_be_hidden()
    page.get_by_label("I will send somebody").check(force=True)
    expect(name).to_be_visible()
    page.get_by_label("I cannot come").check(force=True)
    expect(name).to_be_hidden()

    plain = open_page(javascript=False)
    plain.goto("/design-system/")
    expect(plain.get_by_label("Their name")).to_be_visible()


def test_pasted_text_is_counted_and_never_cut(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/design-system/")
    notes = page.get_by_label("Notes")
    notes.fill("x" * 250)
    expect(notes).to_have_value("x" * 250)
    expect(page.get_by_text("You have 50 characters too many").first).to_be_visible()


def test_a_checkbox_is_square(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/design-system/")
    label = page.locator("label", has_text="Large print")
    box = "([e, p]) => getComputedStyle(e, '::before')[p]"
    element = label.element_handle()
    sides = [page.evaluate(box, [element, side]) for side in ("width", "height")]
    assert sides == ["40px", "40px"]
    assert page.evaluate(box, [element, "borderTopLeftRadius"]) == "0px"


def test_the_skip_link_comes_first_and_leads_to_the_content(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/help/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("width", [320, 700, 1100, 1280, 1600])
def test_the_content_keeps_off_the_edges_and_is_1220_px_at_most(
    open_page: OpenPage, width: int
) -> None:
    page = open_page(width=width)
    page.goto("/help/")
    boxes = [page.locator(part).bounding_box() for part in ("main", ".app-header__inner")]
    for box in boxes:
        assert box is not None
        margin = 15 if width < 641 else 30
        assert box["width"] == min(width - 2 * margin, 1220)
        assert box["x"] == (width - box["width"]) / 2


def test_rows_become_blocks_on_a_phone(open_page: OpenPage) -> None:
    for width, shown in ((WIDE, "table-row"), (PHONE, "block")):
        page = open_page(width=width)
        page.goto("/design-system/")
        row = page.get_by_role("row", name="Second request for a reply")
        assert row.evaluate("row => getComputedStyle(row).display") == shown


def test_paper_gets_the_content_without_the_frame(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/design-system/")
    page.emulate_media(media="print")
    expect(page.locator("header")).to_be_hidden()
    expect(page.locator("footer")).to_be_hidden()
    expect(page.get_by_role("heading", name="Design system")).to_be_visible()


@pytest.mark.parametrize(("width", "javascript"), [(WIDE, True), (PHONE, False)])
def test_rows_are_added_and_removed_and_nothing_is_lost(
    open_page: OpenPage, width: int, javascript: bool
) -> None:
    page = open_page(width=width, javascript=javascript)
    page.goto("/design-system/")
    page.get_by_label("Who", exact=True).nth(1).fill("Celia Brandreth")
    page.get_by_role("button", name="Add another guest").click()
    names = page.get_by_label("Who", exact=True)
    expect(names).to_have_count(3)
    expect(names.nth(2)).to_be_focused()
    expect(names.nth(1)).to_have_value("Celia Brandreth")
    check_axe(page)
    no_sideways_scroll(page)
    page.get_by_role("button", name="Remove guest 1").click()
    expect(names).to_have_count(2)
    expect(names.first).to_have_value("Celia Brandreth")
    names.first.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Saved.")


def test_a_filter_folds_on_a_phone_and_stands_open_elsewhere(open_page: OpenPage) -> None:
    for width, javascript, shown in (
        (PHONE, True, False),
        (WIDE, True, True),
        (PHONE, False, True),
    ):
        page = open_page(width=width, javascript=javascript)
        page.goto("/design-system/?nation=wales&page=3")
        expect(page.get_by_text("(1 chosen)")).to_be_visible()
        expect(page.get_by_label("Nation")).to_be_visible(visible=shown)


def test_answers_are_checked_changed_and_saved(open_page: OpenPage) -> None:
    page = open_page(width=PHONE, javascript=False)
    page.goto("/design-system/")
    page.get_by_label("Title of the meeting").fill("Autumn meeting")
    page.get_by_label("E-mail", exact=True).fill("celia@example.org")
    page.locator("#id_mode_1").check(force=True)
    page.get_by_label("I cannot come").check(force=True)
    page.get_by_label("Group").select_option("north")
    page.get_by_role("button", name="Check the answers").click()
    expect(page.get_by_text("24 November 2026")).to_be_visible()
    check_axe(page)
    no_sideways_scroll(page)
    page.get_by_role("button", name="Change title of the meeting").click()
    title = page.get_by_label("Title of the meeting")
    expect(title).to_be_focused()
    expect(title).to_have_value("Autumn meeting")
    page.get_by_role("button", name="Check the answers").click()
    page.get_by_role("button", name="Save the meeting").click()
    expect(page.get_by_role("alert")).to_contain_text("Saved.")


def test_tabs_are_sections_without_javascript_and_on_paper(open_page: OpenPage) -> None:
    done = "Give team managers a one-page summary."
    page = open_page()
    page.goto("/design-system/")
    panel = page.locator("#done-actions").get_by_text(done)
    expect(panel).to_be_hidden()
    page.emulate_media(media="print")
    expect(panel).to_be_visible()
    plain = open_page(javascript=False)
    plain.goto("/design-system/")
    expect(plain.locator("#done-actions").get_by_text(done)).to_be_visible()
