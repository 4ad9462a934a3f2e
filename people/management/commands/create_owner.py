from argparse import ArgumentParser

import pghistory
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people.errors import AccountError
from people.services import create_owner


class Command(BaseCommand):
    help = "Opens the first account of a programme: the owner, who sets everything else up."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="The owner's e-mail address.")

    def handle(self, *, email: str, **options: object) -> None:
        try:
            with pghistory.context(command="create_owner"):
                owner = create_owner(email=email, now=timezone.now())
        except AccountError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{owner.email} is the owner. To sign in, open {settings.PUBLIC_BASE_URL}/sign-in/, "
            "type that address, and then the code that comes by e-mail."
        )
