"""Who must have got which notice: worked out anew, from what people did and nothing else.

Nothing of the product is imported here but the names of answers and notices. The model knows two
groups, when each person sat on them, and the meetings; it counts the working days of spring 2027
in England by itself. It knows three lines of the cycle, one of each sort:

- the call for items waits until the members are told, and then goes until papers are due;
- the second request goes to those who have not replied, until the reminder goes;
- the reminder goes to all but those who sent apologies, and to deputies, until the meeting begins.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from steering.enums import Answer, NoticeKind

LONDON = ZoneInfo("Europe/London")
BANK_HOLIDAYS = {date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 3), date(2027, 5, 31)}
CALL, REQUEST, REMINDER = (
    NoticeKind.CALL_FOR_ITEMS,
    NoticeKind.SECOND_REQUEST,
    NoticeKind.REMINDER,
)
KINDS = (CALL, REQUEST, REMINDER)
LEAD = {CALL: 20, REQUEST: 5, REMINDER: 1}
ENDS = {CALL: 10, REQUEST: 1}
DEPUTY = 5
"""The number of somebody who sits on no group."""


def local_day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def at(day: date, hour: int) -> datetime:
    """Local time on `day`, as UTC: times of one zone are compared by what the clock shows."""
    return datetime.combine(day, time(hour), LONDON).astimezone(UTC)


def nine_before(day: date, working_days: int) -> datetime:
    while working_days:
        day -= timedelta(days=1)
        working_days -= day.weekday() < 5 and day not in BANK_HOLIDAYS
    return at(day, 9)


@dataclass
class Stay:
    joined: date
    left: date | None = None

    def on(self, day: date) -> bool:
        return self.joined <= day and (self.left is None or self.left > day)


@dataclass
class Meeting:
    """A meeting as people know it; `calls` are the notices that somebody holds or dropped."""

    group: int
    starts_at: datetime
    entered_at: datetime
    told_at: datetime | None = None
    cancelled: bool = False
    replies: dict[int, tuple[Answer, datetime]] = field(default_factory=dict)
    held: set[tuple[NoticeKind, datetime]] = field(default_factory=set)
    dropped: set[tuple[NoticeKind, datetime]] = field(default_factory=set)
    invited: dict[int, datetime] = field(default_factory=dict)
    """Whose invitation was pressed and has not left, and when it leaves."""

    def due(self, kind: NoticeKind) -> datetime:
        return nine_before(local_day(self.starts_at), LEAD[kind])

    def until(self, kind: NoticeKind) -> datetime:
        over = ENDS.get(kind)
        return nine_before(local_day(self.starts_at), over) if over else self.starts_at

    def has_begun(self, now: datetime) -> bool:
        return self.starts_at <= now

    def answer(self, person: int) -> Answer | None:
        answer, starts_at = self.replies.get(person, (None, None))
        return answer if starts_at == self.starts_at else None


@dataclass(frozen=True)
class Mail:
    """A notice to one person for one time of a meeting."""

    kind: NoticeKind
    meeting: int
    starts_at: datetime
    person: int


@dataclass
class Model:
    """Two groups, five people and somebody who comes as a deputy."""

    now: datetime
    stays: dict[tuple[int, int], list[Stay]]
    meetings: dict[int, Meeting]
    address: dict[int, bool]
    by_post: set[int] = field(default_factory=set)
    paused: set[int] = field(default_factory=set)
    waiting: dict[Mail, datetime] = field(default_factory=dict)
    """What is to go, and when it makes no sense any more."""
    gone: set[Mail] = field(default_factory=set)

    @property
    def today(self) -> date:
        return local_day(self.now)

    def stay(self, person: int, group: int, day: date) -> Stay | None:
        return next((one for one in self.stays[person, group] if one.on(day)), None)

    def sits(self, person: int, group: int, day: date | None = None) -> bool:
        return self.stay(person, group, day or self.today) is not None

    def gets_mail(self, person: int) -> bool:
        return self.address[person] and person not in self.by_post

    def members(self, meeting: Meeting) -> list[int]:
        """Who sits there now and on the day of the meeting."""
        day = local_day(meeting.starts_at)
        return [
            person
            for person in range(5)
            if self.sits(person, meeting.group) and self.sits(person, meeting.group, day)
        ]

    def by_mail(self, meeting: Meeting) -> set[int]:
        return {one for one in self.members(meeting) if self.gets_mail(one)}

    def concerned(self, kind: NoticeKind, meeting: Meeting) -> set[int]:
        """Whom a notice is for by mail, as things stand."""
        answers = {one: meeting.answer(one) for one in self.members(meeting)}
        if kind == REQUEST:
            people = {one for one, answer in answers.items() if answer is None}
        elif kind == REMINDER:
            people = {one for one, answer in answers.items() if answer != Answer.APOLOGIES}
            people |= {DEPUTY for answer in answers.values() if answer == Answer.DEPUTY}
        else:
            people = set(answers)
        return {one for one in people if self.gets_mail(one)}

    def is_current(self, kind: NoticeKind, meeting: Meeting) -> bool:
        due, told_at = meeting.due(kind), meeting.told_at
        return (
            not meeting.cancelled
            and meeting.group not in self.paused
            and (kind, meeting.starts_at) not in meeting.held | meeting.dropped
            and meeting.entered_at <= due <= self.now < meeting.until(kind)
            and told_at is not None
            and (kind == CALL or told_at <= due)
        )

    def queue(self) -> None:
        """What is due waits to go, and what nobody needs any more does not."""
        for number, meeting in self.meetings.items():
            for kind in KINDS:
                if self.is_current(kind, meeting):
                    self.forget_needless(kind, number)
                    self.put(kind, number, meeting.until(kind))

    def put(self, kind: NoticeKind, number: int, expires_at: datetime) -> None:
        meeting = self.meetings[number]
        for person in self.concerned(kind, meeting):
            mail = Mail(kind, number, meeting.starts_at, person)
            if mail not in self.gone:
                self.waiting.setdefault(mail, expires_at)

    def forget_needless(self, kind: NoticeKind, number: int) -> None:
        wanted = self.concerned(kind, self.meetings[number])
        for mail in [one for one in self.waiting if (one.kind, one.meeting) == (kind, number)]:
            if mail.person not in wanted:
                del self.waiting[mail]

    def forget(self, number: int, kind: NoticeKind | None = None) -> None:
        """What waits about a meeting does not go."""
        for mail in [one for one in self.waiting if one.meeting == number]:
            if kind in (None, mail.kind):
                del self.waiting[mail]

    def deliver(self) -> list[tuple[NoticeKind, int, int]]:
        """Kind, meeting and person of what goes now."""
        for mail, expires_at in list(self.waiting.items()):
            if expires_at <= self.now or self.has_left(mail):
                del self.waiting[mail]
        goes = [one for one in self.waiting if not self.is_stopped(one)]
        for mail in goes:
            del self.waiting[mail]
            self.gone.add(mail)
        return [(one.kind, one.meeting, one.person) for one in goes]

    def has_left(self, mail: Mail) -> bool:
        group = self.meetings[mail.meeting].group
        return mail.person != DEPUTY and not self.sits(mail.person, group)

    def is_stopped(self, mail: Mail) -> bool:
        meeting = self.meetings[mail.meeting]
        return meeting.group in self.paused or (mail.kind, mail.starts_at) in meeting.held

    def resume(self, group: int) -> None:
        """Mail leaves again, as far as somebody still needs it."""
        self.paused.discard(group)
        for number, meeting in self.meetings.items():
            if meeting.group == group and not meeting.cancelled:
                for kind in KINDS:
                    self.forget_needless(kind, number)

    def left(self, person: int, group: int) -> None:
        """What waits for somebody who has left does not go."""
        if self.sits(person, group):
            return
        for mail in [one for one in self.waiting if one.person == person]:
            if self.meetings[mail.meeting].group == group:
                del self.waiting[mail]

    def went(self, kind: NoticeKind, number: int) -> bool:
        starts_at = self.meetings[number].starts_at
        return any(
            (one.kind, one.meeting, one.starts_at) == (kind, number, starts_at) for one in self.gone
        )

    def borders(self) -> list[datetime]:
        """The moments to come at which something begins or ends."""
        moments = defaultdict(int)
        for meeting in self.meetings.values():
            if not meeting.cancelled:
                for kind in KINDS:
                    moments[meeting.due(kind)] += 1
                    moments[meeting.until(kind)] += 1
        return sorted(one for one in moments if one > self.now)
