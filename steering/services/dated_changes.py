"""What changes from a day on: another agency, a role handed over, a role given.

The row up to that day stays as it was and a new one follows, so that the attendance list of an
earlier meeting never changes.
"""

from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile

from django.db import transaction

from calendars.wording import long_date
from people.models import Person, User
from sites.models import Agency
from steering.enums import Appearance, Capacity, HandoverOf, MemberRole
from steering.errors import SteeringError
from steering.models import Handover, Membership, SteeringGroup
from steering.services.memberships import (
    NotAMemberThen,
    SeatTerms,
    add_member,
    add_new_member,
    held_seat,
    lock,
    stay_of,
)
from steering.stays import stays_of


class NothingChanges(SteeringError):
    """A change from a day on changes something."""


@dataclass(frozen=True)
class Newcomer:
    """Somebody who joins to take a role: a person known here, or a name and an address."""

    person: Person | None
    name: str
    email: str
    agency: Agency | None
    capacity: Capacity


@transaction.atomic
def move_to_agency(*, membership: Membership, agency: Agency | None, on: date) -> Membership:
    """Let somebody sit for `agency` from the day `on`. Raises NotAMemberThen, NothingChanges."""
    held = held_seat(membership)
    seat = _seat_on(held.group, held.person, on)
    if seat.agency == agency:
        sits_for = f"sits for {agency.name}" if agency else "sits for no agency"
        raise NothingChanges(f"{held.person.name} {sits_for} then already. Choose another agency.")
    return _from_then(seat, on, field="agency", value=agency)


@transaction.atomic
def hand_over_role(
    *, membership: Membership, to: Person | Newcomer, on: date, note: str, by: User, now: datetime
) -> Handover:
    """Pass the role of `membership` on from the day `on`; its holder stays as a member.

    `to` sits on the group that day, or joins it then. `note` is for whoever takes over. Raises
    NotAMemberThen, NothingChanges and IsAMemberThen.
    """
    held = held_seat(membership)
    seat = _seat_on(held.group, held.person, on)
    if seat.role == MemberRole.MEMBER:
        raise NothingChanges(f"{held.person.name} has no role to hand over then.")
    if to == held.person:
        raise NothingChanges("Choose somebody else to take over.")
    role = MemberRole(seat.role)
    _from_then(seat, on, field="role", value=MemberRole.MEMBER)
    taker = _give(held.group, role, to, on, now)
    handover: Handover = Handover.objects.create(
        group=held.group,
        what=HandoverOf.ROLE,
        giver=held.person,
        taker=taker.person,
        handed_on=on,
        note=note,
        written_by=by,
        written_at=now,
    )
    return handover


@transaction.atomic
def give_role(
    *, group: SteeringGroup, role: MemberRole, to: Person | Newcomer, on: date, now: datetime
) -> Membership:
    """Let somebody hold `role` from the day `on`, whoever else holds it.

    Raises NotAMemberThen, NothingChanges and IsAMemberThen.
    """
    lock(group)
    return _give(group, role, to, on, now)


def _give(
    group: SteeringGroup, role: MemberRole, to: Person | Newcomer, on: date, now: datetime
) -> Membership:
    seat = _join(group, to, on, now) if isinstance(to, Newcomer) else _seat_on(group, to, on)
    if seat.role == role:
        raise NothingChanges(f"{seat.person.name} is {role.label.lower()} then already.")
    return _from_then(seat, on, field="role", value=role)


def _join(group: SteeringGroup, newcomer: Newcomer, on: date, now: datetime) -> Membership:
    terms = SeatTerms(
        agency=newcomer.agency,
        capacity=newcomer.capacity,
        role=MemberRole.MEMBER,
        appears=Appearance.BY_CAPACITY,
        own_words="",
        joined_on=on,
    )
    if newcomer.person:
        return add_member(group=group, person=newcomer.person, terms=terms, now=now)
    return add_new_member(
        group=group, name=newcomer.name, email=newcomer.email, terms=terms, now=now
    )


def _seat_on(group: SteeringGroup, person: Person, on: date) -> Membership:
    """Give the row that holds on that day. Raises NotAMemberThen with the days that would do."""
    rows = group.memberships.filter(person=person).select_related("group", "person", "agency")
    stays = stays_of(rows)
    for stay in stays:
        if seat := stay.on(on):
            return seat
    times = " and ".join(
        f"from {long_date(stay.joined_on)}"
        + (f" to {long_date(stay.left_on)}" if stay.left_on else " on")
        for stay in stays
    )
    day = long_date(on)
    raise NotAMemberThen(
        f"{person.name} is not a member on {day}, but {times}. Choose a day within that time."
        if stays
        else f"{person.name} is not a member of the group. Add them as a member first."
    )


def _from_then(seat: Membership, on: date, *, field: str, value: object) -> Membership:
    """Put another value to a seat from a day on, as far as nothing else was planned for later."""
    later, before = stay_of(seat).after(on), getattr(seat, field)
    begun = seat
    if seat.joined_on < on:
        begun = copy(seat)
        begun.pk, begun.joined_on = None, on
        begun._state.adding = True
        seat.left_on, seat.left_because = on, ""
        seat.save(update_fields=["left_on", "left_because"])
    for row in (begun, *takewhile(lambda row: getattr(row, field) == before, later)):
        setattr(row, field, value)
        row.save()
    return begun
