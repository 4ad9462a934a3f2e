"""Decisions and actions: known by their order among those of the same agenda item."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Max

from csv_tables.kinds import Day, Reference, Text, Whole
from csv_tables.stored import Row, StoredTable
from csv_tables.tables import Column, Table, Values
from csv_tables.workbook import Workbook
from people.programme import PEOPLE
from steering.models import Action, Decision
from steering.programme.meetings import MEETINGS, agenda_item_id, on_the_agenda

Place = tuple[Any, Any]
"""A meeting and an agenda item of it, or None for the meeting as a whole."""

COLUMNS = (
    Column("meeting", Reference(MEETINGS, "meeting")),
    Column("position", Whole(), optional=True),
    Column("text", Text()),
)


class Outcomes(StoredTable):
    """What both tables share. `ordinal` is held by the database alone."""

    model: ClassVar[type[Decision] | type[Action]]

    def lookup(self, name: str) -> str:
        return "agenda_item__position" if name == "position" else super().lookup(name)

    def stored(self) -> Iterator[tuple[int, Values]]:
        """Give the rows in the order in which they were made.

        Among those of one agenda item, order is identity: there they come in the order that the
        pages show, however they were made.
        """
        ordinals = dict(self.model.objects.values_list("pk", "ordinal").iterator(chunk_size=2000))
        rows = list(super().stored())
        in_place: dict[Place, list[tuple[int, Values]]] = defaultdict(list)
        for row in rows:
            in_place[_place(row[1])].append(row)
        as_shown = {
            place: iter(sorted(found, key=lambda row: ordinals[row[0]]))
            for place, found in in_place.items()
        }
        for _, values in rows:
            yield next(as_shown[_place(values)])

    def examine(self, values: Values, book: Workbook) -> Iterator[tuple[str, str]]:
        yield from on_the_agenda(values, book)

    def fields(self, values: Values, book: Workbook) -> dict[str, Any]:
        fields = super().fields(values, book)
        fields["agenda_item_id"] = agenda_item_id(values["meeting"], fields.pop("position"), book)
        return fields

    def first_fields(self, row: Row, book: Workbook) -> dict[str, Any]:
        """Put a new row behind those that its agenda item has."""
        self.last_ordinals[_place(row.values)] += 1
        return {"ordinal": self.last_ordinals[_place(row.values)]}

    @cached_property
    def last_ordinals(self) -> Counter[Place]:
        """The ordinal of the last row of each agenda item."""
        rows = self.model.objects.values_list("meeting__key", "agenda_item__position")
        found = rows.annotate(Max("ordinal")).order_by()
        return Counter({(meeting, position): last for meeting, position, last in found})


def _place(values: Values) -> Place:
    return values["meeting"], values["position"]


class Decisions(Outcomes):
    model = Decision
    table = Table(
        "decisions.csv",
        "decision",
        COLUMNS,
        identity=("meeting", "position"),
        ranked=True,
    )


class Actions(Outcomes):
    model = Action
    table = Table(
        "actions.csv",
        "action",
        (
            *COLUMNS,
            Column("owner", Reference(PEOPLE, "person"), optional=True),
            Column("due_on", Day(), optional=True),
            Column("done_on", Day(), optional=True),
        ),
        identity=("meeting", "position"),
        ranked=True,
    )
