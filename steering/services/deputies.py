"""Who usually stands in for a member: naming somebody, and ending it."""

from datetime import date

from django.db import transaction

from calendars.wording import long_date
from people.models import Person
from people.services import add_person
from steering.enums import Deputies
from steering.errors import SteeringError
from steering.models import Deputy, Membership
from steering.services.memberships import NotAMemberThen, lock, stay_of


class NobodyStandsIn(SteeringError):
    """By the terms of the group nobody may come in a member's place."""


class StandsInAlready(SteeringError):
    """Somebody else, and once at a time."""


class EndsBeforeNaming(SteeringError):
    """A deputy ends on or after the day on which they were named."""


@transaction.atomic
def name_deputy(
    *, membership: Membership, deputy: Person | None, name: str, email: str, on: date
) -> Deputy:
    """Let `deputy`, or somebody new, usually stand in for a member from a day on.

    Raises NobodyStandsIn, NotAMemberThen and StandsInAlready.
    """
    group, member = membership.group, membership.person
    lock(group)
    if group.deputies == Deputies.NONE:
        raise NobodyStandsIn("By the terms of this group nobody may come in a member’s place.")
    if stay_of(membership).on(on) is None:
        raise NotAMemberThen(f"{member.name} is not a member on {long_date(on)}.")
    if deputy == member:
        raise StandsInAlready("Choose somebody else: nobody stands in for themselves.")
    if deputy and group.deputies_of.filter(member=member, deputy=deputy, ended_on=None).exists():
        raise StandsInAlready(f"{deputy.name} is a deputy of {member.name} already.")
    named: Deputy = group.deputies_of.create(
        member=member, deputy=deputy or add_person(name=name, email=email), named_on=on
    )
    return named


@transaction.atomic
def end_deputy(*, deputy: Deputy, on: date) -> Deputy:
    """End it; `on` is the first day without it. Raises EndsBeforeNaming."""
    if on < deputy.named_on:
        raise EndsBeforeNaming(
            f"{deputy.deputy.name} has been a deputy since {long_date(deputy.named_on)}: "
            "choose that day or a later one."
        )
    deputy.ended_on = on
    deputy.save(update_fields=["ended_on"])
    return deputy
