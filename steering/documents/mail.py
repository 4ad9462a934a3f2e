"""Minutes as a mail: HTML, the same in plain text, and the PDF with it."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.template.loader import render_to_string

from outbox.services import EnclosedFile
from people.models import Person
from steering.documents.items import ActionLine, DecisionLine
from steering.documents.markdown import html_of
from steering.documents.minutes import MinutesDocument
from steering.documents.notices import Words, tidy
from steering.documents.pdf import minutes_pdf
from steering.documents.plain_text import text_of, wrapped
from steering.documents.readers import Readers
from steering.documents.sendings import Enclosed


@dataclass(frozen=True)
class MinutesContent:
    """What a sending of minutes says to each of its recipients."""

    document: MinutesDocument
    from_name: str
    readers: Readers = field(default_factory=Readers)
    method: str = ""

    def files_for(self, person: Person) -> tuple[EnclosedFile, ...]:
        return self._files(self.readers.kept_from(person.pk))

    @cached_property
    def _made(self) -> dict[frozenset[int], tuple[EnclosedFile, ...]]:
        return {}

    def _files(self, kept: frozenset[int]) -> tuple[EnclosedFile, ...]:
        if kept not in self._made:
            self._made[kept] = (
                EnclosedFile(
                    name=f"{self.document.file_stem}.pdf",
                    content_type="application/pdf",
                    content=minutes_pdf(self.document.without(kept)),
                ),
            )
        return self._made[kept]

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(f"{self.document}{self.readers}".encode()).hexdigest()

    def with_it(self, person: Person) -> tuple[Enclosed, ...]:
        return tuple(Enclosed(one.name, len(one.content)) for one in self.files_for(person))

    def words(self, person: Person) -> Words:
        kept = self.readers.kept_from(person.pk)
        document = self.document.without(kept, reader=person.pk)
        return minutes_words(document, recipient_id=person.pk, from_name=self.from_name)

    def private_links(self, person: Person) -> dict[str, str]:
        return {}

    def calendar_for(self, person: Person, *, now: datetime) -> str:
        return ""


def minutes_words(document: MinutesDocument, *, recipient_id: int, from_name: str) -> Words:
    """Give the mail for one person, whose own open actions come first."""
    mine = [one for one in document.actions_of(recipient_id) if one.done_on is None]
    html = render_to_string(
        "steering/mail/minutes.html",
        {
            "document": document,
            "mine": mine,
            "action_columns": ("No.", "Action", "Who", "By"),
            "attendance_columns": ("Name", "Agency"),
            "whole_text": html_of(document.whole_text, top=3),
            "items": [(item, html_of(item.text, top=4)) for item in document.by_item],
            "from_name": from_name,
            "service": settings.SERVICE_NAME,
        },
    )
    text = "\n".join(_text(document, mine, from_name=from_name))
    return Words(subject=document.subject, text=tidy(text), html=html)


def _text(
    document: MinutesDocument, mine: Sequence[ActionLine], *, from_name: str
) -> Iterator[str]:
    if document.box_word:
        yield wrapped(f"{document.box_word}. {document.box_text}")
    yield from ("", document.caption.upper())
    yield wrapped(f"{document.heading}, {document.time_and_place}")
    if document.is_final:
        yield document.confirmation
    if mine:
        yield from _title("Your actions")
        yield from (_numbered(one.number, one.task) for one in mine)
    if document.attendance.warning:
        yield from ("", wrapped(document.attendance.warning))
    yield from _title("Actions")
    yield from (_numbered(one.number, one.sentence) for one in document.actions)
    yield from () if document.actions else ("No actions.",)
    yield from _title("Decisions")
    yield from (_numbered(one.number, one.text) for one in document.decisions)
    yield from () if document.decisions else ("No decisions.",)
    yield from _attendance(document)
    yield from _title("Minutes")
    yield from _minutes(document)
    yield from ("", wrapped(document.corrections))
    about = f"Sent by {settings.SERVICE_NAME} for the {document.group}."
    yield from ("", "--", wrapped(f"{about} To say something to {from_name}, answer this e-mail."))


def _attendance(document: MinutesDocument) -> Iterator[str]:
    attendance = document.attendance
    yield from _title("Who was there")
    yield wrapped(attendance.sentence)
    yield ""
    for one in attendance.there:
        yield wrapped(f"{one.name}: {one.shown_with}", first="- ", rest="  ")
    for label, names in attendance.lines:
        yield from ("", wrapped(f"{label}: {names}"))


def _minutes(document: MinutesDocument) -> Iterator[str]:
    yield from (_numbered(f"{place}.", title) for place, title in enumerate(document.agenda, 1))
    yield from ("", text_of(document.whole_text))
    for item in document.by_item:
        heading = wrapped(f"{item.number}. {item.title}")
        yield from ("", heading, "", text_of(item.text))
        yield from _outcomes(item.decisions, item.actions)
    yield from _outcomes(document.other_decisions, document.other_actions)


def _outcomes(decisions: Sequence[DecisionLine], actions: Sequence[ActionLine]) -> Iterator[str]:
    for decision in decisions:
        yield from ("", wrapped(f"Decision {decision.number}. {decision.text}"))
    for action in actions:
        yield from ("", wrapped(f"Action {action.number}. {action.sentence}"))


def _title(title: str) -> tuple[str, ...]:
    return ("", title.upper(), "-" * len(title))


def _numbered(number: str, text: str) -> str:
    return wrapped(text, first=f"{number}  ", rest=" " * (len(number) + 2))
