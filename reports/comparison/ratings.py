"""The consensus ratings of a closed round: themes or constructs by sites, sites by their level."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from barriers.enums import Level, RatingValue
from barriers.models import Construct, ImplementationLevel, Rating, RatingRound, Theme
from reports.comparison.columns import Column
from reports.comparison.separating import Separation, separation

FIGURES = {
    RatingValue.MINUS_TWO: "−2",
    RatingValue.MINUS_ONE: "−1",
    RatingValue.ZERO: "0",
    RatingValue.PLUS_ONE: "+1",
    RatingValue.PLUS_TWO: "+2",
    RatingValue.MIXED: "+/−",
    RatingValue.MISSING: "",
}
STATES = {
    RatingValue.MINUS_TWO: "hindered",
    RatingValue.MINUS_ONE: "hindered",
    RatingValue.ZERO: "neutral",
    RatingValue.PLUS_ONE: "helped",
    RatingValue.PLUS_TWO: "helped",
    RatingValue.MIXED: "mixed",
    RatingValue.MISSING: "nothing",
}


@dataclass(frozen=True)
class RatedCell:
    """A theme or construct at a site. What was not rated is missing, never 0."""

    subject: Theme | Construct
    column: Column
    rating: RatingValue
    rationale: str

    @property
    def token(self) -> str:
        """What stands for the cell in addresses."""
        return f"{self.subject.code}:{self.column.token}"

    @property
    def state(self) -> str:
        return STATES[self.rating]

    @property
    def is_strong(self) -> bool:
        return self.rating in (RatingValue.MINUS_TWO, RatingValue.PLUS_TWO)

    @property
    def figures(self) -> str:
        return FIGURES[self.rating]

    @property
    def in_words(self) -> str:
        return str(self.rating.label)


@dataclass(frozen=True)
class RatedRow:
    """A theme or construct at every site, and whether it separates high from low."""

    subject: Theme | Construct
    cells: tuple[RatedCell, ...]
    separation: Separation

    @property
    def title(self) -> str:
        subject = self.subject
        return subject.short_name if isinstance(subject, Theme) else subject.name


def by_level(columns: Iterable[Column], in_round: RatingRound) -> list[Column]:
    """Give the columns with their level in the round: high, middle, low, then those without."""
    levels = dict(
        ImplementationLevel.objects.filter(round=in_round).values_list("site_id", "level")
    )
    order = [*Level.values, ""]
    found = [replace(column, level=levels.get(column.site_id, "")) for column in columns]
    return sorted(found, key=lambda column: order.index(column.level))


def rated_rows(
    in_round: RatingRound, columns: Sequence[Column], *, constructs: bool
) -> list[RatedRow]:
    """Give a row for every theme, or for every construct that was rated. Two SQL queries."""
    ratings = Rating.objects.filter(round=in_round, construct__isnull=not constructs)
    found = {(one.construct_id or one.theme_id, one.site_id): one for one in ratings}
    subjects: Iterable[Theme | Construct] = (
        Construct.objects.filter(pk__in={subject for subject, _ in found})
        if constructs
        else Theme.objects.all()
    )
    return [_row(subject, columns, found) for subject in subjects]


def _row(
    subject: Theme | Construct,
    columns: Sequence[Column],
    found: Mapping[tuple[int | None, int], Rating],
) -> RatedRow:
    cells = tuple(
        _cell(subject, column, found.get((subject.pk, column.site_id))) for column in columns
    )
    return RatedRow(subject, cells, separation(_at(Level.HIGH, cells), _at(Level.LOW, cells)))


def _cell(subject: Theme | Construct, column: Column, rating: Rating | None) -> RatedCell:
    value = RatingValue(rating.rating) if rating else RatingValue.MISSING
    told = rating.rationale if rating and column.is_named else ""
    return RatedCell(subject, column, value, told)


def _at(level: Level, cells: Iterable[RatedCell]) -> list[RatingValue]:
    return [cell.rating for cell in cells if cell.column.level == level]
