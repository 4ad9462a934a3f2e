"""`python manage.py import_programme DIR [--check]`"""

from pathlib import Path
from typing import Any

import pghistory
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reports.programme import NotImported, import_programme, unknown_tables


class Command(BaseCommand):
    help = "Loads a programme folder. Everything is checked first; on any error nothing is written."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="the folder of CSV files")
        parser.add_argument("--check", action="store_true", help="check only, write nothing")

    def handle(self, *args: Any, folder: Path, check: bool, **options: Any) -> None:
        try:
            with pghistory.context(command="import_programme"):
                counts = import_programme(folder, now=timezone.now(), check_only=check)
        except NotImported as refusal:
            for problem in refusal.problems:
                self.stderr.write(str(problem))
            raise CommandError(str(refusal)) from refusal
        for name in unknown_tables(folder):
            self.stderr.write(f"{name} is no file of a programme folder, so it was not read.")
        for count in counts:
            self.stdout.write(
                f"{count.file}: {count.new} new, {count.changed} changed, {count.same} same"
            )
        self.stdout.write(
            "No errors; nothing was written." if check else "The programme is loaded."
        )
