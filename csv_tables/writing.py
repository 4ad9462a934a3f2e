"""Writing a table's file: UTF-8 without a byte order mark, CR LF, quotation marks where needed."""

import csv
import io
from collections.abc import Iterable, Sequence

from csv_tables.folder import Folder
from csv_tables.tables import Column, Table, Values


def write_table(folder: Folder, table: Table, rows: Iterable[Values]) -> None:
    """Write the file of `table`: its header, and a record for each of `rows` in their order."""
    if any(column.added for column in table.columns):
        rows = list(rows)
        columns = _in_use(table, rows)
    else:
        columns = table.columns
    with (
        folder.writing(table.file) as file,
        io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True) as text,
    ):
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(column.name for column in columns)
        for values in rows:
            writer.writerow(column.write(values[column.name]) for column in columns)


def _in_use(table: Table, rows: Sequence[Values]) -> tuple[Column, ...]:
    """The columns of `table` but for added ones that are empty in all `rows`."""
    return tuple(
        column
        for column in table.columns
        if not column.added or any(row[column.name] != column.when_empty for row in rows)
    )
