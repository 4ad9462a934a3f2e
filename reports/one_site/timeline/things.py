"""What has been recorded of a site as things on its timeline, in words.

A thing that lasts is a bar, a thing that happens is a mark, a thing that is not real (planned,
proposed, feared, an empty post) is dashed. People who use services are never named here: people
are named as staff and sponsors alone, and a chair only by being missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from barriers.enums import Direction, FactorState, Strength
from calendars.wording import long_date, short_date
from reports.one_site.reading import Entry, Held, Read
from reports.one_site.recorded import CHANGE, SIGN_UP
from reports.one_site.support import gaps_of, lasted, support_of
from reports.one_site.themes import ENDED, word_of
from sites.enums import ChangeKind, ChangeStatus, SignUpLevel
from steering.enums import CHAIR_ROLES, LeftBecause
from steering.stays import stays_of

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
INQUORATE = "inquorate"


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


def things_of(read: Read, horizon: date) -> list[Thing]:
    """Give everything; what is proposed or feared, without an end, lasts up to `horizon`."""
    return [
        *_meetings(read),
        *_changes(read, horizon),
        *_people(read),
        *_factors(read, horizon),
    ]


def _meetings(read: Read) -> Iterator[Thing]:
    for held in read.meetings:
        sign, label, style, what = _as_mark(read, held)
        yield Thing(
            band=MEETINGS,
            start=held.day,
            end=held.day,
            label=label,
            name=f"{held.group}, {long_date(held.day)}: {what}",
            style=style,
            url=reverse("meeting", args=[held.pk]),
            lane=held.group,
            mark=sign,
        )


def _as_mark(read: Read, held: Held) -> tuple[str, str, str, str]:
    """What stands in a meeting's mark and beside it, how it looks, and what it says in words."""
    if held.starts_at > read.now:
        return " ", f"{held.day.day} {held.day:%b}", DASHED, "planned"
    if not held.attendances:
        return "?", "", DASHED, "register not recorded"
    quorum = read.quorum_of(held)
    words = f"{quorum.there} of {quorum.members} members present"
    if quorum.is_met:
        return str(quorum.there), "", PLAIN, words
    return str(quorum.there), INQUORATE, INQUORATE, f"{words}, {INQUORATE}"


def _changes(read: Read, horizon: date) -> Iterator[Thing]:
    for one in read.of(CHANGE):
        proposed = one.status == ChangeStatus.PROPOSED
        kind = ChangeKind(one.what).label
        words = f"Proposed: {kind.lower()}" if proposed else kind
        agency = f", {one.agency}" if one.agency else ""
        effects = [
            word for word, text in (("opportunity", one.opportunity), ("harm", one.harm)) if text
        ]
        yield Thing(
            band=CHANGES,
            start=one.start,
            ends_on=one.end,
            end=one.end or (horizon if proposed else max(read.today, one.start)),
            label=f"{words}{agency}",
            name=f"{words}{agency}: {one.text}"
            + (f" Recorded: {' and '.join(effects)}." if effects else ""),
            style=DASHED if proposed else PLAIN,
            url=f"#change-{one.pk}",
        )


def _people(read: Read) -> Iterator[Thing]:
    for support in support_of(read):
        role = support.role.label
        for one in support.holders:
            yield Thing(
                band=PEOPLE,
                start=one.start,
                ends_on=one.end,
                end=one.end or max(read.today, one.start),
                label=f"{role}: {one.who}",
                name=f"{role}: {one.who}",
                style="staff",
                url="#people",
                lane=role,
            )
        for gap in support.gaps:
            yield _gap(read, role, gap.start, gap.end)
    for group in read.groups:
        seats = [one for one in read.memberships if one.group_id == group.pk]
        chairs = [(one.joined_on, one.left_on) for one in seats if one.role in CHAIR_ROLES]
        role = "Chair" if len(read.groups) == 1 else f"Chair of {group.name}"
        if seats:
            for gap in gaps_of(chairs, seats[0].joined_on, read.today):
                yield _gap(read, role, gap.start, gap.end)
    for one in read.of(SIGN_UP):
        level = SignUpLevel(one.what).label.lower()
        yield Thing(
            band=PEOPLE,
            start=one.start,
            ends_on=one.end,
            end=one.end or max(read.today, one.start),
            label=f"Sponsor: {one.who} ({level})",
            name=f"Sponsor: {one.who} ({level}), {one.agency}",
            style="staff",
            url="#sign-ups",
            lane="sponsors",
            rank=list(SignUpLevel).index(SignUpLevel(one.what)),
        )
    for seat in (stay.last for stay in stays_of(read.memberships)):
        if seat.left_on and seat.left_on <= read.today:
            because = LeftBecause(seat.left_because).label.lower() if seat.left_because else ""
            reason = f": {because}" if because else ""
            yield Thing(
                band=PEOPLE,
                start=seat.left_on,
                end=seat.left_on,
                label=f"1 left{reason}",
                name=f"1 left{reason}",
                style="left",
                url="#people",
                lane="left",
                mark="▼",
            )


def _gap(read: Read, role: str, start: date, end: date | None) -> Thing:
    for_so_long = lasted(start, end or read.today)
    return Thing(
        band=PEOPLE,
        start=start,
        end=end or read.today,
        label=f"No {role[:1].lower()}{role[1:]} for {for_so_long}",
        name=f"No {role[:1].lower()}{role[1:]} for {for_so_long}, from {long_date(start)}"
        + (f" to {long_date(end)}" if end else ""),
        short=f"None for {for_so_long}",
        style="gap",
        url="#people",
        lane=role,
        is_row=False,
    )


def _factors(read: Read, horizon: date) -> Iterator[Thing]:
    for one in read.entries:
        if one.noticed_on is None:
            continue
        feared = one.state == FactorState.ANTICIPATED
        goes_on = horizon if feared else max(read.today, one.noticed_on)
        yield Thing(
            band=one.direction,
            start=one.noticed_on,
            ends_on=one.ended_on,
            end=one.ended_on or goes_on,
            label=_factor_label(one),
            name=f"{_factor_label(one)}. {Direction(one.direction).label}, {word_of(one)}:"
            f" {one.description}",
            style=DASHED if feared else (DARK if one.strength == Strength.EXPLICIT else PALE),
            url=f"#theme-{one.theme}",
            rank=one.strength,
        )


def _factor_label(entry: Entry) -> str:
    if entry.state == FactorState.ANTICIPATED:
        return f"Feared: {entry.short_name}"
    if entry.state in ENDED:
        ended = f" {short_date(entry.ended_on)}" if entry.ended_on else ""
        return f"{entry.short_name}, {entry.state}{ended}"
    return f"Mixed: {entry.short_name}" if entry.direction == MIXED else entry.short_name
