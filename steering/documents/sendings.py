"""What a sending says: read once for all recipients, put into words for each."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from outbox.services import EnclosedFile
from people.models import Person
from steering.documents import calendar
from steering.documents.agenda import AgendaSheet, FileLine, sheet_of
from steering.documents.calendar import Contact
from steering.documents.notices import Words, notice_words
from steering.documents.readers import Readers
from steering.enums import SendingKind
from steering.links import Purpose, personal_link, stands_for_link
from steering.models import Meeting, PaperFile

if TYPE_CHECKING:
    from steering.documents.agenda import ReadItem

PAPERS_TOGETHER = 7 * 1024 * 1024
"""How large papers may be together to go with a mail: many mail servers take 10 MB, encoded."""


@dataclass(frozen=True)
class Enclosed:
    """What goes with a mail: a file's name, and its size in bytes."""

    name: str
    size: int


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

    def with_it(self, person: Person) -> tuple[Enclosed, ...]: ...

    def files_for(self, person: Person) -> tuple[EnclosedFile, ...]: ...

    def words(self, person: Person) -> Words: ...

    def private_links(self, person: Person) -> dict[str, str]: ...

    def calendar_for(self, person: Person, *, now: datetime) -> str: ...


@dataclass(frozen=True)
class NoticeContent:
    """An invitation, an agenda or a cancellation.

    `items` are those of the agenda with their papers; `readers` tells who reads the confidential
    ones. `sender` signs it; `organiser` is whom calendars name, the same for all the meeting's
    entries.
    `members` are the ids of those who have a link of their own to reply with.
    """

    kind: SendingKind
    meeting: Meeting
    items: Sequence[ReadItem]
    readers: Readers
    members: frozenset[int]
    sender: Contact
    organiser: Contact
    changed: bool = False

    @property
    def method(self) -> str:
        return {SendingKind.INVITATION: "REQUEST", SendingKind.CANCELLATION: "CANCEL"}.get(
            self.kind, ""
        )

    @cached_property
    def sha256(self) -> str:
        """Of what those read who read everything, with who they are and which files there are."""
        sheet = self._sheet(frozenset())
        words = self._words("", sheet)
        whole = f"{words.subject}\n{words.text}{self.readers}{sheet.files}"
        return hashlib.sha256(whole.encode()).hexdigest()

    def words(self, person: Person) -> Words:
        reply_link = "".join(self.private_links(person))
        return self._words(person.name, self._sheet_for(person), reply_link)

    def private_links(self, person: Person) -> dict[str, str]:
        """The person's own link to reply with, by what stands for it in the words."""
        asks = self.kind in (SendingKind.INVITATION, SendingKind.AGENDA)
        if not asks or person.pk not in self.members:
            return {}
        link = personal_link(Purpose.REPLY, meeting=self.meeting, person=person)
        return {stands_for_link(person, Purpose.REPLY): link}

    def with_it(self, person: Person) -> tuple[Enclosed, ...]:
        files = self._fitting(self._sheet_for(person))
        return tuple(Enclosed(one.name, one.size) for one in files)

    def files_for(self, person: Person) -> tuple[EnclosedFile, ...]:
        return tuple(self._contents[one.pk] for one in self._fitting(self._sheet_for(person)))

    def _sheet_for(self, person: Person) -> AgendaSheet:
        return self._sheet(self.readers.kept_from(person.pk))

    def _sheet(self, kept: frozenset[int]) -> AgendaSheet:
        items = [(item, item.position not in kept) for item in self.items]
        return sheet_of(self.meeting, items)

    def _fitting(self, sheet: AgendaSheet) -> tuple[FileLine, ...]:
        """The files that go with the agenda: all that the reader may have, or none."""
        goes = self.kind == SendingKind.AGENDA and not _are_too_large(sheet)
        return sheet.files if goes else ()

    @cached_property
    def _contents(self) -> dict[int, EnclosedFile]:
        """The files of the agenda, by id. One SQL query, when the mails are written."""
        wanted = [one.pk for one in self._fitting_for_anybody()]
        rows = PaperFile.objects.filter(pk__in=wanted).select_related("content")
        return {
            row.pk: EnclosedFile(
                name=row.file_name,
                content_type=row.content_type,
                content=bytes(row.content.content),
            )
            for row in rows
        }

    def _fitting_for_anybody(self) -> set[FileLine]:
        versions = {self.readers.kept_from(None)} | {
            self.readers.kept_from(person)
            for _, people in self.readers.by_number
            for person in people
        }
        return {file for kept in versions for file in self._fitting(self._sheet(kept))}

    def _words(self, to_name: str, sheet: AgendaSheet, reply_link: str = "") -> Words:
        return notice_words(
            self.kind,
            self.meeting,
            sheet=sheet,
            to_name=to_name,
            from_name=self.sender.name,
            changed=self.changed,
            reply_link=reply_link,
            too_large=_are_too_large(sheet),
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


def _are_too_large(sheet: AgendaSheet) -> bool:
    return sum(one.size for one in sheet.files) > PAPERS_TOGETHER
