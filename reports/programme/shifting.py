"""Moving a programme folder in time."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from csv_tables.folder import Folder
from csv_tables.reading import read_table
from csv_tables.tables import Table, Values
from csv_tables.writing import write_table
from reports.programme.importing import NotImported
from reports.programme.sources import sources


def shift_programme(source: Path, target: Path, *, weeks: int) -> None:
    """Write the folder at `source` into `target` with every date and time `weeks` later.

    Weekdays and times of day on the clock stay as they are, also across a change of the clocks.
    Texts are left alone. Raises NotImported when a file cannot be read.
    """
    shutil.copytree(source / "minutes", target / "minutes")
    for table in (each.table for each in sources()):
        reading = read_table(Folder(source), table)
        if reading.problems:
            raise NotImported(f"The folder {source} cannot be moved in time.", reading.problems)
        shifted = [
            _shifted(record.values, table, timedelta(weeks=weeks)) for record in reading.records
        ]
        write_table(Folder(target), table, shifted)


def _shifted(values: Values, table: Table, by: timedelta) -> Values:
    return {name: _later(values.get(name), by) for name in table.names}


def _later(value: Any, by: timedelta) -> Any:
    if isinstance(value, datetime):
        # Adding to a local time moves the clock's hands, whatever the offset is by then.
        return (timezone.localtime(value, timezone.get_default_timezone()) + by).astimezone(UTC)
    return value + by if isinstance(value, date) else value
