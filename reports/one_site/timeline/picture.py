"""What the picture is made of: boxes with words, bars and marks, bands. All measures are px."""

import re
from dataclasses import dataclass

from reports.one_site.timeline.things import BANDS, HELPED, MIXED, Thing

WIDTH, LEFT = 1220, 140
HEADER = 58
GAP = 6


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
