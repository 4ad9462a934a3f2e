"""The attendance registers."""

from collections.abc import Iterator

from csv_tables.kinds import Choice, Reference
from csv_tables.problems import Problem
from csv_tables.stored import Row, StoredTable
from csv_tables.tables import Column, Table, Values
from csv_tables.workbook import Sheet, Workbook
from people.programme import PEOPLE
from steering.enums import AttendanceStatus
from steering.models import Attendance
from steering.programme.meetings import MEETINGS


class Attendances(StoredTable):
    model = Attendance
    table = Table(
        "attendance.csv",
        "attendance",
        (
            Column("meeting", Reference(MEETINGS, "meeting")),
            Column("person", Reference(PEOPLE, "person")),
            Column("status", Choice(AttendanceStatus)),
            Column("on_behalf_of", Reference(PEOPLE, "person"), optional=True),
        ),
        identity=("meeting", "person"),
    )

    def examine(self, values: Values, book: Workbook) -> Iterator[tuple[str, str]]:
        if "status" not in values or "on_behalf_of" not in values:
            return
        status, member = values["status"], values["on_behalf_of"]
        message = ""
        if status == AttendanceStatus.DEPUTY and member is None:
            message = "is empty; a deputy stands in for a member, so write the member's key"
        elif status != AttendanceStatus.DEPUTY and member is not None:
            message = f"is only for the status deputy, and this is {status}; leave it empty"
        elif member is not None and member == values.get("person"):
            message = "is the deputy's own key; write the key of the member who sent apologies"
        if message:
            yield "on_behalf_of", message

    def check(self, sheet: Sheet, book: Workbook) -> Iterator[Problem]:
        meetings = {row.values["meeting"] for row in sheet.in_file}
        deputies: dict[tuple[str, str], Row] = {}
        for row in sheet.rows.values():
            meeting, member = row.values["meeting"], row.values["on_behalf_of"]
            is_deputy = row.values["status"] == AttendanceStatus.DEPUTY
            if not is_deputy or meeting not in meetings or member in (None, row.values["person"]):
                continue
            first = deputies.setdefault((meeting, member), row)
            if first is not row:
                yield _second_deputy(sheet, first, row)
            yield from _without_apologies(sheet, row)

    def write(self, sheet: Sheet, book: Workbook) -> None:
        """Write changed deputies so that no member ever has two at once, then what is new."""
        changed = sheet.changed()
        self.update([row for row in changed if _left(row) and not _stands_in(row)], book)
        Attendance.objects.filter(
            pk__in=[row.pk for row in changed if _left(row) and _stands_in(row)]
        ).update(status=AttendanceStatus.IN_ATTENDANCE, on_behalf_of=None)
        self.update([row for row in changed if not _left(row) or _stands_in(row)], book)
        self.insert(sheet.new(), book)


def _left(row: Row) -> bool:
    """Whether the row no longer stands in for the member for whom it did."""
    member = row.before and row.before["on_behalf_of"]
    return bool(member) and member != row.values["on_behalf_of"]


def _stands_in(row: Row) -> bool:
    return row.values["on_behalf_of"] is not None


def _where(row: Row) -> str:
    return "in the database" if row.line is None else f"in line {row.line}"


def _second_deputy(sheet: Sheet, first: Row, second: Row) -> Problem:
    told, other = (second, first) if second.line is not None else (first, second)
    message = (
        f"“{told.values['on_behalf_of']}” already has a deputy at this meeting,"
        f" “{other.values['person']}” {_where(other)}; a member has one deputy at a meeting"
    )
    return sheet.problem(told.line, "on_behalf_of", message)


def _without_apologies(sheet: Sheet, deputy: Row) -> Iterator[Problem]:
    """The member for whom a deputy comes has sent apologies."""
    meeting, member = deputy.values["meeting"], deputy.values["on_behalf_of"]
    own = sheet.rows.get((meeting, member))
    if own is None:
        if not sheet.knows(meeting, member):
            message = (
                f"“{member}” has no row for this meeting;"
                " add one with the status apologies, or correct the key"
            )
            yield sheet.problem(deputy.line, "on_behalf_of", message)
    elif own.values["status"] != AttendanceStatus.APOLOGIES:
        status = own.values["status"]
        if deputy.line is not None:
            message = (
                f"“{member}” has the status {status} {_where(own)};"
                " whoever has a deputy has the status apologies"
            )
            yield sheet.problem(deputy.line, "on_behalf_of", message)
        else:
            message = (
                f"is {status}, but “{deputy.values['person']}” is there as the deputy"
                " in the database; write apologies, or change the deputy's row too"
            )
            yield sheet.problem(own.line, "status", message)
