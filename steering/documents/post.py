"""A mail as a letter: the same words without what only makes sense in a mail."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from calendars.wording import long_date
from people.models import Person
from people.reach import reach_of
from steering.documents.calendar import Contact
from steering.documents.plain_text import WIDTH
from steering.documents.sendings import Content

IN_A_MAIL = "this e-mail"
ITEM = re.compile(r"^(- |\S{1,5}\.? )")
UNDERLINE = re.compile(r"^-+$")


@dataclass(frozen=True)
class Part:
    """A heading, or lines that belong together."""

    lines: tuple[str, ...]
    is_heading: bool = False


@dataclass(frozen=True)
class Letter:
    """A letter to one person. `large` asks for large print; the text is what was said, in plain."""

    person: Person
    address: tuple[str, ...]
    written_on: date
    subject: str
    parts: tuple[Part, ...]
    large: bool

    @property
    def day(self) -> str:
        return long_date(self.written_on)

    @property
    def text(self) -> str:
        return "\n\n".join("\n".join(part.lines) for part in self.parts)

    @property
    def window(self) -> tuple[str, ...]:
        """What shows in the window of the envelope."""
        return (self.person.name, *self.address)


def letter_to(
    person: Person, content: Content, *, sender: Contact, telephone: str, today: date
) -> Letter:
    """Give the mail that `person` would get as a letter, which says how to reach the sender."""
    words = content.words(person)
    mail, _, _ = words.text.partition("\n--\n")
    reach = reach_of(person)
    parts = list(_parts(mail, content.private_links(person)))
    return Letter(
        person=person,
        address=tuple(filter(None, reach.postal_address.splitlines())),
        written_on=today,
        subject=words.subject,
        parts=(*parts, Part((_how_to_answer(sender, telephone),))),
        large=reach.large_print,
    )


def _how_to_answer(sender: Contact, telephone: str) -> str:
    by = f"ring {sender.name} on {telephone}" if telephone else f"write to {sender.name}"
    return f"To reply, or if you need anything to take part, {by}."


def _parts(text: str, links: Collection[str]) -> Iterator[Part]:
    for block in re.split(r"\n\s*\n", text.strip()):
        if IN_A_MAIL in block or any(link in block for link in links):
            continue
        lines = block.splitlines()
        if len(lines) > 1 and UNDERLINE.match(lines[1]):
            yield Part((lines[0],), is_heading=True)
            lines = lines[2:]
        if lines:
            yield Part(tuple(_unwrapped(lines)))


def _unwrapped(lines: list[str]) -> Iterator[str]:
    """Join what was broken because a line of a mail is no longer than WIDTH."""
    whole, last = lines[0], lines[0]
    for line in lines[1:]:
        first_word = line.split(maxsplit=1)[0]
        was_broken = len(last) + 1 + len(first_word) > WIDTH and not ITEM.match(line)
        if was_broken:
            whole = f"{whole} {line.strip()}"
        else:
            yield whole
            whole = line.strip()
        last = line
    yield whole
