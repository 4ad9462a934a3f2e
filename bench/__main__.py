"""Run every benchmark, or those named, on a database of its own; print a table, keep it as JSON."""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from runtime.postgres import EmbeddedPostgres

NAMES = ("pages", "mail", "import_programme")
KEPT_UNDER = Path("var") / "bench"


def main() -> None:
    """Start PostgreSQL in a folder that goes with the run, and measure."""
    folder = Path(tempfile.mkdtemp(prefix="thinkfamily-bench-"))
    os.environ |= {
        "DATA_DIR": str(folder),
        "DEMO": "0",
        "SECRET_KEY": "for-benchmarks-only-" * 3,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
    }
    os.environ.pop("DATABASE_URL", None)
    (folder / "static").mkdir()
    database = EmbeddedPostgres(folder, dies_with_us=True)
    database.start()
    try:
        _keep(_measure(sys.argv[1:] or NAMES))
    finally:
        database.stop()
        shutil.rmtree(database.cluster.home, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def _measure(names: Iterable[str]) -> dict[str, object]:
    import_module("django").setup()
    import_module("django.core.management").call_command("prepare_database", verbosity=0)
    figures = {}
    for name in names:
        figures[name] = import_module(f"bench.{name}").run()
        _print(name, figures[name])
    return figures


def _print(name: str, figures: dict[str, object]) -> None:
    print(f"\n{name.replace('_', ' ')}")
    for what, value in figures.items():
        cells = value.items() if isinstance(value, dict) else [("", value)]
        words = "  ".join(f"{label} {_number(figure)}".strip() for label, figure in cells)
        print(f"  {what.replace('_', ' '):<28} {words}", flush=True)


def _number(figure: object) -> str:
    return f"{figure:,.2f}" if isinstance(figure, float) else str(figure)


def _keep(figures: dict[str, object]) -> None:
    KEPT_UNDER.mkdir(parents=True, exist_ok=True)
    path = KEPT_UNDER / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
    path.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(f"\nKept as {path}")


if __name__ == "__main__":
    main()
