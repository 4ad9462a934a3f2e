"""The example programme: an ordinary folder, moved in time so that it is always alive."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.utils import timezone

from people.models import Person
from people.services import open_account
from records.dates import holds_on
from reports.programme.importing import import_programme
from reports.programme.shifting import shift_programme
from reports.programme.sources import sources
from sites.models import SiteRole


@dataclass(frozen=True)
class Example:
    """What `programme.toml` says: the week in which it is written, and who signs in for a role."""

    anchor: date
    people: dict[str, str]


def read_example(path: Path) -> Example:
    """Read `programme.toml` of the example folder at `path`."""
    written = tomllib.loads((path / "programme.toml").read_text(encoding="utf-8"))
    return Example(anchor=written["anchor"], people=written["demo"])


def is_empty() -> bool:
    """Whether the database has no row of any table of the programme folder."""
    return not any(source.model._base_manager.exists() for source in sources())


@transaction.atomic
def load_example(path: Path, *, now: datetime) -> None:
    """Load the example folder at `path` as if its anchor's week were the week of `now`.

    Whoever serves a site, or may be chosen to sign in as, gets an account. Raises NotImported.
    """
    example = read_example(path)
    today = timezone.localtime(now).date()
    with TemporaryDirectory(prefix="example-programme-") as shifted:
        shift_programme(path, Path(shifted), weeks=weeks_between(example.anchor, today))
        import_programme(Path(shifted), now=now)
    _open_accounts(example.people.values(), today=today, now=now)


def weeks_between(first: date, second: date) -> int:
    """Give how many weeks the week of `second` is after that of `first`; weeks begin on Monday."""
    return (_monday(second) - _monday(first)).days // 7


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _open_accounts(keys: Iterable[str], *, today: date, now: datetime) -> None:
    serving = SiteRole.objects.filter(holds_on(today, start="started_on", end="ended_on"))
    people = Person.objects.filter(key__in=keys) | Person.objects.filter(site_roles__in=serving)
    for person in people.exclude(email="").order_by("pk").distinct():
        open_account(person=person, now=now)
