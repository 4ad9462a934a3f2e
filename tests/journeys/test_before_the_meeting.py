"""From a new group to a meeting whose agenda is out and whose replies are in.

The whole product runs. The administrator works by mouse, without scripts, or by keyboard alone;
members have no account, and reply by the link in their own mail.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.hands import Hands
from tests.journeys.walking import look, sign_in_as
from tests.system import System
from tests.uploads import files

CHAIR = "Lorna Pettifer"
CHAIRS_ADDRESS = "lorna.pettifer@fleetmoor-mh.example.org"
CORE = "Fleetmoor Mental Health NHS Trust"
SEND = re.compile(r"^Send to \d+ ")


@dataclass(frozen=True)
class Way:
    """One way to go: a group of its own, its newcomers' family name, and with what one works."""

    group: str
    family: str
    javascript: bool = True
    keyboard: bool = False

    def person(self, name: str) -> str:
        return f"{name} {self.family}"

    def address(self, name: str) -> str:
        return f"{name}.{self.family}@example.org".lower()

    def seen(self, page: Page) -> None:
        """Every page is looked at, once with and once without scripts."""
        if not self.keyboard:
            look(page)


WAYS = (
    Way("Harbour steering group", "Harbour"),
    Way("Meadow steering group", "Meadow", javascript=False),
    Way("Bridge steering group", "Bridge", keyboard=True),
)


@pytest.mark.parametrize("way", WAYS, ids=["javascript", "no javascript", "keyboard"])
def test_from_a_new_group_to_an_agenda_that_is_out(
    system: System, visit: Callable[..., Page], tmp_path: Path, way: Way
) -> None:
    page = visit(javascript=way.javascript)
    sign_in_as(page, "administrator")
    hands = Hands(page, keyboard=way.keyboard)
    start(hands, way)
    system.shorten_hold(way.group.lower().replace(" ", "-"))
    add_members(hands, way)
    plan(hands, way)
    write_agenda(hands, way, tmp_path)
    hands.follow("Agenda")
    hands.press("Check and send invitation")
    invitations = send(hands, way, system, subject=f"Invitation: {way.group}")
    assert set(invitations) == {CHAIRS_ADDRESS, way.address("dana")}
    system.wait_until(lambda: is_told(page))
    reply(hands, way, visit, invitations)
    read_replies(hands, way)
    hands.follow("Agenda")
    hands.press("Check and send agenda")
    agendas = send(hands, way, system, subject=f"Agenda: {way.group}")
    check_agendas(agendas, way)


def start(hands: Hands, way: Way) -> None:
    """A group like another, with an agency that must be represented."""
    hands.follow("Groups")
    hands.press("Start a group")
    way.seen(hands.page)
    hands.fill("Name of the group", way.group)
    hands.choose("Those of another group of yours")
    hands.select("Like which group?", "Alderfleet joint visits group, Alderfleet")
    hands.press("Start the group")
    way.seen(hands.page)
    hands.follow("Core agencies")
    hands.press("Add a core agency")
    way.seen(hands.page)
    hands.select("Agency", CORE)
    hands.press("Add the agency")
    way.seen(hands.page)
    expect(hands.page.get_by_text("Nobody", exact=True).first).to_be_visible()
    hands.follow(way.group)


def add_members(hands: Hands, way: Way) -> None:
    """A chair who is known here, somebody with an address, and somebody who gets post."""
    hands.follow("Add a member")
    way.seen(hands.page)
    hands.fill("Name of the person known here", CHAIR)
    hands.select("Agency", CORE)
    hands.choose("Professional")
    hands.choose("Chair")
    hands.press("Add the member")
    for name, capacity in (("Dana", "Service user"), ("Petra", "Carer")):
        hands.press("Add a member")
        hands.choose("Somebody new")
        hands.fill("Name", way.person(name))
        if name == "Dana":
            hands.fill("E-mail address", way.address(name))
        hands.choose(capacity)
        hands.press("Add the member")
    way.seen(hands.page)
    hands.follow(f"Name a deputy of {CHAIR}")
    hands.choose("Somebody new")
    hands.fill("Name", way.person("Owen"))
    hands.fill("E-mail address", way.address("owen"))
    hands.press("Name the deputy")
    expect(hands.page.get_by_text(f"Deputy: {way.person('Owen')}")).to_be_visible()
    way.seen(hands.page)
    hands.follow(way.group)


def plan(hands: Hands, way: Way) -> None:
    """A meeting so far ahead that no notice of it is due."""
    day = timezone.localdate() + timedelta(days=60)
    hands.press("Plan a meeting")
    way.seen(hands.page)
    for part in ("day", "month", "year"):
        hands.fill(part.capitalize(), str(getattr(day, part)))
    hands.fill("Start", "10:00am")
    hands.fill("End", "11:00am")
    hands.choose("In person")
    hands.fill("Place", "Fleet House, Room 1")
    hands.fill("Agenda", "Welcome\nAny other business")
    hands.press("Plan the meeting")
    if hands.page.get_by_role("button", name="Plan it all the same").count():  # the day clashes
        way.seen(hands.page)
        hands.press("Plan it all the same")
    expect(hands.page.get_by_text("Nobody has been told of it yet.")).to_be_visible()
    way.seen(hands.page)


