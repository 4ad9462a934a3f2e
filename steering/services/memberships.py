"""Who sits on a group: joining, changing a seat, leaving."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from calendars.wording import long_date
from outbox import services as outbox
from outbox.models import Mailbox
from people.models import Person
from people.services import add_person
from sites.models import Agency
from steering.enums import Appearance, Capacity, LeftBecause, MemberRole
from steering.errors import SteeringError
from steering.models import Membership, SteeringGroup


class IsAMemberThen(SteeringError):
    """One person has one seat on a group at a time."""


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
def add_member(*, group: SteeringGroup, person: Person, terms: SeatTerms) -> Membership:
    """Let `person` sit on `group` from `terms.joined_on`. Raises IsAMemberThen."""
    membership = Membership(group=group, person=person)
    _take_over(terms, membership)
    _refuse_overlap(membership)
    membership.save()
    return membership


@transaction.atomic
def add_new_member(*, group: SteeringGroup, name: str, email: str, terms: SeatTerms) -> Membership:
    """Enter somebody and let them sit on `group`; `email` may be empty. Raises IsAMemberThen.

    Whoever is entered with the same name and address already is that person.
    """
    known = Person.objects.filter(name__iexact=name, email__iexact=email).exclude(email="")
    person = known.first() or add_person(name=name, email=email)
    return add_member(group=group, person=person, terms=terms)


@transaction.atomic
def change_membership(*, membership: Membership, terms: SeatTerms) -> Membership:
    """Change how somebody sits. Raises IsAMemberThen and LeftBeforeJoining."""
    held = _held(membership)
    _take_over(terms, held)
    _refuse_overlap(held)
    held.save()
    return held


@transaction.atomic
def end_membership(
    *, membership: Membership, left_on: date, because: LeftBecause | None, now: datetime
) -> int:
    """End a membership; `left_on` is the first day without it, today or any other.

    From that day on nothing of the group reaches the person: when it has come, what waits in
    the outbox is withdrawn. Gives the number of these messages. Raises LeftBeforeJoining and
    IsAMemberThen.
    """
    held = _held(membership)
    held.left_on, held.left_because = left_on, because or ""
    _refuse_overlap(held)
    held.save(update_fields=["left_on", "left_because"])
    group, person = held.group, held.person
    today = timezone.localdate(now)
    sits = group.memberships.active_on(today).filter(person=person).exists()
    mailbox = Mailbox.objects.filter(key=group.key).first()
    if left_on > today or sits or mailbox is None:
        return 0
    return outbox.withdraw(
        mailbox=mailbox,
        recipient=f"person:{person.pk}",
        because=f"{person.name} is no longer on the group.",
        now=now,
    )


def _held(membership: Membership) -> Membership:
    rows = Membership.objects.select_for_update(of=["self"]).select_related("group", "person")
    held: Membership = rows.get(pk=membership.pk)
    return held


def _take_over(terms: SeatTerms, membership: Membership) -> None:
    membership.agency, membership.capacity = terms.agency, terms.capacity
    membership.role, membership.joined_on = terms.role, terms.joined_on
    membership.appears, membership.own_words = terms.appears, terms.own_words


def _refuse_overlap(membership: Membership) -> None:
    """Say in words what the database would refuse. The group is locked until the end."""
    joined_on, left_on, name = membership.joined_on, membership.left_on, membership.person.name
    if left_on is not None and left_on < joined_on:
        raise LeftBeforeJoining(
            f"{name} joined on {long_date(joined_on)} and left on {long_date(left_on)}: "
            "the day of joining comes first."
        )
    group = SteeringGroup.objects.select_for_update().get(pk=membership.group_id)
    others = group.memberships.filter(person=membership.person_id).exclude(pk=membership.pk)
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
