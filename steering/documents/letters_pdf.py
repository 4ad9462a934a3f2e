"""Letters as one PDF that can be printed and read aloud (PDF/UA-1, ISO 14289-1)."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

import typst

from steering.documents.letters import shown_with
from steering.documents.post import Letter
from steering.documents.typefaces import coverage, typefaces

_LAYOUT = Path(__file__).with_name("letters.typ")


def letters_pdf(letters: Sequence[Letter], *, group: str, title: str, today: date) -> bytes:
    """Give `letters`, one at least, each from a page of its own; 16 point where print is large.

    Raises TypefacesMissing when the service has not been set up.
    """
    compiler = typst.Compiler(_LAYOUT, font_paths=typefaces(), ignore_system_fonts=True)
    data = {
        "title": _shown(title),
        "group": _shown(group),
        "date": {"year": today.year, "month": today.month, "day": today.day},
        "letters": [_letter(one) for one in letters],
    }
    made = compiler.compile(
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=datetime.combine(today, time(12), tzinfo=UTC),
        sys_inputs={"letters": json.dumps(data)},
    )
    if not isinstance(made, bytes):
        raise TypeError("typst made no single file")
    return made


def _letter(one: Letter) -> dict[str, object]:
    return {
        "window": [_shown(line) for line in one.window],
        "day": one.day,
        "subject": _shown(one.subject),
        "parts": [
            {"heading": part.is_heading, "lines": [_shown(line) for line in part.lines]}
            for part in one.parts
        ],
        "large": one.large,
    }


def _shown(text: str) -> str:
    return shown_with(coverage(), text)
