"""What members replied about a meeting. `needs` are for the administrator alone."""

from django.db.models import QuerySet

from steering.enums import Answer
from steering.models import Meeting, Reply


def replies_of(meeting: Meeting) -> QuerySet[Reply]:
    """Give the replies that hold: those from before the meeting was moved are kept, but void."""
    return meeting.replies.filter(starts_at=meeting.starts_at)


def reply_of(meeting: Meeting, person_id: int) -> Reply | None:
    """Give what somebody replied, with the deputy, if they did. One SQL query."""
    return replies_of(meeting).filter(person=person_id).select_related("deputy").first()


def missing_by_reply(meeting: Meeting) -> QuerySet[Reply]:
    """Give the replies of those who said that they do not come themselves."""
    return replies_of(meeting).filter(answer__in=[Answer.APOLOGIES, Answer.DEPUTY])
