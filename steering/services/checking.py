"""What would be sent now and to whom, to be looked at before it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Exists, OuterRef
from django.utils import timezone

from outbox import services as outbox
from people.models import User
from steering.documents.agenda import with_papers
from steering.documents.calendar import Contact
from steering.documents.contacts import contact_of
from steering.documents.mail import MinutesContent
from steering.documents.minutes import MinutesDocument
from steering.documents.minutes_reading import document_of, read_minutes, with_minutes
from steering.documents.readers import Readers, readers_of
from steering.documents.sendings import Content, NoticeContent
from steering.enums import MINUTES_MAY_BECOME, MeetingState, MinutesState, SendingKind
from steering.errors import SteeringError
from steering.models import AgendaItem, Meeting, Sending
from steering.querysets import MeetingQuerySet
from steering.seats import seats_of
from steering.services.recipients import (
    Audience,
    Recipients,
    readers_of_agenda,
    readers_of_minutes,
    recipients_of,
    those_invited,
)

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from steering.seats import Seat

NOT_WRITTEN = "The minutes are not written yet."


class NothingToSend(SteeringError):
    """The text is missing, or nobody would get it."""


class AlreadyUnderWay(SteeringError):
    """The same thing is on its way out already."""


@dataclass(frozen=True)
class Check:
    """What would be sent now, and how long it would be held."""

    meeting: Meeting
    kind: SendingKind
    content: Content
    recipients: Recipients
    readers: Readers
    hold: timedelta

    @property
    def secrets(self) -> int:
        """How many confidential items the text has for those who may read them."""
        return len(self.readers.by_number)

    @property
    def readers_of_secrets(self) -> int:
        """How many of those who get it by mail read one of them or more."""
        return self.readers.count_among(one.person.pk for one in self.recipients.by_mail)


class _Read(TypedDict):
    is_under_way: bool
    hold_seconds: int
    site_administrator: dict[str, str] | None


@dataclass(frozen=True)
class _Matter:
    """What is said, whom it concerns, and all the seats of the group, of whatever day."""

    content: Content
    readers: Readers
    audience: Audience
    seats: list[Seat]


def with_check(meetings: MeetingQuerySet, kind: SendingKind) -> MeetingQuerySet:
    """The same meetings, each with what `prepare` wants of it for `kind`."""
    under_way = Sending.objects.under_way(kind).filter(meeting=OuterRef("pk"))
    loaded: MeetingQuerySet = with_minutes(meetings).annotate(
        is_under_way=Exists(under_way),
        hold_seconds=outbox.hold_seconds(key=OuterRef("group__key")),
    )
    return loaded


def prepare(
    *,
    meeting: Meeting,
    kind: SendingKind,
    by: User,
    left_out: Collection[int] = (),
    now: datetime,
) -> Check:
    """Work out what would be sent to whom, of a meeting loaded `with_check`.

    Seven SQL queries at the most. Raises AlreadyUnderWay, and NothingToSend when there is no text.
    """
    if cast("WithAnnotations[Meeting, _Read]", meeting).is_under_way:
        raise AlreadyUnderWay("This is on its way out already.")
    return look_at(meeting=meeting, kind=kind, by=by, left_out=left_out, now=now)


def look_at(
    *,
    meeting: Meeting,
    kind: SendingKind,
    by: User,
    left_out: Collection[int] = (),
    now: datetime,
) -> Check:
    """The same whether it is on its way out or not, for what goes by post. Raises NothingToSend."""
    read = cast("WithAnnotations[Meeting, _Read]", meeting)
    is_minutes = kind == SendingKind.MINUTES
    matter = _minutes(meeting, by, now) if is_minutes else _notice(read, kind, by)
    return Check(
        meeting=meeting,
        kind=kind,
        content=matter.content,
        readers=matter.readers,
        recipients=recipients_of(
            matter.audience, matter.seats, sender=by.person, left_out=left_out, now=now
        ),
        hold=timedelta(seconds=read.hold_seconds),
    )


def sender_of(by: User) -> Contact:
    """How whoever presses “Send” signs it, and where answers go."""
    return Contact(by.person.name, by.person.email) if by.person else Contact(by.email, by.email)


def _minutes(meeting: Meeting, by: User, now: datetime) -> _Matter:
    if not hasattr(meeting, "minutes"):
        raise NothingToSend(NOT_WRITTEN)
    rows = read_minutes(meeting)
    document = document_of(rows)
    readers = readers_of(rows.items, rows.seats)
    _refuse_minutes_not_to_be_sent(document)
    return _Matter(
        content=MinutesContent(
            document.circulated(on=timezone.localdate(now)), sender_of(by).name, readers
        ),
        readers=readers,
        audience=readers_of_minutes(rows.seats, rows.attendances, now),
        seats=rows.seats,
    )


def _refuse_minutes_not_to_be_sent(document: MinutesDocument) -> None:
    if not document.is_written:
        raise NothingToSend(NOT_WRITTEN)
    if MinutesState.CIRCULATED not in MINUTES_MAY_BECOME[document.state]:
        raise NothingToSend("These minutes are confirmed, so they are not sent as a draft.")


def _notice(meeting: WithAnnotations[Meeting, _Read], kind: SendingKind, by: User) -> _Matter:
    items = list(with_papers(AgendaItem.objects.filter(meeting=meeting)))
    _refuse_notice_not_to_be_sent(meeting, kind, items)
    seats = seats_of(meeting.group)
    invited = those_invited(meeting, seats)
    is_agenda = kind == SendingKind.AGENDA
    readers = readers_of(items, seats)
    return _Matter(
        content=NoticeContent(
            kind=kind,
            meeting=meeting,
            members=frozenset(one.person.pk for one in invited.everybody),
            items=items,
            readers=readers,
            sender=sender_of(by),
            organiser=contact_of(seats, meeting.site_administrator) or sender_of(by),
            changed=kind == SendingKind.INVITATION and _is_a_change(meeting),
        ),
        readers=readers,
        audience=readers_of_agenda(meeting, seats) if is_agenda else invited,
        seats=seats,
    )


def _refuse_notice_not_to_be_sent(
    meeting: Meeting, kind: SendingKind, items: Sequence[AgendaItem]
) -> None:
    expected = MeetingState.CANCELLED if kind == SendingKind.CANCELLATION else MeetingState.PLANNED
    if meeting.state != expected:
        raise NothingToSend(
            f"This meeting is {meeting.get_state_display().lower()}, "
            f"so its {kind.label.lower()} is not sent."
        )
    if kind == SendingKind.AGENDA and not items:
        raise NothingToSend("There is no agenda yet.")


def _is_a_change(meeting: Meeting) -> bool:
    """Whether the members were last told of another time, place or title."""
    left = meeting.sendings.filter(kind=SendingKind.INVITATION, took_effect_at__isnull=False)
    last = left.order_by("-took_effect_at").first()
    return last is not None and last.sequence < meeting.changed_in
