"""The agencies that must be represented on a group: adding one, and ending it."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from calendars.wording import long_date
from sites.models import Agency
from steering.errors import SteeringError
from steering.models import CoreAgency, SteeringGroup
from steering.services.memberships import lock


class IsCoreThen(SteeringError):
    """An agency is a core agency of a group once at a time."""


class EndsBeforeItBegins(SteeringError):
    """It ends on or after the day on which it began."""


@transaction.atomic
def add_core_agency(*, group: SteeringGroup, agency: Agency, from_on: date) -> CoreAgency:
    """Let `agency` be a core agency of `group` from a day on. Raises IsCoreThen."""
    lock(group)
    overlaps = Q(until_on__isnull=True) | Q(until_on__gt=from_on)
    other = group.core_agencies.filter(overlaps, agency=agency).order_by("from_on").first()
    if other:
        until = f" to {long_date(other.until_on)}" if other.until_on else ""
        raise IsCoreThen(
            f"{agency.name} is a core agency from {long_date(other.from_on)}{until} already. "
            + ("Choose a later day." if until else "Nothing has to be added.")
        )
    core: CoreAgency = group.core_agencies.create(agency=agency, from_on=from_on)
    return core


@transaction.atomic
def end_core_agency(*, core: CoreAgency, until_on: date) -> CoreAgency:
    """End it; `until_on` is the first day without it. Raises EndsBeforeItBegins, IsCoreThen."""
    lock(core.group)
    if until_on < core.from_on:
        raise EndsBeforeItBegins(
            f"{core.agency.name} is a core agency from {long_date(core.from_on)}: "
            "choose that day or a later one."
        )
    following = core.group.core_agencies.filter(
        agency=core.agency, from_on__gte=core.from_on, from_on__lt=until_on
    ).exclude(pk=core.pk)
    if again := following.order_by("from_on").first():
        raise IsCoreThen(
            f"{core.agency.name} is a core agency again from {long_date(again.from_on)}: "
            "choose that day or an earlier one."
        )
    core.until_on = until_on
    core.save(update_fields=["until_on"])
    return core
