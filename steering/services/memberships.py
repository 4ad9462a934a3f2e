"""Who sits on a group: joining, correcting a seat, leaving."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone

from calendars.wording import long_date
from outbox import services as outbox
from outbox.models import Mailbox
from people.models import Person
from people.services import add_person
from sites.models import Agency
from steering.enums import Appearance, Capacity, LeftBecause, MemberRole
from steering.errors import SteeringError
from steering.handles import handle_of
from steering.models import Deputy, Membership, SteeringGroup
from steering.services import entries
from steering.stays import Stay, goes_on, stays_of


class IsAMemberThen(SteeringError):
    """One person has one seat on a group at a time."""


class NotAMemberThen(SteeringError):
    """What changes from a day on changes while somebody is a member."""


class LeftBeforeJoining(SteeringError):
    """A membership ends on or after the day on which it began."""


@dataclass(frozen=True)
class SeatTerms:
    """How somebody sits on a group, and how they appear where others read it."""

    agency: Agency | None
    capacity: Capacity
    role: MemberRole
    appears: Appearance
    own_words: str
    joined_on: date


@transaction.atomic
def add_member(
    *, group: SteeringGroup, person: Person, terms: SeatTerms, now: datetime
) -> Membership:
    """Let `person` sit on `group` from `terms.joined_on`. Raises IsAMemberThen.

    They get the invitations of the meetings that the members know of.
    """
    lock(group)
    membership = Membership(group=group, person=person)
    _take_over(terms, membership)
    _refuse_overlap(membership)
    membership.save()
    entries.settle(group=group, people=[person], now=now, are_new=True)
    return membership


@transaction.atomic
def add_new_member(
    *, group: SteeringGroup, name: str, email: str, terms: SeatTerms, now: datetime
) -> Membership:
    """Enter somebody and let them sit on `group`; `email` may be empty. Raises IsAMemberThen.

    Whoever is entered with the same name and address already is that person.
    """
    known = Person.objects.filter(name__iexact=name, email__iexact=email).exclude(email="")
    person = known.first() or add_person(name=name, email=email)
    return add_member(group=group, person=person, terms=terms, now=now)


@transaction.atomic
def change_membership(*, membership: Membership, terms: SeatTerms, now: datetime) -> Membership:
    """Correct how somebody sits, for the whole time of this row.

    A row that goes on from another begins where that one ends, so both days move together.
    Another day of joining may put meetings into their calendar, or take them out. Raises
    IsAMemberThen and LeftBeforeJoining.
    """
    held = held_seat(membership)
    before = _row_before(held)
    shrinks = before is not None and terms.joined_on < held.joined_on
    _take_over(terms, held)
    _refuse_overlap(held, but=before)
    if before is None:
        held.save()
    else:
        before.left_on = terms.joined_on
        # The one that gets shorter first: in between, too, the two may not overlap.
        for row in (before, held) if shrinks else (held, before):
            row.save()
    entries.settle(group=held.group, people=[held.person], now=now)
    return held


@transaction.atomic
def end_membership(
    *, membership: Membership, left_on: date, because: LeftBecause | None, now: datetime
) -> int:
    """End somebody's unbroken time; `left_on` is the first day without it, today or any other.

    What was to change on that day or later does not, and the deputies named for the person end.
    From that day on nothing of the group reaches the person: when it has come, what waits in
    the outbox is withdrawn. Meetings to come are taken out of their calendar, which is the last
    that they hear. Gives the number of messages withdrawn. Raises LeftBeforeJoining and
    IsAMemberThen.
    """
    held = held_seat(membership)
    first, *later = stay_of(held).rows
    last = [first, *(row for row in later if row.joined_on < left_on)][-1]
    for row in later:
        if row.joined_on >= left_on:
            row.delete()
    last.left_on, last.left_because = left_on, because or ""
    _refuse_overlap(last)
    last.save(update_fields=["left_on", "left_because"])
    _end_deputies(held, left_on)
    withdrawn = _withdraw(held, left_on, now)
    entries.settle(group=held.group, people=[held.person], now=now)
    return withdrawn


def lock(group: SteeringGroup) -> None:
    """Hold the seats of `group` until the transaction ends: one change of them at a time."""
    SteeringGroup.objects.select_for_update().get(pk=group.pk)


def held_seat(membership: Membership) -> Membership:
    """Give the row as it is now, with its group and person; the seats of its group are held."""
    lock(membership.group)
    rows = Membership.objects.select_for_update(of=["self"]).select_related("group", "person")
    held: Membership = rows.get(pk=membership.pk)
    return held


def stay_of(membership: Membership) -> Stay:
    """Give the unbroken time on the group to which this row belongs."""
    rows = membership.group.memberships.filter(person=membership.person_id)
    stays = stays_of(rows.select_related("group", "person", "agency"))
    return next(stay for stay in stays if membership in stay.rows)


def _row_before(membership: Membership) -> Membership | None:
    rows = stay_of(membership).rows
    return next((row for row in rows if goes_on(row, membership)), None)


def _take_over(terms: SeatTerms, membership: Membership) -> None:
    membership.agency, membership.capacity = terms.agency, terms.capacity
    membership.role, membership.joined_on = terms.role, terms.joined_on
    membership.appears, membership.own_words = terms.appears, terms.own_words


def _end_deputies(membership: Membership, left_on: date) -> None:
    seats = membership.group.memberships.filter(person=membership.person_id)
    if seats.filter(Q(left_on__isnull=True) | Q(left_on__gt=left_on)).exists():
        return
    Deputy.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=left_on),
        group=membership.group,
        member=membership.person_id,
    ).update(ended_on=Greatest(F("named_on"), left_on))


def _withdraw(membership: Membership, left_on: date, now: datetime) -> int:
    group, person = membership.group, membership.person
    today = timezone.localdate(now)
    sits = group.memberships.active_on(today).filter(person=person).exists()
    mailbox = Mailbox.objects.filter(key=group.key).first()
    if left_on > today or sits or mailbox is None:
        return 0
    return outbox.withdraw(
        mailbox=mailbox,
        recipient=handle_of(person),
        because=f"{person.name} is no longer on the group.",
        now=now,
    )


def _refuse_overlap(membership: Membership, *, but: Membership | None = None) -> None:
    """Say in words what the database would refuse; `but` is the row that this one goes on from."""
    joined_on, left_on, name = membership.joined_on, membership.left_on, membership.person.name
    if left_on is not None and left_on < joined_on:
        raise LeftBeforeJoining(
            f"{name} joined on {long_date(joined_on)} and left on {long_date(left_on)}: "
            "the day of joining comes first."
        )
    if but is not None and joined_on <= but.joined_on:
        raise LeftBeforeJoining(
            f"Before this, {name} has been a member since {long_date(but.joined_on)}: "
            "choose a day after it."
        )
    others = membership.group.memberships.filter(person=membership.person_id)
    others = others.exclude(pk__in=[one.pk for one in (membership, but) if one and one.pk])
    overlaps = Q(left_on__isnull=True) | Q(left_on__gt=joined_on)
    if left_on is not None:
        overlaps &= Q(joined_on__lt=left_on)
    other = others.filter(overlaps | Q(joined_on=joined_on)).order_by("joined_on").first()
    if other is None:
        return
    since = long_date(other.joined_on)
    if other.left_on is None:
        raise IsAMemberThen(
            f"{name} has been a member since {since}. Change that membership, or end it first."
        )
    raise IsAMemberThen(
        f"{name} was a member from {since} to {long_date(other.left_on)}. "
        "Choose days that lie outside it."
    )
