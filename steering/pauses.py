"""Groups all of whose mail is paused: since when and by whom, read along with other rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Func, JSONField

from calendars.wording import day_and_time
from steering.models import Meeting, SteeringGroup

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


def own_pause(key: str) -> Func:
    """What to annotate rows with, as `own_pause`; `key` leads to the key of the group."""
    return Func(
        key,
        template="""(
            SELECT jsonb_build_array(box.paused_at, box.paused_by)
            FROM outbox_mailbox AS box WHERE box.paused AND box.key = %(expressions)s
        )""",
        output_field=JSONField(),
    )


class _Read(TypedDict):
    own_pause: tuple[str | None, str] | None


@dataclass(frozen=True)
class Pause:
    """All mail of a group is paused."""

    group: SteeringGroup
    since: datetime | None
    by: str

    @property
    def sentence(self) -> str:
        """`All mail of the … is paused since Tuesday 24 November 2026, 10:30am, by Helen Marsh.`"""
        since = f" since {day_and_time(self.since)}" if self.since else ""
        by = f", by {self.by}" if self.by else ""
        return f"All mail of the {self.group.name} is paused{since}{by}."


def pause_of(row: SteeringGroup | Meeting) -> Pause | None:
    """Give the pause of a group, or of a meeting's group, that was annotated with `own_pause`."""
    read = cast("WithAnnotations[Meeting, _Read]", row).own_pause
    if read is None:
        return None
    since, by = read
    group = row.group if isinstance(row, Meeting) else row
    return Pause(group, datetime.fromisoformat(since) if since else None, by)
