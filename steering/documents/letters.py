"""Letters that no form can show, and those for which the PDF has no typeface."""

import re
import unicodedata
from collections.abc import Iterator, Set

_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")

GAP = "□"
"""Stands for a letter that cannot be shown."""


def readable(text: str) -> str:
    """`text` without control characters and such, which XML and PDF do not allow."""
    return _UNWANTED.sub("", text)


def shown_with(typefaces: tuple[Set[int], ...], text: str) -> str:
    """`text` with a GAP for each letter that none of the `typefaces` has.

    A letter with its accents has to come from one typeface as a whole. What is invisible and
    unknown to all of them is left out.
    """
    if text.isascii():
        return text
    return "".join(_shown(letter, typefaces) for letter in _letters(readable(text)))


def _letters(text: str) -> Iterator[str]:
    """The characters of `text`, each with the marks that belong to it."""
    letter = ""
    for one in text:
        if letter and not _belongs_to_the_one_before(one):
            yield letter
            letter = ""
        letter += one
    if letter:
        yield letter


def _belongs_to_the_one_before(one: str) -> bool:
    return not one.isascii() and unicodedata.category(one) in {"Mn", "Mc", "Me", "Sk"}


def _shown(letter: str, typefaces: tuple[Set[int], ...]) -> str:
    points = set(map(ord, letter))
    if letter.isascii() or any(points <= typeface for typeface in typefaces):
        return letter
    return "" if unicodedata.category(letter[0]) == "Cf" else GAP
