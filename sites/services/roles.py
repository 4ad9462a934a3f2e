"""Giving and ending what people do for sites. Both hold from the person's next click on."""

from datetime import date

from django.db import transaction
from django.db.models import F, Q

from calendars.wording import long_date
from people.models import Person
from sites.errors import RoleHeldAlready
from sites.models import Site, SiteRole


@transaction.atomic
def give_role(*, site: Site, person: Person, role: str, started_on: date) -> SiteRole:
    """Let `person` be `role`, a value of Role, at `site` from `started_on` on.

    Raises RoleHeldAlready when they are that already on that day or will be later.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    same = person.site_roles.filter(site=site, role=role)
    later = Q(ended_on__isnull=True) | Q(ended_on__gt=started_on)
    held = same.filter(later).exclude(ended_on=F("started_on")).first()
    if held:
        raise RoleHeldAlready(_already(held))
    # A role that ended on the day it began held on no day: it is taken up again.
    given, _ = same.update_or_create(
        started_on=started_on,
        defaults={"ended_on": None},
        create_defaults={"site": site, "person": person, "role": role},
    )
    return given


@transaction.atomic
def end_role(*, role: SiteRole, today: date) -> None:
    """End a role as from today: it gives nothing from the next click on.

    One that has yet to begin will never hold; one that ended earlier stays as it is.
    """
    row = SiteRole.objects.select_for_update().get(pk=role.pk)
    ends_on = max(today, row.started_on)
    if row.ended_on is None or row.ended_on > ends_on:
        row.ended_on = ends_on
        row.save(update_fields=["ended_on"])


def _already(held: SiteRole) -> str:
    until = f" until {long_date(held.ended_on)}" if held.ended_on else ""
    return (
        f"{held.person} is {held.get_role_display().lower()} of {held.site} "
        f"from {long_date(held.started_on)}{until} already. End that first, or choose another day."
    )
