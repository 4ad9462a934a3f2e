"""The address at which somebody's own calendar program reads their meetings."""

import secrets
from datetime import datetime

from django.db import transaction

from people.models import Person
from steering.feeds import hashed
from steering.models import CalendarFeed


@transaction.atomic
def make_feed(*, person: Person, now: datetime) -> str:
    """Give `person` a calendar address and return its secret part, which is kept nowhere.

    An address that they had no longer works.
    """
    Person.objects.select_for_update().get(pk=person.pk)  # one press at a time
    revoke_feed(person=person, now=now)
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(person=person, token_sha256=hashed(token), made_at=now)
    return token


@transaction.atomic
def revoke_feed(*, person: Person, now: datetime) -> bool:
    """Let the address of `person` work no longer; give whether they had one."""
    rows = CalendarFeed.objects.filter(person=person, revoked_at__isnull=True)
    return bool(rows.update(revoked_at=now))
