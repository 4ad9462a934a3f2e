"""Whether each agency was at the meetings of the last year.

People who use services, and carers, are left out: a mark says whether an agency was there, never
how many people, so that nobody can be worked out by subtraction.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reports.one_site.reading import Group, Held, Read
from sites.enums import Interface
from sites.models import Agency
from steering.enums import AttendanceStatus, Capacity, MeetingState, MemberRole
from steering.models import Membership

YEAR = timedelta(days=365)
PRESENT, DEPUTY, APOLOGIES, NOBODY = "present", "deputy", "apologies", "nobody"
NOT_RECORDED, NO_MEMBER = "not recorded", "no member"
LETTERS = {PRESENT: "P", DEPUTY: "D", APOLOGIES: "A", NOBODY: "–", NOT_RECORDED: "", NO_MEMBER: ""}
CELLS = {
    how: format_html(
        '<td class="app-mark-cell"><span class="app-mark app-mark--{}">'
        '<span aria-hidden="true">{}</span>'
        '<span class="govuk-visually-hidden">{}</span></span></td>',
        how.replace(" ", "-"),
        letter,
        how,
    )
    for how, letter in LETTERS.items()
}
"""The cells of the table, drawn once, for a page has hundreds of them."""
HEAD = (
    '<th scope="col" class="app-mark-cell">'
    '<a class="govuk-link govuk-link--no-visited-state" href="{}">{}<br>{}'
    '<span class="govuk-visually-hidden"> {}</span></a></th>\n'
)


@dataclass(frozen=True)
class Mark:
    """How an agency was represented at one meeting."""

    held: Held
    how: str


@dataclass(frozen=True)
class AgencyRow:
    """An agency, and how it was represented at each meeting."""

    agency: Agency
    marks: tuple[Mark, ...]

    @property
    def came(self) -> int:
        return sum(mark.how in (PRESENT, DEPUTY) for mark in self.marks)

    @property
    def of(self) -> int:
        """The meetings whose register was kept while the agency had a member."""
        return sum(mark.how not in (NOT_RECORDED, NO_MEMBER) for mark in self.marks)

    @property
    def cells(self) -> SafeString:
        return format_html_join("\n", "{}", ((CELLS[mark.how],) for mark in self.marks))

    @property
    def is_core(self) -> bool:
        return self.agency.interface == Interface.CORE


@dataclass(frozen=True)
class GroupAttendance:
    """The attendance of a group's agencies, best first, at its meetings of the last year."""

    group: Group
    meetings: tuple[Held, ...]
    rows: tuple[AgencyRow, ...]

    @property
    def heads(self) -> SafeString:
        """A heading for each meeting: its day, with the way to it."""
        days = ((held.url, held.day) for held in self.meetings)
        return format_html_join(
            "",
            HEAD,
            ((url, day.day, f"{day:%b}", day.year) for url, day in days),
        )


def attendance_of(read: Read) -> list[GroupAttendance]:
    """Give each group that met in the last year, with the agencies that had a seat then."""
    found = []
    for group in read.groups:
        meetings = tuple(
            one
            for one in read.meetings
            if one.group_id == group.pk
            and one.starts_at <= read.now
            and read.today - one.day <= YEAR
            and (one.attendances or one.state == MeetingState.HELD)
        )
        if meetings:
            found.append(GroupAttendance(group, meetings, tuple(_rows(read, group, meetings))))
    return found


def _rows(read: Read, group: Group, meetings: tuple[Held, ...]) -> list[AgencyRow]:
    seats = [
        [one for one in read.seats_on(group.pk, held.day) if _counts(one)] for held in meetings
    ]
    agencies = {one.agency.pk: one.agency for day in seats for one in day if one.agency}
    rows = [
        AgencyRow(
            agency,
            tuple(
                Mark(held, _how(held, [one for one in day if one.agency_id == agency.pk]))
                for held, day in zip(meetings, seats, strict=True)
            ),
        )
        for agency in agencies.values()
    ]
    return sorted(rows, key=lambda row: (-row.came / (row.of or 1), row.agency.name))


def _counts(seat: Membership) -> bool:
    return seat.capacity == Capacity.PROFESSIONAL and seat.role != MemberRole.ADMINISTRATOR


def _how(held: Held, seats: Iterable[Membership]) -> str:
    people = {one.person_id for one in seats}
    if not people:
        return NO_MEMBER
    if not held.attendances:
        return NOT_RECORDED
    status = {one.status for one in held.attendances if one.person_id in people}
    if AttendanceStatus.PRESENT in status:
        return PRESENT
    if people & {one.on_behalf_of_id for one in held.attendances}:
        return DEPUTY
    return APOLOGIES if AttendanceStatus.APOLOGIES in status else NOBODY
