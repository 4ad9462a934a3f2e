"""`python manage.py make_programme --sites N --years Y [--seed S]`"""

from typing import Any

import pghistory
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reports.programme import NotImported
from reports.programme.making import make_programme


class Command(BaseCommand):
    help = "Fills the database with a made-up programme, for tests of load and scale."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sites", type=int, required=True, help="how many sites")
        parser.add_argument("--years", type=int, required=True, help="how many years up to today")
        parser.add_argument("--seed", type=int, default=1, help="another seed, another programme")

    def handle(self, *args: Any, sites: int, years: int, seed: int, **options: Any) -> None:
        if not 1 <= sites <= 999 or not 1 <= years <= 50:
            raise CommandError("Give --sites from 1 to 999 and --years from 1 to 50.")
        try:
            with pghistory.context(command="make_programme"):
                counts = make_programme(sites=sites, years=years, seed=seed, now=timezone.now())
        except NotImported as refusal:
            for problem in refusal.problems:
                self.stderr.write(str(problem))
            raise CommandError(str(refusal)) from refusal
        for count in counts:
            self.stdout.write(f"{count.file}: {count.new} new")
