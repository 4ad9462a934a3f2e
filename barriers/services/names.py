"""Whether a sentence names somebody: an entry belongs to a site or a role, never to a person."""

import re

from django.db.models import Q

from people.models import Person
from sites.models import Site

SHORTEST = 3
"""Parts of a name with fewer letters are words more often than names."""


def names_in(sentence: str, site: Site) -> list[str]:
    """Give the people of the site, now or once, whose name or a part of it stands in `sentence`.

    A whole name is found in any spelling, a part of one as it is written: “will” is a word.
    One SQL query.
    """
    people = Person.objects.filter(
        Q(memberships__group__site=site) | Q(site_roles__site=site)
    ).distinct()
    names = people.order_by("name").values_list("name", flat=True)
    return [name for name in names if _stands_in(sentence, name)]


def _stands_in(sentence: str, name: str) -> bool:
    if re.search(rf"\b{re.escape(name)}\b", sentence, re.IGNORECASE):
        return True
    parts = [part for part in name.split() if len(part) >= SHORTEST]
    return any(re.search(rf"\b{re.escape(part)}\b", sentence) for part in parts)
