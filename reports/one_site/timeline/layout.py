"""Where each thing stands in the picture. A pure function: things and days in, boxes out.

Each band has lanes of its own; no two labels overlap.
"""

from collections.abc import Sequence
from datetime import date

from reports.one_site.timeline.axis import months_of, today_at, years_of
from reports.one_site.timeline.bars import BAR_LANE, Scale, lanes_of, moved
from reports.one_site.timeline.marks import MARK_LANE, marks_of
from reports.one_site.timeline.picture import (
    GAP,
    HEADER,
    LEFT,
    WIDTH,
    BandBox,
    Box,
    Picture,
    Placed,
    Words,
)
from reports.one_site.timeline.text import LINE, cut, width_of
from reports.one_site.timeline.things import BANDS, HELPED, HINDERED, MEETINGS, MIXED, Thing
from reports.one_site.timeline.window import Window

PLOT = WIDTH - LEFT
PADDING = 8
MAX_LANES = 5
MAX_MIXED_LANES = 2


def draw(things: Sequence[Thing], window: Window, today: date) -> Picture:
    """Place the things that fall into the window."""

    def x_of(day: date) -> int:
        share = (min(max(day, window.begin), window.end) - window.begin).days / window.days
        return LEFT + round(share * PLOT)

    shown = [
        one for one in things if (one.start in window if one.is_mark else _touches(one, window))
    ]
    bands, placed = _bands(shown, x_of)
    middle = next((one for one in bands if one.band == MIXED), None)
    is_shown = today in window
    return Picture(
        height=(bands[-1].bottom if bands else HEADER) + PADDING,
        today=x_of(today) if is_shown else None,
        years=tuple(years_of(window, x_of)),
        months=tuple(months_of(window, x_of)),
        today_words=today_at(x_of(today)) if is_shown else (),
        bands=tuple(bands),
        placed=tuple(placed),
        line=middle.y + middle.height // 2 if middle else None,
    )


def _bands(shown: list[Thing], x_of: Scale) -> tuple[list[BandBox], list[Placed]]:
    """The bands, one below another; the mixed one also when empty, since the line lies in it."""
    bands: list[BandBox] = []
    placed: list[Placed] = []
    has_line = any(one.band in (HELPED, MIXED, HINDERED) for one in shown)
    for name in BANDS:
        of_it = [one for one in shown if one.band == name]
        if of_it or (name == MIXED and has_line):
            band, in_it = _band(name, of_it, bands[-1].bottom if bands else HEADER, x_of)
            bands.append(band)
            placed += sorted(in_it, key=lambda one: one.box.x)
    return bands, placed


def _touches(bar: Thing, window: Window) -> bool:
    return bar.start < window.end and max(bar.end, bar.start) >= window.begin


def _band(name: str, things: list[Thing], y: int, x_of: Scale) -> tuple[BandBox, list[Placed]]:
    """Place a band: each lane name gets lanes of its own, below one another."""
    groups: dict[str, list[Thing]] = {}
    for one in things:
        groups.setdefault(one.lane, []).append(one)
    several = name == MEETINGS and len(groups) > 1
    title = _at_left(BANDS[name], y + PADDING, bold=True)
    words = [] if name == MIXED else [title]
    placed: list[Placed] = []
    left_out = 0
    top = y + PADDING + (LINE + 2 if several else 0)
    for lane, of_it in groups.items():
        if several:
            words.append(_at_left(lane, top + GAP, bold=False))
        if of_it[0].is_mark:
            placed += marks_of(of_it, top, x_of)
            top += MARK_LANE
            continue
        lanes, rest = lanes_of(of_it, MAX_MIXED_LANES if name == MIXED else MAX_LANES, x_of)
        left_out += rest
        if name == HELPED:
            lanes.reverse()  # nearest the line what was noticed first
        for bars in lanes:
            placed += [moved(one, top) for one in bars]
            top += BAR_LANE
    if left_out:
        lines = len(words) - (1 if several else 0)
        words.append(_at_left(f"{left_out} more in", y + PADDING + lines * LINE, bold=False))
        words.append(_at_left("the table", y + PADDING + (lines + 1) * LINE, bold=False))
    bottom = max(top, *(one.box.bottom for one in words)) if words else max(top, y + BAR_LANE)
    return BandBox(name, y, bottom + PADDING - y, tuple(words), left_out), placed


def _at_left(text: str, y: int, *, bold: bool) -> Words:
    text = cut(text, LEFT - GAP, bold=bold)
    return Words(Box(0, y, width_of(text, bold=bold), LINE), text)
