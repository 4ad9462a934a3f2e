"""Noting how somebody is reached and what they need."""

from dataclasses import asdict, dataclass

from django.db import transaction

from people.enums import Route
from people.models import Contact, Person


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How somebody is reached and what they need; by default the usual way and nothing.

    `notice_days` is how many days before a meeting they need to know; None when it is all the same.
    """

    route: Route = Route.EMAIL
    telephone: str = ""
    postal_address: str = ""
    large_print: bool = False
    plain_english: bool = False
    easy_read: bool = False
    notice_days: int | None = None
    other_needs: str = ""


@transaction.atomic
def note_contact(*, person: Person, reach: Reach) -> Contact:
    """Note it in the place of what was noted before."""
    contact, _ = Contact.objects.update_or_create(person=person, defaults=asdict(reach))
    return contact
