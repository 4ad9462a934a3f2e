"""The mode of a database: it holds the example programme or a real one, never both."""

from datetime import datetime

from django.db import OperationalError, ProgrammingError

from sites.enums import Mode
from sites.models import Programme


class OtherMode(Exception):
    """The database was made for the other mode; `str()` says how to go on."""


class NotPrepared(Exception):
    """The database has no mode yet; `str()` says how it gets one."""


def ensure_mode(*, demo: bool, now: datetime) -> Programme:
    """Store the mode at the first start, and give the programme. Raises OtherMode."""
    mode = Mode.EXAMPLE if demo else Mode.REAL
    programme, _ = Programme.objects.get_or_create(
        only=True, defaults={"mode": mode, "started_at": now}
    )
    _refuse_other(programme, demo=demo)
    return programme


def check_mode(*, demo: bool) -> None:
    """Raise OtherMode if the database was made for the other mode than this process is in.

    Raises NotPrepared when it was made for none as yet, or cannot be asked.
    """
    try:
        programme = Programme.objects.first()
    except OperationalError as error:
        raise NotPrepared(
            f"The database cannot be reached, so its mode is not known: {error}"
        ) from error
    except ProgrammingError:
        programme = None
    if programme is None:
        raise NotPrepared(
            "The database has not been prepared. Run: python manage.py prepare_database"
        )
    _refuse_other(programme, demo=demo)


def _refuse_other(programme: Programme, *, demo: bool) -> None:
    if programme.mode == Mode.EXAMPLE and not demo:
        raise OtherMode(
            "This database holds the example programme, which is made up, and DEMO is off. Start"
            " with DEMO=1 to go on with the example; for a real programme give another DATABASE_URL"
            " or another DATA_DIR."
        )
    if programme.mode == Mode.REAL and demo:
        raise OtherMode(
            "This database holds a real programme, and DEMO is on, with which everybody could sign"
            " in. Start with DEMO=0 to go on with it; for the example programme give another"
            " DATABASE_URL or another DATA_DIR."
        )
