"""The minutes of a meeting as the product reads them, for the tests of their forms."""

from steering.documents.minutes import MinutesDocument
from steering.documents.minutes_reading import document_of, read_minutes, with_minutes
from steering.models import Meeting


def minutes_document(meeting: Meeting) -> MinutesDocument:
    """Give the document of `meeting`, which has minutes, as they stand."""
    return document_of(read_minutes(with_minutes(Meeting.objects.all()).get(pk=meeting.pk)))
