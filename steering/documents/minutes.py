"""The minutes of one meeting as a document: what page, mail, Word and PDF are made from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from calendars.wording import day_date, long_date
from steering.documents.agenda import SECRET
from steering.documents.attendance import WhoWasThere
from steering.documents.items import ActionLine, DecisionLine, Item, as_sentence
from steering.enums import MinutesState


@dataclass(frozen=True)
class MinutesDocument:
    """Minutes as they are read. All that the forms say comes from here.

    `number` is the meeting's place among those of its group. `whole_text` belongs to no agenda
    item, nor do `other_decisions` and `other_actions`, which `decisions` and `actions` hold too.
    """

    meeting_id: int
    group: str
    group_key: str
    number: int | None
    held_on: date
    time: str
    where: str
    state: MinutesState
    version: int
    circulated_on: date | None
    circulated_version: int | None
    approved_on: date | None
    to_be_confirmed_on: date | None
    corrections_by: date | None
    administrator: str
    administrator_email: str
    attendance: WhoWasThere
    decisions: tuple[DecisionLine, ...]
    actions: tuple[ActionLine, ...]
    whole_text: str
    items: tuple[Item, ...]
    other_decisions: tuple[DecisionLine, ...]
    other_actions: tuple[ActionLine, ...]

    # What it is called ----------------------------------------------------------------------

    @property
    def caption(self) -> str:
        """`Northfield steering group, meeting 7`"""
        return f"{self.group}, meeting {self.number}" if self.number else self.group

    @property
    def heading(self) -> str:
        """`Minutes of Tuesday 24 November 2026`"""
        return f"Minutes of {day_date(self.held_on)}"

    @property
    def title(self) -> str:
        """`Northfield steering group: minutes of meeting 7`"""
        which = f"meeting {self.number}" if self.number else long_date(self.held_on)
        return f"{self.group}: minutes of {which}"

    @property
    def short_title(self) -> str:
        """`Northfield steering group, 24 November 2026`"""
        return f"{self.group}, {long_date(self.held_on)}"

    @property
    def subject(self) -> str:
        """`DRAFT minutes: Northfield steering group, 24 November 2026`"""
        word = "Minutes" if self.is_final else f"{self.mark} minutes"
        return f"{word}: {self.short_title}"

    @property
    def time_and_place(self) -> str:
        """`10:00am to 11:28am. Town Hall, and online.`"""
        return " ".join(as_sentence(part) for part in (self.time, self.where) if part)

    @property
    def file_stem(self) -> str:
        """`northfield-2026-11-24-minutes-v2-draft`, to which a form adds its ending."""
        draft = "" if self.is_final else "-draft"
        return f"{self.group_key}-{self.held_on:%Y-%m-%d}-minutes-v{self.version}{draft}"

    # How far it has come --------------------------------------------------------------------

    @property
    def is_final(self) -> bool:
        return self.state == MinutesState.APPROVED

    @property
    def is_corrected(self) -> bool:
        """Whether the members have an earlier version than this."""
        return self.circulated_version not in (None, self.version)

    @property
    def mark(self) -> str:
        """The word on every page: `DRAFT` until the group has confirmed the minutes."""
        return "" if self.is_final else "DRAFT"

    @property
    def box_word(self) -> str:
        """What the box on top says in capitals; empty for confirmed minutes, which have no box."""
        return "WITH THE CHAIR" if self.state == MinutesState.WITH_CHAIR else self.mark

    @property
    def box_text(self) -> str:
        """What that word means here."""
        if self.state != MinutesState.CIRCULATED:
            return f"Not yet circulated, version {self.version}."
        when = f" on {day_date(self.circulated_on)}" if self.circulated_on else ""
        if self.is_corrected:
            return (
                f"Version {self.circulated_version} was circulated{when}. This is version"
                f" {self.version}, corrected since and not yet sent. {self.confirmation}"
            )
        return f"Circulated{when}, version {self.version}. {self.confirmation}"

    @property
    def confirmation(self) -> str:
        """When the group confirmed these minutes, or will be asked to."""
        if self.is_final:
            return (
                f"Confirmed on {day_date(self.approved_on)}." if self.approved_on else "Confirmed."
            )
        when = (
            f"on {day_date(self.to_be_confirmed_on)}"
            if self.to_be_confirmed_on
            else "at its next meeting"
        )
        return f"The group will be asked to confirm these minutes {when}."

    @property
    def stands(self) -> str:
        """The same on paper, where the box is smaller: `Draft.`, `Draft, not yet circulated.`"""
        if self.state == MinutesState.WITH_CHAIR:
            return "With the chair, not yet circulated."
        return "Draft, not yet circulated." if self.state == MinutesState.DRAFT else "Draft."

    @property
    def on_paper(self) -> str:
        """What follows on paper: when the group confirms, and whom to tell what is wrong."""
        confirmation = self.confirmation if self.state == MinutesState.CIRCULATED else ""
        return f"{confirmation} {self.corrections}".strip()

    @property
    def corrections(self) -> str:
        """Whom to tell what is wrong, and by when; empty when nobody administers the group."""
        if not self.administrator:
            return ""
        by = f", by {day_date(self.corrections_by)}" if self.corrections_by else ""
        return f"Corrections to {self.administrator}, {self.administrator_email}{by}."

    @property
    def foot(self) -> str:
        """What stands at the foot of every printed page."""
        number = f"Minutes {self.number}" if self.number else "Minutes"
        if self.is_final:
            when = f" on {long_date(self.approved_on)}" if self.approved_on else ""
            return f"{number}, version {self.version}, confirmed{when}."
        if self.state != MinutesState.CIRCULATED or self.is_corrected:
            circulated = ", not yet circulated"
        elif self.circulated_on:
            circulated = f", circulated {long_date(self.circulated_on)}"
        else:
            circulated = ", circulated"
        confirmed = (
            f" To be confirmed on {long_date(self.to_be_confirmed_on)}."
            if self.to_be_confirmed_on
            else ""
        )
        return f"{number}, draft version {self.version}{circulated}.{confirmed}"

    @property
    def dated_on(self) -> date:
        """The day that the files give as their own: confirmed, else circulated, else held."""
        return self.approved_on or self.circulated_on or self.held_on

    def circulated(self, *, on: date) -> MinutesDocument:
        """The same minutes as they will read once they are sent on that day."""
        return replace(
            self,
            state=MinutesState.CIRCULATED,
            circulated_on=on,
            circulated_version=self.version,
        )

    def without(self, numbers: frozenset[int], *, reader: int | None = None) -> MinutesDocument:
        """The same minutes with nothing of the items of these numbers but the numbers.

        What `reader` has taken on stays among the actions.
        """
        if not numbers:
            return self
        hidden = [item for item in self.items if item.number in numbers]
        decisions = {one.number for item in hidden for one in item.decisions}
        actions = {
            one.number
            for item in hidden
            for one in item.actions
            if reader is None or one.owner_id != reader
        }
        return replace(
            self,
            items=tuple(
                Item(item.number, SECRET, "", (), ()) if item in hidden else item
                for item in self.items
            ),
            decisions=tuple(one for one in self.decisions if one.number not in decisions),
            actions=tuple(one for one in self.actions if one.number not in actions),
        )

    # What is in it --------------------------------------------------------------------------

    @property
    def by_item(self) -> tuple[Item, ...]:
        """The items, each with its minutes; none where one text with headings says it all."""
        is_one_text = self.whole_text.strip() and all(item.is_empty for item in self.items)
        return () if is_one_text else self.items

    @property
    def is_written(self) -> bool:
        """Whether there is any text, of the whole meeting or of one of its items."""
        return bool(self.whole_text or any(item.text for item in self.items))

    @property
    def agenda(self) -> tuple[str, ...]:
        """The titles of items of which nothing is told one by one."""
        return () if self.by_item else tuple(item.title for item in self.items)

    def actions_of(self, person_id: int | None) -> tuple[ActionLine, ...]:
        """The actions that this person has taken on."""
        return tuple(
            one for one in self.actions if person_id is not None and one.owner_id == person_id
        )
