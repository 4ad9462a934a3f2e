"""A made-up programme of any size: realistic in its proportions, and the same for a seed."""

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from outbox.models import Message
from reports.programme.making import make_programme, write_made_up
from sites.models import Site
from steering.models import Attendance, Meeting, Membership, MinutesText
from tests.reports.test_export_programme import files

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def made(path: Path, *, seed: int) -> dict[str, bytes]:
    write_made_up(path, sites=2, years=1, seed=seed, now=NOW, prefix="m1-")
    return files(path)


def test_the_same_seed_gives_the_same_programme(tmp_path: Path) -> None:
    first = made(tmp_path / "first", seed=1)
    assert made(tmp_path / "second", seed=1) == first
    assert made(tmp_path / "other", seed=2) != first


def test_it_has_what_a_programme_has() -> None:
    counts = {count.file: count.new for count in make_programme(sites=6, years=1, seed=3, now=NOW)}
    assert [file for file, new in counts.items() if new == 0] == []
    assert Site.objects.filter(parent__isnull=False).count() == 2
    assert Membership.objects.count() >= 6 * 2 * 12
    held = Meeting.objects.filter(state="held").count()
    assert Meeting.objects.planned().filter(starts_at__gt=NOW).exists()
    assert Attendance.objects.count() >= 10 * held
    assert MinutesText.objects.count() >= 5 * held
    assert not Message.objects.exists()


def test_it_may_be_made_beside_another() -> None:
    make_programme(sites=1, years=1, seed=1, now=NOW)
    make_programme(sites=1, years=1, seed=1, now=NOW)
    assert list(Site.objects.order_by("pk").values_list("key", flat=True)) == ["m1-s001", "m2-s001"]


def test_the_command_says_how_much_there_is() -> None:
    out = StringIO()
    call_command("make_programme", "--sites=1", "--years=1", stdout=out)
    assert out.getvalue().splitlines()[:2] == ["agencies.csv: 7 new", "sites.csv: 1 new"]


@pytest.mark.parametrize("arguments", [("--sites=0", "--years=1"), ("--sites=1", "--years=51")])
def test_the_command_says_what_it_can_make(arguments: tuple[str, str]) -> None:
    with pytest.raises(CommandError, match=r"Give --sites from 1 to 999 and --years from 1 to 50"):
        call_command("make_programme", *arguments)
