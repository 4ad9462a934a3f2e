"""The tables of the programme folder agree with their description and with the models."""

import re

import pytest
from django.conf import settings
from django.db.models import CharField

from csv_tables.kinds import Text
from csv_tables.stored import StoredTable
from reports.programme.sources import sources

DESCRIPTION = settings.BASE_DIR / "docs" / "programme-folder.md"
ROW = re.compile(r"^\| `(\w+\.csv)` \[(.*)\] \| (.*) \|$", re.MULTILINE)


def described(source: StoredTable) -> tuple[str, str, str]:
    table = source.table
    identity = ", ".join(table.identity) + (", order in the file" if table.ranked else "")
    columns = (f"{column.name}{'?' if column.optional else ''}" for column in table.columns)
    return table.file, identity, ", ".join(columns)


def test_each_is_described_as_it_is() -> None:
    written = ROW.findall(DESCRIPTION.read_text(encoding="utf-8"))
    assert sorted(written) == sorted(described(source) for source in sources())


@pytest.mark.parametrize("source", sources(), ids=lambda source: source.table.file)
def test_no_text_is_longer_than_its_field(source: StoredTable) -> None:
    fields = {field.name: field for field in source.model._meta.get_fields()}
    for column in source.table.columns:
        field = fields.get(column.name)
        if isinstance(column.kind, Text) and isinstance(field, CharField):
            assert column.kind.at_most == field.max_length, column.name


def test_each_comes_after_those_to_which_it_refers() -> None:
    seen: set[str] = set()
    for table in (source.table for source in sources()):
        seen.add(table.file)
        assert {column.kind.file for column in table.references} <= seen  # type: ignore[attr-defined]
