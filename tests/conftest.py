"""What holds for every test: plain static files, and no silence about missing variables."""

from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from barriers.models import Theme
from tests.environment import DATA_DIR

pytest_plugins = ("tests.browser", "tests.ical_js")


class MissingVariable(str):
    """Stands where a template asks for a variable that there is not, and raises."""

    __slots__ = ()

    def __contains__(self, text: object) -> bool:
        return text == "%s"

    def __mod__(self, variable: object) -> str:
        raise AssertionError(f"The template asks for {variable}, which is not in its context.")


def pytest_configure(config: pytest.Config) -> None:
    """Serve the static files from where they are written, without collecting them first."""
    settings.STATIC_ROOT = Path(DATA_DIR) / "static"
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    options = settings.TEMPLATES[0]["OPTIONS"]
    assert isinstance(options, dict)
    options["string_if_invalid"] = MissingVariable("%s")


@pytest.fixture
def themes(transactional_db: None) -> None:
    """The product's own themes, for tests that commit: what they leave behind is emptied.

    Django's `serialized_rollback` does not help. The browser's event loop gives its thread
    another connection, which knows nothing of what was put by.
    """
    if not Theme.objects.exists():
        migration = import_module("barriers.migrations.0003_themes_and_constructs")
        with connection.schema_editor() as editor:
            migration.load(apps, editor)
