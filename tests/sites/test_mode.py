"""A database holds the example programme or a real one, and no process serves it as the other."""

from datetime import UTC, datetime

import pytest
from pytest_django.fixtures import Settings

from sites.enums import Mode
from sites.models import Programme
from sites.services.programme import NotPrepared, OtherMode, check_mode, ensure_mode
from thinkfamily.mode import REFUSED, refuse_other_mode

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db

EXAMPLE_HERE = (
    "This database holds the example programme, which is made up, and DEMO is off. Start with"
    " DEMO=1 to go on with the example; for a real programme give another DATABASE_URL or another"
    " DATA_DIR."
)
REAL_HERE = (
    "This database holds a real programme, and DEMO is on, with which everybody could sign in."
    " Start with DEMO=0 to go on with it; for the example programme give another DATABASE_URL or"
    " another DATA_DIR."
)


@pytest.mark.parametrize(("demo", "mode"), [(True, Mode.EXAMPLE), (False, Mode.REAL)])
def test_the_first_start_stores_the_mode_for_good(demo: bool, mode: Mode) -> None:
    first = ensure_mode(demo=demo, now=NOW)
    assert (first.mode, first.started_at) == (mode, NOW)
    assert ensure_mode(demo=demo, now=LATER).started_at == NOW
    check_mode(demo=demo)


@pytest.mark.parametrize(("demo", "sentence"), [(True, EXAMPLE_HERE), (False, REAL_HERE)])
def test_the_other_mode_is_refused_with_how_to_go_on(demo: bool, sentence: str) -> None:
    ensure_mode(demo=demo, now=NOW)
    with pytest.raises(OtherMode) as by_start:
        ensure_mode(demo=not demo, now=LATER)
    with pytest.raises(OtherMode) as by_process:
        check_mode(demo=not demo)
    assert (str(by_start.value), str(by_process.value)) == (sentence, sentence)
    assert Programme.objects.get().started_at == NOW


def test_a_database_that_is_not_prepared_says_so() -> None:
    with pytest.raises(NotPrepared, match=r"Run: python manage\.py prepare_database$"):
        check_mode(demo=False)


def test_a_process_in_the_other_mode_ends(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    ensure_mode(demo=True, now=NOW)
    settings.DEMO = False
    with pytest.raises(SystemExit) as end:
        refuse_other_mode()
    assert (end.value.code, capsys.readouterr().err) == (REFUSED, f"{EXAMPLE_HERE}\n")
