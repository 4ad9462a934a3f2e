"""The tables of the programme folder that this app keeps."""

from csv_tables.kinds import Email, Key, Text
from csv_tables.stored import StoredTable
from csv_tables.tables import Column, Table
from people.models import Person

PEOPLE = "people.csv"


class People(StoredTable):
    model = Person
    table = Table(
        PEOPLE,
        "person",
        (
            Column("key", Key()),
            Column("name", Text(200)),
            Column("email", Email(), optional=True),
        ),
        identity=("key",),
    )
