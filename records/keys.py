"""Finding a free key for what is made on the pages."""

from django.db import connection
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError

KEY_LENGTH = 80


def free_key(wanted: str, *, taken: "QuerySet") -> str:
    """Give `wanted`, cut to a key's length, or the first of `wanted-2`, `wanted-3`… not taken.

    `taken` is the queryset of all rows of the kind. The key is the caller's until the end of the
    transaction: whoever looks for one of the same kind meanwhile waits, and then sees which was
    taken. Raises TransactionManagementError outside a transaction, where it would be nobody's.
    """
    _wait_for_ones_turn(taken.model._meta.db_table)
    base = wanted[: KEY_LENGTH - 6].strip("-") or "unnamed"
    used = set(taken.filter(key__startswith=base).values_list("key", flat=True))
    if base not in used:
        return base
    number = 2
    while f"{base}-{number}" in used:
        number += 1
    return f"{base}-{number}"


def _wait_for_ones_turn(table: str) -> None:
    """Take PostgreSQL's advisory lock of the table's keys; the end of the transaction releases it.

    There is no row to lock yet, and a lock of the table would hold up whoever changes a row of
    it. The table's number in the catalogue and 0 are a pair, and the product's other advisory
    locks are single numbers, which PostgreSQL keeps apart from pairs.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("A free key is found in the transaction that takes it.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s::regclass::oid::int, 0)", [table])
