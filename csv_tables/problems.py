"""What is wrong with a folder of tables, said so that somebody can put it right."""

from dataclasses import dataclass

WHOLE_RECORD = "record"
"""Stands in the place of a column where the record as a whole is wrong."""


class Wrong(ValueError):
    """A cell or a file is not what it should be; its text says what is, and what would be right."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong. `line` is the physical line on which the record begins, from 1."""

    file: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


def shown(text: str, *, at_most: int = 60) -> str:
    """Give `text` in quotation marks, on one line and cut short, to be shown in a message."""
    visible = "".join(
        character if character.isprintable() else ascii(character)[1:-1]
        for character in text[: at_most + 1]
    )
    return f"“{visible[:at_most]}…”" if len(text) > at_most else f"“{visible}”"
