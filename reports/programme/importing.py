"""Reading a programme folder into the database."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import DataError, IntegrityError, InternalError, connection, transaction

from csv_tables.folder import Folder
from csv_tables.problems import Problem, Wrong
from csv_tables.workbook import Count, Workbook
from reports.programme.sources import sources

ONE_IMPORT_AT_A_TIME = 7_428_330
"""The number of the PostgreSQL advisory lock that imports take."""


class NotImported(Exception):
    """Nothing was written. `str()` says why, and `problems` what is wrong in the files."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = problems


@transaction.atomic
def import_programme(path: Path, *, now: datetime, check_only: bool = False) -> list[Count]:
    """Write the programme folder at `path` into the database, all of it or nothing.

    Gives for each file how many rows were new, changed and the same; with `check_only` it says
    what would be and writes nothing. Raises NotImported.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_IMPORT_AT_A_TIME])
    book = check_programme(path, now=now)
    if not check_only:
        write_checked(book)
    return book.counts()


def check_programme(path: Path, *, now: datetime) -> Workbook:
    """Lay the folder at `path` over the database. Raises NotImported with all that is wrong."""
    if not path.is_dir():
        raise NotImported(f"There is no folder {path}. Give the folder that holds the CSV files.")
    book = Workbook(Folder(path), sources(), now=now)
    if problems := book.problems:
        found = "1 error" if len(problems) == 1 else f"{len(problems)} errors"
        raise NotImported(
            f"Nothing was written: {found}. Put right what is listed above.", problems
        )
    return book


def write_checked(book: Workbook) -> None:
    """Write a folder without a fault. Raises NotImported if what was checked holds no longer."""
    try:
        with transaction.atomic(), _constraints_checked_at_once():
            book.write()
    except Wrong as wrong:
        raise NotImported(f"Nothing was written: {wrong}. Import it again.") from wrong
    except (DataError, IntegrityError, InternalError) as error:
        # The pages go on working meanwhile, and may have taken what was free.
        reason = str(error).strip().splitlines()[0]
        raise NotImported(
            "Nothing was written: somebody may have changed the same records at this moment."
            f" Import the folder again. The database says: {reason}"
        ) from error


def unknown_tables(path: Path) -> list[str]:
    """Give the names of CSV files in the folder that no import reads."""
    known = {source.table.file for source in sources()}
    return sorted(file.name for file in path.glob("*.csv") if file.name not in known)


@contextmanager
def _constraints_checked_at_once() -> Iterator[None]:
    """Check foreign keys with each statement, not at the end.

    PostgreSQL goes through all checks still open whenever a trigger of the audit trail runs, so
    each row would take longer than the one before.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
