"""The product's own lists of themes and CFIR constructs; barriers/data/SOURCES.md names them."""

import csv
from pathlib import Path

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

DATA = Path(__file__).resolve().parent.parent / "data"


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    construct_model = apps.get_model("barriers", "Construct")
    theme_model = apps.get_model("barriers", "Theme")
    constructs: dict[str, object] = {}
    for position, row in enumerate(rows_of("cfir-constructs.csv"), start=1):
        constructs[row["code"]] = construct_model.objects.create(
            code=row["code"],
            domain=row["domain"],
            name=row["construct"],
            parent=constructs[row["parent"]] if row["parent"] else None,
            definition=row["definition"],
            reverse_rated=row["reverse_rated"] == "yes",
            position=position,
        )
    for position, row in enumerate(rows_of("themes.csv"), start=1):
        theme = theme_model.objects.create(
            code=row["code"],
            name=row["name"],
            short_name=row["short_name"],
            question=row["question"],
            position=position,
        )
        theme.constructs.set(constructs[code] for code in row["constructs"].split(";"))


class Migration(migrations.Migration):
    dependencies = [("barriers", "0002_links_and_history")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
