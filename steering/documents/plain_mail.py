"""The HTML of a mail that was written as plain text: paragraphs, lists and links, all escaped."""

import re
from collections.abc import Collection, Iterator
from itertools import groupby

from django.utils.html import escape, format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe

BULLET = re.compile(r"^- ")
NUMBER = re.compile(r"^(\d+)\. ")


def html_of(text: str, placeholders: Collection[str] = ()) -> SafeString:
    """Give `text` as HTML. `placeholders` stand in it for links that are put in when it is sent."""
    paragraphs = (one for one in re.split(r"\n\s*\n", text.strip()) if one)
    parts = (part for one in paragraphs for part in _parts(one.splitlines(), placeholders))
    return format_html_join("\n", "{}", ((part,) for part in parts))


def _parts(lines: list[str], placeholders: Collection[str]) -> Iterator[SafeString]:
    for kind, group in groupby(lines, key=_kind):
        if kind == "bullet":
            items = [(_inline(BULLET.sub("", line), placeholders),) for line in group]
            yield format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", items))
        elif kind == "number":
            yield format_html("<ol>{}</ol>", _numbered(list(group), placeholders))
        else:
            each = ((_inline(line, placeholders),) for line in group)
            yield format_html("<p>{}</p>", format_html_join(mark_safe("<br>\n"), "{}", each))


def _kind(line: str) -> str:
    if BULLET.match(line):
        return "bullet"
    return "number" if NUMBER.match(line) else "words"


def _numbered(lines: list[str], placeholders: Collection[str]) -> SafeString:
    """Each item with its own number, as some may be missing in between."""
    pairs = [line.split(". ", 1) for line in lines]
    items = [(number, _inline(words, placeholders)) for number, words in pairs]
    return format_html_join("", '<li value="{}">{}</li>', items)


def _inline(line: str, placeholders: Collection[str]) -> SafeString:
    html = urlize(line, autoescape=True)
    for one in map(escape, placeholders):
        html = html.replace(one, format_html('<a href="{}">{}</a>', one, one))
    return mark_safe(html)  # escaped by urlize
