"""What an agenda still waits for: papers that are not in, proposals that nobody has looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Func, JSONField

from calendars.wording import counted
from steering.enums import PaperFormat
from steering.models import Meeting
from steering.querysets import MeetingQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

# Written out, since Django would build and compile three subqueries anew for each page.
WAITING = Func(
    "pk",
    template=f"""(
        SELECT jsonb_build_array(COUNT(paper.id), COUNT(paper.id) FILTER (WHERE NOT EXISTS (
            SELECT FROM steering_paperfile AS file
            WHERE file.paper_id = paper.id AND file.form = '{PaperFormat.ORDINARY.value}'
              AND file.replaced_at IS NULL
        )), (
            SELECT COUNT(*) FROM steering_backlogitem AS one
            WHERE one.proposed_for_id = this.id AND one.item_id IS NULL AND one.closed_at IS NULL
        ))
        FROM (VALUES (%(expressions)s)) AS this (id)
        LEFT JOIN steering_agendaitem AS item ON item.meeting_id = this.id
        LEFT JOIN steering_paper AS paper ON paper.item_id = item.id
        GROUP BY this.id
    )""",
    output_field=JSONField(),
)
"""How many papers there are to be, how many of them are not in, and the open proposals."""


@dataclass(frozen=True)
class Waiting:
    """Counts for the agenda of one meeting."""

    papers: int
    missing: int
    proposals: int

    @property
    def papers_in_words(self) -> str:
        """`1 of 4 papers is not in yet.`; empty when nothing is missing."""
        if not self.missing:
            return ""
        is_ = "is" if self.missing == 1 else "are"
        return f"{self.missing} of {counted(self.papers, 'paper')} {is_} not in yet."


class _Read(TypedDict):
    waiting: list[int]


def with_waiting(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """The same meetings, annotated with what `waiting_for` needs: no SQL query more."""
    read: MeetingQuerySet = meetings.annotate(waiting=WAITING)
    return read


def waiting_for(meeting: Meeting) -> Waiting:
    """Give what the agenda of a meeting loaded `with_waiting` still waits for."""
    return Waiting(*cast("WithAnnotations[Meeting, _Read]", meeting).waiting)
