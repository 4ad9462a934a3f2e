"""Finding a free key for what is made on the pages."""

from django.db.models import QuerySet

KEY_LENGTH = 80


def free_key(wanted: str, *, taken: "QuerySet") -> str:
    """Give `wanted`, cut to a key's length, or the first of `wanted-2`, `wanted-3`… not taken.

    `taken` is the queryset of all rows of the kind. Two people at once may still get the same
    key: the unique constraint then refuses the second.
    """
    base = wanted[: KEY_LENGTH - 6].strip("-") or "unnamed"
    used = set(taken.filter(key__startswith=base).values_list("key", flat=True))
    if base not in used:
        return base
    number = 2
    while f"{base}-{number}" in used:
        number += 1
    return f"{base}-{number}"
