"""Minutes as a PDF: tagged, DRAFT on every page, and whatever was typed can be printed."""

import io
from dataclasses import replace
from typing import Any

import pytest
import typst
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from steering.documents import pdf
from steering.documents.attendance import Attendee, WhoWasThere
from steering.documents.letters import GAP
from steering.documents.minutes import MinutesDocument
from steering.documents.pdf import minutes_pdf, pages_in
from steering.documents.quorum import Quorum
from steering.documents.typefaces import typefaces
from steering.enums import MinutesState
from tests import make
from tests.steering.alderfleet import STARTS, alderfleet
from tests.steering.documents import minutes_document

pytestmark = pytest.mark.django_db

HOSTILE = (
    '#import "@preview/x:1.0.0": y  #panic() $ sum_0^n $ \\ _a_ *b* @ref <label> `raw` // no\n\n'
    "<script>alert(1)</script> ![](x.png) [here](javascript:alert(1))\n\n"
    f"{'W' * 3000}\n\nhttps://example.org/{'path-' * 60}\n\n"
    "שלום עולם مرحبا 😀👨‍👩‍👧 👍🏽 Ærøskøbing ﬁ 漢字 हिन्दी \u202eback\ufeff\x07\u200b\ue000\n\n"
    "|a|b|c|\n|-|-|-|\n|1|2|3|\n\n"
    + "\n".join(f"{'  ' * depth}- level {depth}" for depth in range(30))
    + f"\n\n{'> ' * 30}said"
)

PLAIN = MinutesDocument(
    meeting_id=1,
    group="Group",
    group_key="group",
    number=None,
    held_on=STARTS.date(),
    time="10:00am to 12:00pm",
    where="",
    state=MinutesState.DRAFT,
    version=1,
    circulated_on=None,
    circulated_version=None,
    approved_on=None,
    to_be_confirmed_on=None,
    corrections_by=None,
    administrator="",
    administrator_email="",
    attendance=WhoWasThere(
        recorded=False,
        quorum=Quorum(members=0, came=0, there=0, needed=None),
        there=(),
        apologies=(),
        absent=(),
        in_attendance=(),
    ),
    decisions=(),
    actions=(),
    whole_text="",
    items=(),
    other_decisions=(),
    other_actions=(),
)


@pytest.fixture
def document() -> MinutesDocument:
    return minutes_document(alderfleet().meeting)


def text_of_pages(made: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(made)).pages]


def test_page_one_is_a_hand_out_and_the_items_follow(document: MinutesDocument) -> None:
    first, second = text_of_pages(minutes_pdf(document))
    assert first == (
        "DRAFT Alderfleet steering group: minutes of meeting 2 "
        "Tuesday 24 November 2026, 10:00am to 12:00pm. Alderfleet Guildhall, Room 2, and online. "
        "Draft. The group will be asked to confirm these minutes on Tuesday 19 January 2027. "
        "Corrections to Imogen Tarrant, imogen.tarrant@example.org, by Monday 11 January 2027. "
        "Actions No. Action Who By "
        "2.1 Put the five-day rule in version 4. Rohan Deverell 11 December 2026 "
        "2.2 Find a room Nobody yet No date "
        "2.3 Ask the surgery for a named contact Samir Vance 18 December 2026 "
        "Decisions 2.1 The service told first arranges it. 2.2 The report goes out in May "
        "Who was there 7 of 8 members came or had a deputy there. The quorum is 4. "
        "Name Agency "
        "Celia Brandreth (chair) Alderfleet Council "
        "Rohan Deverell (deputy chair) Fleetmoor Mental Health NHS Trust "
        "Joy Abernethy, for Lorna Pettifer Fleetmoor Mental Health NHS Trust "
        "Odette Lamb For the families of Withy Bank "
        "Terence Oduya Group member Bea Rostron Group member Samir Vance Group member "
        "Apologies: Lorna Pettifer (deputy: Joy Abernethy) Not present: Gideon Strake "
        "In attendance: Fergus Adair (project manager), "
        "Judith Amankwah (Head of early help, Alderfleet Council), "
        "Imogen Tarrant (administrator) "
        "Minutes 2, draft version 2, circulated 8 December 2026. "
        "To be confirmed on 19 January 2027. Page 1 of 2"
    )
    assert second == (
        "Alderfleet steering group, 24 November 2026 DRAFT Minutes "
        "1 Welcome and apologies Celia Brandreth welcomed everybody. "
        "2 Joint visits: the shared protocol "
        "Rohan Deverell presented version 3 of the protocol: "
        "• 14 joint visits in October "
        "• in 9 of them the family came away with one plan instead of two "
        "Lorna Pettifer’s team asked who arranges the visit. "
        "Decision 2.1. The service told first arranges it. "
        "Action 2.1. Put the five-day rule in version 4. Rohan Deverell, by 11 December 2026. "
        "Action 2.2. Find a room "
        "3 Any other business There was none. "
        "Decision 2.2. The report goes out in May "
        "Action 2.3. Ask the surgery for a named contact. Samir Vance, by 18 December 2026. "
        "Minutes 2, draft version 2, circulated 8 December 2026. "
        "To be confirmed on 19 January 2027. Page 2 of 2"
    )


def test_it_can_be_read_aloud(document: MinutesDocument) -> None:
    reader = PdfReader(io.BytesIO(minutes_pdf(document)))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - an object of pypdf
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "Alderfleet steering group: minutes of meeting 2"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == document.circulated_on
    assert _kinds(root["/StructTreeRoot"]) >= {"/H1", "/H2", "/H3", "/Table", "/TH", "/L", "/P"}


