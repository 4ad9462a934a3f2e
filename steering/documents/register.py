"""The register of a meeting as it is read: each member with their state, and the others there."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from people.models import Person
from sites.models import Post, Site, SiteRole
from steering.documents.quorum import Quorum, quorum_of
from steering.enums import AttendanceStatus, MemberRole
from steering.models import Attendance, Deputy, Meeting, Membership, Reply
from steering.replies import missing_by_reply
from steering.seats import seats_on

ORDER = (
    MemberRole.CHAIR,
    MemberRole.CO_CHAIR,
    MemberRole.DEPUTY_CHAIR,
    MemberRole.MEMBER,
    MemberRole.ADMINISTRATOR,
)


@dataclass(frozen=True)
class Seat:
    """A member on the day of the meeting. `status` is empty where nothing is recorded.

    Then `expected` is what they replied, if that was apologies or a deputy: a suggestion.
    """

    membership: Membership
    status: str
    deputy: Person | None
    expected: Reply | None = None

    @property
    def person(self) -> Person:
        return self.membership.person

    @property
    def role(self) -> str:
        """`chair`, `deputy chair`…; empty for a member without an office."""
        role = self.membership.role
        return "" if role == MemberRole.MEMBER else self.membership.get_role_display().lower()

    @property
    def about(self) -> str:
        """`chair, Northfield Council`: the office, and what the member is shown with."""
        return ", ".join(filter(None, (self.role, self.membership.shown_with)))

    @property
    def in_words(self) -> str:
        """`Present`, `Apologies, Joanne Bell as deputy`, `Not recorded`."""
        status = AttendanceStatus(self.status).label if self.status else "Not recorded"
        return f"{status}, {self.deputy.name} as deputy" if self.deputy else status

    @property
    def choice(self) -> str:
        """What is recorded for this member: a deputy shows in the member's own row."""
        return AttendanceStatus.DEPUTY if self.deputy else self.status

    @property
    def shown(self) -> str:
        """What is chosen on the page: what is recorded, or else what they replied."""
        return self.choice or (str(self.expected.answer) if self.expected else "")

    @property
    def shown_deputy(self) -> str:
        deputy = self.deputy or (self.expected.deputy if self.expected else None)
        return deputy.name if deputy else ""


@dataclass(frozen=True)
class Register:
    """Everybody at, or missing from, a meeting. `others` were there without being members."""

    seats: list[Seat]
    others: list[Attendance]
    quorum: Quorum

    @property
    def unrecorded(self) -> int:
        """Of how many members nothing is recorded."""
        return self.count("")

    @property
    def expected_missing(self) -> int:
        """Of how many members nothing is recorded who replied that they do not come."""
        return sum(seat.expected is not None for seat in self.seats)

    @property
    def is_begun(self) -> bool:
        return bool(self.others) or self.unrecorded < len(self.seats)

    @property
    def is_short(self) -> bool:
        """Whether, as far as recorded, too few members are here."""
        return self.is_begun and not self.quorum.is_met

    @property
    def counts_in_words(self) -> str:
        """`9 here, 1 with a deputy, 3 sent apologies, 1 not recorded`; nothing is said of none.

        Before anybody is recorded, how many have to come.
        """
        quorum = self.quorum
        if not self.is_begun:
            needed = f", {quorum.needed} needed for the quorum" if quorum.needed else ""
            return f"{quorum.members} members{needed}"
        counts = (
            (self.count(AttendanceStatus.PRESENT), "here"),
            (self.count(AttendanceStatus.DEPUTY), "with a deputy"),
            (self.count(AttendanceStatus.APOLOGIES), "sent apologies"),
            (self.count(AttendanceStatus.ABSENT), "absent"),
            (len(self.others), "in attendance"),
            (self.unrecorded, "not recorded"),
        )
        return ", ".join(f"{number} {word}" for number, word in counts if number)

    def count(self, choice: str) -> int:
        """How many members stand so; an empty `choice` counts those not recorded."""
        return sum(seat.choice == choice for seat in self.seats)

    @property
    def headline(self) -> str:
        """`Quorate, 10 of 14 here`, `Not quorate, 6 of 14 here, 7 needed`."""
        if not self.is_begun:
            return "Nobody is recorded yet"
        here = f"{self.quorum.there} of {self.quorum.members} here"
        if self.quorum.needed is None:
            return here
        if self.quorum.is_met:
            return f"Quorate, {here}"
        return f"Not quorate, {here}, {self.quorum.needed} needed"


