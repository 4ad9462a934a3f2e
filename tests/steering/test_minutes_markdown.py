"""What people write in Markdown: safe HTML, blocks and plain text, with nothing lost."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steering.documents.blocks import (
    Code,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Run,
    Table,
    blocks_of,
)
from steering.documents.markdown import html_of
from steering.documents.plain_text import text_of

MARKDOWN = st.text(alphabet=st.sampled_from(list("*_`~[]()<>!#-+|\\ \n\t1.abc&;:/\"'$@{}=é")))
"""Little else than what Markdown gives a meaning to."""

SAFE_TAGS = {
    *("a", "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p"),
    *("pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def tags_in(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = _Tags()
    parser.feed(html)
    return parser.seen


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>\n"),
        ("![the *plan*](https://example.org/a.png)", "<p>the plan</p>\n"),
        ("![](a.png)", "<p>picture</p>\n"),
        ("[here](javascript:alert(1))", "<p>here</p>\n"),
        ("[here](data:text/html,x)", "<p>here</p>\n"),
        ("[here](//example.org)", "<p>here</p>\n"),
        ("[page 4](#page-4)", "<p>page 4</p>\n"),
        (
            "[here](https://example.org/?a=1&b=2)",
            '<p><a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">'
            "here</a></p>\n",
        ),
        (
            "<amy@example.org>",
            '<p><a href="mailto:amy@example.org" rel="noopener noreferrer">'
            "amy@example.org</a></p>\n",
        ),
        ("https://example.org", "<p>https://example.org</p>\n"),
        ('#import "x": $y$ \\u{1F600} \x07bell', '<p>#import "x": $y$ \\u{1F600} bell</p>\n'),
        ("שלום 😀", "<p>שלום 😀</p>\n"),
        ("3. three\n4. four", '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>\n'),
        ("~~no~~ `a < b`", "<p><s>no</s> <code>a &lt; b</code></p>\n"),
    ],
)
def test_html_is_safe_and_says_what_was_written(written: str, html: str) -> None:
    assert html_of(written, top=3) == html


def test_headings_leave_no_gap_and_stay_below_those_of_the_page() -> None:
    written = "## Money\n\n#### Grant\n\n### Cuts\n\n# Schools\n\n# Visits\n\n###### May\n\n"
    tags = [tag for tag, _ in tags_in(html_of(written, top=3))]
    assert tags == ["h3", "h4", "h4", "h3", "h3", "h4"]
    assert [block.level for block in blocks_of(written, top=4) if isinstance(block, Heading)] == [
        *(4, 5, 5, 4, 4, 5)
    ]


@settings(deadline=None)
@given(MARKDOWN)
def test_no_writing_gets_an_unsafe_tag_through(written: str) -> None:
    for tag, attributes in tags_in(html_of(written, top=3)):
        assert tag in SAFE_TAGS
        assert set(attributes) <= {"href", "rel", "start", "tabindex", "title"}
        address = attributes.get("href") or "https:"
        assert address.startswith(("https:", "http:", "mailto:"))


@settings(deadline=None)
@given(MARKDOWN)
def test_every_writing_can_be_read_as_blocks_and_as_plain_text(written: str) -> None:
    blocks_of(written, top=3)
    text_of(written)


def test_blocks_of_everything() -> None:
    written = (
        "A **bold _and slanted_** [link](https://example.org)  \nnext line\n\n"
        "2. two\n   - inner\n\n> said\n\n```\n#let x = 1\n```\n\n---\n\n|a|b|\n|-|-|\n|1|~~2~~|\n"
    )
    assert blocks_of(written, top=3) == (
        Paragraph(
            (
                Run("A "),
                Run("bold ", bold=True),
                Run("and slanted", bold=True, italic=True),
                Run(" "),
                Run("link", link="https://example.org"),
                Run("\n"),
                Run("next line"),
            )
        ),
        Listing(2, ((Paragraph((Run("two"),)), Listing(None, ((Paragraph((Run("inner"),)),),))),)),
        Quote((Paragraph((Run("said"),)),)),
        Code("#let x = 1"),
        Rule(),
        Table(((Run("a"),), (Run("b"),)), (((Run("1"),), (Run("2", struck=True),)),)),
    )


def test_plain_text_reads_well() -> None:
    written = (
        "# Money\n\nA [report](https://example.org/r) by <amy@example.org>, and a line that is so "
        "long that it has to be broken.\n\n- one\n- two\n  1. deeper\n\n> said\n\n"
        "|Who|When|\n|-|-|\n|Amy|May|\n\n    kept  as it is\n"
    )
    assert text_of(written) == (
        "Money\n"
        "=====\n"
        "\n"
        "A report <https://example.org/r> by amy@example.org, and a line that is\n"
        "so long that it has to be broken.\n"
        "\n"
        "- one\n"
        "- two\n"
        "  1. deeper\n"
        "\n"
        "> said\n"
        "\n"
        "Who | When\n"
        "Amy | May\n"
        "\n"
        "    kept  as it is"
    )


def test_lists_as_deep_as_anybody_types_keep_their_words() -> None:
    written = "\n".join(f"{'  ' * depth}- level {depth}" for depth in range(40))
    assert all(f"level {depth}" in text_of(written) for depth in range(40))
    assert "level 39" in html_of(written, top=3)
