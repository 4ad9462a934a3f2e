"""Writing the database as a programme folder."""

from pathlib import Path

from django.db import connection, transaction

from csv_tables.folder import Folder
from reports.programme.sources import sources


def export_programme(path: Path) -> None:
    """Write the whole programme into the folder at `path`, which is made if it is not there.

    All files show the same moment. Files of the same names are replaced, others stay. Raises
    OSError, and Wrong when the folder holds a link that leads out of it.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Folder(path)
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for source in sources():
            source.export(folder)
