"""Who served a site, sponsored it and left its groups, as things on its timeline.

People who use services are never named here: people are named as staff and sponsors alone, and
a chair only by being missing.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from calendars.wording import long_date
from reports.one_site.reading import Read
from reports.one_site.recorded import SIGN_UP, Recorded
from reports.one_site.support import gaps_of, lasted, support_of
from reports.one_site.timeline.things import PEOPLE, Thing
from sites.enums import SignUpLevel
from steering.enums import CHAIR_ROLES, LeftBecause
from steering.stays import stays_of


def people_of(read: Read) -> Iterator[Thing]:
    """Give roles and their gaps, times without a chair, sponsors, and each who left."""
    yield from _roles(read)
    yield from _without_a_chair(read)
    yield from _sponsors(read)
    yield from _left(read)


def _roles(read: Read) -> Iterator[Thing]:
    for support in support_of(read):
        role = support.role.label
        for one in support.holders:
            yield _staff(read, one, role, f"{role}: {one.who}", "#people")
        for gap in support.gaps:
            yield _gap(read, role, gap.start, gap.end)


def _without_a_chair(read: Read) -> Iterator[Thing]:
    for group in read.groups:
        seats = [one for one in read.memberships if one.group_id == group.pk]
        chairs = [(one.joined_on, one.left_on) for one in seats if one.role in CHAIR_ROLES]
        role = "Chair" if len(read.groups) == 1 else f"Chair of {group.name}"
        if seats:
            for gap in gaps_of(chairs, seats[0].joined_on, read.today):
                yield _gap(read, role, gap.start, gap.end)


def _sponsors(read: Read) -> Iterator[Thing]:
    for one in read.of(SIGN_UP):
        level = SignUpLevel(one.what)
        label = f"Sponsor: {one.who} ({level.label.lower()})"
        thing = _staff(read, one, "sponsors", label, "#sign-ups")
        rank = list(SignUpLevel).index(level)
        yield replace(thing, name=f"{label}, {one.agency}", rank=rank)


def _staff(read: Read, one: Recorded, lane: str, label: str, url: str) -> Thing:
    return Thing(
        band=PEOPLE,
        start=one.start,
        ends_on=one.end,
        end=one.end or max(read.today, one.start),
        label=label,
        name=label,
        style="staff",
        url=url,
        lane=lane,
    )


def _left(read: Read) -> Iterator[Thing]:
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
