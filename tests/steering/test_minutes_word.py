"""Minutes as a Word document: real headings, tables that repeat their head, British English."""

import io
import time
import zipfile
from dataclasses import replace
from datetime import datetime

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from steering.documents.minutes import MinutesDocument
from steering.documents.word import minutes_docx
from steering.enums import MinutesState
from tests.steering.alderfleet import alderfleet
from tests.steering.documents import minutes_document
from tests.steering.test_minutes_pdf import HOSTILE

pytestmark = pytest.mark.django_db


@pytest.fixture
def document() -> MinutesDocument:
    return minutes_document(alderfleet().meeting)


def opened(document: MinutesDocument) -> Document:
    return docx.Document(io.BytesIO(minutes_docx(document)))


def lines(word: Document) -> list[str]:
    """All that the body says, in order: paragraphs with their style, rows of tables."""
    said = []
    for part in word.iter_inner_content():
        if isinstance(part, Table):
            said += [" | ".join(cell.text for cell in row.cells) for row in part.rows]
        elif isinstance(part, Paragraph):
            assert part.style is not None
            said.append(f"{part.style.name}: {part.text}")
    return said


def test_it_says_what_the_minutes_say(document: MinutesDocument) -> None:
    due = "by 11 December 2026", "by 18 December 2026"
    first, second = (f"by {one[3:].replace(' ', chr(0xA0))}" for one in due)
    assert lines(opened(document)) == [
        "Heading 1: Alderfleet steering group: minutes of meeting 2",
        "Normal: Tuesday 24 November 2026, 10:00am to 12:00pm. "
        "Alderfleet Guildhall, Room 2, and online.",
        "Box: Draft. The group will be asked to confirm these minutes on Tuesday 19 January 2027. "
        "Corrections to Imogen Tarrant, imogen.tarrant@example.org, by Monday 11 January 2027.",
        "Heading 2: Actions",
        "No. | Action | Who | By",
        "2.1 | Put the five-day rule in version 4. | Rohan Deverell | 11 December 2026",
        "2.2 | Find a room | Nobody yet | No date",
        "2.3 | Ask the surgery for a named contact | Samir Vance | 18 December 2026",
        "Heading 2: Decisions",
        "No. | Decision",
        "2.1 | The service told first arranges it.",
        "2.2 | The report goes out in May",
        "Heading 2: Who was there",
        "Normal: 7 of 8 members came or had a deputy there. The quorum is 4.",
        "Name | Agency",
        "Celia Brandreth (chair) | Alderfleet Council",
        "Rohan Deverell (deputy chair) | Fleetmoor Mental Health NHS Trust",
        "Joy Abernethy, for Lorna Pettifer | Fleetmoor Mental Health NHS Trust",
        "Odette Lamb | For the families of Withy Bank",
        "Terence Oduya | Group member",
        "Bea Rostron | Group member",
        "Samir Vance | Group member",
        "Normal: Apologies: Lorna Pettifer (deputy: Joy Abernethy)",
        "Normal: Not present: Gideon Strake",
        "Normal: In attendance: Fergus Adair (project manager), "
        "Judith Amankwah (Head of early help, Alderfleet Council), "
        "Imogen Tarrant (administrator)",
        "Heading 2: Minutes",
        "Heading 3: 1\tWelcome and apologies",
        "Normal: Celia Brandreth welcomed everybody.",
        "Heading 3: 2\tJoint visits: the shared protocol",
        "Normal: Rohan Deverell presented version 3 of the protocol:",
        "Normal: 14 joint visits in October",
        "Normal: in 9 of them the family came away with one plan instead of two",
        "Normal: Lorna Pettifer’s team asked who arranges the visit.",
        "Outcome: Decision 2.1. The service told first arranges it.",
        f"Outcome: Action 2.1. Put the five-day rule in version 4. Rohan Deverell, {first}.",
        "Outcome: Action 2.2. Find a room",
        "Heading 3: 3\tAny other business",
        "Normal: There was none.",
        "Outcome: Decision 2.2. The report goes out in May",
        f"Outcome: Action 2.3. Ask the surgery for a named contact. Samir Vance, {second}.",
    ]


