"""A made-up programme of any size, for tests of load and scale."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from django.utils import timezone

from csv_tables.workbook import Count
from reports.programme.importing import import_programme
from reports.programme.making.draft import Draft
from reports.programme.making.meetings import add_meetings
from reports.programme.making.places import add_places
from reports.programme.making.progress import add_progress
from sites.models import Site

__all__ = ["make_programme", "write_made_up"]


def make_programme(*, sites: int, years: int, seed: int, now: datetime) -> list[Count]:
    """Fill the database with `sites` sites of `years` years up to `now`; the same for a `seed`.

    All keys begin with a prefix that no site has yet, so it may be done again. Gives how many
    rows each table got. Raises NotImported.
    """
    with TemporaryDirectory(prefix="made-up-programme-") as folder:
        path = Path(folder)
        write_made_up(path, sites=sites, years=years, seed=seed, now=now, prefix=_free_prefix())
        return import_programme(path, now=now)


def write_made_up(
    path: Path, *, sites: int, years: int, seed: int, now: datetime, prefix: str
) -> None:
    """Write a made-up programme as a folder at `path`."""
    today = timezone.localtime(now).date()
    start = today - timedelta(days=365 * years)
    draft = Draft(prefix=prefix, random=Random(seed), start=start, today=today, path=path)
    for site in add_places(draft, sites):
        add_meetings(draft, site)
        add_progress(draft, site)
    draft.write()


def _free_prefix() -> str:
    keys = Site.objects.filter(key__regex=r"^m[0-9]+-").values_list("key", flat=True)
    taken = [int(re.match(r"m(\d+)-", key)[1]) for key in keys]  # type: ignore[index]
    return f"m{max(taken, default=0) + 1}-"
