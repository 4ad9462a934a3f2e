"""How somebody is reached. Load people with `select_related("contact")` to ask for many."""

from people.enums import Route
from people.models import Contact, Person

FORMATS = {
    "large_print": "large print",
    "plain_english": "plain English",
    "easy_read": "easy read",
}
"""The fields of a contact that say in which form somebody reads, in words."""


def reach_of(person: Person) -> Contact:
    """Give what is noted of somebody; the usual way, not saved, where nothing is."""
    return getattr(person, "contact", None) or Contact(person=person)


def gets_mail(person: Person) -> bool:
    """Whether somebody has an address and is reached by e-mail; else they are listed for post."""
    return bool(person.email) and reach_of(person).route == Route.EMAIL
