"""Minutes as a PDF that can be printed, kept, and read aloud (PDF/UA-1, ISO 14289-1)."""

import json
import re
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from calendars.wording import day_date
from steering.documents.blocks import (
    Block,
    Code,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Runs,
    Table,
    blocks_of,
)
from steering.documents.items import ActionLine, DecisionLine
from steering.documents.letters import GAP, shown_with
from steering.documents.minutes import MinutesDocument
from steering.documents.typefaces import coverage, typefaces

_LAYOUT = Path(__file__).with_name("minutes.typ")
_PAGE_TREE = re.compile(rb"/Type/Pages/Count (\d+)")
_MAY_BREAK_HERE = "\N{ZERO WIDTH SPACE}"
_DEEPEST = 6


@lru_cache(maxsize=32)
def minutes_pdf(document: MinutesDocument) -> bytes:
    """Give `document` as a tagged PDF; the same document gives the same bytes.

    The last few are kept in memory: the page tells how long the PDF is, and is read often.

    Raises TypefacesMissing when the service has not been set up.
    """
    compiler = typst.Compiler(_LAYOUT, font_paths=typefaces(), ignore_system_fonts=True)
    made = compiler.compile(
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=datetime.combine(document.dated_on, time(12), tzinfo=UTC),
        sys_inputs={"minutes": layout_data(document)},
    )
    if not isinstance(made, bytes):
        raise TypeError("typst made no single file")
    return made


def pages_in(pdf: bytes) -> int:
    """How many pages `pdf` has, one that `minutes_pdf` made: its page tree is not packed."""
    tree = _PAGE_TREE.search(pdf)
    if tree is None:
        raise ValueError("this PDF was not made here")
    return int(tree[1])


def layout_data(document: MinutesDocument) -> str:
    """Give what the layout reads, in JSON. All words are data there, never markup."""
    attendance = document.attendance
    data: dict[str, Any] = {
        "title": _words(document.title),
        "group": _words(document.group),
        "date": {
            "year": document.dated_on.year,
            "month": document.dated_on.month,
            "day": document.dated_on.day,
        },
        "mark": document.mark,
        "running": _words(document.short_title),
        "foot": document.foot,
        "when": _words(f"{day_date(document.held_on)}, {document.time_and_place}"),
        "box": _box(document),
        "confirmation": document.confirmation,
        "warning": attendance.warning,
        "actions": [_action(one) for one in document.actions],
        "decisions": [_decision(one) for one in document.decisions],
        "attendance": attendance.sentence,
        "there": [
            [_words(one.name, fit=30), _words(one.shown_with, fit=40)] for one in attendance.there
        ],
        "lines": [[label, _words(names)] for label, names in attendance.lines],
        "agenda": [_words(title) for title in document.agenda],
        "text": _blocks(blocks_of(document.whole_text, top=3)),
        "items": [
            {
                "number": item.number,
                "title": _words(item.title),
                "text": _blocks(blocks_of(item.text, top=4)),
                "decisions": [_decision(one) for one in item.decisions],
                "actions": [_action(one) for one in item.actions],
            }
            for item in document.by_item
        ],
        "others": {
            "decisions": [_decision(one) for one in document.other_decisions],
            "actions": [_action(one) for one in document.other_actions],
        },
    }
    data["has_gaps"] = GAP in json.dumps(data, ensure_ascii=False)
    return json.dumps(data)


def _box(document: MinutesDocument) -> dict[str, str] | None:
    if document.is_final:
        return None
    return {"word": document.stands, "text": _words(document.on_paper)}


def _decision(one: DecisionLine) -> dict[str, str]:
    return {"number": one.number, "text": _words(one.text)}


def _action(one: ActionLine) -> dict[str, str]:
    return {
        "number": one.number,
        "text": _words(one.text, fit=45),
        "who": _words(one.who, fit=14),
        "by": one.by,
        "sentence": _words(one.sentence),
    }


def _blocks(blocks: tuple[Block, ...], depth: int = 0) -> list[dict[str, Any]]:
    return [data for block in blocks for data in _block(block, depth)]


def _block(block: Block, depth: int) -> list[dict[str, Any]]:
    """The data of one block. Below a depth that no page has room for, everything is level."""
    data: dict[str, Any]
    match block:
        case Paragraph(runs):
            data = {"kind": "paragraph", "runs": _runs(runs)}
        case Heading(level, runs):
            data = {"kind": "heading", "level": level, "runs": _runs(runs)}
        case Code(text):
            data = {"kind": "code", "text": _words(text)}
        case Rule():
            data = {"kind": "rule"}
        case Table(head, rows):
            data = {
                "kind": "table",
                "columns": len(head),
                "head": [_runs(cell) for cell in head],
                "rows": [[{"runs": _runs(cell)} for cell in row] for row in rows],
            }
        case Quote(inner):
            if depth == _DEEPEST:
                return _blocks(inner, depth)
            data = {"kind": "quote", "blocks": _blocks(inner, depth + 1)}
        case Listing(start, items):
            if depth == _DEEPEST:
                return [one for item in items for one in _blocks(item, depth)]
            kind = "list" if start is None else "numbers"
            inside = [_blocks(item, depth + 1) for item in items]
            data = {"kind": kind, "start": start, "items": inside}
    return [data]


def _runs(runs: Runs) -> list[dict[str, Any]]:
    return [
        {
            "text": _words(run.text),
            "bold": run.bold,
            "italic": run.italic,
            "struck": run.struck,
            "code": run.code,
            "link": run.link,
        }
        for run in runs
    ]


def _words(text: str, *, fit: int = 60) -> str:
    """`text` in letters that the typefaces have; words longer than `fit` letters may be broken."""
    words = re.split(r"(\s+)", shown_with(coverage(), text))
    return "".join(_in_pieces(word) if len(word) > fit else word for word in words)


def _in_pieces(word: str) -> str:
    return _MAY_BREAK_HERE.join(word[at : at + 8] for at in range(0, len(word), 8))
