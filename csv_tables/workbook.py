"""A folder of tables laid over what a database already holds."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from csv_tables.folder import Folder
from csv_tables.kinds import Reference
from csv_tables.problems import Problem, shown
from csv_tables.reading import Record, read_table
from csv_tables.stored import Row, StoredTable
from csv_tables.tables import Identity, Table, Values


@dataclass(frozen=True)
class Count:
    """How many rows of a file are new, changed and the same."""

    file: str
    new: int
    changed: int
    same: int


class Sheet:
    """One table: the rows of its file laid over those of the database.

    `rows` holds every row as it will be after the import, `in_file` those that the file has,
    and `unplaced` the records that make no row: half read, or doubled.
    """

    def __init__(self, source: StoredTable, folder: Folder) -> None:
        self.source = source
        self.table: Table = source.table
        self.rows: dict[Identity, Row] = {}
        self.in_file: list[Row] = []
        self.unplaced: list[Record] = []
        self._half_read: set[Identity] = set()
        identify = _Identifier(self.table)
        for pk, values in source.stored():
            self.rows[identify(values)] = Row(values, pk=pk)
        reading = read_table(folder, self.table)
        self.legible = reading.legible
        self.problems: list[Problem] = reading.problems
        identify = _Identifier(self.table)
        for record in reading.records:
            if all(name in record.values for name in self.table.identity):
                self._lay(record, identify(record.values))
            else:
                self.unplaced.append(record)

    def _lay(self, record: Record, identity: Identity) -> None:
        if not record.sound:
            self._half_read.add(identity)
            self.unplaced.append(record)
            return
        row = self.rows.get(identity)
        if row is None:
            for column in self.table.columns:
                record.values.setdefault(column.name, column.when_empty)
            row = self.rows[identity] = Row(record.values)
        elif row.line is not None:
            what = ", ".join(self.table.identity)
            message = (
                f"line {row.line} already has this {self.table.noun} (the same {what});"
                " keep one of the two"
            )
            self.report(record.line, self.table.identity[0], message)
            self.unplaced.append(record)
            return
        else:
            row.before = row.values
            row.values = {**row.before, **record.values}
        row.line = record.line
        self.in_file.append(row)

    def report(self, line: int | None, column: str, message: str) -> None:
        """Note something wrong in a record of the file."""
        self.problems.append(self.problem(line, column, message))

    def problem(self, line: int | None, column: str, message: str) -> Problem:
        return Problem(self.table.file, line or 1, column, message)

    def in_hand(self) -> Iterator[tuple[int, Values]]:
        """Give the line and the values of each record of the file, half read ones included."""
        for row in self.in_file:
            yield row.line or 1, row.values
        for record in self.unplaced:
            yield record.line, record.values

    def knows(self, *identity: Any) -> bool:
        """Whether such a row is, or is meant to be, in the file or the database."""
        return not self.legible or identity in self.rows or identity in self._half_read

    def pk(self, *identity: Any) -> int:
        """Give the primary key of a row that is in the database by now."""
        pk = self.rows[identity].pk
        assert pk is not None
        return pk

    def new(self) -> list[Row]:
        return [row for row in self.in_file if row.before is None]

    def changed(self) -> list[Row]:
        return [row for row in self.in_file if self._is_changed(row)]

    def count(self) -> Count:
        new = sum(row.before is None for row in self.in_file)
        changed = sum(self._is_changed(row) for row in self.in_file)
        return Count(self.table.file, new, changed, len(self.in_file) - new - changed)

    def _is_changed(self, row: Row) -> bool:
        return row.before is not None and self.source.differs(row.before, row.values)


class Workbook:
    """All tables of a folder over those of a database, checked, and ready to be written.

    `now` is the moment of the import. Each table may refer to itself and to those before it.
    """

    def __init__(self, folder: Folder, sources: Sequence[StoredTable], *, now: datetime) -> None:
        self.folder = folder
        self.now = now
        self.today: date = timezone.localtime(now).date()
        self.sheets: dict[str, Sheet] = {}
        for source in sources:
            sheet = self.sheets[source.table.file] = Sheet(source, folder)
            self._check_references(sheet)
            for line, values in sheet.in_hand():
                for column, message in source.examine(values, self):
                    sheet.report(line, column, message)
            for row in sheet.in_file:
                source.fill(row, self)
            sheet.problems.extend(source.check(sheet, self))

    def _check_references(self, sheet: Sheet) -> None:
        for column in sheet.table.references:
            assert isinstance(column.kind, Reference)
            target = self.sheets[column.kind.file]
            for line, values in sheet.in_hand():
                key = values.get(column.name)
                if key is not None and not target.knows(key):
                    message = (
                        f"there is no {column.kind.noun} {shown(key)};"
                        f" add a row to {column.kind.file}, or correct the key"
                    )
                    sheet.report(line, column.name, message)

    @property
    def problems(self) -> list[Problem]:
        """Everything wrong, file by file, from the top of each."""
        return [
            problem
            for sheet in self.sheets.values()
            for problem in sorted(sheet.problems, key=lambda problem: problem.line)
        ]

    def counts(self) -> list[Count]:
        return [sheet.count() for sheet in self.sheets.values()]

    def write(self) -> None:
        """Write every table, in their order. Only for a workbook without problems."""
        for sheet in self.sheets.values():
            sheet.source.write(sheet, self)


class _Identifier:
    """Gives each row its identity; in a ranked table with its rank among those alike."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.seen: Counter[Identity] = Counter()

    def __call__(self, values: Values) -> Identity:
        identity = self.table.identity_of(values)
        if not self.table.ranked:
            return identity
        self.seen[identity] += 1
        return (*identity, self.seen[identity])