def _kinds(node: Any) -> set[str]:
    """The kinds of element in the structure tree."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return {kind for child in node for kind in _kinds(child)}
    if not isinstance(node, dict):
        return set()
    return {str(node.get("/S", ""))} | _kinds(node.get("/K"))


@pytest.mark.parametrize("state", list(MinutesState))
def test_draft_stands_on_every_page_until_confirmed(state: MinutesState) -> None:
    long = "\n\n".join(f"Paragraph {place} of a long text." for place in range(200))
    document = replace(minutes_document(alderfleet(state=state).meeting), whole_text=long)
    pages = text_of_pages(minutes_pdf(document))
    assert len(pages) > 4
    drafts = ["DRAFT" in page for page in pages]
    assert all(drafts) if state != MinutesState.APPROVED else not any(drafts)


def test_the_same_document_gives_the_same_bytes(document: MinutesDocument) -> None:
    assert minutes_pdf(document) == minutes_pdf(replace(document))


@pytest.mark.parametrize("number", [1, 200])
def test_pages_are_counted(document: MinutesDocument, number: int) -> None:
    made = minutes_pdf(replace(document, whole_text="Words.\n\n" * number))
    assert pages_in(made) == len(PdfReader(io.BytesIO(made)).pages)


def test_the_attendance_stays_on_one_page_and_the_items_follow_it(
    document: MinutesDocument,
) -> None:
    places = []
    for length in range(1, 9):
        pages = text_of_pages(minutes_pdf(replace(document, actions=document.actions * length)))
        begins, ends = (
            next(place for place, page in enumerate(pages) if words in page)
            for words in ("Who was there", "Imogen Tarrant (administrator)")
        )
        assert begins == ends
        items = next(place for place, page in enumerate(pages) if "Welcome and apologies" in page)
        assert items == 1
        places.append(begins)
    assert places == sorted(places)
    assert set(places) == {0, 1}


def test_an_attendance_longer_than_a_page_is_not_cut(document: MinutesDocument) -> None:
    many = tuple(Attendee(f"Person number {place}.", "Group member") for place in range(120))
    whole = " ".join(
        text_of_pages(
            minutes_pdf(replace(document, attendance=replace(document.attendance, there=many)))
        )
    )
    assert all(one.name in whole for one in many)


def test_an_action_longer_than_a_page_is_not_cut(document: MinutesDocument) -> None:
    long = " ".join(f"word{place}" for place in range(2000))
    actions = (replace(document.actions[0], text=long),)
    pages = text_of_pages(minutes_pdf(replace(document, actions=actions)))
    in_the_table = " ".join(pages).partition("Decisions")[0]
    assert in_the_table.count("word1999") == 1
    assert all("Page" in page[-12:] for page in pages)


def test_an_address_for_mail_stays_in_one_piece(document: MinutesDocument) -> None:
    address = "imogen.tarrant@alderfleet.example.org"
    first = text_of_pages(minutes_pdf(replace(document, administrator_email=address)))[0]
    assert address in first


def test_what_was_typed_is_never_markup(document: MinutesDocument) -> None:
    hostile = replace(
        document,
        group="Group #1 $x$ *bold* \\ 漢",
        whole_text=HOSTILE,
        actions=tuple(replace(one, text=HOSTILE, owner=HOSTILE) for one in document.actions),
        items=tuple(replace(item, title=HOSTILE, text=HOSTILE) for item in document.items),
    )
    pages = " ".join(text_of_pages(minutes_pdf(hostile)))
    assert '#import "@preview/x:1.0.0": y #panic() $ sum_0^n $' in pages
    assert "Group #1 $x$ *bold* \\ □: minutes of meeting 2" in pages
    assert "<script>alert(1)</script>" in pages
    assert "Ærøskøbing" in pages
    assert "level 29" in pages


def test_letters_without_a_typeface_are_owned_up_to(document: MinutesDocument) -> None:
    explanation = f"{GAP} stands for a letter"
    assert explanation not in " ".join(text_of_pages(minutes_pdf(document)))
    chinese = " ".join(text_of_pages(minutes_pdf(replace(document, whole_text="漢字"))))
    assert explanation in chinese
    assert GAP * 2 in chinese


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
@example("0\N{ARABIC FATHATAN}")  # a digit with an accent that slanted letters do not have
@example("\N{BACKSPACE}")
def test_any_text_can_be_printed(text: str) -> None:
    words = "".join(f"{one} **{one}** _{one}_ `{one}`\n\n" for one in text.split("\n"))
    minutes_pdf(replace(PLAIN, whole_text=words, group=text))


def test_the_layout_settles(document: MinutesDocument) -> None:
    compiler = typst.Compiler(pdf._LAYOUT, font_paths=typefaces(), ignore_system_fonts=True)
    for length in (1, 30, 60, 90):
        data = pdf.layout_data(replace(document, actions=document.actions * length))
        _, warnings = compiler.compile_with_warnings(format="pdf", sys_inputs={"minutes": data})
        assert [warning.message for warning in warnings] == []


def test_none_of_a_kind_is_said() -> None:
    meeting = make.make_meeting(starts_at=STARTS)
    make.make_minutes(meeting=meeting, text="")
    first = text_of_pages(minutes_pdf(minutes_document(meeting)))[0]
    assert "Actions No actions. Decisions No decisions. Who was there" in first
