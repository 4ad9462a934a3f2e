"""Letters that no form can show, and those for which the PDF has no typeface."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")

GAP = "□"
"""Stands for a letter that cannot be shown."""

CARRIER = "\N{DOTTED CIRCLE}"
"""Under which a mark without a letter is shown."""

JOINER = "\N{ZERO WIDTH JOINER}"


def readable(text: str) -> str:
    """`text` without control characters and such, which XML and PDF do not allow."""
    return _UNWANTED.sub("", text)


@dataclass(frozen=True)
class Coverage:
    """The code points that typefaces have.

    `alone` is what any of them has; `together` says for each what it has upright, slanted, bold
    and bold slanted, because a letter and its accents have to come from one.
    """

    alone: frozenset[int]
    together: tuple[frozenset[int], ...]


def shown_with(coverage: Coverage, text: str) -> str:
    """`text` with a GAP for each letter that the typefaces lack; what is invisible is left out."""
    text = readable(text)
    if text.isascii():
        return text
    return "".join(_shown(letter, coverage) for letter in _letters(text))


def _letters(text: str) -> Iterator[str]:
    """The characters of `text`, each with the marks and joined characters that belong to it."""
    letter = ""
    for one in text:
        if letter and not (_is_mark(one) or one == JOINER or letter[-1] == JOINER):
            yield letter
            letter = ""
        letter += one
    if letter:
        yield letter


def _is_mark(one: str) -> bool:
    return not one.isascii() and unicodedata.category(one) in {"Mn", "Mc", "Me", "Sk"}


def _shown(letter: str, coverage: Coverage) -> str:
    points = set(map(ord, letter))
    if _is_mark(letter[0]):
        points.add(ord(CARRIER))
    if len(points) > 1:
        known = any(points <= typeface for typeface in coverage.together)
    else:
        known = letter.isascii() or points <= coverage.alone
    if known:
        return letter
    return "" if unicodedata.category(letter[0]) == "Cf" else GAP
