"""A text in Markdown as plain text, for the twin of an HTML mail (RFC 2046, 5.1.4)."""

import textwrap
from collections.abc import Iterator

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

WIDTH = 72
"""Letters in a line, so that it survives being quoted in an answer (RFC 3676, 4.2)."""


def text_of(markdown: str) -> str:
    """Give `markdown` in lines of at most WIDTH letters; a longer word is left whole."""
    return "\n".join(_lines(blocks_of(markdown, top=1), WIDTH)).strip("\n")


def wrapped(text: str, *, first: str = "", rest: str = "", width: int = WIDTH) -> str:
    """Break `text` into lines; the first begins with `first`, the others with `rest`."""
    return textwrap.fill(
        text,
        max(width, 20),
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _lines(blocks: tuple[Block, ...], width: int) -> Iterator[str]:
    """The lines of `blocks`, with an empty one between two of them."""
    for place, block in enumerate(blocks):
        if place:
            yield ""
        yield from _block(block, width)


def _block(block: Block, width: int) -> Iterator[str]:
    match block:
        case Paragraph(runs):
            yield from _paragraph(runs, width)
        case Heading(level, runs):
            title = wrapped(words_of(runs), width=width)
            yield title
            yield ("=" if level == 1 else "-") * max(map(len, title.splitlines() or [""]))
        case Code(text):
            yield from (f"    {line}" for line in text.splitlines())
        case Quote(inner):
            yield from (f"> {line}".rstrip() for line in _lines(inner, width - 2))
        case Listing(start, items):
            yield from _listing(start, items, width)
        case Table(head, rows):
            yield " | ".join(words_of(cell) for cell in head)
            yield from (" | ".join(words_of(cell) for cell in row) for row in rows)
        case Rule():
            yield "-" * 20


def _paragraph(runs: Runs, width: int) -> Iterator[str]:
    for line in words_of(runs).split("\n"):
        yield from wrapped(line, width=width).splitlines()


def _listing(start: int | None, items: tuple[tuple[Block, ...], ...], width: int) -> Iterator[str]:
    for place, blocks in enumerate(items):
        mark = "- " if start is None else f"{start + place}. "
        indent = " " * len(mark)
        lines = [line for line in _lines(blocks, width - len(mark)) if line] or [""]
        yield f"{mark}{lines[0]}".rstrip()
        yield from (f"{indent}{line}" for line in lines[1:])


def words_of(runs: Runs) -> str:
    """The words alone; the address of a link follows it in angle brackets (RFC 3986, C)."""
    words = []
    for place, run in enumerate(runs):
        words.append(run.text)
        ends = place + 1 == len(runs) or runs[place + 1].link != run.link
        if run.link and ends:
            label = "".join(one.text for one in runs if one.link == run.link)
            address = run.link.removeprefix("mailto:")
            words.append("" if label == address else f" <{address}>")
    return "".join(words)
