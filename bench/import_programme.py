"""How long a large programme folder takes to import and to export, and how much memory."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from reports.programme.making import write_made_up

SITES, YEARS = 40, 5
"""About 51,000 rows of attendance and 24,000 texts of minutes; the promise is for 50,000 and
1,500, in under 60 seconds with less than 500 MB."""


def run() -> dict[str, dict[str, float]]:
    """Give for the first import, one that changes nothing, and an export what each takes.

    Seconds and the peak of resident memory are those of the whole command, start included.
    """
    with tempfile.TemporaryDirectory(prefix="bench-programme-") as folder:
        programme, out = Path(folder) / "in", Path(folder) / "out"
        write_made_up(
            programme, sites=SITES, years=YEARS, seed=1, now=timezone.now(), prefix="bench-"
        )
        rows = sum(_records(file) for file in programme.glob("*.csv"))
        return {
            "rows": {"in all": rows, "attendance": _records(programme / "attendance.csv")},
            "import": _measured(rows, "import_programme", str(programme)),
            "import_again": _measured(rows, "import_programme", str(programme)),
            "export": _measured(rows, "export_programme", str(out)),
        }


def _records(file: Path) -> int:
    return file.read_bytes().count(b"\r\n") - 1


def _measured(rows: int, *command: str) -> dict[str, float]:
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *command],
        stdout=subprocess.DEVNULL,
        env=dict(os.environ),
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    # Linux gives kilobytes, macOS bytes.
    peak = usage.ru_maxrss * (1024 if sys.platform == "linux" else 1)
    return {"seconds": seconds, "rows_per_second": rows / seconds, "peak_mb": peak / 1_000_000}
