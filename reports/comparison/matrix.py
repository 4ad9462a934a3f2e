"""Themes by sites: how many entries of the log helped and hindered, and how well it is shown."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from barriers.enums import Direction, Strength
from barriers.models import Theme
from barriers.querysets import FactorQuerySet
from calendars.wording import counted
from reports.comparison.columns import Column

HELPED = Q(direction__in=(Direction.HELPED, Direction.MIXED))
HINDERED = Q(direction__in=(Direction.HINDERED, Direction.MIXED))
EXPLICIT = Q(strength=Strength.EXPLICIT)


@dataclass(frozen=True)
class Counts:
    """How many entries, and of each side how many there are and how many are explicit examples.

    An entry that says that something helped and hindered at once counts on both sides.
    """

    entries: int = 0
    helped: int = 0
    hindered: int = 0
    helped_explicitly: int = 0
    hindered_explicitly: int = 0


@dataclass(frozen=True)
class Cell:
    """A theme at a site."""

    theme: Theme
    column: Column
    counts: Counts

    @property
    def token(self) -> str:
        """What stands for the cell in addresses."""
        return f"{self.theme.code}:{self.column.token}"

    @property
    def state(self) -> str:
        """`helped`, `hindered`, `mixed`, or `nothing`, which is none of these and not 0."""
        if self.counts.helped and self.counts.hindered:
            return "mixed"
        if self.counts.helped:
            return "helped"
        return "hindered" if self.counts.hindered else "nothing"

    @property
    def is_strong(self) -> bool:
        """Whether an explicit example shows it."""
        return bool(self.counts.helped_explicitly or self.counts.hindered_explicitly)

    @property
    def figures(self) -> str:
        """`+2`, `−1`, `+2 −1`, with a real minus sign; empty where nothing is recorded."""
        sides = [
            *([f"+{self.counts.helped}"] if self.counts.helped else []),
            *([f"−{self.counts.hindered}"] if self.counts.hindered else []),
        ]
        return " ".join(sides)

    @property
    def in_words(self) -> str:
        """`Mixed: 2 helped (1 with an explicit example), 1 hindered`."""
        counts = self.counts
        if self.state == "nothing":
            return "Nothing recorded"
        sides = [
            *([_side(counts.helped, "helped", counts.helped_explicitly)] if counts.helped else []),
            *(
                [_side(counts.hindered, "hindered", counts.hindered_explicitly)]
                if counts.hindered
                else []
            ),
        ]
        mixed = "Mixed: " if self.state == "mixed" else ""
        return f"{mixed}{', '.join(sides)} ({counted(counts.entries, 'entry', 'entries')})"


@dataclass(frozen=True)
class Row:
    """A theme at every site."""

    theme: Theme
    cells: tuple[Cell, ...]

    @property
    def title(self) -> str:
        return self.theme.short_name


def rows_of(
    themes: Iterable[Theme], columns: Iterable[Column], entries: FactorQuerySet
) -> list[Row]:
    """Give a row for every theme. One SQL query, however many entries there are."""
    shown = list(columns)
    counts = _counts(entries)
    return [
        Row(
            theme,
            tuple(
                Cell(theme, column, counts.get((theme.pk, column.site_id), Counts()))
                for column in shown
            ),
        )
        for theme in themes
    ]


def _side(number: int, word: str, explicitly: int) -> str:
    if not explicitly:
        return f"{number} {word}"
    example = "an explicit example" if explicitly == 1 else f"{explicitly} explicit examples"
    return f"{number} {word} with {example}"


def _counts(entries: FactorQuerySet) -> dict[tuple[int, int], Counts]:
    rows = (
        entries.order_by()
        .values_list("theme", "site")
        .annotate(
            entries=Count("pk"),
            helped=Count("pk", filter=HELPED),
            hindered=Count("pk", filter=HINDERED),
            helped_explicitly=Count("pk", filter=HELPED & EXPLICIT),
            hindered_explicitly=Count("pk", filter=HINDERED & EXPLICIT),
        )
    )
    return {(theme, site): Counts(*numbers) for theme, site, *numbers in rows}
