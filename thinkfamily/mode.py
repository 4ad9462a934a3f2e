"""No process serves a database that was made for the other mode."""

import logging
import sys

from django.conf import settings
from django.db import connection

from sites.services.programme import NotPrepared, OtherMode, check_mode

REFUSED = 4
"""The exit status at which gunicorn stops, instead of trying the next worker."""

logger = logging.getLogger(__name__)


def refuse_other_mode() -> None:
    """End this process with a sentence if the database was made for the other mode."""
    try:
        check_mode(demo=settings.DEMO)
    except OtherMode as refusal:
        sys.stderr.write(f"{refusal}\n")
        raise SystemExit(REFUSED) from refusal
    except NotPrepared as warning:
        logger.warning("%s", warning)
    finally:
        # A connection of the parent must not end up in its workers.
        connection.close()
