"""The notes of the item: lines under short headings, as members read them on page and in mail."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from reports.matters_arising.lines import HEADINGS, About, Line

if TYPE_CHECKING:
    from steering.models import AgendaItem

BULLET = "• "
"""Hardly anybody types it, so it tells our lines from those that somebody wrote by hand."""

TITLES = {about: f"{heading}:" for about, heading in HEADINGS.items()}


def notes_of(lines: Iterable[Line], kept: Sequence[str] = ()) -> str:
    """Put `lines` under their headings, and below them `kept`, which stood there otherwise."""
    by_subject = {about: [one for one in lines if one.about == about] for about in About}
    paragraphs = [
        "\n".join([TITLES[about], *(f"{BULLET}{one.text}" for one in found)])
        for about, found in by_subject.items()
        if found
    ]
    return "\n\n".join([*paragraphs, *(["\n".join(kept)] if kept else [])])


def lines_in(notes: str) -> list[str]:
    """Give the lines of notes but for our headings and empty ones."""
    titles = TITLES.values()
    return [line for line in notes.splitlines() if line.strip() and line not in titles]


def is_told(line: Line, notes: str) -> bool:
    """Whether `line` stands in the notes already, in these words."""
    return f"{BULLET}{line.text}" in notes.splitlines()


def others_in(notes: str, lines: Iterable[Line]) -> list[str]:
    """Give what stands in notes and is none of `lines`: by hand, or no longer so."""
    known = {f"{BULLET}{line.text}" for line in lines}
    return [line for line in lines_in(notes) if line not in known]


def by_hand(line: str) -> bool:
    """Whether a line of the notes was not put there from what happened."""
    return not line.startswith(BULLET)


def stamp_of(item: AgendaItem | None) -> str:
    """Tell the notes that somebody has looked at from other ones: a hash; empty without an item."""
    return hashlib.sha256(item.notes.encode()).hexdigest() if item else ""
