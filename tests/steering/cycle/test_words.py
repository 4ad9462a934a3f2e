"""Texts with named fields, and the HTML that is made of them."""

import pytest

from steering.documents.fields import filled, wrong_fields
from steering.documents.notice_words import fields_of, usual_wording
from steering.documents.plain_mail import html_of
from steering.enums import Capacity, NoticeKind

VALUES = {"name": "Amy", "place": "Town Hall", "link": "", "agenda": ""}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dear {name},", "Dear Amy,"),
        ("Where: {place}\nJoin: {link}", "Where: Town Hall"),
        ("Before\n\nAgenda\n{agenda}\n\nAfter", "Before\n\nAfter"),
        ("Before\r\n\r\n\r\nAfter {name}", "Before\n\nAfter Amy"),
        ("{other} and {name} and {", "{other} and Amy and {"),
        ("{name.__class__} {name!r} {0}", "{name.__class__} {name!r} {0}"),
    ],
)
def test_fields_are_filled_in(text, expected) -> None:
    assert filled(text, VALUES) == expected


def test_what_stands_in_a_field_is_not_filled_in_again() -> None:
    assert filled("{name}", {"name": "{place}", "place": "Town Hall"}) == "{place}"


def test_html_says_the_same_escaped() -> None:
    text = (
        "Dear <Amy>,\nhello\n\nAgenda\n2. Welcome\n3. A & B\n\n- one\n\nSee https://example.org/x"
    )
    assert html_of(text) == (
        "<p>Dear &lt;Amy&gt;,<br>\nhello</p>\n<p>Agenda</p>\n"
        '<ol><li value="2">Welcome</li><li value="3">A &amp; B</li></ol>\n<ul><li>one</li></ul>\n'
        '<p>See <a href="https://example.org/x">https://example.org/x</a></p>'
    )


def test_what_stands_for_a_link_becomes_one_in_html() -> None:
    html = html_of("Reply: [Amy’s own link]", ["[Amy’s own link]"])
    assert html == '<p>Reply: <a href="[Amy’s own link]">[Amy’s own link]</a></p>'


@pytest.mark.parametrize("kind", NoticeKind)
def test_the_usual_words_have_known_fields_and_name_no_capacity(kind) -> None:
    words = usual_wording(kind)
    text = f"{words.subject}\n{words.body}"
    assert words.subject
    assert words.body
    assert wrong_fields(text, fields_of(kind)) == []
    special = [one.label.lower() for one in Capacity if one != Capacity.PROFESSIONAL]
    assert not any(word in text.lower() for word in special)
