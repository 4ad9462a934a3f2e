"""`python manage.py prepare_database`: what has to be done before each start."""

from typing import Any

import pghistory
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.programme import NotImported
from reports.programme.example import is_empty, load_example
from sites.services.programme import OtherMode, ensure_mode


class Command(BaseCommand):
    help = (
        "Migrates the database, stores the mode in it at the first start, and with DEMO=1 loads"
        " the example programme when it is empty."
    )

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=max(0, verbosity - 1))
        now = timezone.now()
        try:
            ensure_mode(demo=settings.DEMO, now=now)
            if settings.DEMO and is_empty():
                with pghistory.context(command="prepare_database"):
                    load_example(settings.EXAMPLE_PROGRAMME, now=now)
                self.stdout.write("The example programme is loaded.")
        except OtherMode as refusal:
            raise CommandError(str(refusal)) from refusal
        except NotImported as refusal:
            for problem in refusal.problems:
                self.stderr.write(str(problem))
            raise CommandError(str(refusal)) from refusal
