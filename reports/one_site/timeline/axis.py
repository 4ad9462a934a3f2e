"""The years and months above the picture, and the words at the line of today."""

from reports.one_site.timeline.bars import Scale
from reports.one_site.timeline.picture import GAP, WIDTH, Box, Words
from reports.one_site.timeline.text import LINE, width_of
from reports.one_site.timeline.window import Window


def months_of(window: Window, x_of: Scale) -> list[Words]:
    return [_on_axis(f"{month:%b}", x_of(month), 20) for month in window.months]


def years_of(window: Window, x_of: Scale) -> list[Words]:
    first, *others = window.months
    days = [first, *(month for month in others if month.month == 1)]
    return [_on_axis(str(day.year), x_of(day), 0, bold=True) for day in days]


def today_at(x: int) -> tuple[Words, ...]:
    """`Today` at its line and, where there is room, `to come` at the right."""
    width, wide = width_of("Today", bold=True), width_of("to come")
    today = Words(Box(min(x + 3, WIDTH - width), 39, width, LINE), "Today")
    to_come = Words(Box(WIDTH - wide, 39, wide, LINE), "to come")
    return (today, to_come) if today.box.right + GAP <= to_come.box.x else (today,)


def _on_axis(text: str, x: int, y: int, *, bold: bool = False) -> Words:
    return Words(Box(x + 3, y, width_of(text, bold=bold), LINE), text)
