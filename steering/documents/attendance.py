"""Who was at a meeting, as its minutes name them. Nothing here tells anybody's capacity."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from people.models import Person
from records.dates import holds_on
from sites.models import Post, SiteRole
from steering.documents.quorum import Quorum, quorum_of
from steering.enums import Appearance, AttendanceStatus, MemberRole
from steering.models import Attendance, Meeting, Membership

CHAIRS = [MemberRole.CHAIR, MemberRole.CO_CHAIR, MemberRole.DEPUTY_CHAIR]


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


def who_was_there(meeting: Meeting) -> WhoWasThere:
    """Read the register of `meeting`, loaded with its group and site. Four SQL queries.

    Members who came, and deputies, are listed chairs first, then by surname. Whoever came but
    was no member that day, or only administers the group, was in attendance.
    """
    day = timezone.localdate(meeting.starts_at)
    group = meeting.group
    rows = list(meeting.attendances.select_related("person", "on_behalf_of"))
    memberships = list(group.memberships.active_on(day).select_related("agency"))
    members = {one.person_id: one for one in memberships}
    posts = {
        post.person_id: post
        for post in Post.objects.filter(
            holds_on(day, start="started_on", end="ended_on"), person__attendances__meeting=meeting
        )
        .select_related("agency")
        .order_by("started_on", "pk")
    }
    site_roles = {
        one.person_id: one
        for one in SiteRole.objects.filter(
            holds_on(day, start="started_on", end="ended_on"),
            Q(site=group.site) | Q(site=group.site.parent_id),
        ).order_by("started_on", "pk")
    }
    rows.sort(key=lambda row: (_rank(members.get(row.person_id)), _surname_first(row.person)))

    there, in_attendance = [], []
    for row in rows:
        member = members.get(row.person_id)
        if row.status == AttendanceStatus.DEPUTY:
            there.append(_deputy(row, members, posts.get(row.person_id)))
        elif row.status == AttendanceStatus.PRESENT and _counts(member):
            there.append(Attendee(_with_role(row.person, member), member.shown_with))
        elif row.status in (AttendanceStatus.PRESENT, AttendanceStatus.IN_ATTENDANCE):
            label = _label(member, site_roles.get(row.person_id), posts.get(row.person_id))
            in_attendance.append(f"{row.person.name} ({label})" if label else row.person.name)

    deputies = {row.on_behalf_of_id: row.person.name for row in rows if row.on_behalf_of_id}
    return WhoWasThere(
        recorded=bool(rows),
        quorum=quorum_of(group.quorum, memberships, rows),
        there=tuple(there),
        apologies=_names(rows, AttendanceStatus.APOLOGIES, deputies),
        absent=_names(rows, AttendanceStatus.ABSENT, deputies),
        in_attendance=tuple(in_attendance),
    )


def _counts(member: Membership | None) -> bool:
    return member is not None and member.role != MemberRole.ADMINISTRATOR


def _rank(member: Membership | None) -> int:
    return CHAIRS.index(member.role) if member and member.role in CHAIRS else len(CHAIRS)


def _surname_first(person: Person) -> tuple[str, str]:
    return person.name.split()[-1].casefold(), person.name.casefold()


def _with_role(person: Person, member: Membership) -> str:
    if member.role not in CHAIRS:
        return person.name
    return f"{person.name} ({member.get_role_display().lower()})"


def _deputy(row: Attendance, members: dict[int, Membership], post: Post | None) -> Attendee:
    """A deputy from outside the group is shown with an agency only if the member is.

    Otherwise the deputy's agency could tell in what capacity the member sits on the group.
    """
    own, stood_for = members.get(row.person_id), members.get(row.on_behalf_of_id)
    if own:
        shown_with = own.shown_with
    elif stood_for and _shows_agency(stood_for):
        shown_with = post.agency.name if post else stood_for.shown_with
    else:
        shown_with = "Group member"
    return Attendee(f"{row.person.name}, for {row.on_behalf_of.name}", shown_with)


def _shows_agency(member: Membership) -> bool:
    return (
        member.appears != Appearance.OWN_WORDS
        and member.agency is not None
        and member.shown_with == member.agency.name
    )


def _label(member: Membership | None, site_role: SiteRole | None, post: Post | None) -> str:
    """What somebody does who was in attendance; of a member no more than the table would say."""
    if member:
        return "administrator" if not _counts(member) else member.shown_with
    if site_role:
        return site_role.get_role_display().lower()
    return f"{post.title}, {post.agency.name}" if post else ""


def _names(
    rows: Iterable[Attendance], status: AttendanceStatus, deputies: dict[int, str]
) -> tuple[str, ...]:
    found = [row.person for row in rows if row.status == status]
    return tuple(
        f"{person.name} (deputy: {deputies[person.pk]})" if person.pk in deputies else person.name
        for person in sorted(found, key=_surname_first)
    )
