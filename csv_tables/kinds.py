"""The kinds of cell: how each is read from a file, and how it is written."""

import re
import sys
from datetime import UTC, date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Choices

from csv_tables.problems import Wrong, shown

LONGEST_TEXT = 10_000_000


class Kind:
    """Reads a cell that is not empty, and writes a value that is not. `empty` is an empty cell."""

    empty: Any = None

    def read(self, cell: str) -> Any:
        """Give the value of `cell`. Raises Wrong."""
        raise NotImplementedError

    def write(self, value: Any) -> str:
        """Give the cell of `value`, the one way in which exports write it."""
        return str(value)


class Text(Kind):
    """Any text, kept as it is to the last space."""

    empty = ""

    def __init__(self, at_most: int = LONGEST_TEXT) -> None:
        self.at_most = at_most

    def read(self, cell: str) -> str:
        if len(cell) > self.at_most:
            raise Wrong(
                f"has {len(cell):,} characters; it may have {self.at_most:,} at most,"
                f" so shorten {shown(cell, at_most=20)}"
            )
        return cell


class Pattern(Kind):
    """A text of one form, such as a key. The same one is kept in memory once."""

    empty: str | None = ""

    def __init__(self, pattern: str, what: str, hint: str) -> None:
        self.pattern = re.compile(pattern, re.ASCII)
        self.what = what
        self.hint = hint

    def read(self, cell: str) -> str:
        if not self.pattern.fullmatch(cell):
            raise Wrong(f"{shown(cell)} is not {self.what}; {self.hint}")
        return sys.intern(cell)


class Key(Pattern):
    """The short name of a record."""

    def __init__(self) -> None:
        super().__init__(
            r"[a-z0-9-]{1,80}",
            "a key",
            "use small letters a to z, digits and hyphens only, 80 at most",
        )


class Reference(Key):
    """The key of a row of another table."""

    empty = None

    def __init__(self, file: str, noun: str) -> None:
        super().__init__()
        self.file = file
        self.noun = noun


class Whole(Kind):
    """A whole number from 1."""

    MOST = 2_147_483_647

    def read(self, cell: str) -> int:
        if not re.fullmatch(r"[1-9][0-9]{0,9}", cell, re.ASCII) or int(cell) > self.MOST:
            raise Wrong(f"{shown(cell)} is not a whole number from 1; write it in digits alone: 1")
        return int(cell)


class Day(Kind):
    """A date."""

    def read(self, cell: str) -> date:
        try:
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell, re.ASCII):
                return date.fromisoformat(cell)
        except ValueError as error:
            raise Wrong(
                f"{shown(cell)} is no day of the calendar; correct the month or the day"
            ) from error
        raise Wrong(f"{shown(cell)} is not a date; write year, month and day: 2026-03-25")

    def write(self, value: date) -> str:
        return value.isoformat()


class Moment(Kind):
    """A date and time with its offset from UTC, held and written in UTC."""

    FORM = re.compile(
        r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII
    )

    def read(self, cell: str) -> datetime:
        if not self.FORM.fullmatch(cell):
            raise Wrong(
                f"{shown(cell)} is not a date and time; write it with its offset from UTC:"
                " 2026-03-25T10:00+00:00"
            )
        try:
            moment = datetime.fromisoformat(cell)
            in_utc = moment.astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise Wrong(
                f"{shown(cell)} is no moment of the calendar; correct the day or the time"
            ) from error
        if moment.tzinfo is None:
            raise Wrong(
                f"{shown(cell)} does not say its offset from UTC; write {cell}+00:00"
                f" for winter time in the United Kingdom, {cell}+01:00 for summer time"
            )
        if not 1 < in_utc.year < 9999:
            raise Wrong(f"{shown(cell)} is out of range; write a year from 0002 to 9998")
        return in_utc

    def write(self, value: datetime) -> str:
        in_utc = value.astimezone(UTC)
        to_the_minute = in_utc.second == in_utc.microsecond == 0
        return in_utc.isoformat(timespec="minutes" if to_the_minute else "auto")


class Choice(Kind):
    """One of a few fixed words or numbers."""

    def __init__(self, choices: type[Choices]) -> None:
        self.values = {str(value): value for value in choices.values}
        self.empty = "" if all(isinstance(value, str) for value in choices.values) else None

    def read(self, cell: str) -> Any:
        if cell not in self.values:
            raise Wrong(f"{shown(cell)} is not known; write one of: {', '.join(self.values)}")
        return self.values[cell]


class YesNo(Kind):
    """`yes` or `no`."""

    def read(self, cell: str) -> bool:
        if cell not in {"yes", "no"}:
            raise Wrong(f"{shown(cell)} is not known; write one of: yes, no")
        return cell == "yes"

    def write(self, value: bool) -> str:
        return "yes" if value else "no"


class Email(Text):
    """One e-mail address."""

    def __init__(self) -> None:
        super().__init__(254)

    def read(self, cell: str) -> str:
        try:
            validate_email(super().read(cell))
        except ValidationError as error:
            raise Wrong(
                f"{shown(cell)} is not an e-mail address; write it like this: name@example.org"
            ) from error
        return cell
