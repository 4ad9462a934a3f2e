"""What an export writes, and that nothing is lost on the way out and in again."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from csv_tables.folder import Folder
from csv_tables.tables import Values
from csv_tables.writing import write_table
from reports.programme import export_programme, import_programme
from reports.programme.sources import sources
from steering.models import Action, AgendaItem, Meeting, SteeringGroup
from steering.services.dated_changes import move_to_agency
from tests import make
from tests.programme_folder import write_programme
from tests.programme_folder_strategies import programmes

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
REAL_MINUTES = django_settings.BASE_DIR.parent / "shared" / "data" / "real-minutes"

pytestmark = pytest.mark.django_db


def files(path: Path) -> dict[str, bytes]:
    """Every file of a programme in a folder, by its name there."""
    return {
        str(file.relative_to(path)): file.read_bytes()
        for pattern in ("*.csv", "minutes/*")
        for file in sorted(path.glob(pattern))
    }


@contextmanager
def rolled_back() -> Iterator[None]:
    """Whatever is written inside is gone afterwards, and so the database is empty again."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def exported(path: Path) -> dict[str, bytes]:
    export_programme(path)
    return files(path)


def in_and_out(source: Path, target: Path) -> dict[str, bytes]:
    """Import the folder into an empty database, twice, and export it."""
    with rolled_back():
        import_programme(source, now=NOW)
        again = import_programme(source, now=NOW)
        assert [(count.file, count.new, count.changed) for count in again] == [
            (source.table.file, 0, 0) for source in sources()
        ]
        return exported(target)


def test_an_export_is_the_folder_that_was_imported(tmp_path: Path) -> None:
    path = write_programme(tmp_path / "in")
    assert in_and_out(path, tmp_path / "out") == files(path)


def test_a_confidential_item_is_still_confidential_after_the_way_out_and_in(tmp_path: Path) -> None:
    path = write_programme(tmp_path / "in")
    with rolled_back():
        import_programme(path, now=NOW)
        assert exported(tmp_path / "open") == files(path)
        AgendaItem.objects.filter(title="Joint visits").update(confidential=True)
        first = exported(tmp_path / "out")
    assert first["agenda_items.csv"].decode().splitlines() == [
        "meeting,position,title,confidential",
        "northmoor-1,1,Joint visits,yes",
        "northmoor-1,2,Any other business,no",
    ]
    with rolled_back():
        import_programme(tmp_path / "out", now=NOW)
        assert AgendaItem.objects.get(confidential=True).title == "Joint visits"
        assert exported(tmp_path / "again") == first


def test_who_moved_to_another_agency_comes_out_as_they_went_in(tmp_path: Path) -> None:
    with rolled_back():
        seat = make.make_member(group=make.make_group(), agency=make.make_agency())
        move_to_agency(membership=seat, agency=make.make_agency(), on=NOW.date())
        first = exported(tmp_path / "moved")
    assert first["memberships.csv"].count(b"2026-03-02") == 2
    assert in_and_out(tmp_path / "moved", tmp_path / "out") == first


@settings(
    max_examples=25,
    deadline=None,
    phases=set(Phase) - {Phase.shrink},  # each try imports four times, so a search for less is long
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(programme=programmes())
def test_any_programme_comes_out_as_it_went_in(
    programme: tuple[dict[str, list[Values]], dict[str, str]],
) -> None:
    rows, texts = programme
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        write_rows(path / "in", rows, texts)
        first = in_and_out(path / "in", path / "out")
        tables = {name: content for name, content in files(path / "in").items() if ".csv" in name}
        assert without_minutes(first) == without_minutes(tables)
        assert sorted(first[name] for name in first if ".md" in name) == sorted(
            text.encode() for text in texts.values()
        )
        assert in_and_out(path / "out", path / "again") == first


def write_rows(path: Path, rows: dict[str, list[Values]], texts: dict[str, str]) -> None:
    for table in (source.table for source in sources()):
        full = ({name: row.get(name) for name in table.names} for row in rows[table.file])
        write_table(Folder(path), table, full)
    for name, text in texts.items():
        with Folder(path).writing(name) as file:
            file.write(text.encode())


def without_minutes(found: dict[str, bytes]) -> dict[str, bytes]:
    """The tables alone, but for the one that names files: their names are the export's choice."""
    return {
        name: content
        for name, content in found.items()
        if name.endswith(".csv") and name != "minutes.csv"
    }


@pytest.mark.skipif(not REAL_MINUTES.is_dir(), reason="the real minutes lie beside the project")
def test_real_minutes_come_out_as_they_went_in(tmp_path: Path) -> None:
    first = in_and_out(REAL_MINUTES, tmp_path / "out")
    assert in_and_out(tmp_path / "out", tmp_path / "again") == first
    for name, content in files(REAL_MINUTES).items():
        if name != "meetings.csv":  # its times are local there, and UTC in an export
            assert first[name] == content, name


def test_two_texts_never_share_a_file(tmp_path: Path) -> None:
    """`a`, item 1, and the meeting `a-1` would both be `minutes/a-1.md`."""
    with rolled_back():
        group = make.make_group()
        for key, agenda in (("a", ("Visits",)), ("a-1", ())):
            meeting = make.make_meeting(group=group, agenda=agenda)
            Meeting.objects.filter(pk=meeting.pk).update(key=key)
            make.make_minutes(
                meeting=meeting, text=f"Minutes of {key}", item=meeting.agenda_items.first()
            )
        first = exported(tmp_path / "out")
    assert first["minutes.csv"].decode().splitlines() == [
        "meeting,position,file,state",
        "a,1,minutes/a.1.md,draft",
        "a-1,,minutes/a-1.md,draft",
    ]
    assert (first["minutes/a.1.md"], first["minutes/a-1.md"]) == (
        b"Minutes of a",
        b"Minutes of a-1",
    )
    assert in_and_out(tmp_path / "out", tmp_path / "again") == first


def test_outcomes_stand_in_the_order_of_the_page_within_their_item(tmp_path: Path) -> None:
    with rolled_back():
        meeting = make.make_meeting()
        other = make.make_meeting(group=meeting.group)
        made = [
            make.make_action(meeting=meeting, text="made first"),
            *[
                make.make_action(meeting=one, text=text)
                for one, text in ((other, "elsewhere"), (meeting, "made second"))
            ],
        ]
        Action.objects.filter(pk=made[0].pk).update(ordinal=9)
        first = exported(tmp_path / "out")
    assert [line.split(",")[2] for line in first["actions.csv"].decode().splitlines()[1:]] == [
        "made second",
        "elsewhere",
        "made first",
    ]
    assert in_and_out(tmp_path / "out", tmp_path / "again") == first


def test_an_empty_programme_has_every_file_with_its_header(tmp_path: Path) -> None:
    found = exported(tmp_path)
    assert sorted(found) == sorted(source.table.file for source in sources())
    assert found["people.csv"] == b"key,name,email\r\n"


def test_an_export_replaces_what_it_wrote_before(tmp_path: Path) -> None:
    make.make_group(name="Before")
    export_programme(tmp_path)
    SteeringGroup.objects.update(name="After")
    assert b"After" in exported(tmp_path)["groups.csv"]


def test_the_command_says_where_the_export_is(tmp_path: Path) -> None:
    out = StringIO()
    call_command("export_programme", str(tmp_path / "out"), stdout=out)
    assert out.getvalue() == f"The programme is in {tmp_path / 'out'}.\n"


def test_the_command_says_what_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file, not a folder")
    with pytest.raises(CommandError, match=r"The export is not complete: .*File exists"):
        call_command("export_programme", str(tmp_path / "out"))
