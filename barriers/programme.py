"""The tables of the programme folder that this app keeps."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.db.models.functions import Coalesce
from django.utils import timezone

from barriers.enums import (
    Direction,
    FactorState,
    Level,
    MoneyWouldSolve,
    RatingValue,
    Strength,
    View,
)
from barriers.models import Construct, Factor, ImplementationLevel, Rating, RatingRound, Theme
from csv_tables.checks import in_order
from csv_tables.kinds import Choice, Day, Key, Pattern, Reference, Text, YesNo
from csv_tables.problems import Problem, shown
from csv_tables.stored import Row, StoredTable
from csv_tables.tables import Column, Table, Values
from csv_tables.workbook import Sheet, Workbook
from people.programme import PEOPLE
from sites.programme import SITES
from steering.programme import MEETINGS

ROUNDS = "rating_rounds.csv"


class Code(Pattern):
    """The code of a theme or a construct, of those that the product brings along."""

    def __init__(self, hint: str) -> None:
        super().__init__(r"[a-z0-9.-]{1,100}", "a code", hint)


THEME_CODE = "write a code of the themes, such as t03"
CONSTRUCT_CODE = "write a code of the themes, such as t03, or of the CFIR constructs"


class Factors(StoredTable):
    model = Factor
    table = Table(
        "factors.csv",
        "factor",
        (
            Column("key", Key()),
            Column("site", Reference(SITES, "site")),
            Column("theme", Code(THEME_CODE)),
            Column("direction", Choice(Direction)),
            Column("strength", Choice(Strength), optional=True, default=Strength.GENERAL.value),
            Column("state", Choice(FactorState), optional=True, default=FactorState.CURRENT.value),
            Column("noticed_on", Day(), optional=True),
            Column("ended_on", Day(), optional=True),
            Column("meeting", Reference(MEETINGS, "meeting"), optional=True),
            Column("recorded_by", Reference(PEOPLE, "person"), optional=True),
            Column("view", Choice(View), optional=True, default=View.SITE.value),
            Column("description", Text()),
            Column("money_would_solve", Choice(MoneyWouldSolve), optional=True),
        ),
        identity=("key",),
    )

    @cached_property
    def themes(self) -> dict[str, int]:
        return dict(Theme.objects.values_list("code", "pk"))

    def lookup(self, name: str) -> str:
        return "theme__code" if name == "theme" else super().lookup(name)

    def examine(self, values: Values, book: Workbook) -> Iterator[tuple[str, str]]:
        theme = values.get("theme")
        if theme and theme not in self.themes:
            yield "theme", f"{shown(theme)} is not known; {THEME_CODE}"

    def fill(self, row: Row, book: Workbook) -> None:
        if row.values["noticed_on"] is None:
            row.values["noticed_on"] = _noticed_on(row, book)

    def check(self, sheet: Sheet, book: Workbook) -> Iterator[Problem]:
        yield from in_order(sheet, start="noticed_on", end="ended_on")

    def fields(self, values: Values, book: Workbook) -> dict[str, Any]:
        fields = super().fields(values, book)
        fields["theme_id"] = self.themes[fields.pop("theme")]
        return fields


def _noticed_on(row: Row, book: Workbook) -> Any:
    """The day noted before; else the meeting's day; else the day of the import."""
    if row.before is not None:
        return row.before["noticed_on"]
    meeting = book.sheets[MEETINGS].rows.get((row.values["meeting"],))
    return timezone.localdate(meeting.values["starts_at"]) if meeting else book.today


class RatingRounds(StoredTable):
    model = RatingRound
    table = Table(
        ROUNDS,
        "rating round",
        (
            Column("key", Key()),
            Column("name", Text(200)),
            Column("opens_on", Day()),
            Column("closes_on", Day()),
            Column("closed", YesNo()),
        ),
        identity=("key",),
    )

    def check(self, sheet: Sheet, book: Workbook) -> Iterator[Problem]:
        yield from in_order(sheet, start="opens_on", end="closes_on")


class Ratings(StoredTable):
    """Consensus ratings. `construct` is the code of a theme or of a construct."""

    model = Rating
    table = Table(
        "ratings.csv",
        "rating",
        (
            Column("round", Reference(ROUNDS, "rating round")),
            Column("site", Reference(SITES, "site")),
            Column("construct", Code(CONSTRUCT_CODE)),
            Column("rating", Choice(RatingValue)),
            Column("rationale", Text(), optional=True),
        ),
        identity=("round", "site", "construct"),
    )

    @cached_property
    def rated(self) -> dict[str, dict[str, int | None]]:
        """The attributes of a rating that stand for each code."""
        themes = Theme.objects.values_list("code", "pk")
        constructs = Construct.objects.values_list("code", "pk")
        return {code: {"theme_id": None, "construct_id": pk} for code, pk in constructs} | {
            code: {"theme_id": pk, "construct_id": None} for code, pk in themes
        }

    def lookup(self, name: str) -> Any:
        if name == "construct":
            return Coalesce("theme__code", "construct__code")
        return super().lookup(name)

    def examine(self, values: Values, book: Workbook) -> Iterator[tuple[str, str]]:
        code = values.get("construct")
        if code and code not in self.rated:
            yield "construct", f"{shown(code)} is not known; {CONSTRUCT_CODE}"

    def fields(self, values: Values, book: Workbook) -> dict[str, Any]:
        fields = super().fields(values, book)
        return fields | self.rated[fields.pop("construct")]


class ImplementationLevels(StoredTable):
    model = ImplementationLevel
    table = Table(
        "implementation_levels.csv",
        "level",
        (
            Column("round", Reference(ROUNDS, "rating round")),
            Column("site", Reference(SITES, "site")),
            Column("level", Choice(Level)),
            Column("rationale", Text(), optional=True),
        ),
        identity=("round", "site"),
    )
