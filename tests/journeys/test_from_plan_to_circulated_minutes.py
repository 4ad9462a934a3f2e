"""An administrator takes one meeting from the plan to circulated minutes, mails and all.

The whole product runs: PostgreSQL, gunicorn, a Celery worker, beat and an SMTP server.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import check_axe
from tests.journeys.walking import follow, look, press
from tests.system import System

ADMINISTRATOR = "imogen.tarrant@alderfleet.example.org"


def sign_in_by_code(page: Page, system: System) -> None:
    page.goto("/sign-in/")
    look(page)
    page.get_by_label("E-mail address").fill(ADMINISTRATOR.upper())
    before = len(system.mails(subject=""))
    press(page, "Send me a code")
    look(page)
    system.wait_until(lambda: len(system.mails(subject="")) > before)
    mail = system.mails(subject="")[-1]
    assert ADMINISTRATOR in str(mail["To"])
    code = re.search(r"\b[0-9]{4}[ -]?[0-9]{4}\b", mail.get_content())
    assert code, mail.get_content()
    page.get_by_label("Code").fill(code.group())
    press(page, "Sign in")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Today")
    look(page)


def plan(page: Page, group: str) -> None:
    """A meeting late today, so that it can be announced first and recorded the same day."""
    today = timezone.localdate()
    follow(page, "Groups")
    look(page)
    follow(page, group)
    look(page)
    press(page, "Plan a meeting")
    look(page)
    for part in ("day", "month", "year"):
        page.get_by_label(part.capitalize(), exact=True).fill(str(getattr(today, part)))
    page.get_by_label("Start").fill("11:58pm")
    page.get_by_label("End", exact=True).fill("11:59pm")
    page.get_by_label("Online", exact=True).check()
    page.get_by_label("Title").fill(f"Extra {group.lower()}")
    page.get_by_label("Agenda").fill("Welcome\nReaching schools\nAny other business")
    press(page, "Plan the meeting")
    if page.get_by_role("button", name="Plan it all the same").count():  # today clashes
        look(page)
        press(page, "Plan it all the same")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Extra {group.lower()}")
    expect(page.get_by_text("Nobody has been told of it yet.")).to_be_visible()
    look(page)


def send(page: Page, system: System, *, subject: str) -> list[str]:
    """Check, send, watch it being held, and wait for the mails; give who got one."""
    look(page)
    button = page.get_by_role("button", name=re.compile(r"^Send to \d+ "))
    number = int(re.findall(r"\d+", button.inner_text())[0])
    with page.expect_navigation():
        button.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("held until")
    check_axe(page)
    mails = system.wait_for_mails(number, subject=subject)
    assert len(mails) == number
    for mail in mails:
        assert re.match(r"(?s).*via Think Family tracker", str(mail["From"]))
        assert ADMINISTRATOR in str(mail["Reply-To"])
        assert mail["Auto-Submitted"] == "auto-generated"
        assert len(mail["To"].addresses) == 1
    page.goto(page.url.split("/send/")[0] + "/messages/")
    expect(page.get_by_role("cell", name="Sent", exact=True).first).to_be_visible()
    look(page)
    return sorted(mail["To"].addresses[0].addr_spec for mail in mails)


def record(page: Page, *, javascript: bool) -> None:
    follow(page, "Replies and register")
    look(page)
    press(page, "Everyone is here")
    look(page)
    apologies = page.get_by_label("Apologies").nth(2)
    if javascript:
        with page.expect_response(re.compile(r"/register/\d+/$")):
            apologies.check()
    else:
        apologies.check()
        press(page, "Save the register")
    page.goto(page.url)
    expect(page.get_by_label("Apologies").nth(2)).to_be_checked()
    look(page)


def write(page: Page, *, javascript: bool) -> None:
    follow(page, "Minutes")
    look(page)
    text = page.get_by_label("Minutes of this item").nth(1)
    text.fill("Schools cannot come before *four o’clock*.")
    if javascript:
        expect(page.locator("[data-state]")).to_contain_text("Saved", timeout=10_000)
    else:
        press(page, "Save")
    adding = page.locator(".app-adding").nth(1)
    adding.get_by_text("Add a decision").first.click()
    adding.get_by_label("What was decided").fill("The next meeting begins at 4:30pm.")
    adding.get_by_role("button", name="Add the decision").click()
    expect(page.get_by_text("The next meeting begins at 4:30pm.").first).to_be_visible()
    adding = page.locator(".app-adding").nth(1)
    adding.get_by_text("Add an action").first.click()
    adding.get_by_label("What is to be done").fill("Tell the schools")
    adding.get_by_label("Who").select_option(index=1)
    adding.get_by_role("button", name="Add the action").click()
    expect(page.get_by_text("Tell the schools").first).to_be_visible()
    look(page)
    press(page, "Mark as with the chair")
    look(page)


@pytest.mark.parametrize(
    ("group", "key", "javascript"),
    [
        ("Alderfleet steering group", "alderfleet-steering-group", True),
        ("Brinsholt steering group", "brinsholt-steering-group", False),
    ],
)
def test_from_plan_to_circulated_minutes(
    system: System, visit: Callable[..., Page], group: str, key: str, javascript: bool
) -> None:
    if timezone.localtime() > end_of_today() - timedelta(minutes=10):
        pytest.skip("The meeting of this journey begins two minutes before midnight.")
    system.shorten_hold(key)
    page = visit(javascript=javascript)
    sign_in_by_code(page, system)
    plan(page, group)
    follow(page, "Agenda")
    press(page, "Check and send invitation")
    title = f"Extra {group.lower()}, {today_in_words()}"
    invited = send(page, system, subject=f"Invitation: {title}")
    record(page, javascript=javascript)
    write(page, javascript=javascript)
    press(page, "Check and send minutes")
    got_minutes = send(page, system, subject=f"DRAFT minutes: {group}")
    assert ADMINISTRATOR not in invited + got_minutes
    assert set(invited) <= set(got_minutes)
    system.wait_until(lambda: "Draft sent to the members" in steps(page))
    follow(page, "Minutes")
    expect(page.get_by_text("DRAFT", exact=True).first).to_be_visible()
    expect(page.get_by_text("Tell the schools").first).to_be_visible()
    look(page)


def steps(page: Page) -> str:
    page.goto(re.sub(r"(/meetings/\d+/).*", r"\1", page.url))
    return page.locator(".app-steps").inner_text()


def end_of_today() -> datetime:
    return timezone.localtime().replace(hour=23, minute=59, second=59)


def today_in_words() -> str:
    today = timezone.localdate()
    return f"{today.day} {today:%B %Y}"
