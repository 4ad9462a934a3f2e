"""What a table is: its file, its columns, and which of them tell its rows apart."""

import re
from dataclasses import dataclass
from typing import Any

from csv_tables.kinds import Kind, Reference
from csv_tables.problems import Wrong, shown

Values = dict[str, Any]
"""The values of a row by the names of its columns; a reference is the key that it names."""

Identity = tuple[Any, ...]

UNDECODED = re.compile(r"[\udc80-\udcff]")
"""How bytes that are not UTF-8 come out of Python's `surrogateescape`."""


@dataclass(frozen=True)
class Column:
    """A column. An optional one may be empty or absent; `default` is what empty means then.

    One that was `added` when files were in use already is optional, and written only if it says
    something of a row, so that the file of whoever does not use it stays as it was.
    """

    name: str
    kind: Kind
    optional: bool = False
    default: Any = None
    added: bool = False

    def __post_init__(self) -> None:
        assert self.optional or not self.added, "files in use lack an added column"

    @property
    def when_empty(self) -> Any:
        return self.kind.empty if self.default is None else self.default

    def read(self, cell: str) -> Any:
        """Give the value of `cell`. Raises Wrong."""
        if undecoded := UNDECODED.search(cell):
            byte = ord(undecoded[0]) - 0xDC00
            raise Wrong(
                f"holds the byte 0x{byte:02X}, which is not UTF-8;"
                " save the file as “CSV UTF-8” and import it again"
            )
        if "\0" in cell:
            raise Wrong(f"{shown(cell)} holds a NUL character; take it out")
        if cell:
            if not self.optional and cell.isspace():
                raise Wrong("is nothing but space; write something in it")
            return self.kind.read(cell)
        if not self.optional:
            raise Wrong("is empty; every row must say it")
        return self.when_empty

    def write(self, value: Any) -> str:
        """Give the cell of `value`."""
        return "" if value is None or value == "" else self.kind.write(value)


@dataclass(frozen=True)
class Table:
    """A table in a file of its own.

    `identity` names the columns whose values together make a row the same row. Where a table is
    `ranked`, rows with the same values there are told apart by their order in the file.
    """

    file: str
    noun: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    ranked: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def references(self) -> tuple[Column, ...]:
        """The columns that name rows of other tables."""
        return tuple(column for column in self.columns if isinstance(column.kind, Reference))

    def identity_of(self, values: Values) -> Identity:
        return tuple(values[name] for name in self.identity)
