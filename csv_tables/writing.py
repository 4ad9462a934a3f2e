"""Writing a table's file: UTF-8 without a byte order mark, CR LF, quotation marks where needed."""

import csv
import io
from collections.abc import Iterable

from csv_tables.folder import Folder
from csv_tables.tables import Table, Values


def write_table(folder: Folder, table: Table, rows: Iterable[Values]) -> None:
    """Write the file of `table`: its header, and a record for each of `rows` in their order."""
    with (
        folder.writing(table.file) as file,
        io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True) as text,
    ):
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(table.names)
        for values in rows:
            writer.writerow(column.write(values[column.name]) for column in table.columns)
