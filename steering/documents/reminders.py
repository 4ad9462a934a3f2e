"""What was written to people about papers that are not in."""

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat

from outbox.enums import State
from outbox.models import Message
from outbox.querysets import MessageQuerySet
from steering.enums import NoticeKind
from steering.handles import TO, about
from steering.models import Meeting

NEVER_WENT = (State.HELD, State.WITHDRAWN, State.FAILED)


def reminders(meeting: Meeting) -> MessageQuerySet:
    """The reminders of a meeting's papers, and what was to be one and never went."""
    written: MessageQuerySet = Message.objects.about(about(meeting)).filter(
        kind=NoticeKind.PAPERS_DUE
    )
    return written


def reminded_at(meeting: Meeting) -> Subquery:
    """When the owner of a paper of `meeting` was last reminded, for each paper of a query."""
    owner = Concat(Value(TO), Cast(OuterRef("owner_id"), CharField()), output_field=CharField())
    gone = reminders(meeting).exclude(state__in=NEVER_WENT).filter(recipient=owner)
    return Subquery(gone.order_by("-created_at").values("created_at")[:1])
