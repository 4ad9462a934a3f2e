"""A calendar entry for one person alone: who joins, who leaves, whose address is another."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from people.models import Person
from steering.documents import calendar
from steering.documents.agenda import with_papers
from steering.documents.calendar import Contact
from steering.documents.notices import Words, notice_words
from steering.documents.readers import readers_of
from steering.documents.sendings import NoticeContent
from steering.enums import MeetingState, SendingKind
from steering.models import AgendaItem, Meeting
from steering.seats import seats_of

ORGANISER = re.compile(r"^ORGANIZER[^\r]*?:mailto:([^\r]+)\r$", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class EntryMail:
    """What is sent to one person about one meeting, with the entry for their calendar."""

    kind: SendingKind
    words: Words
    entry: str
    method: str
    private_links: Mapping[str, str] = field(default_factory=dict)


def invitation_to(
    meeting: Meeting, person: Person, organiser: Contact, *, now: datetime
) -> EntryMail:
    """Give what puts the meeting into the calendar of `person`, or brings it up to date there."""
    items = list(with_papers(AgendaItem.objects.filter(meeting=meeting)))
    said = NoticeContent(
        kind=SendingKind.INVITATION,
        meeting=meeting,
        items=items,
        readers=readers_of(items, seats_of(meeting.group)),
        sender=organiser,
        organiser=organiser,
        members=frozenset({person.pk}),
    )
    return EntryMail(
        kind=said.kind,
        words=said.words(person),
        entry=said.calendar_for(person, now=now),
        method=said.method,
        private_links=said.private_links(person),
    )


def removal_of(
    meeting: Meeting, person: Person, address: str, organiser: Contact, *, now: datetime
) -> EntryMail:
    """Give what takes the meeting out of a calendar: of one person, or as it is cancelled."""
    cancelled = meeting.state == MeetingState.CANCELLED
    take_out = calendar.cancellation if cancelled else calendar.removal
    attendee = Contact(person.name, address)
    return EntryMail(
        kind=SendingKind.CANCELLATION,
        words=notice_words(
            SendingKind.CANCELLATION if cancelled else "removal",
            meeting,
            to_name=person.name,
            from_name=organiser.name,
        ),
        entry=take_out(meeting, organiser=organiser, attendee=attendee, now=now),
        method="CANCEL",
    )


def organiser_in(entry: str) -> str:
    """Give the organiser's address that stands in a calendar entry, or nothing."""
    found = ORGANISER.search(entry.replace("\r\n ", ""))
    return found[1] if found else ""