def test_tables_repeat_their_head_and_split_no_row(document: MinutesDocument) -> None:
    tables = opened(document).tables
    captions = [table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) for table in tables]
    assert captions == ["Actions", "Decisions", "Who was there"]
    for table in tables:
        heads = [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows]
        assert heads == [True, *[False] * (len(table.rows) - 1)]
        assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in table.rows)


def test_it_is_in_british_english_and_has_a_title(document: MinutesDocument) -> None:
    word = opened(document)
    languages = {language.get(qn("w:val")) for language in word.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    assert word.core_properties.language == "en-GB"
    assert word.core_properties.title == "Alderfleet steering group: minutes of meeting 2"
    assert word.core_properties.author == "Alderfleet steering group"
    assert word.core_properties.created is not None
    assert word.core_properties.created.replace(tzinfo=None) == datetime(2026, 12, 8, 12)  # noqa: DTZ001


@pytest.mark.parametrize("state", list(MinutesState))
def test_the_head_of_every_page_says_draft_until_confirmed(state: MinutesState) -> None:
    document = minutes_document(alderfleet(state=state).meeting)
    section = opened(document).sections[0]
    mark = "" if state == MinutesState.APPROVED else "DRAFT"
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == f"\t{mark}"
    assert section.header.paragraphs[0].text == (
        f"Alderfleet steering group, 24 November 2026\t{mark}"
    )


def test_the_foot_of_every_page_counts_the_pages(document: MinutesDocument) -> None:
    section = opened(document).sections[0]
    for footer in (section.first_page_footer, section.footer):
        paragraph = footer.paragraphs[0]
        assert paragraph.text == f"{document.foot}\tPage 1 of 1"
        fields = [field.text for field in paragraph._p.iter(qn("w:instrText"))]
        assert fields == ["PAGE", "NUMPAGES"]


def test_the_items_begin_on_a_page_of_their_own(document: MinutesDocument) -> None:
    breaks = [
        paragraph.text
        for paragraph in opened(document).paragraphs
        if paragraph.paragraph_format.page_break_before
    ]
    assert breaks == ["Minutes"]


def test_the_same_document_gives_the_same_bytes(document: MinutesDocument) -> None:
    first = minutes_docx(document)
    time.sleep(2.1)  # a ZIP file counts time in steps of two seconds
    assert minutes_docx(replace(document)) == first


def test_lists_are_lists_and_each_begins_anew(document: MinutesDocument) -> None:
    written = "1. one\n2. two\n\n   more of two\n\nBetween\n\n4. four\n   - inner"
    word = opened(replace(document, whole_text=written, items=()))
    listed = [
        (one.text, *(numbers[0].numId.val, numbers[0].ilvl.val))
        for one in word.paragraphs
        if (numbers := one._p.xpath("./w:pPr/w:numPr"))
    ]
    texts = [text for text, _, _ in listed]
    lists = [number for _, number, _ in listed]
    assert texts == ["one", "two", "four", "inner"]
    assert lists[0] == lists[1] != lists[2] != lists[3]
    assert [level for _, _, level in listed] == [0, 0, 0, 1]
    numbering = word.part.numbering_part.element
    starts = [
        (override.getparent().getparent().numId, override.val)
        for override in numbering.iter(qn("w:startOverride"))
    ]
    assert starts == [(lists[0], 1), (lists[2], 4)]


def test_links_lead_where_they_say(document: MinutesDocument) -> None:
    word = opened(replace(document, whole_text="A [report](https://example.org/r).", items=()))
    link = next(word.element.body.iter(qn("w:hyperlink")))
    assert word.part.rels[link.get(qn("r:id"))].target_ref == "https://example.org/r"
    assert "A report." in [paragraph.text for paragraph in word.paragraphs]


def test_what_was_typed_is_never_markup(document: MinutesDocument) -> None:
    hostile = replace(
        document,
        group="Group <w:b/> & \x07",
        whole_text=HOSTILE,
        actions=tuple(replace(one, text=HOSTILE, owner=HOSTILE) for one in document.actions),
        items=tuple(replace(item, title=HOSTILE, text=HOSTILE) for item in document.items),
    )
    made = minutes_docx(hostile)
    said = "\n".join(lines(docx.Document(io.BytesIO(made))))
    assert "Heading 1: Group <w:b/> & : minutes of meeting 2" in said
    assert "<script>alert(1)</script>" in said
    assert "漢字" in said
    assert all(f"level {depth}" in said for depth in range(30))
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert packed.testzip() is None
