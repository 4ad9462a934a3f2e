"""Entering agencies and changing them."""

from django.db import transaction
from django.utils.text import slugify

from records.keys import free_key
from sites.models import Agency


@transaction.atomic
def add_agency(*, name: str, kind: str, interface: str) -> Agency:
    """Enter an agency; `kind` and `interface` are values of AgencyKind and Interface."""
    key = free_key(slugify(name), taken=Agency.objects.all())
    return Agency.objects.create(key=key, name=name, kind=kind, interface=interface)


@transaction.atomic
def change_agency(*, agency: Agency, name: str, kind: str, interface: str) -> None:
    """Change what is known of an agency, for all posts at it."""
    agency.name, agency.kind, agency.interface = name, kind, interface
    agency.save(update_fields=["name", "kind", "interface"])
