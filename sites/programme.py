"""The tables of the programme folder that this app keeps."""

from collections.abc import Iterator, Sequence

from csv_tables.checks import in_order, one_at_a_time
from csv_tables.kinds import Choice, Day, Key, Reference, Text
from csv_tables.problems import Problem
from csv_tables.stored import Row, StoredTable
from csv_tables.tables import Column, Table
from csv_tables.workbook import Sheet, Workbook
from people.programme import PEOPLE
from sites.enums import (
    AgencyKind,
    ChangeKind,
    ChangeStatus,
    Interface,
    Nation,
    Role,
    Seniority,
    SignUpLevel,
)
from sites.models import Agency, OrganisationalChange, Post, SignUp, Site, SiteRole

AGENCIES = "agencies.csv"
SITES = "sites.csv"


class Agencies(StoredTable):
    model = Agency
    table = Table(
        AGENCIES,
        "agency",
        (
            Column("key", Key()),
            Column("name", Text(200)),
            Column("kind", Choice(AgencyKind)),
            Column("interface", Choice(Interface)),
        ),
        identity=("key",),
    )


class Sites(StoredTable):
    model = Site
    table = Table(
        SITES,
        "site",
        (
            Column("key", Key()),
            Column("name", Text(200)),
            Column("nation", Choice(Nation)),
            Column("parent", Reference(SITES, "site"), optional=True),
            Column("started_on", Day()),
            Column("ended_on", Day(), optional=True),
        ),
        identity=("key",),
    )

    def check(self, sheet: Sheet, book: Workbook) -> Iterator[Problem]:
        yield from in_order(sheet, start="started_on", end="ended_on")
        yield from _one_level_deep(sheet)

    def write(self, sheet: Sheet, book: Workbook) -> None:
        """Write new sites without their region first: it may stand further down in the file."""
        new = sheet.new()
        self.insert(new, book)
        self.update([*sheet.changed(), *(row for row in new if row.values["parent"])], book)

    def insert(self, rows: Sequence[Row], book: Workbook) -> None:
        regions = [row.values["parent"] for row in rows]
        for row in rows:
            row.values["parent"] = None
        super().insert(rows, book)
        for row, region in zip(rows, regions, strict=True):
            row.values["parent"] = region


def _one_level_deep(sheet: Sheet) -> Iterator[Problem]:
    """A region has localities below it, and no region above it."""
    parents = {row.values["key"]: row.values["parent"] for row in sheet.rows.values()}
    regions = {parent for parent in parents.values() if parent}
    for row in sheet.in_file:
        key, parent = row.values["key"], row.values["parent"]
        if parent is None:
            continue
        if parent == key:
            yield sheet.problem(row.line, "parent", "is the site itself; name the region above it")
        elif parents.get(parent):
            message = (
                f"“{parent}” is itself below “{parents[parent]}”;"
                " name a site that has no parent of its own"
            )
            yield sheet.problem(row.line, "parent", message)
        elif key in regions:
            message = f"“{key}” has sites below it, so it cannot be below another; leave this empty"
            yield sheet.problem(row.line, "parent", message)


class Posts(StoredTable):
    model = Post
    table = Table(
        "posts.csv",
        "post",
        (
            Column("person", Reference(PEOPLE, "person")),
            Column("agency", Reference(AGENCIES, "agency")),
            Column("title", Text(200)),
            Column("seniority", Choice(Seniority)),
            Column("started_on", Day()),
            Column("ended_on", Day(), optional=True),
            Column("secondment_ends_on", Day(), optional=True),
        ),
        identity=("person", "agency", "title", "started_on"),
    )

    def check(self, sheet: Sheet, book: Workbook) -> Iterator[Problem]:
        yield from in_order(sheet, start="started_on", end="ended_on")
        yield from in_order(sheet, start="started_on", end="secondment_ends_on")


class SiteRoles(StoredTable):
    model = SiteRole
    table = Table(
        "site_roles.csv",
        "role",
        (
            Column("site", Reference(SITES, "site")),
            Column("person", Reference(PEOPLE, "person")),
            Column("role", Choice(Role)),
            Column("started_on", Day()),
            Column("ended_on", Day(), optional=True),
        ),
        identity=("site", "person", "role", "started_on"),
    )

    def check(self, sheet: Sheet, book: Workbook) -> Iterator[Problem]:
        yield from in_order(sheet, start="started_on", end="ended_on")
        yield from one_at_a_time(
            sheet, same=("site", "person", "role"), start="started_on", end="ended_on"
        )


class OrganisationalChanges(StoredTable):
    model = OrganisationalChange
    table = Table(
        "organisational_changes.csv",
        "change",
        (
            Column("site", Reference(SITES, "site")),
            Column("kind", Choice(ChangeKind)),
            Column("status", Choice(ChangeStatus)),
            Column("agency", Reference(AGENCIES, "agency"), optional=True),
            Column("starts_on", Day()),
            Column("ends_on", Day(), optional=True),
            Column("description", Text()),
            Column("opportunity", Text(), optional=True),
            Column("harm", Text(), optional=True),
        ),
        identity=("site", "kind", "starts_on", "description"),
    )

    def check(self, sheet: Sheet, book: Workbook) -> Iterator[Problem]:
        yield from in_order(sheet, start="starts_on", end="ends_on")


class SignUps(StoredTable):
    model = SignUp
    table = Table(
        "sign_ups.csv",
        "sign-up",
        (
            Column("site", Reference(SITES, "site")),
            Column("person", Reference(PEOPLE, "person")),
            Column("agency", Reference(AGENCIES, "agency")),
            Column("level", Choice(SignUpLevel)),
            Column("signed_on", Day()),
            Column("withdrawn_on", Day(), optional=True),
            Column("evidence", Text(), optional=True),
        ),
        identity=("site", "person", "signed_on"),
    )

    def check(self, sheet: Sheet, book: Workbook) -> Iterator[Problem]:
        yield from in_order(sheet, start="signed_on", end="withdrawn_on")
