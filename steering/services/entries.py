"""Meetings in the calendars of single members: who joins, who leaves, whose address changes.

Everybody at once is told by check and send. What concerns one person in between is told to that
person alone, held like all that a person brings about, and signed by the group's administrator.
What stands in somebody's calendar is known from what was sent to them; a mail that is withdrawn
before it left was never there.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from outbox import services as outbox
from outbox.enums import STOPPABLE, State
from outbox.models import Message
from people.models import Person
from people.reach import gets_mail
from steering.documents.calendar import Contact
from steering.documents.contacts import administrator_of
from steering.documents.entries import EntryMail, invitation_to, organiser_in, removal_of
from steering.documents.sendings import entry_files
from steering.enums import MeetingState, SendingKind
from steering.handles import TO, about, handle_of
from steering.lead_times import at_nine
from steering.models import Meeting, Sending, SteeringGroup
from steering.querysets import MeetingQuerySet
from steering.stays import Stay, stays_of

KINDS = (SendingKind.INVITATION, SendingKind.CANCELLATION)
CHANGED = "Something else holds now."


def told_meetings(group: SteeringGroup, now: datetime) -> MeetingQuerySet:
    """The meetings to come that the members know of, or are being invited to."""
    under_way = Sending.objects.under_way(SendingKind.INVITATION).filter(meeting=OuterRef("pk"))
    told: MeetingQuerySet = (
        group.meetings.filter(starts_at__gt=now)
        .exclude(state=MeetingState.HELD)
        .filter(Q(announced_at__isnull=False) | Exists(under_way))
        .order_by("starts_at", "pk")
    )
    return told


@transaction.atomic
def settle(
    *,
    group: SteeringGroup,
    people: Iterable[Person],
    now: datetime,
    are_new: bool = False,
    by_organiser: bool = False,
) -> None:
    """Bring the calendars of `people` up to date with what the group's members were told.

    An invitation goes for each meeting that is theirs and was not sent to their address, with the
    present sequence; a cancellation for each that stands in their calendar and is no longer
    theirs, with a risen one (RFC 5546, 3.2.5). What waits and no longer holds is withdrawn: who
    joins and leaves while mails are held gets none. Nothing goes twice. Those who `are_new`,
    or whose address is, cannot have been told there before an import. With `by_organiser`, what
    names another organiser than today's does not count as sent.
    """
    for person in people:
        meetings = list(told_meetings(group, now).select_for_update(of=["self"]))
        desk = _desk_of(group, person, meetings, now, is_new=are_new, by_organiser=by_organiser)
        for meeting in meetings:
            desk.settle(meeting)


def settle_everywhere(*, person: Person, now: datetime) -> None:
    """The same in every group of `person`, whose address has just become another."""
    groups = SteeringGroup.objects.filter(memberships__person=person).distinct()
    for group in groups.order_by("pk"):
        settle(group=group, people=[person], now=now, are_new=True)


@transaction.atomic
def pass_to_organiser(*, group: SteeringGroup, now: datetime) -> int:
    """Let the calendars of all members name the group's administrator of today as organiser.

    Each meeting to come goes to whoever has it with another organiser, with the same UID and a
    risen sequence (RFC 5546, 3.2.2.5). Gives the number of meetings. Decision 0007.
    """
    organiser, number = _organiser(group), 0
    for meeting in told_meetings(group, now).planned().select_for_update(of=["self"]):
        last = {mail.recipient: mail for mail in _calendar_mails(meeting)}
        others = [
            recipient
            for recipient, mail in last.items()
            if mail.calendar_method == "REQUEST"
            and organiser_in(mail.calendar) != organiser.address
        ]
        if others:
            _raise_sequence(meeting)
            settle(group=group, people=_people(others), now=now, by_organiser=True)
            number += 1
    return number


def awaited_by(meeting: Meeting) -> list[Person]:
    """Those for whom a mail of their own about this meeting waits; not those of a sending."""
    batches = [str(batch) for batch in meeting.sendings.values_list("batch", flat=True)]
    rows = _calendar_mails(meeting).exclude(batch__in=batches).filter(state__in=STOPPABLE)
    return _people(rows.values_list("recipient", flat=True))


def withdraw(meeting: Meeting, *, because: str, now: datetime) -> None:
    """Withdraw the calendar mails about this meeting that have not left."""
    for kind in KINDS:
        outbox.withdraw(about=about(meeting), kind=kind, because=because, now=now)


@dataclass(frozen=True)
class _Desk:
    """What is known of one person before their calendar is settled."""

    group: SteeringGroup
    person: Person
    stays: list[Stay]
    mails: dict[str, list[Message]]
    waiting: frozenset[str]
    told_elsewhere: frozenset[int]
    organiser: Contact
    by_organiser: bool
    now: datetime

    def settle(self, meeting: Meeting) -> None:
        day = timezone.localdate(meeting.starts_at)
        stay = next((one for one in self.stays if one.on(day)), None)
        if stay is None:
            self._take_out(meeting)
        elif meeting.state == MeetingState.PLANNED:
            self._put_in(meeting, stay.joined_on)

    def _put_in(self, meeting: Meeting, joined_on: date) -> None:
        last = self._last(meeting)
        if self._is_in_place(meeting, last):
            return
        if last and last.state in STOPPABLE:
            for kind in KINDS:  # an agenda or a notice that waits goes all the same
                self._withdraw(meeting, kind)
            if self._is_in_place(meeting, self._last(meeting, gone=True)):
                return
        if not gets_mail(self.person) or self.person.email == self.organiser.address:
            return
        mail = invitation_to(meeting, self.person, self.organiser, now=self.now)
        joins_later = joined_on > timezone.localdate(self.now)
        self._put(
            meeting,
            mail,
            address=self.person.email,
            send_after=at_nine(joined_on) if joins_later else None,
        )

    def _take_out(self, meeting: Meeting) -> None:
        last = self._last(meeting)
        if last and last.calendar_method == "CANCEL":
            return
        if about(meeting) in self.waiting:
            self._withdraw(meeting)
        last = self._last(meeting, gone=True)
        if last is None and meeting.pk not in self.told_elsewhere:
            return
        if last and last.calendar_method == "CANCEL":
            return
        address = last.to_address if last else self.person.email
        if not address or address == self.organiser.address:
            return
        _raise_sequence(meeting)
        mail = removal_of(meeting, self.person, address, self.organiser, now=self.now)
        self._put(meeting, mail, address=address)

    def _is_in_place(self, meeting: Meeting, last: Message | None) -> bool:
        """Whether the last mail put the meeting where it is to stand now; without one, others."""
        if last is None:
            return meeting.pk in self.told_elsewhere
        if last.calendar_method != "REQUEST" or last.to_address != self.person.email:
            return False
        named = organiser_in(last.calendar)
        return not self.by_organiser or named == self.organiser.address

    def _last(self, meeting: Meeting, *, gone: bool = False) -> Message | None:
        """The last calendar mail about it; with `gone`, of those that cannot be stopped."""
        mails = self.mails[about(meeting)]
        return next(
            (one for one in reversed(mails) if not gone or one.state not in STOPPABLE), None
        )

    def _withdraw(self, meeting: Meeting, kind: SendingKind | None = None) -> None:
        outbox.withdraw(
            about=about(meeting),
            recipient=handle_of(self.person),
            kind=kind,
            because=CHANGED,
            now=self.now,
        )

    def _put(
        self, meeting: Meeting, mail: EntryMail, *, address: str, send_after: datetime | None = None
    ) -> None:
        mailbox = outbox.open_mailbox(key=self.group.key, name=self.group.name)
        draft = outbox.Draft(
            key=f"{mail.kind}:{meeting.pk}:{self.person.key}:{uuid.uuid4().hex}",
            kind=mail.kind,
            to_name=self.person.name,
            to_address=address,
            from_name=self.organiser.name,
            reply_to=self.organiser.address,
            subject=mail.words.subject,
            text=mail.words.text,
            html=mail.words.html,
            private_links=mail.private_links,
            calendar=mail.entry,
            calendar_method=mail.method,
            about=about(meeting),
            batch=self._batch(meeting),
            recipient=handle_of(self.person),
            send_after=send_after,
            expires_at=meeting.starts_at,
            files=entry_files(mail.entry),
        )
        outbox.put(mailbox=mailbox, drafts=[draft], now=self.now)

    def _batch(self, meeting: Meeting) -> str:
        """That of the invitation under way, so that undoing it stops this mail, too."""
        if meeting.announced_at:
            return ""
        sending = meeting.sendings.under_way(SendingKind.INVITATION).first()
        return str(sending.batch) if sending else ""


def _desk_of(
    group: SteeringGroup,
    person: Person,
    meetings: list[Meeting],
    now: datetime,
    *,
    is_new: bool,
    by_organiser: bool,
) -> _Desk:
    rows = group.memberships.filter(person=person).select_related("group", "person")
    stays = stays_of(rows)
    mails: dict[str, list[Message]] = defaultdict(list)
    waiting = set()
    messages = Message.objects.filter(
        about__in=[about(one) for one in meetings], recipient=handle_of(person)
    ).exclude(state__in=[State.WITHDRAWN, State.FAILED])
    for one in messages.order_by("created_at", "pk"):
        if one.calendar:
            mails[one.about].append(one)
        if one.state in STOPPABLE:
            waiting.add(one.about)
    return _Desk(
        group=group,
        person=person,
        stays=stays,
        mails=mails,
        waiting=frozenset(waiting),
        told_elsewhere=frozenset() if is_new else _told_elsewhere(meetings, stays),
        organiser=_organiser(group),
        by_organiser=by_organiser,
        now=now,
    )


def _told_elsewhere(meetings: list[Meeting], stays: list[Stay]) -> frozenset[int]:
    """Which were announced before they were entered here, to those who were members then."""
    invited = Sending.objects.filter(kind=SendingKind.INVITATION, took_effect_at__isnull=False)
    from_here = set(invited.filter(meeting__in=meetings).values_list("meeting", flat=True))
    return frozenset(
        one.pk
        for one in meetings
        if one.announced_at
        and one.pk not in from_here
        and any(_sat_on(stay, timezone.localdate(one.announced_at)) for stay in stays)
    )


def _sat_on(stay: Stay, day: date) -> bool:
    """Whether they were a member for any part of that day."""
    return stay.joined_on <= day and (stay.left_on is None or day <= stay.left_on)


def _organiser(group: SteeringGroup) -> Contact:
    """Whom calendars name: the administrator, else the service itself, as there must be one."""
    administrator = administrator_of(group)
    if administrator:
        return Contact(administrator.name, administrator.email)
    return Contact(group.name, settings.DEFAULT_FROM_EMAIL)


def _raise_sequence(meeting: Meeting) -> None:
    """For what the others need not know: `changed_in` stays."""
    meeting.sequence += 1
    meeting.save(update_fields=["sequence"])


def _calendar_mails(meeting: Meeting) -> QuerySet[Message]:
    """Those that went or may go, the oldest first."""
    rows = Message.objects.about(about(meeting)).exclude(calendar="")
    return rows.exclude(state__in=[State.WITHDRAWN, State.FAILED]).order_by("created_at", "pk")


def _people(recipients: Iterable[str]) -> list[Person]:
    pks = {int(one.removeprefix(TO)) for one in recipients if one.startswith(TO)}
    return list(Person.objects.filter(pk__in=pks).order_by("pk"))
