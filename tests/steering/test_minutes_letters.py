"""Which letters the PDF's typefaces can show, and what stands for the others."""

import pytest

from steering.documents.letters import Coverage, readable, shown_with
from steering.documents.typefaces import coverage


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Ærøskøbing, Łódź, Llŷn, Ελλάδα, Київ", "Ærøskøbing, Łódź, Llŷn, Ελλάδα, Київ"),
        ("e\N{COMBINING ACUTE ACCENT}", "e\N{COMBINING ACUTE ACCENT}"),
        ("שלום مرحبا", "שלום مرحبا"),
        ("👨‍👩‍👧 👍🏽 ❤️ 🇬🇧", "👨‍👩‍👧 👍🏽 ❤️ 🇬🇧"),
        ("漢字 हिन्दी", "□□ □□□"),
        ("0\N{ARABIC FATHATAN}", "□"),
        ("bell\a and mark\N{ZERO WIDTH NO-BREAK SPACE}", "bell and mark"),
        ("line\nbreak", "line\nbreak"),
    ],
)
def test_what_the_installed_typefaces_show(typed: str, shown: str) -> None:
    assert shown_with(coverage(), typed) == shown


def test_a_letter_and_its_accent_come_from_one_typeface() -> None:
    accent = "\N{COMBINING ACUTE ACCENT}"
    letters, accents = frozenset({ord("e")}), frozenset({ord(accent)})
    apart = Coverage(alone=letters | accents, together=(letters, accents))
    at_one = Coverage(alone=letters | accents, together=(letters | accents,))
    assert shown_with(apart, f"e{accent}") == "□"
    assert shown_with(at_one, f"e{accent}") == f"e{accent}"


def test_what_xml_does_not_allow_is_left_out() -> None:
    assert readable("a\x00\x0b\x7f\x85\ufffe\uffffb\tc\r\n") == "ab\tc\r\n"
