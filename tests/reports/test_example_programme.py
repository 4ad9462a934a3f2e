"""The example programme: right, always alive, and loaded when the database is empty."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from outbox.models import Message
from people.models import Person, User
from records.dates import holds_on
from reports.programme import export_programme, import_programme
from reports.programme.example import load_example, read_example, weeks_between
from reports.programme.shifting import shift_programme
from sites.models import Programme, SiteRole
from steering.models import Meeting
from tests import make
from tests.programme_folder import FILES, MINUTES, write_programme
from tests.reports.test_export_programme import files

EXAMPLE = django_settings.EXAMPLE_PROGRAMME
NOW = datetime(2027, 5, 12, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


class TestTheFolder:
    def test_it_loads_twice_and_comes_out_as_it_is(self, tmp_path: Path) -> None:
        import_programme(EXAMPLE, now=NOW)
        again = import_programme(EXAMPLE, now=NOW)
        assert [count.file for count in again if count.new or count.changed] == []
        export_programme(tmp_path)
        assert files(tmp_path) == files(EXAMPLE)

    def test_its_anchor_is_a_monday_and_its_people_are_there(self) -> None:
        example = read_example(EXAMPLE)
        assert example.anchor.weekday() == 0
        import_programme(EXAMPLE, now=NOW)
        found = Person.objects.filter(key__in=example.people.values()).exclude(email="")
        assert found.count() == len(example.people) == 4


class TestMovingInTime:
    def test_days_move_by_whole_weeks_and_texts_stay(self, tmp_path: Path) -> None:
        source = write_programme(tmp_path / "in")
        shift_programme(source, tmp_path / "out", weeks=2)
        found = files(tmp_path / "out")
        assert found["memberships.csv"].decode().splitlines()[2] == (
            "northmoor-group,bob,trust,professional,member,2025-01-20,2025-09-15,workload"
        )
        unmoved = ("agencies.csv", "people.csv", "minutes.csv", "decisions.csv")
        for name in unmoved:
            assert found[name].decode() == FILES[name].replace("\n", "\r\n")
        assert {name: found[name] for name in MINUTES} == MINUTES

    def test_the_time_of_day_stays_when_the_clocks_change(self, tmp_path: Path) -> None:
        source = write_programme(tmp_path / "in")
        shift_programme(source, tmp_path / "out", weeks=10)
        meetings = [
            line.split(",")[3:5]
            for line in files(tmp_path / "out")["meetings.csv"].decode().splitlines()[1:]
        ]
        assert meetings == [
            ["2025-04-15T09:00+00:00", "2025-04-15T11:00+00:00"],
            ["2025-09-16T09:00+00:00", "2025-09-16T11:00+00:00"],
        ]

    def test_backwards_too(self, tmp_path: Path) -> None:
        source = write_programme(tmp_path / "in")
        shift_programme(source, tmp_path / "there", weeks=30)
        shift_programme(tmp_path / "there", tmp_path / "back", weeks=-30)
        assert files(tmp_path / "back") == files(source)

    @pytest.mark.parametrize(
        ("second", "weeks"),
        [
            (date(2026, 11, 23), 0),
            (date(2026, 11, 29), 0),
            (date(2026, 11, 30), 1),
            (date(2026, 11, 22), -1),
            (date(2027, 11, 24), 52),
        ],
    )
    def test_weeks_begin_on_monday(self, second: date, weeks: int) -> None:
        assert weeks_between(date(2026, 11, 23), second) == weeks


class TestLoading:
    def test_it_is_alive_whenever_it_is_loaded(self) -> None:
        load_example(EXAMPLE, now=NOW)
        monday = date(2027, 5, 10)
        next_week = (monday + timedelta(days=7), monday + timedelta(days=14))
        days = {
            timezone.localdate(starts_at)
            for starts_at in Meeting.objects.planned().values_list("starts_at", flat=True)
        }
        assert any(next_week[0] <= day < next_week[1] for day in days)
        assert max(days) < monday + timedelta(weeks=26)

    def test_whoever_serves_a_site_or_may_be_played_has_an_account(self) -> None:
        load_example(EXAMPLE, now=NOW)
        in_force = holds_on(date(2027, 5, 12), start="started_on", end="ended_on")
        serving = SiteRole.objects.filter(in_force).values("person__key")
        wanted = {row["person__key"] for row in serving} | {*read_example(EXAMPLE).people.values()}
        assert len(wanted) > 6
        assert set(User.objects.values_list("person__key", flat=True)) == wanted
        assert not User.objects.filter(is_owner=True).exists()

    def test_it_mails_nobody(self) -> None:
        load_example(EXAMPLE, now=NOW)
        assert not Message.objects.exists()


class TestPreparing:
    def prepare(self) -> str:
        out = StringIO()
        call_command("prepare_database", stdout=out)
        return out.getvalue()

    def test_the_first_start_in_demo_mode_loads_the_example(self, settings: Settings) -> None:
        settings.DEMO = True
        assert self.prepare() == "The example programme is loaded.\n"
        assert Programme.objects.get().mode == "example"
        meetings = set(Meeting.objects.values_list("key", "starts_at"))
        assert len(meetings) > 100
        assert self.prepare() == ""
        assert set(Meeting.objects.values_list("key", "starts_at")) == meetings

    def test_it_is_not_loaded_over_other_rows(self, settings: Settings) -> None:
        settings.DEMO = True
        make.make_person()
        assert self.prepare() == ""
        assert Person.objects.count() == 1

    def test_a_real_programme_begins_empty(self) -> None:
        assert self.prepare() == ""
        assert Programme.objects.get().mode == "real"
        assert not Person.objects.exists()

    def test_the_other_mode_is_refused(self, settings: Settings) -> None:
        self.prepare()
        settings.DEMO = True
        with pytest.raises(CommandError, match=r"^This database holds a real programme"):
            self.prepare()
        assert not Person.objects.exists()
