"""Standard notices that go by themselves when they are due. So far: the reminder of a meeting.

A notice is due from its moment until its expiry and goes once: its key is made of meeting,
start and person, so a task that runs twice adds nothing, and a moved meeting has new keys.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import prefetch_related_objects

from outbox import services as outbox
from outbox.models import Message
from people.models import Person
from steering.documents.calendar import Contact
from steering.documents.contacts import administrator_of
from steering.documents.notices import Words, notice_words
from steering.enums import MeetingState, NoticeKind
from steering.lead_times import goes_at
from steering.models import Meeting, NoticeHold
from steering.notice_settings import keep, own_notices
from steering.querysets import MeetingQuerySet
from steering.seats import members_for, seats, with_seats
from steering.services.meetings import about

REMINDER = NoticeKind.REMINDER
LONGEST_BREAK = timedelta(days=14)
"""No two working days lie further apart, so no reminder is due earlier before its meeting."""


@dataclass(frozen=True)
class Notice:
    """A reminder that will go, or should have gone, at `due` to `people`, unless it is on hold."""

    meeting: Meeting
    due: datetime
    people: tuple[Person, ...]
    hold: NoticeHold | None = None

    @property
    def goes(self) -> bool:
        """Whether it goes at all: members were told of the meeting before its moment."""
        announced = self.meeting.announced_at
        planned = self.meeting.state == MeetingState.PLANNED
        return planned and announced is not None and announced <= self.due

    @property
    def batch(self) -> str:
        """The handle of its messages in the outbox."""
        return reminder_batch(self.meeting)


def reminders_between(start: datetime, end: datetime, *, now: datetime) -> list[Notice]:
    """Give the reminders whose moment lies in `[start, end)`, soonest first. Three SQL queries."""
    meetings = (
        Meeting.objects.planned()
        .filter(announced_at__isnull=False, starts_at__gt=start)
        .filter(starts_at__lt=end + LONGEST_BREAK)
    )
    loaded = with_notices(meetings)
    for meeting in loaded:
        keep(meeting.group, meeting.own_notices)
    return reminders_among(loaded, start, end, now=now)


def with_notices(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """The same meetings with all that `reminders_among` reads: two more SQL queries for all."""
    whole: MeetingQuerySet = (
        with_seats(meetings)
        .prefetch_related("notice_holds")
        .annotate(own_notices=own_notices("group"))
    )
    return whole


def reminders_among(
    meetings: Iterable[Meeting], start: datetime, end: datetime, *, now: datetime
) -> list[Notice]:
    """Give the reminders of `meetings` whose moment lies in `[start, end)`, soonest first.

    A meeting of which nobody has been told has none, nor one whose moment lay before its
    members were told: so an import sends nothing that is past.
    """
    notices = [reminder_of(one, now=now) for one in meetings]
    wanted = [one for one in notices if start <= one.due < end and one.goes]
    return sorted(wanted, key=lambda one: (one.due, one.meeting.pk))


def reminder_of(meeting: Meeting, *, now: datetime) -> Notice:
    """Give the reminder of one meeting, whether or not it goes. Three SQL queries at the most."""
    prefetch_related_objects([meeting], seats(), "notice_holds")
    due = goes_at(REMINDER, meeting.starts_at, meeting.group)
    people = tuple(person for person in members_for(meeting, now) if person.email)
    return Notice(meeting, due, people, hold_of(meeting))


def reminder_words(meeting: Meeting, person: Person) -> Words:
    """Give the reminder as `person` will read it."""
    sender = _sender(meeting)
    return notice_words(REMINDER, meeting, to_name=person.name, from_name=sender.name)


def reminder_batch(meeting: Meeting) -> str:
    """The handle in the outbox of the reminders for the meeting's present time."""
    return f"{REMINDER}:{meeting.key}:{meeting.starts_at.isoformat()}"


def hold_of(meeting: Meeting) -> NoticeHold | None:
    """Give what keeps the reminder for the meeting's present time from going, if anything."""
    return next(
        (
            one
            for one in meeting.notice_holds.all()
            if one.starts_at == meeting.starts_at and one.released_at is None
        ),
        None,
    )


def queue_due(*, now: datetime) -> int:
    """Put every reminder that is due and not yet dispatched into the outbox; give their number."""
    due = reminders_between(now - LONGEST_BREAK, now + timedelta(microseconds=1), now=now)
    return sum(_queue(one, now) for one in due if one.meeting.starts_at > now and not one.hold)


def _key(meeting: Meeting, person: Person) -> str:
    return f"{reminder_batch(meeting)}:{person.key}"


@transaction.atomic
def _queue(notice: Notice, now: datetime) -> int:
    # Held, moved or cancelled at this very moment: the lock puts one of the two wholly first.
    meeting = Meeting.objects.select_for_update().get(pk=notice.meeting.pk)
    moved = meeting.starts_at != notice.meeting.starts_at
    if moved or meeting.state != MeetingState.PLANNED or hold_of(meeting):
        return 0
    gone = set(
        Message.objects.about(about(meeting)).filter(kind=REMINDER).values_list("key", flat=True)
    )
    people = [person for person in notice.people if _key(meeting, person) not in gone]
    if not people:
        return 0
    sender = _sender(meeting)
    mailbox = outbox.open_mailbox(key=meeting.group.key, name=meeting.group.name)
    drafts = [_draft(meeting, person, sender) for person in people]
    return len(outbox.put(mailbox=mailbox, drafts=drafts, now=now, held=False))


def _sender(meeting: Meeting) -> Contact:
    administrator = administrator_of(meeting.group)
    if administrator is None:
        return Contact(meeting.group.name, "")
    return Contact(administrator.name, administrator.email)


def _draft(meeting: Meeting, person: Person, sender: Contact) -> outbox.Draft:
    words = notice_words(REMINDER, meeting, to_name=person.name, from_name=sender.name)
    return outbox.Draft(
        key=_key(meeting, person),
        kind=REMINDER,
        to_name=person.name,
        to_address=person.email,
        from_name=sender.name,
        reply_to=sender.address,
        subject=words.subject,
        text=words.text,
        html=words.html,
        about=about(meeting),
        batch=reminder_batch(meeting),
        recipient=f"person:{person.pk}",
        expires_at=meeting.starts_at,
    )
