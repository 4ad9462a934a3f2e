"""What members proposed for a meeting, and nobody has looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Func, IntegerField

from steering.models import Meeting
from steering.querysets import MeetingQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

# Written out, since Django would build and compile it anew for each page.
PROPOSALS = Func(
    "pk",
    template="""(
        SELECT COUNT(*) FROM steering_backlogitem AS one
        WHERE one.proposed_for_id = %(expressions)s
          AND one.item_id IS NULL AND one.closed_at IS NULL
    )""",
    output_field=IntegerField(),
)


class _Read(TypedDict):
    waiting: int


def with_proposals(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """The same meetings, annotated with what `proposals_for` needs: no SQL query more."""
    read: MeetingQuerySet = meetings.annotate(waiting=PROPOSALS)
    return read


def proposals_for(meeting: Meeting) -> int:
    """Give how many open proposals there are for a meeting loaded `with_proposals`."""
    return cast("WithAnnotations[Meeting, _Read]", meeting).waiting
