"""Keeping the register of a meeting: who was there, who was not, and who stood in for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from people.models import Person
from records.keys import free_key
from sites.models import Site
from steering.documents.register import labelled, people_known_at
from steering.enums import AttendanceStatus
from steering.errors import SteeringError
from steering.models import Attendance, Meeting, Membership
from steering.replies import missing_by_reply
from steering.services.minutes import note_correction
from steering.services.record import hold_meeting

OF_MEMBERS = frozenset(
    {AttendanceStatus.PRESENT, AttendanceStatus.APOLOGIES, AttendanceStatus.ABSENT}
)


class IsNotAMember(SteeringError):
    """Only members of that day are present, send apologies or have a deputy."""


class IsAMember(SteeringError):
    """A member of that day is present in their own right."""


class IsDeputyAlready(SteeringError):
    """One person stands in for one member."""


class NameIsShared(SteeringError):
    """Several people have this name, so it does not say who is meant."""


Recorded = tuple[str, int | None]
"""A status, and the id of the member stood in for."""


@dataclass(frozen=True)
class Entry:
    """How one person is to stand in the register; status None takes them out of it.

    A deputy is entered with the member they stand in for.
    """

    person: Person
    status: AttendanceStatus | None
    on_behalf_of: Person | None = None

    def __post_init__(self) -> None:
        if (self.status == AttendanceStatus.DEPUTY) != (self.on_behalf_of is not None):
            raise ValueError("a deputy, and nobody else, stands in for a member")


@dataclass(frozen=True)
class Choice:
    """What is chosen for a member of the group; a deputy is known by name.

    Status `deputy` says that one came for this member.
    """

    member: Person
    status: AttendanceStatus | None
    deputy: str = ""


@transaction.atomic
def record_everyone_present(*, meeting: Meeting, now: datetime) -> int:
    """Record every member of that day as present of whom nothing is recorded yet.

    Left out are those who replied that they do not come. Gives how many were recorded. Raises
    RecordIsClosed and MinutesAreApproved.
    """
    held = hold_meeting(meeting=meeting, now=now)
    recorded = set(held.attendances.values_list("person_id", flat=True))
    not_coming = set(missing_by_reply(held).values_list("person_id", flat=True))
    missing = sorted(_members(held) - recorded - not_coming)
    if missing:
        note_correction(meeting=held)
        Attendance.objects.bulk_create(
            Attendance(meeting=held, person_id=person, status=AttendanceStatus.PRESENT)
            for person in missing
        )
    return len(missing)


def record_attendance(
    *,
    meeting: Meeting,
    person: Person,
    status: AttendanceStatus | None,
    on_behalf_of: Person | None = None,
    now: datetime,
) -> None:
    """Record one person; see `record_entries`."""
    entry = Entry(person, status, on_behalf_of)
    record_entries(meeting=meeting, entries=[entry], now=now)


@transaction.atomic
def record_entries(*, meeting: Meeting, entries: Sequence[Entry], now: datetime) -> None:
    """Bring the register into the state that `entries` say; others stay as they are.

    A member with a deputy stands as having sent apologies. Whatever else is recorded of a
    member says that no deputy came for them, and takes one recorded before out of the register;
    so does another deputy. Raises IsNotAMember, IsAMember, IsDeputyAlready, RecordIsClosed and
    MinutesAreApproved; then nothing is recorded.
    """
    held = hold_meeting(meeting=meeting, now=now)
    members = _members(held)
    before = {row.person_id: _recorded(row) for row in held.attendances.all()}
    after = dict(before)
    for entry in entries:
        _check(entry, members)
        _take_out_deputies(entry, after)
    for entry in entries:
        _enter(entry, after)
    if after == before:
        return
    note_correction(meeting=held)
    _write(held, after)


@transaction.atomic
def record_choices(*, meeting: Meeting, choices: Sequence[Choice], now: datetime) -> None:
    """Record what is chosen for members, deputies by name; see `record_entries`, `person_called`.

    Raises what these raise; then nothing is recorded.
    """
    site = meeting.group.site
    entries = [
        Entry(person_called(choice.deputy, site=site), AttendanceStatus.DEPUTY, choice.member)
        if choice.status == AttendanceStatus.DEPUTY
        else Entry(choice.member, choice.status)
        for choice in choices
    ]
    record_entries(meeting=meeting, entries=entries, now=now)


@transaction.atomic
def record_in_attendance(*, meeting: Meeting, name: str, now: datetime) -> Person:
    """Record that the person of this name was there without being a member, and give them.

    Raises IsAMember, NameIsShared, RecordIsClosed and MinutesAreApproved.
    """
    person = person_called(name, site=meeting.group.site)
    record_attendance(
        meeting=meeting, person=person, status=AttendanceStatus.IN_ATTENDANCE, now=now
    )
    return person


@transaction.atomic
def person_called(name: str, *, site: Site) -> Person:
    """Give the person of this name at `site`, new if nobody there is called so.

    `name` is a name in any case and spacing, or one of `labelled`. Raises NameIsShared.
    """
    name = " ".join(name.split())
    known = labelled(people_known_at(site))
    by_label = {label.casefold(): person for label, person in known.items()}
    if person := by_label.get(name.casefold()):
        return person
    if shared := [label for label, person in known.items() if _same(person.name, name)]:
        raise NameIsShared(
            f"More than one person is called {name}. Choose one of them: {', '.join(shared)}."
        )
    key = free_key(slugify(name), taken=Person.objects.all())
    return Person.objects.create(key=key, name=name)


def _members(meeting: Meeting) -> set[int]:
    day = timezone.localdate(meeting.starts_at)
    on_the_day = Membership.objects.filter(group=meeting.group_id).active_on(day)
    return set(on_the_day.values_list("person_id", flat=True))


def _recorded(row: Attendance) -> Recorded:
    return row.status, row.on_behalf_of_id


def _check(entry: Entry, members: set[int]) -> None:
    person, member = entry.person, entry.on_behalf_of
    if member is not None:
        if member.pk not in members:
            raise IsNotAMember(
                f"{member.name} was not a member on the day of the meeting, so nobody can stand "
                f"in for them. Record {person.name} as in attendance."
            )
        if person.pk in members:
            raise IsAMember(
                f"{person.name} is a member, so cannot stand in for {member.name}. "
                "Record them as here in their own right."
            )
    elif entry.status == AttendanceStatus.IN_ATTENDANCE and person.pk in members:
        raise IsAMember(f"{person.name} is a member: record them as here, not as in attendance.")
    elif entry.status in OF_MEMBERS and person.pk not in members:
        raise IsNotAMember(
            f"{person.name} was not a member on the day of the meeting. "
            "Record them as in attendance, or as somebody’s deputy."
        )


def _take_out_deputies(entry: Entry, register: dict[int, Recorded]) -> None:
    """Whoever was recorded as standing in for this member does so no more."""
    member = entry.on_behalf_of or entry.person
    for person in [person for person, (_, of) in register.items() if of == member.pk]:
        if person != entry.person.pk:
            del register[person]


def _enter(entry: Entry, register: dict[int, Recorded]) -> None:
    person, member = entry.person, entry.on_behalf_of
    if entry.status is None:
        register.pop(person.pk, None)
        return
    if member is not None:
        if register.get(person.pk, ("", None))[1] not in (None, member.pk):
            raise IsDeputyAlready(
                f"{person.name} stands in for another member already. "
                f"Choose another deputy for {member.name}."
            )
        register[member.pk] = (AttendanceStatus.APOLOGIES, None)
    register[person.pk] = (entry.status, member.pk if member else None)


def _write(meeting: Meeting, register: dict[int, Recorded]) -> None:
    """Make the rows say what `register` says. Rows of deputies who change go first."""
    rows = [
        row for row in meeting.attendances.all() if register.get(row.person_id) != _recorded(row)
    ]
    for row in rows:
        if row.on_behalf_of_id is not None or row.person_id not in register:
            row.delete()
    for row in rows:
        if row.pk is not None:
            row.status, row.on_behalf_of_id = register[row.person_id]
            row.save(update_fields=["status", "on_behalf_of"])
    there = set(meeting.attendances.values_list("person_id", flat=True))
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, person_id=person, status=status, on_behalf_of_id=member)
        for person, (status, member) in register.items()
        if person not in there
    )


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
