"""The picture as SVG. Written here, not in a template, for it has a thousand small figures."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reports.one_site.timeline.layout import draw
from reports.one_site.timeline.picture import BandBox, Picture, Placed, Words
from reports.one_site.timeline.things import Thing
from reports.one_site.timeline.window import Window

LEFT_SIGN = "left"
"""The style of a mark that is a triangle as long as it stands for one thing."""


@dataclass(frozen=True)
class Drawing:
    """A picture with its SVG."""

    picture: Picture
    svg: SafeString


@lru_cache(maxsize=32)
def drawing_of(things: tuple[Thing, ...], window: Window, today: date) -> Drawing:
    """Draw the things that fall into the window.

    The last few are kept by all that stands in them, so what is kept is never out of date, and
    never shows anybody more than the things that were read for them.
    """
    picture = draw(things, window, today)
    return Drawing(picture, svg_of(picture))


def svg_of(picture: Picture) -> SafeString:
    """Give the picture. What it says stands in the links; its axis is hidden from readers."""
    width, height = picture.width, picture.height
    parts = [
        f'<svg class="app-timeline" xmlns="http://www.w3.org/2000/svg" width="{width}" '
        f'height="{height}" viewBox="0 0 {width} {height}" role="group" '
        'aria-labelledby="timeline-title">',
        *_ahead(picture),
        '<g aria-hidden="true">',
        *_axis(picture),
        *(part for band in picture.bands for part in _band(band, width)),
        *_lines(picture),
        "</g>",
        *(_thing(one) for one in picture.placed),
        "</svg>",
    ]
    return mark_safe("\n".join(parts))


def _ahead(picture: Picture) -> Iterator[str]:
    if picture.today is not None:
        yield (
            f'<rect class="app-timeline__ahead" x="{picture.today}" y="{picture.header}" '
            f'width="{picture.ahead}" height="{picture.below}"/>'
        )


def _axis(picture: Picture) -> Iterator[str]:
    yield from _texts("strong", picture.years)
    yield from _texts("quiet", picture.months)
    for words in picture.months:
        yield _upright("tick", words.box.x - 3, 20, 38)
    yield from _first_strong(picture.today_words, "")
    yield _level("axis", picture.width, picture.header)


def _band(band: BandBox, width: int) -> Iterator[str]:
    if not band.joins:
        yield _level("rule", width, band.bottom)
    yield from _first_strong(band.words, f" app-timeline__title--{band.band}")


def _lines(picture: Picture) -> Iterator[str]:
    """The line between what helped and what hindered, and that of today."""
    if picture.line is not None:
        yield _level("middle", picture.width, picture.line)
    if picture.today is not None:
        yield _upright("today", picture.today, 39, picture.height)


def _thing(one: Placed) -> str:
    thing, name = one.thing, escape(one.name)
    words = _text("inside" if one.inside else "beside", one.words) if one.words else ""
    return (
        f'<a href="{escape(thing.url)}" aria-label="{name}" class="app-timeline__thing '
        f'app-timeline__thing--{thing.band} app-timeline__thing--{thing.style}">'
        f"<title>{name}</title>\n{_shape(one)}\n{words}</a>"
    )


def _shape(one: Placed) -> str:
    box = one.box
    if not one.thing.is_mark:
        return f'<rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}"/>'
    if one.thing.style == LEFT_SIGN and len(one.things) == 1:
        return f'<path d="M{box.x + 5} {box.y + 6}h16l-8 14z"/>'
    return (
        f'<circle cx="{box.middle}" cy="{box.y + 13}" r="12"/>\n'
        f'<text class="app-timeline__sign" aria-hidden="true" x="{box.middle}" '
        f'y="{box.baseline}">{escape(one.sign)}</text>'
    )


def _first_strong(words: tuple[Words, ...], also: str) -> Iterator[str]:
    yield from _texts(f"strong{also}", words[:1])
    yield from _texts("quiet", words[1:])


def _texts(style: str, words: Iterable[Words]) -> Iterator[str]:
    return (_text(style, one) for one in words)


def _text(style: str, words: Words) -> str:
    return (
        f'<text class="app-timeline__{style}" x="{words.box.x}" y="{words.box.baseline}">'
        f"{escape(words.text)}</text>"
    )


def _level(style: str, width: int, y: int) -> str:
    return f'<line class="app-timeline__{style}" x1="0" x2="{width}" y1="{y}" y2="{y}"/>'


def _upright(style: str, x: int, top: int, bottom: int) -> str:
    return f'<line class="app-timeline__{style}" x1="{x}" x2="{x}" y1="{top}" y2="{bottom}"/>'
