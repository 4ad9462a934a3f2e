"""A table whose rows a database keeps: how they are read from it and written to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Model

from csv_tables.folder import Folder
from csv_tables.kinds import Reference
from csv_tables.problems import Problem
from csv_tables.tables import Table, Values
from csv_tables.writing import write_table

if TYPE_CHECKING:
    from csv_tables.workbook import Sheet, Workbook

BATCH = 1000


@dataclass(slots=True)
class Row:
    """A row as it will be once the folder is in the database.

    `line` is where it stands in its file, None if the folder lacks it; `pk` and `before` are what
    the database has now, None if the row is new.
    """

    values: Values
    line: int | None = None
    pk: int | None = None
    before: Values | None = None


class StoredTable:
    """A table kept in one model, a column in the field of its name.

    An app declares each of its tables as a subclass, and overrides what is not as plain as that.
    """

    table: ClassVar[Table]
    model: ClassVar[type[Model]]

    def lookup(self, name: str) -> str:
        """Give the path from the model to the value of the column `name`."""
        is_reference = name in {column.name for column in self.table.references}
        return f"{name}__key" if is_reference else name

    def stored(self) -> Iterator[tuple[int, Values]]:
        """Give the primary key and the values of each row in the database, first made first."""
        names = self.table.names
        lookups = [self.lookup(name) for name in names]
        rows = self.model._base_manager.order_by("pk").values_list("pk", *lookups)
        for pk, *values in rows.iterator(chunk_size=2000):
            yield pk, dict(zip(names, values, strict=True))

    def examine(self, values: Values, book: Workbook) -> Iterator[tuple[str, str]]:
        """Yield the column and a message for each thing wrong with one record by itself.

        `values` lacks what could not be read.
        """
        yield from ()

    def fill(self, row: Row, book: Workbook) -> None:
        """Complete what a row of the folder leaves open."""

    def check(self, sheet: Sheet, book: Workbook) -> Iterator[Problem]:
        """Yield what is wrong with the rows as they will be, seen together."""
        yield from ()

    def differs(self, before: Values, after: Values) -> bool:
        """Whether a row of the same identity is another than it was."""
        return before != after

    def fields(self, values: Values, book: Workbook) -> dict[str, Any]:
        """Give the model's attributes for a row."""
        fields = dict(values)
        for column in self.table.references:
            assert isinstance(column.kind, Reference)
            key = fields.pop(column.name)
            fields[f"{column.name}_id"] = (
                None if key is None else book.sheets[column.kind.file].pk(key)
            )
        return fields

    def first_fields(self, row: Row, book: Workbook) -> dict[str, Any]:
        """Give the attributes that only a new row gets, beside those of `fields`."""
        return {}

    def write(self, sheet: Sheet, book: Workbook) -> None:
        """Write what is changed, then what is new: room is made before it is taken."""
        self.update(sheet.changed(), book)
        self.insert(sheet.new(), book)

    def update(self, rows: Sequence[Row], book: Workbook) -> None:
        """Write rows that the database has with other values."""
        for batch in batches(rows):
            objects = [self.model(pk=row.pk, **self.fields(row.values, book)) for row in batch]
            names = list(self.fields(batch[0].values, book))
            self.model._base_manager.bulk_update(objects, names)

    def insert(self, rows: Sequence[Row], book: Workbook) -> None:
        """Write new rows in the order of their file, and note the primary key of each."""
        for batch in batches(rows):
            made = self.model._base_manager.bulk_create(
                self.model(**self.fields(row.values, book), **self.first_fields(row, book))
                for row in batch
            )
            for row, new in zip(batch, made, strict=True):
                row.pk = new.pk

    def export(self, folder: Folder) -> None:
        """Write the table's file, and whatever files its rows name."""
        write_table(folder, self.table, (values for _, values in self.stored()))


def batches(rows: Sequence[Row], size: int = BATCH) -> Iterator[list[Row]]:
    """Give `rows` in their order, up to `size` at a time."""
    remaining = iter(rows)
    while batch := list(islice(remaining, size)):
        yield batch
