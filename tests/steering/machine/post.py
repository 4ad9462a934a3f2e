"""A mail server that takes everything at once, and a clock for the database."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from django.db import connection

from outbox.enums import State
from outbox.smtp import Answer

MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)

CLOCK = """
CREATE SCHEMA model_clock;
CREATE FUNCTION model_clock.statement_timestamp() RETURNS timestamptz LANGUAGE sql STABLE AS
    $$ SELECT current_setting('model.now')::timestamptz $$;
SET LOCAL search_path = model_clock, pg_catalog, public;
"""
"""Goes with the transaction. What asks PostgreSQL for the moment is told that of the model."""


def start_clock() -> None:
    with connection.cursor() as cursor:
        cursor.execute(CLOCK)


def set_clock(now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('model.now', %s, true)", [now.isoformat()])


@dataclass
class Post:
    """Stands in the place of `outbox.smtp.Line`: the worker itself is the product's."""

    taken: list[str] = field(default_factory=list)
    """The Message-IDs, in order."""
    is_open: bool = False
    times_opened: int = 0

    def __enter__(self) -> Self:
        self.is_open, self.times_opened = False, 0
        return self

    def __exit__(self, *error: object) -> None:
        self.is_open = False

    def open(self) -> None:
        self.is_open = True
        self.times_opened += 1

    def offer(self, *, sender: str, recipient: str, size: int) -> None:
        pass

    def take_back(self) -> None:
        pass

    def hand_over(self, content: bytes) -> Answer:
        found = MESSAGE_ID.search(content)
        assert found
        self.taken.append(found[1].decode())
        return Answer(State.SENT)
