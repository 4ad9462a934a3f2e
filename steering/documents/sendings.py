"""What a sending says: read once for all recipients, put into words for each."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from outbox.services import EnclosedFile
from people.models import Person
from steering.documents import calendar
from steering.documents.calendar import Contact
from steering.documents.notices import Words, notice_words
from steering.enums import SendingKind
from steering.links import Purpose, personal_link, stands_for_link
from steering.models import Meeting


def entry_files(entry: str) -> tuple[EnclosedFile, ...]:
    """Give a calendar entry as the file that goes with its mail besides; none without an entry.

    Outlook and Gmail read the `text/calendar` part of the mail itself (RFC 6047), Outlook no
    other. Some programs offer to add only what is attached. As `application/ics` the file is not
    taken for a second invitation: decision 0005.
    """
    if not entry:
        return ()
    return (
        EnclosedFile(name="invite.ics", content_type="application/ics", content=entry.encode()),
    )


class Content(Protocol):
    """The frozen matter of a sending.

    `sha256` changes whenever a recipient would read something else; `method` is the iCalendar
    method of what `calendar_for` gives, or empty.
    """

    @property
    def sha256(self) -> str: ...

    @property
    def method(self) -> str: ...

    @property
    def files(self) -> tuple[EnclosedFile, ...]: ...

    def words(self, person: Person) -> Words: ...

    def private_links(self, person: Person) -> dict[str, str]: ...

    def calendar_for(self, person: Person, *, now: datetime) -> str: ...


@dataclass(frozen=True)
class NoticeContent:
    """An invitation, an agenda or a cancellation.

    `sender` signs it; `organiser` is whom calendars name, the same for all the meeting's entries.
    `members` are the ids of those who have a link of their own to reply with.
    """

    kind: SendingKind
    meeting: Meeting
    members: frozenset[int]
    sender: Contact
    organiser: Contact
    changed: bool = False
    files: tuple[EnclosedFile, ...] = ()

    @property
    def method(self) -> str:
        return {SendingKind.INVITATION: "REQUEST", SendingKind.CANCELLATION: "CANCEL"}.get(
            self.kind, ""
        )

    @property
    def sha256(self) -> str:
        words = self._words("")
        return hashlib.sha256(f"{words.subject}\n{words.text}".encode()).hexdigest()

    def words(self, person: Person) -> Words:
        return self._words(person.name, "".join(self.private_links(person)))

    def private_links(self, person: Person) -> dict[str, str]:
        """The person's own link to reply with, by what stands for it in the words."""
        asks = self.kind in (SendingKind.INVITATION, SendingKind.AGENDA)
        if not asks or person.pk not in self.members:
            return {}
        link = personal_link(Purpose.REPLY, meeting=self.meeting, person=person)
        return {stands_for_link(person, Purpose.REPLY): link}

    def _words(self, to_name: str, reply_link: str = "") -> Words:
        return notice_words(
            self.kind,
            self.meeting,
            to_name=to_name,
            from_name=self.sender.name,
            changed=self.changed,
            reply_link=reply_link,
        )

    def calendar_for(self, person: Person, *, now: datetime) -> str:
        attendee = Contact(person.name, person.email)
        if self.kind == SendingKind.INVITATION:
            return calendar.invitation(
                self.meeting, organiser=self.organiser, attendee=attendee, now=now
            )
        if self.kind == SendingKind.CANCELLATION:
            return calendar.cancellation(
                self.meeting, organiser=self.organiser, attendee=attendee, now=now
            )
        return ""
