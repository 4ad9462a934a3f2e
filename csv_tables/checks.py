"""Checks that several tables need."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from csv_tables.problems import Problem
from csv_tables.stored import Row
from csv_tables.tables import Identity
from csv_tables.workbook import Sheet


def in_order(sheet: Sheet, *, start: str, end: str) -> Iterator[Problem]:
    """Yield a problem for each record of the file whose `end` is before its `start`."""
    for line, values in sheet.in_hand():
        first, last = values.get(start), values.get(end)
        if first is not None and last is not None and last < first:
            message = f"{last} is before {start}, {first}; correct one of the two"
            yield sheet.problem(line, end, message)


def one_at_a_time(
    sheet: Sheet, *, same: tuple[str, ...], start: str, end: str
) -> Iterator[Problem]:
    """Yield a problem for each two rows alike in `same` that hold on the same day.

    `end` is the first day on which a row no longer holds, so one may begin on it.
    """
    touched = {_values(row, same) for row in sheet.in_file}
    together: dict[Identity, list[Row]] = defaultdict(list)
    for row in sheet.rows.values():
        if row.values[end] != row.values[start] and _values(row, same) in touched:
            together[_values(row, same)].append(row)
    for rows in together.values():
        rows.sort(key=lambda row: row.values[start])
        longest = rows[0]
        for row in rows[1:]:
            if row.values[start] < (longest.values[end] or date.max):
                yield _overlap(sheet, longest, row, start=start, end=end)
            if (row.values[end] or date.max) > (longest.values[end] or date.max):
                longest = row


def _overlap(sheet: Sheet, earlier: Row, later: Row, *, start: str, end: str) -> Problem:
    begins = later.values[start]
    told, column, other = (
        (later, start, earlier) if later.line is not None else (earlier, end, later)
    )
    where = "in the database" if other.line is None else f"in line {other.line}"
    message = (
        f"overlaps the {sheet.table.noun} of the same person {where}"
        f" ({_span(other, start, end)}); let the earlier one end on {begins} or before"
    )
    return sheet.problem(told.line, column, message)


def _span(row: Row, start: str, end: str) -> str:
    until = f"up to {row.values[end]}" if row.values[end] else "with no end"
    return f"from {row.values[start]} {until}"


def _values(row: Row, names: tuple[str, ...]) -> Identity:
    return tuple(row.values[name] for name in names)
