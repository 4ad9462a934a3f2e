"""Bars in lanes by first fit, each with its label.

A label stands inside its bar if it fits, else at its right, else it is cut at a word; where no
word fits it stands at the left.
"""

from collections.abc import Callable
from datetime import date

from reports.one_site.timeline.picture import GAP, LEFT, WIDTH, Box, Placed, Words
from reports.one_site.timeline.text import LINE, cut, width_of
from reports.one_site.timeline.things import DARK, Thing

BAR, BAR_LANE = 20, 26
CONSIDERED = 60
"""How many bars are tried, at most, when there are more than their lanes can hold."""

BOLD_STYLES = (DARK,)

Scale = Callable[[date], int]


def lanes_of(bars: list[Thing], most: int, x_of: Scale) -> tuple[list[list[Placed]], int]:
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


def moved(bar: Placed, y: int) -> Placed:
    """The bar, which was placed at the top of its lane, in the lane that begins at `y`."""
    box = Box(bar.box.x, y, bar.box.width, BAR)
    old = bar.words
    words = Words(Box(old.box.x, y + 1, old.box.width, LINE), old.text) if old else None
    return Placed(bar.things, box, words, bar.inside)


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
