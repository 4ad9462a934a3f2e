"""What members replied, in words."""

from dataclasses import dataclass

from django.utils import timezone

from people.models import Person
from steering.documents.register import by_office
from steering.enums import Answer
from steering.models import Meeting, Membership, Reply
from steering.seats import seats_on

SAID = {
    Answer.COMING: "will come",
    Answer.LATE: "will come, arriving late",
    Answer.APOLOGIES: "cannot come",
    Answer.DEPUTY: "will send somebody",
}
OF_ANOTHER = {
    Answer.COMING: "Coming",
    Answer.LATE: "Coming, arriving late",
    Answer.APOLOGIES: "Apologies",
    Answer.DEPUTY: "Sends",
}


def said_by(who: str, reply: Reply) -> str:
    """`I cannot come`, `You will send somebody: Owen Tranter`."""
    more = reply.deputy.name if reply.deputy else reply.arrives
    return f"{who} {SAID[Answer(reply.answer)]}" + (f": {more}" if more else "")


@dataclass(frozen=True)
class ReplyRow:
    """A member of the meeting's day and what they replied, if they did.

    `earlier` is what they replied before the meeting was moved, which counts no more.
    """

    seat: Membership
    reply: Reply | None
    earlier: Reply | None

    @property
    def person(self) -> Person:
        return self.seat.person

    @property
    def about(self) -> str:
        return self.seat.shown_with

    @property
    def words(self) -> str:
        """`Coming, arriving late: 10:30`, `Sends Owen Tranter`, `No reply yet`."""
        if self.reply:
            return _in_words(self.reply)
        if self.earlier:
            return f"No reply yet. Before it was moved: {_in_words(self.earlier)}"
        return "No reply yet"

    @property
    def needs(self) -> str:
        return self.reply.needs if self.reply else ""

    @property
    def deputy_address(self) -> str:
        """Where their deputy gets the papers; `No e-mail` when they are to be sent by post."""
        deputy = self.reply.deputy if self.reply else None
        return (deputy.email or "No e-mail") if deputy else ""


def reply_rows(meeting: Meeting) -> list[ReplyRow]:
    """Give a row for each member of the meeting's day. At most two SQL queries."""
    replies = {
        one.person_id: one for one in meeting.replies.select_related("deputy", "entered_by__person")
    }
    seats = seats_on(meeting, timezone.localdate(meeting.starts_at))
    return [
        _row(seat, replies.get(seat.person_id), meeting) for seat in sorted(seats, key=by_office)
    ]


def _row(seat: Membership, reply: Reply | None, meeting: Meeting) -> ReplyRow:
    holds = reply is not None and reply.starts_at == meeting.starts_at
    return ReplyRow(seat, reply if holds else None, None if holds else reply)


def _in_words(reply: Reply) -> str:
    words = OF_ANOTHER[Answer(reply.answer)]
    if reply.deputy:
        return f"{words} {reply.deputy.name}"
    return f"{words}: {reply.arrives}" if reply.arrives else words
