"""Entering sites and changing them."""

from datetime import date

from django.db import transaction
from django.utils.text import slugify

from records.keys import free_key
from sites.models import Site


@transaction.atomic
def add_site(*, name: str, nation: str, parent: Site | None, started_on: date) -> Site:
    """Enter a site, or a locality below the region `parent`; `nation` is a value of Nation."""
    key = free_key(slugify(name), taken=Site.objects.all())
    return Site.objects.create(
        key=key, name=name, nation=nation, parent=parent, started_on=started_on
    )


@transaction.atomic
def change_site(
    *,
    site: Site,
    name: str,
    nation: str,
    parent: Site | None,
    started_on: date,
    ended_on: date | None,
) -> None:
    """Change what is known of a site. `ended_on` is the first day on which it is none any more."""
    site.name, site.nation, site.parent = name, nation, parent
    site.started_on, site.ended_on = started_on, ended_on
    site.save(update_fields=["name", "nation", "parent", "started_on", "ended_on"])
