"""What people write in Markdown, as safe HTML and as blocks for every other form.

Markdown as in CommonMark (https://spec.commonmark.org) with tables. HTML in it is shown as it
was typed, a picture is replaced by its description, and a link stays one only where it leads to
a web page or an address for mail. Headings are moved to where the document has room for them.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from steering.documents.letters import readable

LINKS_MAY_BE = frozenset({"http", "https", "mailto"})
DEEPEST_HEADING = 6
TAGS = frozenset(
    [
        "a",
        "blockquote",
        "br",
        "code",
        "em",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "table": {"tabindex"}}


class _Parser(MarkdownIt):
    """Takes every link for one, since those that lead nowhere are taken out afterwards."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False, "maxNesting": 100})
        self.enable(["table", "strikethrough"])

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the name is the library's
        return True


_PARSER = _Parser()
_RENDERER = RendererHTML(_PARSER)


def tokens_of(text: str, *, top: int) -> list[Token]:
    """Parse `text`; its headings become levels from `top` downwards, without a gap."""
    tokens = _PARSER.parse(readable(text))
    _move_headings(tokens, top)
    for token in tokens:
        if token.type == "inline":
            token.children = _plain(token.children or [])
    return tokens


@lru_cache(maxsize=256)
def html_of(text: str, *, top: int) -> SafeString:
    """Give `text` as HTML that is safe to put in a page or a mail.

    What was asked for last is kept: minutes are opened far more often than they are changed.
    """
    tokens = tokens_of(text, top=top)
    for token in tokens:
        if token.type == "table_open":
            token.attrSet("tabindex", "0")  # a wide one is scrolled, by the keyboard too
    rendered: str = _RENDERER.render(tokens, _PARSER.options, {})
    return mark_safe(
        nh3.clean(
            rendered,
            tags=set(TAGS),
            attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
            url_schemes=set(LINKS_MAY_BE),
            link_rel="noopener noreferrer",
        )
    )


def _move_headings(tokens: Sequence[Token], top: int) -> None:
    """Give each heading the level below the nearest larger one before it, the first `top`."""
    above: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(top + len(above) - 1, DEEPEST_HEADING)}"


def _plain(tokens: Sequence[Token]) -> list[Token]:
    """Put words in the place of pictures, and take out links that lead nowhere."""
    kept: list[Token] = []
    leads_somewhere: list[bool] = []
    for token in tokens:
        if token.type == "image":
            kept.append(_description(token))
        elif token.type == "link_open":
            leads_somewhere.append(_is_link(token.attrs["href"]))
            kept += [token] if leads_somewhere[-1] else []
        elif token.type == "link_close":
            kept += [token] if leads_somewhere.pop() else []
        else:
            kept.append(token)
    return kept


def _description(picture: Token) -> Token:
    words = _RENDERER.renderInlineAsText(picture.children, _PARSER.options, {})
    return Token("text", "", 0, content=words or "picture")


def _is_link(address: Any) -> bool:
    try:
        return urlsplit(str(address)).scheme in LINKS_MAY_BE
    except ValueError:
        return False
