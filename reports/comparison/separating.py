"""The rule that suggests whether a row of ratings separates sites that got far from the others.

With mixed counted as 0 and missing dropped, the gap is the smallest rating of the high sites less
the largest of the low ones, or the mirror image. A gap of 2 or more separates strongly; a gap of
1, or means that differ by 1 or more, weakly. Without a rated site on either side there is nothing
to judge by. Middle sites are left out. It is a suggestion: people judge.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from barriers.enums import RatingValue

COUNTED = {
    RatingValue.MINUS_TWO: -2,
    RatingValue.MINUS_ONE: -1,
    RatingValue.ZERO: 0,
    RatingValue.MIXED: 0,
    RatingValue.PLUS_ONE: 1,
    RatingValue.PLUS_TWO: 2,
}
"""What a rating counts as in the rule; missing is not among them."""

WORDS = {
    "strong": "Strongly",
    "weak": "Weakly",
    "none": "No",
    "insufficient": "Too few ratings",
}


@dataclass(frozen=True)
class Separation:
    """`suggested` is `strong`, `weak`, `none` or `insufficient`; `rated` counts high and low."""

    suggested: str
    rated: int
    gap: int | None = None

    @property
    def in_numbers(self) -> str:
        """`gap 2, n = 5`, with a real minus sign."""
        gap = "" if self.gap is None else f"gap {self.gap}, ".replace("-", "−")
        return f"{gap}n = {self.rated}"

    @property
    def in_words(self) -> str:
        return WORDS[self.suggested]


def separation(high: Sequence[RatingValue], low: Sequence[RatingValue]) -> Separation:
    """Judge one row by the ratings of its high and its low sites."""
    above = [COUNTED[one] for one in high if one in COUNTED]
    below = [COUNTED[one] for one in low if one in COUNTED]
    rated = len(above) + len(below)
    if not above or not below:
        return Separation("insufficient", rated)
    gap = max(min(above) - max(below), min(below) - max(above))
    if gap >= 2:
        return Separation("strong", rated, gap)
    if gap == 1 or abs(fmean(above) - fmean(below)) >= 1:
        return Separation("weak", rated, gap)
    return Separation("none", rated, gap)
