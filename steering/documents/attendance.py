"""Who was at a meeting, as its minutes name them. Nothing here tells anybody's capacity."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from people.models import Person
from records.dates import holds_on
from sites.models import Post, Site, SiteRole
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
    group, day = meeting.group, timezone.localdate(meeting.starts_at)
    rows = list(meeting.attendances.select_related("person", "on_behalf_of"))
    memberships = list(group.memberships.active_on(day).select_related("agency"))
    members = {one.person_id: one for one in memberships}
    posts, site_roles = _posts(meeting, day), _site_roles(group.site, day)
    rows.sort(key=lambda row: (_rank(members.get(row.person_id)), _surname_first(row.person)))

    there, in_attendance, deputies = [], [], {}
    for row in rows:
        person, member = row.person, members.get(row.person_id)
        post = posts.get(person.pk)
        if row.on_behalf_of:
            deputies[row.on_behalf_of.pk] = person.name
            stood_for = members.get(row.on_behalf_of.pk)
            name = f"{person.name}, for {row.on_behalf_of.name}"
            there.append(Attendee(name, _of_deputy(member, stood_for, post)))
        elif row.status == AttendanceStatus.PRESENT and member and _counts(member):
            there.append(Attendee(_with_role(person, member), member.shown_with))
        elif row.status in (AttendanceStatus.PRESENT, AttendanceStatus.IN_ATTENDANCE):
            label = _label(member, site_roles.get(person.pk), post)
            in_attendance.append(f"{person.name} ({label})" if label else person.name)
    return WhoWasThere(
        recorded=bool(rows),
        quorum=quorum_of(group.quorum, memberships, rows),
        there=tuple(there),
        apologies=_names(rows, AttendanceStatus.APOLOGIES, deputies),
        absent=_names(rows, AttendanceStatus.ABSENT, deputies),
        in_attendance=tuple(in_attendance),
    )


def _posts(meeting: Meeting, day: date) -> dict[int, Post]:
    """The post that each person of the register held that day, the latest of several."""
    held = Post.objects.filter(
        holds_on(day, start="started_on", end="ended_on"), person__attendances__meeting=meeting
    )
    return {one.person_id: one for one in held.select_related("agency").order_by("started_on")}


def _site_roles(site: Site, day: date) -> dict[int, SiteRole]:
    """What people did for the site, or for the region above it, that day."""
    held = SiteRole.objects.filter(
        holds_on(day, start="started_on", end="ended_on"), Q(site=site) | Q(site=site.parent_id)
    )
    return {one.person_id: one for one in held.order_by("started_on", "pk")}


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


def _of_deputy(own: Membership | None, stood_for: Membership | None, post: Post | None) -> str:
    """What a deputy is shown with: from outside the group, with an agency only if the member is.

    Otherwise the deputy's agency could tell in what capacity the member sits on the group.
    """
    if own:
        return own.shown_with
    if stood_for and _shows_agency(stood_for):
        return post.agency.name if post else stood_for.shown_with
    return "Group member"


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
