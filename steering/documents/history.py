"""The history of a group: who joined, left and took over, and what changed about its cover.

It is put together from dated rows, so a correction of a row corrects the history. In what capacity
somebody sits never stands in it, nor what would tell it: each person appears as they chose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import TextChoices

from steering.enums import HandoverOf, LeftBecause, MemberRole
from steering.models import CoreAgency, Deputy, Handover, Membership, SteeringGroup
from steering.stays import Stay, stays_of


class Kind(TextChoices):
    """What an event is about; the address of a narrowed history names it."""

    JOINED = "joined", "Joining"
    LEFT = "left", "Leaving"
    MOVED = "moved", "Moving to another agency"
    ROLE = "role", "Roles"
    HANDED = "handed", "Work handed over"
    CORE = "core", "Core agencies"
    DEPUTY = "deputy", "Deputies"


@dataclass(frozen=True)
class Event:
    """Something that happened, or is to happen, on a day: a sentence, and words of somebody."""

    kind: Kind
    on: date
    what: str
    words: str = ""


@dataclass(frozen=True)
class Reader:
    """What somebody may read: why people left; notes, and agencies behind “Group member”."""

    reasons: bool
    notes: bool


def history_of(group: SteeringGroup, reader: Reader) -> list[Event]:
    """Give everything that happened, newest first, as far as `reader` may. Four SQL queries."""
    stays = stays_of(group.memberships.select_related("person", "agency"))
    handovers = list(group.handovers.select_related("giver", "taker"))
    handed = {
        (person, one.handed_on)
        for one in handovers
        if one.what == HandoverOf.ROLE
        for person in (one.giver_id, one.taker_id)
    }
    roles = {(row.person_id, row.joined_on): row.role for stay in stays for row in stay.rows}
    events = [
        *(event for stay in stays for event in _of_stay(stay, handed, reader)),
        *(_of_handover(one, roles, reader) for one in handovers),
        *(event for one in group.core_agencies.select_related("agency") for event in _of_core(one)),
        *(
            event
            for one in group.deputies_of.select_related("member", "deputy")
            for event in _of_deputy(one)
        ),
    ]
    return sorted(events, key=lambda event: (event.on, event.what), reverse=True)


def _of_stay(stay: Stay, handed: set[tuple[int, date]], reader: Reader) -> Iterator[Event]:
    name, first = stay.person.name, stay.rows[0]
    role = "" if first.role == MemberRole.MEMBER else f" as {_role(first.role)}"
    yield Event(Kind.JOINED, stay.joined_on, f"{name} joined{role}", first.shown_with)
    for before, after in pairwise(stay.rows):
        if moved := _moved(before, after, reader):
            yield Event(Kind.MOVED, after.joined_on, f"{name} {moved}")
        if before.role != after.role and (stay.person.pk, after.joined_on) not in handed:
            yield Event(Kind.ROLE, after.joined_on, f"{name} became {_role(after.role)}")
    if stay.left_on:
        because = stay.last.left_because if reader.reasons else ""
        reason = LeftBecause(because).label if because else ""
        yield Event(Kind.LEFT, stay.left_on, f"{name} left", reason)


def _moved(before: Membership, after: Membership, reader: Reader) -> str:
    """Say to which agency somebody moved, to those who read that agency beside the name."""
    if before.agency_id == after.agency_id:
        return ""
    if not reader.notes and before.shown_with == after.shown_with:
        return ""
    if not after.agency:
        return "sits without an agency"
    shown = reader.notes or after.shown_with == after.agency.name
    return f"moved to {after.agency.name}" if shown else ""


def _of_handover(handover: Handover, roles: dict[tuple[int, date], str], reader: Reader) -> Event:
    giver, taker = handover.giver.name, handover.taker.name
    words = handover.note if reader.notes else ""
    if handover.what == HandoverOf.ROLE:
        role = roles.get((handover.taker_id, handover.handed_on))
        named = f"The role of {_role(role)}" if role else "A role"
        what = f"{named} passed from {giver} to {taker}"
        return Event(Kind.ROLE, handover.handed_on, what, words)
    label = HandoverOf(handover.what).label
    return Event(Kind.HANDED, handover.handed_on, f"{label} of {giver} passed to {taker}", words)


def _of_core(core: CoreAgency) -> Iterator[Event]:
    name = core.agency.name
    yield Event(Kind.CORE, core.from_on, f"{name} became a core agency")
    if core.until_on:
        yield Event(Kind.CORE, core.until_on, f"{name} is no longer a core agency")


def _of_deputy(row: Deputy) -> Iterator[Event]:
    deputy, member = row.deputy.name, row.member.name
    yield Event(Kind.DEPUTY, row.named_on, f"{deputy} was named as deputy of {member}")
    if row.ended_on:
        yield Event(Kind.DEPUTY, row.ended_on, f"{deputy} is no longer deputy of {member}")


def _role(role: str) -> str:
    return MemberRole(role).label.lower()
