"""Who gets what a person is about to send, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from calendars.wording import long_date
from people.models import Person
from people.reach import FORMATS, gets_mail, reach_of
from steering.enums import AttendanceStatus, MemberRole
from steering.models import Attendance, Meeting, Membership
from steering.replies import replies_of
from steering.seats import holds
from steering.services.looks import Look, known_of

if TYPE_CHECKING:
    from steering.seats import Seat

WAS_THERE = {
    AttendanceStatus.PRESENT: "Was there",
    AttendanceStatus.APOLOGIES: "Apologies",
    AttendanceStatus.ABSENT: "Not there",
    AttendanceStatus.DEPUTY: "Deputy",
    AttendanceStatus.IN_ATTENDANCE: "In attendance",
}
CHAIRS: dict[str, str] = {
    MemberRole.CHAIR: "Chair",
    MemberRole.CO_CHAIR: "Co-chair",
    MemberRole.DEPUTY_CHAIR: "Deputy chair",
}


@dataclass(frozen=True)
class Recipient:
    """One person who gets it, by mail or by post."""

    person: Person
    why: str
    look: Look | None = None

    @property
    def address(self) -> str:
        return self.person.email

    @property
    def by_mail(self) -> bool:
        return gets_mail(self.person)


@dataclass(frozen=True)
class Audience:
    """Everybody whom it concerns, and who is left out because they left the group."""

    everybody: list[Recipient]
    not_sent_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recipients:
    """Everybody concerned, in the order in which they are shown."""

    by_mail: tuple[Recipient, ...]
    by_post: tuple[Recipient, ...]
    left_out: tuple[Recipient, ...]
    not_sent_to: tuple[str, ...]

    @property
    def to_look_at(self) -> list[Recipient]:
        """Those with something unusual, most serious first."""
        return [*self.by_post, *(one for one in self.by_mail if one.look)]

    @property
    def usual(self) -> list[Recipient]:
        return [one for one in self.by_mail if not one.look]

    @property
    def formats(self) -> list[tuple[str, list[str]]]:
        """Who needs it in another form than a mail has: the form in words, and the names."""
        needs = [(one.person.name, reach_of(one.person)) for one in (*self.by_mail, *self.by_post)]
        named = [
            (words, [name for name, reach in needs if getattr(reach, field)])
            for field, words in FORMATS.items()
        ]
        return [(words, names) for words, names in named if names]


def recipients_of(
    audience: Audience,
    seats: Iterable[Membership],
    *,
    sender: Person | None,
    left_out: Collection[int],
    now: datetime,
) -> Recipients:
    """Sort an audience by how each of them gets it. One SQL query.

    `seats` are those of the group. The sender gets no copy; `left_out` are ids of people.
    """
    everybody = [one for one in audience.everybody if one.person != sender]
    wanted = [one for one in everybody if one.person.pk not in left_out]
    known = known_of([one.person for one in wanted], seats, now)
    looked_at = [replace(one, look=known.look_at(one.person)) for one in wanted]
    return Recipients(
        by_mail=tuple(sorted((one for one in looked_at if one.by_mail), key=_order)),
        by_post=tuple(one for one in looked_at if not one.by_mail),
        left_out=tuple(one for one in everybody if one.person.pk in left_out),
        not_sent_to=audience.not_sent_to,
    )


def those_invited(meeting: Meeting, seats: Sequence[Seat]) -> Audience:
    """The members of the day of the meeting who are members today.

    Whoever moves to another agency in between has a seat for each of the two days.
    """
    day = timezone.localdate(meeting.starts_at)
    sitting = {seat.person_id for seat in seats if seat.in_force}
    members = [seat for seat in seats if holds(seat, day) and seat.person_id in sitting]
    return Audience([Recipient(one.person, CHAIRS.get(one.role, "Member")) for one in members])


def readers_of_agenda(meeting: Meeting, seats: Sequence[Seat]) -> Audience:
    """Those invited, and whoever comes in the place of one of them. One SQL query."""
    invited = those_invited(meeting, seats).everybody
    members = {one.person.pk for one in invited}
    sent = (
        replies_of(meeting)
        .filter(person__in=members, deputy__isnull=False)
        .exclude(deputy__in=members)
        .select_related("deputy", "person")
        .order_by("-replied_at", "-pk")
    )
    deputies = {
        one.deputy.pk: Recipient(one.deputy, f"Deputy for {one.person.name}")
        for one in sent
        if one.deputy
    }
    return Audience([*invited, *deputies.values()])


def readers_of_minutes(
    seats: Sequence[Membership], attendances: Sequence[Attendance], now: datetime
) -> Audience:
    """Today's members, and whoever else was there and has not left the group since."""
    today = timezone.localdate(now)
    was_there = {row.person_id: row for row in attendances}
    members = {one.person_id: one for one in seats if holds(one, today)}
    former = {
        one.person_id: one
        for one in seats
        if one.left_on and one.left_on <= today and one.person_id not in members
    }
    besides = [row for row in attendances if row.person_id not in {*members, *former}]
    return Audience(
        everybody=[
            *(
                Recipient(one.person, _why(one.role, was_there.get(one.person_id)))
                for one in members.values()
            ),
            *(Recipient(row.person, WAS_THERE[AttendanceStatus(row.status)]) for row in besides),
        ],
        not_sent_to=tuple(
            f"{one.person.name}, who left the group on {long_date(one.left_on)}"
            for one in former.values()
            if one.person_id in was_there
        ),
    )


def _why(role: str, attendance: Attendance | None) -> str:
    if role in CHAIRS:
        return CHAIRS[role]
    return WAS_THERE[AttendanceStatus(attendance.status)] if attendance else "Member"


_SERIOUS = ["Came back", "Shared mailbox", "New address", "Two people"]


def _order(one: Recipient) -> tuple[int, int, str]:
    chairs = list(CHAIRS.values())
    return (
        _SERIOUS.index(one.look.tag) if one.look else len(_SERIOUS),
        chairs.index(one.why) if one.why in chairs else len(chairs),
        one.person.name.split()[-1].casefold(),
    )
