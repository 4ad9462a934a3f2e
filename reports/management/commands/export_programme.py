"""`python manage.py export_programme DIR`"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from csv_tables.problems import Wrong
from reports.programme import export_programme


class Command(BaseCommand):
    help = "Writes the programme as a folder of CSV files. A backup is another thing: see pg_dump."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="where to write it")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            export_programme(folder)
        except (OSError, Wrong) as error:
            raise CommandError(f"The export is not complete: {error}") from error
        self.stdout.write(f"The programme is in {folder}.")
