"""The page Today as one value: everything its template shows."""

from dataclasses import dataclass
from datetime import date, datetime

from calendars.wording import counted, day_date, long_date
from people.models import User
from reports.today.cards import Card, cards_of
from reports.today.need import Need
from reports.today.needs import WITHIN, needs_of
from reports.today.reading import LOOKED_BACK, read
from reports.today.traffic import Outgoing, WentOut, going_out, went_out
from steering.pauses import Pause, pause_of

LINES_SHOWN = 8


@dataclass(frozen=True)
class Today:
    """What needs the administrator within a week, what comes `after_that`, and the rest."""

    today: date
    pauses: list[Pause]
    needs: list[Need]
    after_that: Need | None
    going_out: list[Outgoing]
    went_out: list[WentOut]
    cards: list[Card]
    unwritten: int
    history_before: date

    @property
    def sentence(self) -> str:
        """`5 things need you, 2 of them today.`, whatever is late included."""
        number = len(self.needs)
        now = sum(need.due <= self.today and not need.undated for need in self.needs)
        if number == 1:
            return "1 thing needs you today." if now else "1 thing needs you."
        things = f"{counted(number, 'thing')} need you"
        if now == number:
            return f"{things} today."
        return f"{things}, {now} of them today." if now else f"{things}, none of them today."

    @property
    def nothing(self) -> str:
        """`Nothing needs you today.` and what comes next."""
        if self.after_that is None:
            return "Nothing needs you today."
        need = self.after_that
        return f"Nothing needs you today. Next: {need.task[0].lower()}{need.task[1:]} for " + (
            f"{need.which}, by {day_date(need.due)}."
        )

    @property
    def history(self) -> str:
        """How many earlier meetings have no minutes, in a line; empty when all have."""
        if not self.unwritten:
            return ""
        have = "has" if self.unwritten == 1 else "have"
        before = long_date(self.history_before)
        return f"{counted(self.unwritten, 'meeting')} held before {before} {have} no minutes here."


def today_of(user: User, now: datetime) -> Today:
    """Put together the start page of an administrator: six SQL queries, some of them joined."""
    whole = read(user, now)
    needs = needs_of(whole)
    until = whole.today + WITHIN
    return Today(
        today=whole.today,
        pauses=[pause for one in whole.groups if (pause := pause_of(one.group))],
        needs=[need for need in needs if need.due <= until],
        after_that=next((need for need in needs if need.due > until), None),
        going_out=going_out(whole),
        went_out=went_out(whole),
        cards=cards_of(whole),
        unwritten=sum(group.unwritten for group in whole.groups),
        history_before=whole.today - LOOKED_BACK,
    )
