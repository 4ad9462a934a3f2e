"""Who was at a meeting, as its minutes name them. Nothing here tells anybody's capacity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypedDict, cast

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from people.models import Person
from records.dates import holds_on
from sites.enums import Role
from sites.models import Post, SiteRole
from steering.documents.quorum import Quorum, quorum_of
from steering.enums import Appearance, AttendanceStatus, MemberRole
from steering.models import Attendance, Meeting, Membership
from steering.seats import holds

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    Attended: TypeAlias = WithAnnotations[Attendance, "_Held"]

CHAIRS = [MemberRole.CHAIR, MemberRole.CO_CHAIR, MemberRole.DEPUTY_CHAIR]
CAME = (AttendanceStatus.PRESENT, AttendanceStatus.IN_ATTENDANCE)


@dataclass(frozen=True)
class Attendee:
    """One row of the table: who came, or came for a member, and what stands beside the name."""

    name: str
    shown_with: str


@dataclass(frozen=True)
class WhoWasThere:
    """The register in words. `recorded` is False when nobody has been recorded in any way."""

    recorded: bool
    quorum: Quorum
    there: tuple[Attendee, ...]
    apologies: tuple[str, ...]
    absent: tuple[str, ...]
    in_attendance: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """`11 of 14 members came or had a deputy there. The quorum is 7.`"""
        if not self.recorded:
            return "Who was there has not been recorded."
        quorum = self.quorum
        verb = "came" if quorum.there == quorum.came else "came or had a deputy there"
        count = f"{quorum.there} of {quorum.members} members {verb}."
        return count if quorum.needed is None else f"{count} The quorum is {quorum.needed}."

    @property
    def warning(self) -> str:
        """What to say above all when too few came; empty when enough did."""
        quorum = self.quorum
        if quorum.is_met or not self.recorded:
            return ""
        return (
            f"The meeting did not have its quorum ({quorum.there} of {quorum.members},"
            f" {quorum.needed} needed). Decisions are noted, not taken."
        )

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """What stands below the table: a label, and names in one line."""
        lines = (
            ("Apologies", self.apologies),
            ("Not present", self.absent),
            ("In attendance", self.in_attendance),
        )
        return tuple((label, ", ".join(names)) for label, names in lines if names)


def who_was_there(
    meeting: Meeting, seats: Iterable[Membership], rows: Iterable[Attended]
) -> WhoWasThere:
    """Put the register of `meeting`, whose group is loaded, into words. No SQL query.

    `seats` are the group's memberships with their agencies, of whatever day, and `rows` those of
    `attendances_of`. Members who came, and deputies, are listed chairs first, then by surname.
    Whoever came but was no member that day, or only administers the group, was in attendance.
    """
    day = timezone.localdate(meeting.starts_at)
    memberships = [seat for seat in seats if holds(seat, day)]
    members = {one.person_id: one for one in memberships}
    rows = sorted(
        rows, key=lambda row: (_rank(members.get(row.person_id)), _surname_first(row.person))
    )
    deputies = {row.on_behalf_of.pk: row.person.name for row in rows if row.on_behalf_of}
    at_the_table = [row for row in rows if _fills_a_seat(row, members.get(row.person_id))]
    besides = [
        row
        for row in rows
        if row.status in CAME and not _fills_a_seat(row, members.get(row.person_id))
    ]
    return WhoWasThere(
        recorded=bool(rows),
        quorum=quorum_of(meeting.group.quorum, meeting.group.deputies, memberships, rows),
        there=tuple(_attendee(row, members) for row in at_the_table),
        apologies=_names(rows, AttendanceStatus.APOLOGIES, deputies),
        absent=_names(rows, AttendanceStatus.ABSENT, deputies),
        in_attendance=tuple(_besides(row, members.get(row.person_id)) for row in besides),
    )


class _Held(TypedDict):
    post_title: str | None
    post_agency: str | None
    site_role: str | None


def attendances_of(meeting: Meeting) -> list[Attended]:
    """Read the rows of the register, each with what the person was that day. One SQL query.

    That is the latest of several posts, and what they did for the site or the region above it.
    `meeting` is loaded with its group and site.
    """
    day = timezone.localdate(meeting.starts_at)
    that_day = holds_on(day, start="started_on", end="ended_on")
    post = Post.objects.filter(that_day, person=OuterRef("person")).order_by("-started_on")
    site = meeting.group.site
    role = SiteRole.objects.filter(
        that_day, Q(site=site) | Q(site=site.parent_id), person=OuterRef("person")
    ).order_by("-started_on", "-pk")
    rows = meeting.attendances.select_related("person__contact", "on_behalf_of").annotate(
        post_title=Subquery(post.values("title")[:1]),
        post_agency=Subquery(post.values("agency__name")[:1]),
        site_role=Subquery(role.values("role")[:1]),
    )
    return cast("list[Attended]", list(rows.order_by("pk")))


def _fills_a_seat(row: Attended, member: Membership | None) -> bool:
    """Whether it stands in the table: a deputy, or a member who came and counts."""
    if row.on_behalf_of:
        return True
    return row.status == AttendanceStatus.PRESENT and member is not None and _counts(member)


def _attendee(row: Attended, members: dict[int, Membership]) -> Attendee:
    person, member = row.person, members.get(row.person_id)
    if row.on_behalf_of:
        stood_for = members.get(row.on_behalf_of.pk)
        name = f"{person.name}, for {row.on_behalf_of.name}"
        return Attendee(name, _of_deputy(member, stood_for, row.post_agency))
    own = members[row.person_id]
    return Attendee(_with_role(person, own), own.shown_with)


def _besides(row: Attended, member: Membership | None) -> str:
    label = _label(member, row)
    return f"{row.person.name} ({label})" if label else row.person.name


def _counts(member: Membership) -> bool:
    return member.role != MemberRole.ADMINISTRATOR


def _rank(member: Membership | None) -> int:
    roles: list[str] = [*CHAIRS]
    return roles.index(member.role) if member and member.role in roles else len(roles)


def _surname_first(person: Person) -> tuple[str, str]:
    return person.name.split()[-1].casefold(), person.name.casefold()


def _with_role(person: Person, member: Membership) -> str:
    if member.role not in CHAIRS:
        return person.name
    return f"{person.name} ({member.get_role_display().lower()})"


def _of_deputy(own: Membership | None, stood_for: Membership | None, agency: str | None) -> str:
    """What a deputy is shown with: from outside the group, with an agency only if the member is.

    Otherwise the deputy's agency could tell in what capacity the member sits on the group.
    """
    if own:
        return own.shown_with
    if stood_for and _shows_agency(stood_for):
        return agency or stood_for.shown_with
    return "Group member"


def _shows_agency(member: Membership) -> bool:
    return (
        member.appears != Appearance.OWN_WORDS
        and member.agency is not None
        and member.shown_with == member.agency.name
    )


def _label(member: Membership | None, row: Attended) -> str:
    """What somebody does who was in attendance; of a member no more than the table would say."""
    if member:
        return "administrator" if not _counts(member) else member.shown_with
    if row.site_role:
        return Role(row.site_role).label.lower()
    return f"{row.post_title}, {row.post_agency}" if row.post_title else ""


def _names(
    rows: Iterable[Attendance], status: AttendanceStatus, deputies: dict[int, str]
) -> tuple[str, ...]:
    found = [row.person for row in rows if row.status == status]
    return tuple(
        f"{person.name} (deputy: {deputies[person.pk]})" if person.pk in deputies else person.name
        for person in sorted(found, key=_surname_first)
    )
