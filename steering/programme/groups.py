"""Groups and memberships."""

from collections.abc import Iterator

from csv_tables.checks import in_order, one_at_a_time
from csv_tables.kinds import Choice, Day, Key, Pattern, Reference, Text
from csv_tables.problems import Problem
from csv_tables.stored import StoredTable
from csv_tables.tables import Column, Table, Values
from csv_tables.workbook import Sheet, Workbook
from people.programme import PEOPLE
from sites.programme import AGENCIES, SITES
from steering.enums import Capacity, LeftBecause, MemberRole
from steering.models import Membership, SteeringGroup
from steering.services.groups import ADDRESS_TAKEN

GROUPS = "groups.csv"
MEMBERSHIPS = "memberships.csv"


class Groups(StoredTable):
    model = SteeringGroup
    table = Table(
        GROUPS,
        "group",
        (
            Column("key", Key()),
            Column("site", Reference(SITES, "site")),
            Column("name", Text(200)),
            Column(
                "quorum",
                Pattern(
                    r"[1-9][0-9]{0,2}|[1-9][0-9]?%|100%",
                    "a quorum",
                    "write a number of members, such as 6, or a share of them, such as 50%",
                ),
                optional=True,
            ),
        ),
        identity=("key",),
    )

    def examine(self, values: Values, book: Workbook) -> Iterator[tuple[str, str]]:
        if values.get("key") == ADDRESS_TAKEN:
            yield "key", f"“{ADDRESS_TAKEN}” is the page that starts a group; choose another key"


class Memberships(StoredTable):
    model = Membership
    table = Table(
        MEMBERSHIPS,
        "membership",
        (
            Column("group", Reference(GROUPS, "group")),
            Column("person", Reference(PEOPLE, "person")),
            Column("agency", Reference(AGENCIES, "agency"), optional=True),
            Column("capacity", Choice(Capacity)),
            Column("role", Choice(MemberRole)),
            Column("joined_on", Day()),
            Column("left_on", Day(), optional=True),
            Column("left_because", Choice(LeftBecause), optional=True),
        ),
        identity=("group", "person", "joined_on"),
    )

    def examine(self, values: Values, book: Workbook) -> Iterator[tuple[str, str]]:
        if values.get("left_because") and values.get("left_on", "unread") is None:
            yield (
                "left_because",
                "is given, but left_on is empty; write the day, or leave both empty",
            )

    def check(self, sheet: Sheet, book: Workbook) -> Iterator[Problem]:
        yield from in_order(sheet, start="joined_on", end="left_on")
        yield from one_at_a_time(sheet, same=("group", "person"), start="joined_on", end="left_on")
