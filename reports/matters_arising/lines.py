"""What matters arising are made of: lines under short headings, and since when they are."""

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils import timezone

from steering.documents.items import as_sentence
from steering.models import Meeting


class About(StrEnum):
    """What a line is about, in the order in which the headings follow one another."""

    OPEN = "open"
    DONE = "done"
    DECISION = "decision"
    FACTOR = "factor"
    CHANGE = "change"


HEADINGS = {
    About.OPEN: "Open actions",
    About.DONE: "Actions done",
    About.DECISION: "Decisions to follow up",
    About.FACTOR: "What helps and hinders",
    About.CHANGE: "Organisational changes",
}


@dataclass(frozen=True)
class Line:
    """One thing that happened, in words for all members; `aside` is for the administrator alone."""

    about: About
    pk: int
    text: str
    aside: str = ""

    @property
    def key(self) -> str:
        """What stands for it in a form: with other words it is another, which nobody has ticked."""
        return f"{self.about}-{self.pk}-{short_hash(self.text)}"


@dataclass(frozen=True)
class Since:
    """The days from the group's last meeting, its own included, up to today."""

    meeting: Meeting
    today: date

    @property
    def day(self) -> date:
        return timezone.localdate(self.meeting.starts_at)

    def holds(self, day: date | None) -> bool:
        """Whether `day` is known and one of these days."""
        return day is not None and self.day <= day <= self.today


def sentence(text: str) -> str:
    """`text` in one line, with a full stop at its end."""
    return as_sentence(" ".join(text.split()))


def short_hash(text: str) -> str:
    """Tell a text from those that may stand in its place: 12 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]
