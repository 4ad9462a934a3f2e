"""What an import checker cannot see: keys between tables, and copies in the audit trail."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db.models import Model

DOWNWARDS = ["thinkfamily", "reports", "barriers", "steering", "sites", "people", "outbox"]

OURS = [model for model in apps.get_models() if model._meta.app_config.name in DOWNWARDS]


def app_of(model: type[Model]) -> str:
    return str(model._meta.app_config.name)


def test_the_order_is_the_one_that_imports_keep() -> None:
    text = (settings.BASE_DIR / "pyproject.toml").read_text()
    layers = re.search(r'name = "Apps import downwards".*?layers = \[(.*?)\]', text, re.DOTALL)
    assert layers is not None
    named = re.findall(r'"(\w+)"', layers.group(1))
    assert [name for name in named if name in DOWNWARDS] == DOWNWARDS


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_foreign_keys_point_downwards(model: type[Model]) -> None:
    upwards = [
        field.name
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model in OURS
        if DOWNWARDS.index(app_of(field.related_model)) < DOWNWARDS.index(app_of(model))
    ]
    assert upwards == []


def test_there_are_no_generic_keys() -> None:
    fields = [field for model in OURS for field in model._meta.private_fields]
    assert [field for field in fields if isinstance(field, GenericForeignKey)] == []


@pytest.mark.parametrize(
    "model",
    [model for model in OURS if hasattr(model, "pgh_tracked_model")],
    ids=lambda m: m.__name__,
)
def test_a_row_may_stand_in_the_audit_trail_many_times(model: type[Model]) -> None:
    unique = [field.name for field in model._meta.fields if field.unique and not field.primary_key]
    assert (unique, model._meta.constraints, model._meta.unique_together) == ([], [], ())


def migrations() -> list[Path]:
    return sorted(
        path
        for app in DOWNWARDS
        for path in (settings.BASE_DIR / app / "migrations").glob("[0-9]*.py")
    )


def test_migrations_have_names_and_one_line_of_numbers() -> None:
    names = [path.stem for path in migrations()]
    assert [name for name in names if re.search(r"_auto_|_and_more$|_alter_|_remove_", name)] == []
    twice = [pair for pair in pairwise(migrations()) if pair[0].parent == pair[1].parent]
    assert [pair for pair in twice if pair[0].name[:4] == pair[1].name[:4]] == []
