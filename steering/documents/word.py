"""Minutes as a Word document, for those who want to keep them or write into them."""

from datetime import UTC, datetime, time

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.section import Section, _Footer, _Header
from docx.shared import Length, Mm, Pt, RGBColor

from calendars.wording import day_date
from steering.documents.blocks import blocks_of
from steering.documents.items import Item
from steering.documents.letters import readable
from steering.documents.minutes import MinutesDocument
from steering.documents.word_parts import (
    add_field,
    border,
    same_bytes_each_time,
    speak_british,
)
from steering.documents.word_writer import Writer

WIDTH, MARGIN = Mm(210), Mm(18)
INSIDE = Length(WIDTH - 2 * MARGIN)
NUMBER = Mm(13)


def minutes_docx(document: MinutesDocument) -> bytes:
    """Give `document` as a .docx file; the same document gives the same bytes."""
    word = docx.Document()
    _set_up_styles(word)
    _describe(word, document)
    _set_up_pages(word.sections[0], document)
    writer = Writer(word, width=INSIDE)
    _write_front(writer, document)
    _write_minutes(writer, document)
    return same_bytes_each_time(word)


# The looks ----------------------------------------------------------------------------------


def _set_up_styles(word: Document) -> None:
    normal = word.styles["Normal"]
    normal.font.size = Pt(10.5)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.15
    for level, size in enumerate((18, 13, 11.5, 10.5, 10.5, 10.5), start=1):
        style = word.styles[f"Heading {level}"]
        style.font.size, style.font.bold, style.font.italic = Pt(size), True, False
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = Pt(0 if level == 1 else 18 if level == 2 else 12)
        style.paragraph_format.space_after = Pt(6)
    for name, sides in (
        ("Box", {"top": 14, "left": 14, "bottom": 14, "right": 14}),
        ("Outcome", {"left": 20}),
    ):
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.paragraph_format.keep_together = True
        style.paragraph_format.space_before = Pt(6)
        border(style.element, **sides)
    box = word.styles["Box"].paragraph_format
    box.left_indent = box.right_indent = Mm(3)
    for name in ("Cell", "Cell of a whole"):
        cell = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        cell.base_style = normal
        cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(3)
        cell.paragraph_format.line_spacing = 1
        cell.paragraph_format.keep_with_next = name == "Cell of a whole"
    for name in ("Header", "Footer"):
        style = word.styles[name]
        style.font.size = Pt(9)
        style.paragraph_format.tab_stops.clear_all()
        style.paragraph_format.tab_stops.add_tab_stop(INSIDE, WD_TAB_ALIGNMENT.RIGHT)
    speak_british(word)


def _describe(word: Document, document: MinutesDocument) -> None:
    properties = word.core_properties
    properties.title = readable(document.title)
    properties.author = properties.last_modified_by = readable(document.group)
    properties.language = "en-GB"
    properties.comments = properties.keywords = ""
    properties.created = properties.modified = datetime.combine(
        document.dated_on, time(12), tzinfo=UTC
    ).replace(tzinfo=None)


def _set_up_pages(section: Section, document: MinutesDocument) -> None:
    section.page_width, section.page_height = WIDTH, Mm(297)
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = Mm(22)
    section.header_distance = section.footer_distance = Mm(9)
    section.different_first_page_header_footer = True
    _write_header(section.first_page_header, "", document.mark)
    _write_header(section.header, document.short_title, document.mark)
    for footer in (section.first_page_footer, section.footer):
        _write_footer(footer, document.foot)


def _write_header(header: _Header, running: str, mark: str) -> None:
    paragraph = header.paragraphs[0]
    paragraph.style = "Header"
    paragraph.add_run(f"{readable(running)}\t")
    run = paragraph.add_run(mark)
    run.bold, run.font.size = True, Pt(16)


def _write_footer(footer: _Footer, foot: str) -> None:
    paragraph = footer.paragraphs[0]
    paragraph.style = "Footer"
    paragraph.add_run(f"{foot}\tPage ")
    add_field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    add_field(paragraph, "NUMPAGES")


# The words ----------------------------------------------------------------------------------


def _write_front(writer: Writer, document: MinutesDocument) -> None:
    writer.heading(1, document.title)
    writer.paragraph(f"{day_date(document.held_on)}, {document.time_and_place}")
    if document.is_final:
        writer.paragraph(document.confirmation, bold=True)
    else:
        writer.labelled(document.stands, document.on_paper, style="Box")
    if document.attendance.warning:
        writer.paragraph(document.attendance.warning, bold=True)
    writer.heading(2, "Actions")
    if document.actions:
        writer.table(
            "Actions",
            (NUMBER, Length(INSIDE - NUMBER - 2 * Mm(36)), Mm(36), Mm(36)),
            ("No.", "Action", "Who", "By"),
            [(one.number, one.text, one.who, one.by) for one in document.actions],
        )
    else:
        writer.paragraph("No actions.")
    writer.heading(2, "Decisions")
    if document.decisions:
        writer.table(
            "Decisions",
            (NUMBER, Length(INSIDE - NUMBER)),
            ("No.", "Decision"),
            [(one.number, one.text) for one in document.decisions],
        )
    else:
        writer.paragraph("No decisions.")
    _write_attendance(writer, document)


def _write_attendance(writer: Writer, document: MinutesDocument) -> None:
    attendance = document.attendance
    writer.heading(2, "Who was there")
    writer.paragraph(attendance.sentence).paragraph_format.keep_with_next = True
    if attendance.there:
        writer.table(
            "Who was there",
            (Mm(70), Length(INSIDE - Mm(70))),
            ("Name", "Agency"),
            [(one.name, one.shown_with) for one in attendance.there],
            on_one_page=True,
        )
    for place, (label, names) in enumerate(attendance.lines):
        line = writer.labelled(f"{label}:", names)
        line.paragraph_format.space_before = Pt(0 if place else 6)


def _write_minutes(writer: Writer, document: MinutesDocument) -> None:
    writer.heading(2, "Minutes", on_new_page=True)
    if document.agenda:
        writer.heading(3, "Agenda")
        writer.numbers(document.agenda)
    writer.blocks(blocks_of(document.whole_text, top=3))
    for item in document.by_item:
        _write_item(writer, item)
    writer.outcomes(document.other_decisions, document.other_actions)


def _write_item(writer: Writer, item: Item) -> None:
    heading = writer.heading(3, f"{item.number}\t{item.title}")
    heading.paragraph_format.left_indent = NUMBER
    heading.paragraph_format.first_line_indent = -NUMBER
    writer.indent = NUMBER
    writer.blocks(blocks_of(item.text, top=4))
    writer.outcomes(item.decisions, item.actions)
    writer.indent = Length(0)
