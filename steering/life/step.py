"""A step of a meeting's life as it stands."""

from dataclasses import dataclass
from datetime import date

from calendars.wording import counted

DONE, NEXT, RUNNING, LATER, LATE, NOT_NEEDED = (
    "done",
    "next",
    "running",
    "later",
    "late",
    "not needed",
)
COLOURS = {NEXT: "yellow", RUNNING: "blue", LATE: "red"}


@dataclass(frozen=True)
class Step:
    """One step: its fact in a few words, when, and how it stands.

    `verb` and `url` are the button that does it, `task` the same as a heading; `sends` says
    that it leads to checking and sending. `because` says why it is due, in a sentence, and
    `missing` what it still waits for. `due` is the last day in time; `when` is how the date reads
    on the page.
    """

    name: str
    fact: str
    state: str
    url: str
    verb: str = ""
    task: str = ""
    sends: bool = False
    because: str = ""
    missing: str = ""
    due: date | None = None
    when: str = ""
    today: date | None = None

    @property
    def colour(self) -> str:
        return COLOURS.get(self.state, "")

    @property
    def word(self) -> str:
        """The state as it stands on the page."""
        if self.state == LATE and self.due and self.today:
            return f"Late by {counted((self.today - self.due).days, 'day')}"
        return {
            DONE: "Done",
            NEXT: "Next",
            RUNNING: "In progress",
            LATER: "Not yet",
            NOT_NEEDED: "Not needed",
        }[self.state]
