"""Where each thing stands in the picture. A pure function: things and days in, boxes out.

All measures are px of a picture of WIDTH. Lanes are filled by first fit. A label stands inside
its bar if it fits, else at its right, else it is cut at a word; where no word fits it stands at
the left. No two labels overlap.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from reports.one_site.timeline.text import LINE, cut, width_of
from reports.one_site.timeline.things import (
    BANDS,
    DARK,
    HELPED,
    HINDERED,
    MEETINGS,
    MIXED,
    Thing,
)
from reports.one_site.timeline.window import Window

WIDTH, LEFT = 1220, 140
PLOT = WIDTH - LEFT
HEADER = 58
BAR, BAR_LANE = 20, 26
RADIUS, MARK_LANE = 13, 32
TOGETHER = 28
"""Marks that are less than this apart become one with a count."""

GAP = 6
PADDING = 8
MAX_LANES = 5
MAX_MIXED_LANES = 2
CONSIDERED = 60
"""How many bars are tried, at most, when there are more than their lanes can hold."""

BOLD_STYLES = (DARK,)


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def baseline(self) -> int:
        """Where the words in it stand."""
        return self.y + self.height // 2 + 5

    def overlaps(self, other: "Box") -> bool:
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )


@dataclass(frozen=True)
class Words:
    """Words in the picture, in their box."""

    box: Box
    text: str


@dataclass(frozen=True)
class Placed:
    """A bar or a mark in its place. Several things are one mark with a count."""

    things: tuple[Thing, ...]
    box: Box
    words: Words | None
    inside: bool = True

    @property
    def thing(self) -> Thing:
        return self.things[0]

    @property
    def start(self) -> int:
        """Where it begins, its words included."""
        return min(self.box.x, self.words.box.x - GAP) if self.words else self.box.x

    @property
    def sign(self) -> str:
        """What stands in a mark: its own sign, or how many it stands for."""
        return self.thing.mark.strip() if len(self.things) == 1 else f"{len(self.things)}×"

    @property
    def name(self) -> str:
        """The whole of it in words, with what can be read in the picture in them."""
        names = "; ".join(one.name for one in self.things)
        if len(self.things) > 1:
            names = f"{len(self.things)} {BANDS[self.thing.band].lower()}: {names}"
        written = self.words.text.rstrip("…") if self.words else ""
        read = f"{self.sign} {written}".strip() if self.thing.is_mark and written else written
        is_in_it = re.search(rf"(?<!\w){re.escape(read)}(?!\w)", names)
        return names if is_in_it else f"{read}: {names}"


@dataclass(frozen=True)
class BandBox:
    """A band from top to bottom, with the words at its left."""

    band: str
    y: int
    height: int
    words: tuple[Words, ...]
    left_out: int

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def joins(self) -> bool:
        """Whether no rule parts it from the band below: what helped stands above what hindered."""
        return self.band in (HELPED, MIXED)


@dataclass(frozen=True)
class Picture:
    """The picture: its axis, its bands and what stands in them."""

    height: int
    today: int | None
    years: tuple[Words, ...]
    months: tuple[Words, ...]
    today_words: tuple[Words, ...]
    bands: tuple[BandBox, ...]
    placed: tuple[Placed, ...]
    line: int | None
    """Where the line between what helped and what hindered lies."""

    width: int = WIDTH
    left: int = LEFT
    header: int = HEADER

    @property
    def ahead(self) -> int:
        """The width of what is to come."""
        return 0 if self.today is None else self.width - self.today

    @property
    def below(self) -> int:
        """The height of what is below the axis."""
        return self.height - self.header


Scale = Callable[[date], int]


def draw(things: Sequence[Thing], window: Window, today: date) -> Picture:
    """Place the things that fall into the window."""

    def x_of(day: date) -> int:
        share = (min(max(day, window.begin), window.end) - window.begin).days / window.days
        return LEFT + round(share * PLOT)

    shown = [
        one for one in things if (one.start in window if one.is_mark else _touches(one, window))
    ]
    bands: list[BandBox] = []
    placed: list[Placed] = []
    line = None
    y = HEADER
    for name in BANDS:
        of_it = [one for one in shown if one.band == name]
        around_the_line = name == MIXED and any(
            one.band in (HELPED, HINDERED, MIXED) for one in shown
        )
        if not (of_it or around_the_line):
            continue
        band, in_it = _band(name, of_it, y, x_of)
        bands.append(band)
        placed += sorted(in_it, key=lambda one: one.box.x)
        if name == MIXED:
            line = band.y + band.height // 2
        y = band.bottom
    is_shown = today in window
    return Picture(
        height=y + PADDING,
        today=x_of(today) if is_shown else None,
        years=tuple(_years(window, x_of)),
        months=tuple(_months(window, x_of)),
        today_words=_today_words(x_of(today)) if is_shown else (),
        bands=tuple(bands),
        placed=tuple(placed),
        line=line,
    )


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
            placed += _marks(of_it, top, x_of)
            top += MARK_LANE
            continue
        lanes, rest = _lanes(of_it, MAX_MIXED_LANES if name == MIXED else MAX_LANES, x_of)
        left_out += rest
        if name == HELPED:
            lanes.reverse()  # nearest the line what was noticed first
        for bars in lanes:
            placed += [_moved(one, top) for one in bars]
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


def _moved(bar: Placed, y: int) -> Placed:
    """The bar, which was placed at the top of its lane, in the lane that begins at `y`."""
    box = Box(bar.box.x, y, bar.box.width, BAR)
    old = bar.words
    words = Words(Box(old.box.x, y + 1, old.box.width, LINE), old.text) if old else None
    return Placed(bar.things, box, words, bar.inside)


def _lanes(bars: list[Thing], most: int, x_of: Scale) -> tuple[list[list[Placed]], int]:
    """Fill lanes by first fit; if they are too many, keep the strongest and newest bars."""
    everything = [_bar(one, x_of) for one in bars]
    lanes = _first_fit(everything)
    if len(lanes) <= most:
        return lanes, 0
    best = sorted(everything, key=lambda one: (one.thing.rank, one.thing.start), reverse=True)
    kept: list[Placed] = []
    for one in best[:CONSIDERED]:
        if len(_first_fit([*kept, one])) <= most:
            kept.append(one)
    return _first_fit(kept), len(bars) - len(kept)


def _first_fit(bars: list[Placed]) -> list[list[Placed]]:
    """Each bar, oldest first, in the first lane whose last bar and label end before it."""
    lanes: list[list[Placed]] = []
    ends: list[int] = []
    for one in sorted(bars, key=lambda one: (one.start, one.thing.name)):
        beside = one.words.box.right + GAP if one.words and not one.inside else 0
        end = max(one.box.right, beside)
        for number, taken in enumerate(ends):
            if taken <= one.start:
                lanes[number].append(one)
                ends[number] = end
                break
        else:
            lanes.append([one])
            ends.append(end)
    return lanes


def _bar(thing: Thing, x_of: Scale) -> Placed:
    """A bar at the top of its lane, with its label inside, at its right, or cut."""
    x = x_of(thing.start)
    box = Box(x, 0, max(4, x_of(thing.end) - x - 1), BAR)
    if box.right > WIDTH:
        box = Box(WIDTH - box.width, 0, box.width, BAR)
    bold = thing.style in BOLD_STYLES
    inside, beside = box.width - 2 * GAP, WIDTH - box.right - GAP
    wanted = width_of(thing.label, bold=bold)
    is_inside = wanted <= inside or (wanted > beside and inside >= beside)
    text = cut(thing.label, inside if is_inside else beside, bold=bold)
    if wanted > inside and thing.short and width_of(thing.short, bold=bold) <= inside:
        is_inside, text = True, thing.short
    start = box.x + GAP if is_inside else box.right + GAP
    if not text and box.x - GAP - wanted >= LEFT:
        start, text, is_inside = box.x - GAP - wanted, thing.label, False
    words = Words(Box(start, 1, width_of(text, bold=bold), LINE), text) if text else None
    return Placed((thing,), box, words, is_inside)


def _marks(things: list[Thing], y: int, x_of: Scale) -> list[Placed]:
    """Marks in one lane, those too near one another as one, with what fits beside them."""
    clusters: list[list[Thing]] = []
    middles: list[int] = []
    for one in sorted(things, key=lambda one: one.start):
        middle = _inside(x_of(one.start))
        if clusters and middle - middles[-1] < TOGETHER:
            clusters[-1].append(one)
        else:
            clusters.append([one])
            middles.append(middle)
    found = []
    for number, (of_it, middle) in enumerate(zip(clusters, middles, strict=True)):
        box = Box(middle - RADIUS, y, 2 * RADIUS, 2 * RADIUS)
        after = middles[number + 1] - RADIUS if number + 1 < len(middles) else WIDTH
        label = of_it[0].label if len(of_it) == 1 else _together(of_it)
        width = width_of(label)
        fits = label and box.right + 4 + width + 4 <= after
        place = Box(box.right + 4, y + 4, width, LINE)
        found.append(Placed(tuple(of_it), box, Words(place, label) if fits else None, False))
    return found


def _inside(middle: int) -> int:
    """A mark at an edge is whole."""
    return min(max(middle, LEFT + RADIUS), WIDTH - RADIUS)


def _together(things: list[Thing]) -> str:
    """What stands beside a mark for several things: only what all of them say."""
    labels = {one.label for one in things}
    return labels.pop() if len(labels) == 1 and things[0].band == MEETINGS else ""


def _months(window: Window, x_of: Scale) -> list[Words]:
    return [_on_axis(f"{month:%b}", x_of(month), 20) for month in window.months]


def _years(window: Window, x_of: Scale) -> list[Words]:
    first, *others = window.months
    days = [first, *(month for month in others if month.month == 1)]
    return [_on_axis(str(day.year), x_of(day), 0, bold=True) for day in days]


def _on_axis(text: str, x: int, y: int, *, bold: bool = False) -> Words:
    return Words(Box(x + 3, y, width_of(text, bold=bold), LINE), text)


def _today_words(x: int) -> tuple[Words, ...]:
    """`Today` at its line and, where there is room, `to come` at the right."""
    width, wide = width_of("Today", bold=True), width_of("to come")
    today = Words(Box(min(x + 3, WIDTH - width), 39, width, LINE), "Today")
    to_come = Words(Box(WIDTH - wide, 39, wide, LINE), "to come")
    return (today, to_come) if today.box.right + GAP <= to_come.box.x else (today,)
