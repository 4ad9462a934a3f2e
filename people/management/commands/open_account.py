from argparse import ArgumentParser

import pghistory
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people.errors import AccountError
from people.models import Person
from people.services import open_account


class Command(BaseCommand):
    help = "Opens an account for one person, who then signs in by e-mail code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", help="The person's key, as in people.csv.")

    def handle(self, *, person: str, **options: object) -> None:
        try:
            with pghistory.context(command="open_account"):
                account = open_account(person=Person.objects.get(key=person), now=timezone.now())
        except Person.DoesNotExist as error:
            raise CommandError(
                f"Nobody has the key “{person}”. The keys are in the first column of people.csv."
            ) from error
        except AccountError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{account.name} may sign in at {settings.PUBLIC_BASE_URL}/sign-in/ "
            f"with {account.email}."
        )
