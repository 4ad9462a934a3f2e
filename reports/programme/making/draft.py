"""The rows of a made-up programme, until they are written."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from csv_tables.folder import Folder
from csv_tables.tables import Values
from csv_tables.writing import write_table
from reports.programme.sources import sources


@dataclass
class Member:
    """A person with a seat on a group from one day up to another."""

    person: str
    joined_on: date
    left_on: date | None = None

    def sits_on(self, day: date) -> bool:
        return self.joined_on <= day and (self.left_on is None or day < self.left_on)


@dataclass
class MadeUpSite:
    """A site, who sits on its groups, who may stand in for them, and who backs it."""

    key: str
    name: str
    groups: dict[str, list[Member]]
    deputies: list[str]
    sponsor: tuple[str, str]


@dataclass
class Draft:
    """A programme that begins on `start`. `today` parts what was from what is planned."""

    prefix: str
    random: Random
    start: date
    today: date
    path: Path
    rows: dict[str, list[Values]] = field(default_factory=lambda: defaultdict(list))

    def add(self, file: str, /, **values: Any) -> None:
        """Add a row; what it does not name is empty."""
        self.rows[file].append(values)

    def add_text(self, name: str, text: str) -> None:
        with Folder(self.path).writing(name) as file:
            file.write(text.encode())

    def chance(self, of: float) -> bool:
        return self.random.random() < of

    def day(self, first: date, last: date) -> date:
        """Give some day from `first` up to `last`, both included."""
        return first + timedelta(days=self.random.randint(0, max(0, (last - first).days)))

    def write(self) -> None:
        for table in (source.table for source in sources()):
            rows = self.rows[table.file]
            full = ({name: row.get(name) for name in table.names} for row in rows)
            write_table(Folder(self.path), table, full)
