"""A text in Markdown as paragraphs, headings, lists and tables, for the forms that are not HTML."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it.tree import SyntaxTreeNode

from steering.documents.markdown import tokens_of


@dataclass(frozen=True)
class Run:
    """Words of one look. A line break is a run of its own: `\\n`."""

    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    link: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    runs: Runs


@dataclass(frozen=True)
class Heading:
    level: int
    runs: Runs


@dataclass(frozen=True)
class Code:
    """Lines to be shown as they are."""

    text: str


@dataclass(frozen=True)
class Quote:
    blocks: tuple["Block", ...]


@dataclass(frozen=True)
class Listing:
    """A list; numbered from `start`, or with bullets when that is None."""

    start: int | None
    items: tuple[tuple["Block", ...], ...]


@dataclass(frozen=True)
class Table:
    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]


@dataclass(frozen=True)
class Rule:
    """A line across."""


Block = Paragraph | Heading | Code | Quote | Listing | Table | Rule


def blocks_of(text: str, *, top: int) -> tuple[Block, ...]:
    """Give `text` in blocks; its largest headings are of level `top`."""
    return _blocks(SyntaxTreeNode(tokens_of(text, top=top)))


def _blocks(parent: SyntaxTreeNode) -> tuple[Block, ...]:
    return tuple(_block(node) for node in parent.children)


def _block(node: SyntaxTreeNode) -> Block:
    block: Block
    match node.type:
        case "paragraph":
            block = Paragraph(_runs(node))
        case "heading":
            block = Heading(int(node.tag[1:]), _runs(node))
        case "bullet_list":
            block = Listing(None, tuple(_blocks(item) for item in node.children))
        case "ordered_list":
            start = int(node.attrs.get("start", 1))
            block = Listing(start, tuple(_blocks(item) for item in node.children))
        case "blockquote":
            block = Quote(_blocks(node))
        case "code_block" | "fence":
            block = Code(node.content.rstrip("\n"))
        case "table":
            head, *rows = (_row(row) for part in node.children for row in part.children)
            block = Table(head, tuple(rows))
        case "hr":
            block = Rule()
        case other:
            raise ValueError(f"Markdown has a kind of block unknown here: {other}")
    return block


def _row(row: SyntaxTreeNode) -> tuple[Runs, ...]:
    return tuple(_runs(cell) for cell in row.children)


def _runs(parent: SyntaxTreeNode) -> Runs:
    runs = (run for inline in parent.children for run in _inline(inline.children, Run("")))
    return tuple(run for run in runs if run.text)


def _inline(nodes: Sequence[SyntaxTreeNode], look: Run) -> Iterator[Run]:
    for node in nodes:
        match node.type:
            case "text" | "text_special":
                yield replace(look, text=node.content)
            case "softbreak":
                yield replace(look, text=" ")
            case "hardbreak":
                yield replace(look, text="\n")
            case "code_inline":
                yield replace(look, text=node.content, code=True)
            case "strong":
                yield from _inline(node.children, replace(look, bold=True))
            case "em":
                yield from _inline(node.children, replace(look, italic=True))
            case "s":
                yield from _inline(node.children, replace(look, struck=True))
            case "link":
                address = str(node.attrs["href"])
                yield from _inline(node.children, replace(look, link=address))
            case _:
                raise ValueError(f"Markdown has a kind of words unknown here: {node.type}")
