"""The things on the timeline of a site, in bands.

A thing that lasts is a bar, a thing that happens is a mark, a thing that is not real (planned,
proposed, feared, an empty post) is dashed.
"""

from dataclasses import dataclass
from datetime import date

MEETINGS, CHANGES, PEOPLE = "meetings", "changes", "people"
HELPED, MIXED, HINDERED = "helped", "mixed", "hindered"
BANDS = {
    MEETINGS: "Meetings",
    CHANGES: "Changes",
    PEOPLE: "People",
    HELPED: "What helped",
    MIXED: "Mixed",
    HINDERED: "What hindered",
}
KINDS = {
    MEETINGS: "Meeting",
    CHANGES: "Change",
    PEOPLE: "People",
    HELPED: "Helped",
    MIXED: "Mixed",
    HINDERED: "Hindered",
}
DASHED, PLAIN, DARK, PALE = "dashed", "plain", "dark", "pale"


@dataclass(frozen=True)
class Thing:
    """Something on the timeline.

    A bar lasts from `start` up to `end`, which is `ends_on` if an end is known. A mark happens
    on `start`: `mark` is what stands in it. `label` is written in or beside it, `short` inside
    where `label` has no room; `name` is the whole of it in words. Things of one band with the
    same `lane` share lanes. `rank` says what stays when lanes are too many. `is_row` is False
    for what was not recorded, a gap between rows.
    """

    band: str
    start: date
    end: date
    label: str
    name: str
    style: str
    url: str
    lane: str = ""
    mark: str = ""
    short: str = ""
    rank: int = 0
    ends_on: date | None = None
    is_row: bool = True

    @property
    def is_mark(self) -> bool:
        return bool(self.mark)

    @property
    def kind(self) -> str:
        """What it is, in one word for a table."""
        return KINDS[self.band]