def write_agenda(hands: Hands, way: Way, folder: Path) -> None:
    """An item with a presenter, minutes and a paper, and one that few may see."""
    hands.follow("Add an item")
    way.seen(hands.page)
    hands.fill("Title", "The pilot")
    hands.select("What is it for?", "To discuss")
    hands.fill("Who presents it", CHAIR)
    hands.fill("Minutes", "40")
    hands.press("Add the item")
    hands.follow("Add an item")
    hands.fill("Title", "A matter of staff")
    hands.choose("Confidential: the chair, you, and who is named")
    hands.press("Add the item")
    way.seen(hands.page)
    hand_in_a_paper(hands, way, folder)


def hand_in_a_paper(hands: Hands, way: Way, folder: Path) -> None:
    file = folder / "pilot.pdf"
    file.write_bytes(files.pdf())
    hands.follow("Papers")
    hands.follow("Add a paper")
    way.seen(hands.page)
    hands.select("For which item?", "3. The pilot")
    hands.fill("Title of the paper", "Pilot report")
    hands.fill("Who brings it", CHAIR)
    hands.press("Save the paper")
    hands.follow("Hand in a file for Pilot report")
    way.seen(hands.page)
    hands.hand_in("File", file)
    hands.press("Hand it in")
    expect(hands.page.get_by_text("pilot.pdf", exact=True)).to_be_visible()
    way.seen(hands.page)


def send(hands: Hands, way: Way, system: System, *, subject: str) -> dict[str, EmailMessage]:
    """Check, send, and read the mails from the folder in which they arrive, by their reader."""
    way.seen(hands.page)
    button = hands.page.get_by_role("button", name=SEND)
    number = int(re.findall(r"\d+", button.inner_text())[0])
    hands.press(SEND)
    expect(hands.page.get_by_role("heading", level=1)).to_contain_text("held until")
    mails = system.wait_for_mails(number, subject=subject)
    assert len(mails) == number
    hands.page.goto(hands.page.url.split("send/")[0])
    return {mail["To"].addresses[0].addr_spec: mail for mail in mails}


def is_told(page: Page) -> bool:
    """Members count as told once the first mail has left, which is noted every few seconds."""
    page.reload()
    return page.locator("section:has(#coming)").count() > 0


def reply(
    hands: Hands, way: Way, visit: Callable[..., Page], invitations: dict[str, EmailMessage]
) -> None:
    """One comes and needs something, the chair sends her deputy, and one is told by telephone."""
    dana = open_link(visit, way, invitations[way.address("dana")])
    dana.choose("I will come")
    dana.fill("Is there anything you need? (optional)", "Large print")
    dana.press("Send my reply")
    expect(dana.page.get_by_text("You will come.")).to_be_visible()
    way.seen(dana.page)
    chair = open_link(visit, way, invitations[CHAIRS_ADDRESS])
    chair.choose("I will send somebody")
    expect(chair.page.get_by_label(re.compile("Their name"))).to_have_value(way.person("Owen"))
    chair.press("Send my reply")
    expect(chair.page.get_by_text(f"{way.person('Owen')} will come in your place.")).to_be_visible()
    way.seen(chair.page)
    hands.follow("Replies and register")
    way.seen(hands.page)
    hands.follow(f"Enter the reply of {way.person('Petra')}")
    way.seen(hands.page)
    hands.choose("They cannot come")
    hands.press("Save the reply")


def open_link(visit: Callable[..., Page], way: Way, mail: EmailMessage) -> Hands:
    """Open the reader's own link where nobody has signed in."""
    body = mail.get_body(("plain",))
    assert body is not None
    link = re.search(r"https?://\S+/reply/\S+", body.get_content())
    assert link, body.get_content()
    page = visit(javascript=way.javascript)
    page.goto(link.group())
    way.seen(page)
    return Hands(page, keyboard=way.keyboard)


def read_replies(hands: Hands, way: Way) -> None:
    """Who comes by name and in numbers, what is needed, and whether it is enough."""
    page = hands.page
    expect(page.get_by_role("row").filter(has_text=way.person("Dana"))).to_contain_text(
        "Large print"
    )
    expect(page.get_by_role("row").filter(has_text=CHAIR)).to_contain_text(way.person("Owen"))
    expect(page.get_by_text("3 of 3 have replied.")).to_be_visible()
    way.seen(page)
    hands.follow("Agenda")
    counted = " ".join(page.locator("section:has(#coming) .app-figures").inner_text().split())
    assert counted == "coming 1 apologies 1 deputy 1 silent 0"
    way.seen(page)


def check_agendas(agendas: dict[str, EmailMessage], way: Way) -> None:
    """It came with its paper, to the deputy too; what is confidential to the chair alone."""
    assert set(agendas) == {CHAIRS_ADDRESS, way.address("dana"), way.address("owen")}
    for address, mail in agendas.items():
        body = mail.get_body(("plain",))
        assert body is not None
        assert ("A matter of staff" in body.get_content()) == (address == CHAIRS_ADDRESS)
        papers = [
            part for part in mail.iter_attachments() if part.get_content_type() == "application/pdf"
        ]
        assert [part.get_content() for part in papers] == [files.pdf()]
        assert not re.search("service user|carer", mail.as_string(), re.IGNORECASE)
