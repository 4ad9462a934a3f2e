"""Minutes as a mail: HTML and plain text say the same, and one's own actions come first."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from steering.documents.mail import MinutesContent, minutes_words
from steering.documents.minutes import MinutesDocument
from steering.documents.notices import Words
from steering.documents.pdf import minutes_pdf
from steering.enums import MinutesState
from tests.steering.alderfleet import Alderfleet, alderfleet
from tests.steering.documents import minutes_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Alderfleet:
    return alderfleet()


@pytest.fixture
def document(world: Alderfleet) -> MinutesDocument:
    return minutes_document(world.meeting)


def words_for(world: Alderfleet, name: str) -> Words:
    return minutes_words(
        minutes_document(world.meeting),
        recipient_id=world.people[name].pk,
        from_name="Imogen Tarrant",
    )


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_data(self, data: str) -> None:
        self.seen.append(data)


def read(html: str) -> str:
    parser = _Words()
    parser.feed(html.partition("<body")[2].partition(">")[2])
    return " ".join(" ".join(parser.seen).replace("\N{NO-BREAK SPACE}", " ").split())


def test_the_plain_text_is_complete(world: Alderfleet) -> None:
    words = words_for(world, "Samir Vance")
    assert words.subject == "DRAFT minutes: Alderfleet steering group, 24 November 2026"
    assert words.text.replace("\N{NO-BREAK SPACE}", "~") == (
        "DRAFT. Circulated on Tuesday 8 December 2026, version 2. The group will\n"
        "be asked to confirm these minutes on Tuesday 19 January 2027.\n"
        "\n"
        "ALDERFLEET STEERING GROUP, MEETING 2\n"
        "Minutes of Tuesday 24 November 2026, 10:00am to 12:00pm. Alderfleet\n"
        "Guildhall, Room 2, and online.\n"
        "\n"
        "YOUR ACTIONS\n"
        "------------\n"
        "2.3  Ask the surgery for a named contact, by 18 December 2026.\n"
        "\n"
        "ACTIONS\n"
        "-------\n"
        "2.1  Put the five-day rule in version 4. Rohan Deverell, by\n"
        "     11~December~2026.\n"
        "2.2  Find a room\n"
        "2.3  Ask the surgery for a named contact. Samir Vance, by\n"
        "     18~December~2026.\n"
        "\n"
        "DECISIONS\n"
        "---------\n"
        "2.1  The service told first arranges it.\n"
        "2.2  The report goes out in May\n"
        "\n"
        "WHO WAS THERE\n"
        "-------------\n"
        "7 of 8 members came or had a deputy there. The quorum is 4.\n"
        "\n"
        "- Celia Brandreth (chair): Alderfleet Council\n"
        "- Rohan Deverell (deputy chair): Fleetmoor Mental Health NHS Trust\n"
        "- Joy Abernethy, for Lorna Pettifer: Fleetmoor Mental Health NHS Trust\n"
        "- Odette Lamb: For the families of Withy Bank\n"
        "- Terence Oduya: Group member\n"
        "- Bea Rostron: Group member\n"
        "- Samir Vance: Group member\n"
        "\n"
        "Apologies: Lorna Pettifer (deputy: Joy Abernethy)\n"
        "\n"
        "Not present: Gideon Strake\n"
        "\n"
        "In attendance: Fergus Adair (project manager), Judith Amankwah (Head of\n"
        "early help, Alderfleet Council), Imogen Tarrant (administrator)\n"
        "\n"
        "MINUTES\n"
        "-------\n"
        "\n"
        "1. Welcome and apologies\n"
        "\n"
        "Celia Brandreth welcomed everybody.\n"
        "\n"
        "2. Joint visits: the shared protocol\n"
        "\n"
        "Rohan Deverell presented version 3 of the protocol:\n"
        "\n"
        "- 14 joint visits in October\n"
        "- in 9 of them the family came away with one plan instead of two\n"
        "\n"
        "Lorna Pettifer’s team asked who arranges the visit.\n"
        "\n"
        "Decision 2.1. The service told first arranges it.\n"
        "\n"
        "Action 2.1. Put the five-day rule in version 4. Rohan Deverell, by\n"
        "11~December~2026.\n"
        "\n"
        "Action 2.2. Find a room\n"
        "\n"
        "3. Any other business\n"
        "\n"
        "There was none.\n"
        "\n"
        "Decision 2.2. The report goes out in May\n"
        "\n"
        "Action 2.3. Ask the surgery for a named contact. Samir Vance, by\n"
        "18~December~2026.\n"
        "\n"
        "Corrections to Imogen Tarrant, imogen.tarrant@example.org, by Monday 11\n"
        "January 2027.\n"
        "\n"
        "--\n"
        "Sent by Think Family tracker for the Alderfleet steering group. To say\n"
        "something to Imogen Tarrant, answer this e-mail.\n"
    )


def test_html_and_plain_text_say_the_same(world: Alderfleet) -> None:
    words = words_for(world, "Samir Vance")
    of_html, of_text = (
        set(re.findall(r"\w{3,}", text.casefold())) for text in (read(words.html), words.text)
    )
    heads_of_columns, empty_cells, short_dates = (
        {"name", "agency"},
        {"nobody", "yet", "date"},
        {"dec"},
    )
    assert of_html - of_text == heads_of_columns | empty_cells | short_dates
    assert of_text - of_html == set()


def test_whoever_has_no_action_gets_no_heading_for_it(world: Alderfleet) -> None:
    words = words_for(world, "Celia Brandreth")
    assert "your actions" not in words.text.casefold()
    assert "your actions" not in words.html.casefold()


def test_an_action_that_is_done_is_not_asked_for_again(world: Alderfleet) -> None:
    world.meeting.actions.update(done_on=date(2026, 12, 1))
    words = words_for(world, "Samir Vance")
    assert "your actions" not in words.text.casefold()
    assert "your actions" not in words.html.casefold()


def test_confirmed_minutes_have_no_box(world: Alderfleet) -> None:
    document = replace(
        minutes_document(world.meeting),
        state=MinutesState.APPROVED,
        approved_on=date(2027, 1, 19),
    )
    words = minutes_words(document, recipient_id=0, from_name="Imogen Tarrant")
    assert words.subject == "Minutes: Alderfleet steering group, 24 November 2026"
    assert "DRAFT" not in words.text + words.html
    assert "Confirmed on Tuesday 19 January 2027." in words.text
    assert "Confirmed on Tuesday 19 January 2027." in words.html


def test_one_text_for_the_whole_meeting_keeps_its_headings(document: MinutesDocument) -> None:
    items = tuple(replace(item, text="", decisions=(), actions=()) for item in document.items)
    whole = replace(document, items=items, whole_text="# Money\n\nThere was none.")
    words = minutes_words(whole, recipient_id=0, from_name="Imogen Tarrant")
    assert "1.  Welcome and apologies\n2.  Joint visits" in words.text
    assert "Money\n=====\n\nThere was none." in words.text
    assert "<h3>Money</h3>" in words.html


def test_nothing_is_fetched_when_it_is_opened(world: Alderfleet) -> None:
    html = words_for(world, "Samir Vance").html
    assert not re.search(r"<(script|img|link|iframe|object|style)|url\(|@import", html)


def test_the_content_of_a_sending(document: MinutesDocument, world: Alderfleet) -> None:
    content = MinutesContent(document, from_name="Imogen Tarrant")
    (enclosed,) = content.files_for(world.people["Samir Vance"])
    assert enclosed.name == f"{document.group_key}-2026-11-24-minutes-v2-draft.pdf"
    assert enclosed.content_type == "application/pdf"
    assert enclosed.content == minutes_pdf(document)
    samir = world.people["Samir Vance"]
    assert content.words(samir) == words_for(world, "Samir Vance")
    assert content.sha256 == MinutesContent(replace(document), from_name="Amy").sha256
    assert content.sha256 != MinutesContent(replace(document, version=3), from_name="Amy").sha256
