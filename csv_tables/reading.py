"""Reading a table's file: every record that can be read, and everything that is wrong."""

import csv
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import IO

from csv_tables.folder import Folder
from csv_tables.problems import WHOLE_RECORD, Problem, Wrong, shown
from csv_tables.tables import UNDECODED, Column, Table, Values

# Each column says itself how long its texts may be, and in plainer words than this module.
csv.field_size_limit(2**31 - 1)

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
NOT_UTF8 = "the file is not UTF-8; save it as “CSV UTF-8” and import it again"


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a file: the line on which it begins, and its values.

    A record with something wrong in it is not `sound` and lacks the values that are wrong.
    """

    line: int
    values: Values
    sound: bool


@dataclass
class Reading:
    """What a file holds. `legible` is false when its header is wrong, so no record was read."""

    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    legible: bool = True


def read_table(folder: Folder, table: Table) -> Reading:
    """Read the file of `table` in `folder`; a missing file, or one without a byte, is empty."""
    reading = Reading()
    if not folder.has(table.file):
        return reading
    try:
        path = folder.path_of(table.file)
        file = path.open("rb")
    except Wrong as wrong:
        return _illegible(reading, Problem(table.file, 1, WHOLE_RECORD, str(wrong)))
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        return _illegible(reading, Problem(table.file, 1, WHOLE_RECORD, message))
    with closing(file):
        if file.read(2) in UTF16_MARKS:
            return _illegible(reading, Problem(table.file, 1, WHOLE_RECORD, NOT_UTF8))
        file.seek(0)
        _read_records(_cells(file, table.file, reading), table, reading)
    return reading


def _illegible(reading: Reading, *problems: Problem) -> Reading:
    reading.problems.extend(problems)
    reading.legible = False
    return reading


def _lines(file: IO[bytes]) -> Iterator[str]:
    """Give the physical lines. What is not UTF-8 stays visible, for its column to complain of."""
    for number, line in enumerate(file):
        content = line.removeprefix(BYTE_ORDER_MARK) if number == 0 else line
        yield content.decode("utf-8", "surrogateescape")


def _cells(file: IO[bytes], name: str, reading: Reading) -> Iterator[tuple[int, list[str]]]:
    """Give each record that is not a blank line, with the line on which it begins."""
    records = csv.reader(_lines(file), strict=True)
    while True:
        line = records.line_num + 1
        try:
            cells = next(records)
        except StopIteration:
            return
        except csv.Error:
            message = (
                "is not well-formed CSV; put a cell that holds a comma, a quotation mark or a line"
                " break in quotation marks, double each quotation mark inside it,"
                " and end each record with CR LF"
            )
            reading.problems.append(Problem(name, line, WHOLE_RECORD, message))
            continue
        if cells:
            yield line, cells


def _read_records(records: Iterator[tuple[int, list[str]]], table: Table, reading: Reading) -> None:
    line, header = next(records, (1, None))
    if header is None or reading.problems:
        reading.legible = not reading.problems
        return
    if problems := list(_header_problems(table, line, header)):
        _illegible(reading, *problems)
        return
    by_name = {column.name: column for column in table.columns}
    columns = [by_name[name] for name in header]
    absent: Values = {
        name: by_name[name].when_empty for name in table.identity if name not in header
    }
    for line, cells in records:
        if len(cells) == len(columns):
            values, wrong = _values(columns, cells)
            reading.records.append(Record(line, absent | values, sound=not wrong))
            reading.problems.extend(
                Problem(table.file, line, name, message) for name, message in wrong
            )
        else:
            message = (
                f"has {_number(len(cells), 'cell')} where the header has {len(columns)};"
                " put a cell that holds a comma in quotation marks, and leave none out"
            )
            reading.problems.append(Problem(table.file, line, WHOLE_RECORD, message))


def _header_problems(table: Table, line: int, header: list[str]) -> Iterator[Problem]:
    known = ", ".join(table.names)
    for place, name in enumerate(header):
        if UNDECODED.search(name) or "\0" in name:
            yield Problem(table.file, line, WHOLE_RECORD, NOT_UTF8)
            return
        if name not in table.names:
            message = f"is an unknown column; the columns of this file are: {known}"
            yield Problem(table.file, line, shown(name)[1:-1], message)
        elif name in header[:place]:
            yield Problem(table.file, line, name, "stands twice in the header; keep one of the two")
    for column in table.columns:
        if column.name not in header and not column.optional:
            message = f"is missing from the header; the columns of this file are: {known}"
            yield Problem(table.file, line, column.name, message)


def _values(columns: list[Column], cells: list[str]) -> tuple[Values, list[tuple[str, str]]]:
    """Give what can be read, and for each column that cannot its name and what is wrong."""
    values: Values = {}
    wrong: list[tuple[str, str]] = []
    for column, cell in zip(columns, cells, strict=True):
        try:
            values[column.name] = column.read(cell)
        except Wrong as error:
            wrong.append((column.name, str(error)))
    return values, wrong


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
