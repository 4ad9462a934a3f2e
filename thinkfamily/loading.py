"""What a web process loads at its start, so that its workers share it and no reader waits."""

from pathlib import Path

from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.urls import get_resolver

from calendars.working_days import bank_holidays
from sites.enums import Nation


def load_pages() -> None:
    """Load every address with its view, every template, and the bank holidays of every nation."""
    get_resolver().reverse_dict  # noqa: B018 - asking for it reads the addresses
    for engine in engines.all():
        assert isinstance(engine, DjangoTemplates)
        for folder in engine.dirs:
            _load_templates(engine, Path(folder))
    for nation in Nation:
        bank_holidays(nation)


def _load_templates(engine: DjangoTemplates, folder: Path) -> None:
    for file in folder.rglob("*.html"):
        engine.get_template(str(file.relative_to(folder)))
