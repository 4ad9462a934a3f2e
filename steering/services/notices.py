"""Standard notices that go by themselves when they are due. So far: the reminder of a meeting.

A notice is due from its moment until its expiry and goes once: its key is made of meeting,
start and person, so a task that runs twice adds nothing, and a moved meeting has new keys.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from outbox import services as outbox
from outbox.models import Message
from people.models import Person
from steering.documents.calendar import Contact
from steering.documents.contacts import administrator_of
from steering.documents.notices import notice_words
from steering.lead_times import reminder_due
from steering.models import Meeting
from steering.services.meetings import about

REMINDER = "reminder"
LONGEST_BREAK = timedelta(days=14)
"""No two working days lie further apart, so no reminder is due earlier before its meeting."""


@dataclass(frozen=True)
class Notice:
    """A reminder that will go, or should have gone, at `due` to `people`."""

    meeting: Meeting
    due: datetime
    people: tuple[Person, ...]


def reminders_between(start: datetime, end: datetime) -> list[Notice]:
    """Give the reminders whose moment lies in `[start, end)`, soonest first.

    A meeting of which nobody has been told has none, nor one whose moment lay before its
    members were told: so an import sends nothing that is past.
    """
    meetings = (
        Meeting.objects.planned()
        .filter(announced_at__isnull=False, starts_at__gt=start)
        .filter(starts_at__lt=end + LONGEST_BREAK)
        .select_related("group__site")
        .prefetch_related("agenda_items")
        .order_by("starts_at")
    )
    due = [(reminder_due(one.starts_at, one.group.site.nation), one) for one in meetings]
    wanted = [
        (moment, one) for moment, one in due if start <= moment < end and moment >= one.announced_at
    ]
    return [Notice(one, moment, _members(one)) for moment, one in sorted(wanted, key=_by_moment)]


def queue_due(*, now: datetime) -> int:
    """Put every reminder that is due and not yet dispatched into the outbox; give their number."""
    due = reminders_between(now - LONGEST_BREAK, now + timedelta(microseconds=1))
    return sum(_queue(notice, now) for notice in due if notice.meeting.starts_at > now)


def _by_moment(pair: tuple[datetime, Meeting]) -> tuple[datetime, int]:
    return pair[0], pair[1].pk


def _members(meeting: Meeting) -> tuple[Person, ...]:
    day = timezone.localdate(meeting.starts_at)
    members = meeting.group.memberships.active_on(day).in_force().exclude(person__email="")
    return tuple(one.person for one in members.select_related("person").order_by("pk"))


def _key(meeting: Meeting, person: Person) -> str:
    return f"{REMINDER}:{meeting.key}:{meeting.starts_at.isoformat()}:{person.key}"


@transaction.atomic
def _queue(notice: Notice, now: datetime) -> int:
    meeting = notice.meeting
    gone = set(
        Message.objects.about(about(meeting)).filter(kind=REMINDER).values_list("key", flat=True)
    )
    people = [person for person in notice.people if _key(meeting, person) not in gone]
    if not people:
        return 0
    administrator = administrator_of(meeting.group)
    sender = (
        Contact(administrator.name, administrator.email)
        if administrator
        else Contact(meeting.group.name, "")
    )
    mailbox = outbox.open_mailbox(key=meeting.group.key, name=meeting.group.name)
    drafts = [_draft(meeting, person, sender) for person in people]
    return len(outbox.put(mailbox=mailbox, drafts=drafts, now=now, held=False))


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
        batch=f"{REMINDER}:{meeting.key}:{meeting.starts_at.isoformat()}",
        recipient=f"person:{person.pk}",
        expires_at=meeting.starts_at,
    )
