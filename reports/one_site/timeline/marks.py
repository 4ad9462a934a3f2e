"""Marks in one lane: those too near one another become one with a count."""

from reports.one_site.timeline.bars import Scale
from reports.one_site.timeline.picture import LEFT, WIDTH, Box, Placed, Words
from reports.one_site.timeline.text import LINE, width_of
from reports.one_site.timeline.things import MEETINGS, Thing

RADIUS, MARK_LANE = 13, 32
TOGETHER = 28
"""Marks that are less than this apart become one."""


def marks_of(things: list[Thing], y: int, x_of: Scale) -> list[Placed]:
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
