"""Who gets what a person is about to send, why, and what is worth a look before."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone

from calendars.wording import long_date
from outbox.enums import State
from outbox.models import Message
from people.models import Person
from steering.enums import AttendanceStatus, MemberRole, SendingKind
from steering.models import Attendance, Meeting, Membership

SHARED_MAILBOXES = frozenset(
    {"admin", "contact", "enquiries", "hello", "info", "mail", "office", "reception", "team"}
)
"""What stands before the @ of an address that several people usually read."""

NEW_MEMBER = timedelta(days=30)

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
class Look:
    """Something unusual about a recipient: `tag` in two words, `note` in a sentence."""

    tag: str
    colour: str
    note: str


@dataclass(frozen=True)
class Recipient:
    """One person who gets it. Without an `address` it goes by post."""

    person: Person
    why: str
    look: Look | None = None

    @property
    def address(self) -> str:
        return self.person.email


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


def recipients_of(
    meeting: Meeting,
    kind: SendingKind,
    *,
    sender: Person | None,
    left_out: Iterable[int] = (),
    now: datetime,
) -> Recipients:
    """Work out who gets `kind`. The sender gets no copy; `left_out` are ids of people.

    Minutes go to today's members and to whoever was in attendance or stood in; everything else
    to those who are members on the day of the meeting. Five SQL queries at the most.
    """
    out = set(left_out)
    if kind == SendingKind.MINUTES:
        everybody, not_sent_to = _of_minutes(meeting, now)
    else:
        everybody, not_sent_to = _members_on_the_day(meeting), ()
    everybody = [one for one in everybody if one.person != sender]
    wanted = [one for one in everybody if one.person.pk not in out]
    looked_at = _with_looks(wanted, meeting, now)
    return Recipients(
        by_mail=tuple(sorted((one for one in looked_at if one.address), key=_order)),
        by_post=tuple(one for one in looked_at if not one.address),
        left_out=tuple(one for one in everybody if one.person.pk in out),
        not_sent_to=not_sent_to,
    )


_SERIOUS = ["Came back", "Shared mailbox", "New address", "Two people"]


def _order(one: Recipient) -> tuple[int, int, str]:
    chairs = list(CHAIRS.values())
    return (
        _SERIOUS.index(one.look.tag) if one.look else len(_SERIOUS),
        chairs.index(one.why) if one.why in chairs else len(chairs),
        one.person.name.split()[-1].casefold(),
    )


def _members_on_the_day(meeting: Meeting) -> list[Recipient]:
    day = timezone.localdate(meeting.starts_at)
    members = meeting.group.memberships.active_on(day).in_force().select_related("person")
    return [Recipient(one.person, CHAIRS.get(one.role, "Member")) for one in members]


def _of_minutes(meeting: Meeting, now: datetime) -> tuple[list[Recipient], tuple[str, ...]]:
    attendances = {
        row.person_id: row for row in meeting.attendances.select_related("person").order_by("pk")
    }
    members: dict[int, Membership] = {}
    former: dict[int, Membership] = {}
    today = timezone.localdate(now)
    for one in meeting.group.memberships.select_related("person").order_by("joined_on"):
        (former if one.left_on and one.left_on <= today else members)[one.person_id] = one
    everybody = [
        Recipient(one.person, _why(one.role, attendances.get(one.person_id)))
        for one in members.values()
        if one.joined_on <= today
    ]
    everybody += [
        Recipient(row.person, WAS_THERE[AttendanceStatus(row.status)])
        for row in attendances.values()
        if row.person_id not in members and row.person_id not in former
    ]
    not_sent_to = tuple(
        f"{one.person.name}, who left the group on {long_date(one.left_on)}"
        for one in former.values()
        if one.person_id in attendances and one.person_id not in members
    )
    return everybody, not_sent_to


def _why(role: str, attendance: Attendance | None) -> str:
    if role in CHAIRS:
        return CHAIRS[role]
    return WAS_THERE[AttendanceStatus(attendance.status)] if attendance else "Member"


def _with_looks(everybody: list[Recipient], meeting: Meeting, now: datetime) -> list[Recipient]:
    addresses = Counter(one.address.casefold() for one in everybody if one.address)
    last = {
        message.to_address.casefold(): message
        for message in Message.objects.listed()
        .filter(to_address__in=[one.address for one in everybody if one.address])
        .order_by("to_address", "-created_at")
        .distinct("to_address")
        .only("to_address", "state", "changed_at")
    }
    joined = dict(
        meeting.group.memberships.filter(
            joined_on__gt=timezone.localdate(now) - NEW_MEMBER
        ).values_list("person_id", "joined_on")
    )
    looked_at = []
    for one in everybody:
        address = one.address.casefold()
        look = None
        if not address:
            look = Look("No e-mail", "orange", "Gets a printed copy by post, from you.")
        elif address in last and last[address].state == State.FAILED:
            failed_on = long_date(last[address].changed_at)
            look = Look("Came back", "red", f"The last message failed on {failed_on}.")
        elif address.partition("@")[0] in SHARED_MAILBOXES:
            look = Look("Shared mailbox", "yellow", "Others may read this mailbox.")
        elif one.person.pk in joined and address not in last:
            since = long_date(joined[one.person.pk])
            look = Look("New address", "yellow", f"Joined on {since}. Never written to before.")
        elif addresses[address] > 1:
            look = Look("Two people", "yellow", "Somebody else on this list has this address.")
        looked_at.append(replace(one, look=look))
    return looked_at
