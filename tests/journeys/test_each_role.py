"""The other roles' ways through the running product, and one way by keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.walking import follow, look, press, sign_in_as, tab_to


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
def test_a_project_manager_sees_what_slips_and_logs_why(
    visit: Callable[..., Page], javascript: bool
) -> None:
    page = visit(javascript=javascript)
    sign_in_as(page, "project_manager")
    expect(page.get_by_role("heading", level=1)).to_have_text("My sites")
    look(page)
    follow(page, "Kelderby")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kelderby")
    look(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Log what helped or hindered").first.click()
    look(page)
    press(page, "Log it")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    look(page)
    page.get_by_label("Groups hard to engage").check()
    page.get_by_label("Hindered", exact=True).check()
    sentence = f"Schools were asked too late ({'with' if javascript else 'without'} scripts)."
    page.get_by_label("What happened, in a sentence").fill(sentence)
    press(page, "Log it")
    page.goto("/factors/?site=kelderby")
    expect(page.get_by_text(sentence)).to_be_visible()
    look(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
def test_a_supporter_compares_sites_down_to_the_evidence(
    visit: Callable[..., Page], javascript: bool
) -> None:
    page = visit(javascript=javascript)
    sign_in_as(page, "supporter")
    look(page)
    follow(page, "Compare")
    look(page)
    cell = page.locator("table a[href*='cell=']").first
    cell.click()
    expect(page.locator("#evidence")).to_be_visible()
    look(page)


def test_a_member_marks_an_action_as_done_with_a_note(visit: Callable[..., Page]) -> None:
    page = visit()
    sign_in_as(page, "member")
    expect(page.get_by_role("heading", level=1)).to_have_text("My meetings")
    look(page)
    actions = page.locator("section").filter(has_text="My actions")
    before = actions.get_by_role("link", name="Done").count()
    with page.expect_navigation():
        actions.get_by_role("link", name="Done").first.click()
    look(page)
    page.get_by_role("textbox").first.fill("Both practices have a date.")
    press(page, "Yes, it is done")
    expect(actions.get_by_role("link", name="Done")).to_have_count(before - 1)
    minutes = page.locator("section").filter(has_text="Last minutes")
    with page.expect_navigation():
        minutes.get_by_role("link").first.click()
    expect(page.get_by_text("DRAFT", exact=True).first).to_be_visible()
    look(page)


def test_an_administrator_writes_minutes_by_keyboard_alone(visit: Callable[..., Page]) -> None:
    page = visit()
    page.goto("/demo/sign-in/")
    tab_to(page, "Sign in as administrator")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "Write up minutes")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "Minutes of this item")
    page.keyboard.type("Written without a mouse.")
    expect(page.locator("[data-state]")).to_contain_text("Saved", timeout=10_000)
    tab_to(page, "Add a decision")
    page.keyboard.press("Enter")
    tab_to(page, "What was decided")
    page.keyboard.type("The mouse stays in its drawer.")
    tab_to(page, "Add the decision")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The mouse stays in its drawer.").first).to_be_visible()
    page.goto(page.url)
    expect(page.get_by_text("Written without a mouse.")).to_be_visible()
