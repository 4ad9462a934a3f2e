"""A line of what needs the administrator."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from calendars.wording import counted
from reports.today.wording import how_far


class Rank(IntEnum):
    """Of what is due on the same day, that comes first which keeps other people waiting."""

    ASKING = 0
    SENDING = 1
    REPAIRING = 2
    WRITING = 3
    PLANNING = 4


@dataclass(frozen=True)
class Need:
    """A line of *Needs you*: `which` meeting, one `fact` that helps to decide, one button.

    What has no day of its own, such as a vacancy, is `undated` and comes last.
    """

    due: date
    rank: Rank
    task: str
    which: str
    fact: str
    verb: str
    url: str
    today: date
    undated: bool = False

    @property
    def days_late(self) -> int:
        return (self.today - self.due).days

    @property
    def tag(self) -> str:
        """`Due today`, `2 days late`; empty while there is time."""
        if self.undated:
            return ""
        if self.days_late == 0:
            return "Due today"
        return f"{counted(self.days_late, 'day')} late" if self.days_late > 0 else ""

    @property
    def colour(self) -> str:
        return "red" if self.days_late > 0 else "yellow"

    @property
    def how_far(self) -> str:
        return how_far(self.due, self.today)