def register_of(meeting: Meeting) -> Register:
    """Read the register of `meeting`. At most three SQL queries; `meeting.group` is needed."""
    memberships = seats_on(meeting, timezone.localdate(meeting.starts_at))
    attendances = list(meeting.attendances.select_related("person", "on_behalf_of"))
    own = {row.person_id: row for row in attendances}
    deputies = {row.on_behalf_of_id: row.person for row in attendances if row.on_behalf_of_id}
    missing = {one.person_id: one for one in missing_by_reply(meeting).select_related("deputy")}
    seats = [
        Seat(
            membership=membership,
            status=own[membership.person_id].status if membership.person_id in own else "",
            deputy=deputies.get(membership.person_id),
            expected=None if membership.person_id in own else missing.get(membership.person_id),
        )
        for membership in sorted(memberships, key=by_office)
    ]
    members = {seat.person.pk for seat in seats}
    others = [
        row
        for row in sorted(attendances, key=lambda row: _by_surname(row.person))
        if row.person_id not in members and row.on_behalf_of_id not in members
    ]
    group = meeting.group
    quorum = quorum_of(group.quorum, group.deputies, memberships, attendances)
    return Register(seats, others, quorum)


def people_known_at(site: Site) -> QuerySet[Person]:
    """Whoever is known at one site; see `people_known_within`."""
    return people_known_within({site.pk})


def people_known_within(sites: Collection[int]) -> QuerySet[Person]:
    """Whom somebody who serves all of `sites`, given by their ids, may be offered by name.

    That is whoever sits or sat on a group there, serves one of the sites or the region above,
    came to a meeting, was named as somebody's deputy, or has a post at an agency that sits there,
    or nowhere yet.
    """
    seats = Membership.objects.filter(group__site__in=sites)
    posts = Post.objects.filter(
        Q(agency__in=seats.exclude(agency=None).values("agency"))
        | Q(agency__memberships__isnull=True)
    )
    roles = SiteRole.objects.filter(Q(site__in=sites) | Q(site__localities__in=sites))
    came = Attendance.objects.filter(meeting__group__site__in=sites)
    named = Deputy.objects.filter(group__site__in=sites)
    sent = Reply.objects.filter(meeting__group__site__in=sites, deputy__isnull=False)
    found = Q(pk__in=named.values("deputy")) | Q(pk__in=sent.values("deputy"))
    for rows in (seats, posts, roles, came):
        found |= Q(pk__in=rows.values("person"))
    return Person.objects.filter(found).order_by("name", "pk")


def labelled(people: Iterable[Person]) -> dict[str, Person]:
    """Name `people` so that each can be chosen by what is typed.

    That is the name, with the key where more than one of them is called so.
    """
    known = list(people)
    called = Counter(person.name.casefold() for person in known)
    return {
        person.name
        if called[person.name.casefold()] == 1
        else f"{person.name} ({person.key})": person
        for person in known
    }


def by_office(membership: Membership) -> tuple[int, str, str]:
    """The order in which members are listed: the chair first, then by surname."""
    return ORDER.index(MemberRole(membership.role)), *_by_surname(membership.person)


def _by_surname(person: Person) -> tuple[str, str]:
    return person.name.rpartition(" ")[2].casefold(), person.name.casefold()
