"""The handles by which the outbox, which knows no meeting and no person, finds messages again."""

from people.models import Person
from steering.models import Meeting

ABOUT = "meeting:"
"""How the handles begin by which the outbox knows what concerns a meeting."""
TO = "person:"


def about(meeting: Meeting) -> str:
    """The handle by which the outbox knows what concerns this meeting."""
    return f"{ABOUT}{meeting.pk}"


def handle_of(person: Person) -> str:
    """The handle by which the outbox knows for whom a message is."""
    return f"{TO}{person.pk}"
