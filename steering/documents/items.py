"""What minutes tell point by point: an item of the agenda, and what was decided and taken on."""

from dataclasses import dataclass
from datetime import date

from calendars.wording import long_date, short_date

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class DecisionLine:
    """A decision under its number, such as `7.2`."""

    number: str
    text: str


@dataclass(frozen=True)
class ActionLine:
    """An action under its number. `owner` is empty while nobody has taken it on."""

    pk: int
    number: str
    text: str
    owner: str
    owner_id: int | None
    due_on: date | None
    done_on: date | None

    @property
    def who(self) -> str:
        return self.owner or "Nobody yet"

    @property
    def by(self) -> str:
        return long_date(self.due_on) or "No date"

    @property
    def by_in_short(self) -> str:
        return short_date(self.due_on) or "No date"

    @property
    def task(self) -> str:
        """What the owner is told: `Write to the schools, by 18 December 2026.`"""
        due = f", by {long_date(self.due_on)}" if self.due_on else ""
        return as_sentence(f"{self.text.removesuffix('.')}{due}")

    @property
    def sentence(self) -> str:
        """`Write to the schools. Helen Osei, by 18 December 2026.`"""
        due = f"by {long_date(self.due_on).replace(' ', NO_BREAK_SPACE)}" if self.due_on else ""
        end = ", ".join(part for part in (self.owner, due) if part)
        return f"{as_sentence(self.text)} {end[:1].upper()}{end[1:]}." if end else self.text


@dataclass(frozen=True)
class Item:
    """One point of the agenda with its minutes in Markdown and what came of it."""

    number: int
    title: str
    text: str
    decisions: tuple[DecisionLine, ...]
    actions: tuple[ActionLine, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.text.strip() or self.decisions or self.actions)


def as_sentence(text: str) -> str:
    """`text` with a full stop, unless it ends a sentence already."""
    return text if text.endswith((".", "!", "?", "…", ".”", "?”", "!”")) else f"{text}."
