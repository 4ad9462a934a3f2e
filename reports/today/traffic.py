"""What goes out by itself in the next days, and what went out in the last ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from reports.today.batches import Batch
from reports.today.reading import Read
from reports.today.wording import day_of, to_whom, what, which
from steering.models import Meeting, NoticeHold, Sending
from steering.services.notices import Notice, notices_of

DAYS_SHOWN = timedelta(days=7)


@dataclass(frozen=True)
class Outgoing:
    """Something that goes out at `at` to `people`, told as `to`, unless somebody stops it.

    `notice` is the standard notice it is, which may be held; None for what a person sent, which is
    held for a few minutes with Undo. While all mail of its group is `paused` it waits.
    """

    at: datetime
    day: str
    what: str
    which: str
    people: int
    to: str
    url: str
    meeting: Meeting
    notice: Notice | None = None
    now: bool = False
    paused: bool = False

    @property
    def hold(self) -> NoticeHold | None:
        return self.notice.hold if self.notice else None


@dataclass(frozen=True)
class WentOut:
    """A batch that went out, and what became of it."""

    at: datetime
    day: str
    what: str
    which: str
    batch: Batch
    url: str


def going_out(read: Read) -> list[Outgoing]:
    """Give what goes out within a week, soonest first: notices, and what is held with Undo."""
    return sorted([*_notices(read), *_under_way(read)], key=lambda one: (one.at, one.which))


def went_out(read: Read) -> list[WentOut]:
    """Give what went out within the last week, newest first."""
    meetings = {facts.meeting.pk: facts.meeting for facts in read.facts}
    rows = [
        WentOut(
            at=batch.at,
            day=day_of(batch.at, read.today),
            what=what(batch.kind, meetings[batch.meeting_id]),
            which=which(meetings[batch.meeting_id]),
            batch=batch,
            url=reverse("meeting_messages", args=[batch.meeting_id]),
        )
        for batch in read.batches
        if batch.at > read.now - DAYS_SHOWN
        and batch.everybody > batch.held
        and batch.meeting_id in meetings
    ]
    return sorted(rows, key=lambda row: (row.at, row.which), reverse=True)


def _notices(read: Read) -> Iterator[Outgoing]:
    begun = {batch.batch for batch in read.batches}
    paused = read.paused
    for notice in (one for situation in read.situations for one in notices_of(situation)):
        overdue = notice.due <= read.now
        in_sight = notice.due < read.now + DAYS_SHOWN and notice.until > read.now
        if not (in_sight and notice.goes and notice.people):
            continue
        if notice.batch in begun or (overdue and notice.hold):
            continue
        yield Outgoing(
            at=notice.due,
            day=day_of(notice.due, read.today),
            what=what(notice.kind, notice.meeting),
            which=which(notice.meeting),
            people=len(notice.people),
            to=to_whom(notice.kind, len(notice.people)),
            url=reverse("notice", args=[notice.meeting.pk, notice.kind]),
            meeting=notice.meeting,
            notice=notice,
            now=overdue,
            paused=notice.meeting.group_id in paused,
        )


def _under_way(read: Read) -> Iterator[Outgoing]:
    batches = {batch.batch: batch for batch in read.batches}
    for facts in read.facts:
        for sending in facts.sendings:
            batch = batches.get(str(sending.batch))
            if _is_under_way(sending) and batch and not batch.sent:
                yield Outgoing(
                    at=sending.leaves_at,
                    day=day_of(sending.leaves_at, read.today),
                    what=what(sending.kind, facts.meeting),
                    which=which(facts.meeting),
                    people=batch.everybody,
                    to=to_whom(sending.kind, batch.everybody),
                    url=reverse("held", args=[facts.meeting.pk, sending.kind]),
                    meeting=facts.meeting,
                    now=sending.leaves_at <= read.now,
                    paused=facts.meeting.group_id in read.paused,
                )


def _is_under_way(sending: Sending) -> bool:
    return not (sending.took_effect_at or sending.dropped_at)
