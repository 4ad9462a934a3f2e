"""A notice of one meeting: when it goes, to whom, until when, and whether it goes at all."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from people.models import Person
from steering.enums import MeetingState, NoticeKind
from steering.lead_times import AFTER_THE_MEETING, goes_at
from steering.models import Meeting, NoticeHold
from steering.notice_settings import setting_of
from steering.services.notices.situation import Addressee, Situation
from steering.services.notices.table import TABLE, expires_at

BY_HAND = ":by hand"
ANEW = "~"
"""Stands in no key of a group or a person."""


@dataclass(frozen=True)
class Notice:
    """It goes at `due` to `addressees` unless it is on hold, and makes sense until `until`."""

    kind: NoticeKind
    situation: Situation
    due: datetime
    until: datetime
    hold: NoticeHold | None

    @cached_property
    def addressees(self) -> tuple[Addressee, ...]:
        """Whom it is for, as things stand: worked out when it is asked for."""
        return tuple(TABLE[self.kind].audience(self.situation, self.kind))

    @property
    def meeting(self) -> Meeting:
        return self.situation.meeting

    @property
    def batch(self) -> str:
        """The handle of its messages in the outbox."""
        return batch_of(self.kind, self.meeting)

    @property
    def people(self) -> tuple[Person, ...]:
        """Who gets it by mail."""
        return tuple(one.person for one in self.addressees if one.by_mail)

    @property
    def by_post(self) -> tuple[Person, ...]:
        """Who is to have it by post."""
        return tuple(one.person for one in self.addressees if not one.by_mail)

    @property
    def to_show(self) -> tuple[Addressee, ...]:
        """Who gets it by mail, and if nobody does, who is to have it by post."""
        return tuple(one for one in self.addressees if one.by_mail) or self.addressees

    @property
    def is_on(self) -> bool:
        """Whether the group wants it."""
        setting = setting_of(self.meeting.group, self.kind)
        return setting is None or setting["is_on"]

    @property
    def is_entered_in_time(self) -> bool:
        """Whether the meeting was entered here, or imported, before the notice's moment."""
        return self.meeting.notices_from <= self.due

    @property
    def is_after_the_meeting(self) -> bool:
        return self.kind in AFTER_THE_MEETING

    @property
    def needs_to_be_told(self) -> bool:
        """Whether it goes only to people who have been told of the meeting."""
        return TABLE[self.kind].tells_members

    @property
    def members_are_told(self) -> bool:
        """Whether, if it matters, the members were told of the meeting in time for it."""
        line, told_at = TABLE[self.kind], self.meeting.announced_at
        if not self.needs_to_be_told:
            return True
        return told_at is not None and (line.waits_to_be_told or told_at <= self.due)

    @property
    def suits_the_state(self) -> bool:
        """Whether the meeting is of those that have this notice at all."""
        state = self.meeting.state
        if self.kind == NoticeKind.YOUR_ACTIONS:
            return state == MeetingState.HELD
        if self.is_after_the_meeting:
            return state != MeetingState.CANCELLED
        return state == MeetingState.PLANNED

    @property
    def goes(self) -> bool:
        """Whether it goes at its moment, to whomever it is for then, unless somebody holds it."""
        return (
            self.is_on
            and self.suits_the_state
            and self.is_entered_in_time
            and self.members_are_told
        )

    @property
    def is_current(self) -> bool:
        """Whether it goes now: due, and not yet over."""
        return self.goes and self.due <= self.situation.now < self.until

    @property
    def wants(self) -> dict[str, Addressee]:
        """Who is to have it by mail, by the key that their message has."""
        return {self.key_of(one.person): one for one in self.addressees if one.by_mail}

    def key_of(self, person: Person) -> str:
        """The key that the first message to `person` has."""
        return f"{self.batch}:{person.key}"


def batch_of(kind: NoticeKind, meeting: Meeting) -> str:
    """The handle in the outbox of a notice for the meeting's present time."""
    return f"{kind}:{meeting.pk}:{meeting.starts_at.astimezone(UTC).isoformat()}"


def by_hand(batch: str) -> str:
    """The handle of what was sent to single people before or after the notice of `batch`."""
    return f"{batch}{BY_HAND}"


def key_again(key: str, times: int) -> str:
    """The key of one more message to somebody for whom so many were written already."""
    return f"{key}{ANEW}{times + 1}" if times else key


def first_key(key: str) -> str:
    """The key that the first message to the same person has."""
    return key.partition(ANEW)[0]


def notices_of(situation: Situation) -> list[Notice]:
    """Give every notice of a meeting in the order of the cycle, whether or not it goes."""
    return [notice_of(kind, situation) for kind in TABLE]


def notice_of(kind: NoticeKind, situation: Situation) -> Notice:
    """Give one notice of a meeting, whether or not it goes. No SQL query."""
    meeting = situation.meeting
    return Notice(
        kind=kind,
        situation=situation,
        due=goes_at(kind, meeting.starts_at, meeting.group),
        until=expires_at(kind, meeting),
        hold=hold_of(meeting, kind),
    )


def hold_of(meeting: Meeting, kind: NoticeKind) -> NoticeHold | None:
    """Give what keeps a notice for the meeting's present time from going, if anything."""
    return next(
        (
            one
            for one in meeting.notice_holds.all()
            if one.kind == kind and one.starts_at == meeting.starts_at and one.released_at is None
        ),
        None,
    )
