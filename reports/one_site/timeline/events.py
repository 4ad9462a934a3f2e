"""What has been recorded of a site as things on its timeline, in words."""

from collections.abc import Iterator
from datetime import date

from barriers.enums import Direction, FactorState, Strength
from calendars.wording import long_date, short_date
from reports.one_site.reading import Entry, Held, Read
from reports.one_site.recorded import CHANGE
from reports.one_site.themes import ENDED, word_of
from reports.one_site.timeline.people import people_of
from reports.one_site.timeline.things import (
    CHANGES,
    DARK,
    DASHED,
    MEETINGS,
    MIXED,
    PALE,
    PLAIN,
    Thing,
)
from sites.enums import ChangeKind, ChangeStatus

INQUORATE = "inquorate"


def things_of(read: Read, horizon: date) -> list[Thing]:
    """Give everything; what is proposed or feared, without an end, lasts up to `horizon`."""
    return [
        *_meetings(read),
        *_changes(read, horizon),
        *people_of(read),
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
            url=held.url,
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
