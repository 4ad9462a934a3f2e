"""Two groups, their people, meetings and mail, with an administrator who does all in any order."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from outbox import services as outbox
from outbox.models import Message
from outbox.services.delivery import deliver
from people.enums import Route
from people.models import Person, User
from people.services import Reach, correct_address, note_contact
from sites.models import Agency
from steering.enums import (
    Answer,
    Appearance,
    Capacity,
    LeftBecause,
    MemberRole,
    Mode,
    NoticeKind,
    SendingKind,
)
from steering.handles import about
from steering.models import Meeting, Membership, SteeringGroup
from steering.services import entries, notices, replies, sendings
from steering.services import meetings as planning
from steering.services.checking import AlreadyUnderWay, NothingToSend, prepare, with_check
from steering.services.dated_changes import move_to_agency
from steering.services.leavers import withdraw_from_leavers
from steering.services.memberships import IsAMemberThen, SeatTerms, add_member, end_membership
from steering.services.pauses import pause_mail, resume_mail
from tests import make
from tests.steering.machine.model import DEPUTY, KINDS, Model, Stay, at, local_day
from tests.steering.machine.model import Meeting as Known
from tests.steering.machine.post import Post, set_clock, start_clock

START = datetime(2027, 3, 2, 8, 0, tzinfo=UTC)
LONG_AGO = date(2026, 1, 1)
TOLD = datetime(2027, 2, 1, 12, 0, tzinfo=UTC)
HOLD = timedelta(minutes=5)
DAYS = (date(2027, 4, 1), date(2027, 3, 9))
SITTING = {0: (0, 1, 2), 1: (2, 3)}
"""Who sits on which group at first; one sits on none."""
BY_POST = 1
"""Who is reached by post at first."""

somebody, groups = st.integers(0, 4), st.integers(0, 1)
number = st.integers(0, 5)
changes = st.sampled_from(["time", "time", "time", "place", "cancelled"])
between = st.sampled_from(["leaves", "time", "time", "cancelled", "replies"])
ahead = st.sampled_from([3, 5, 15, 20, 26, 40])
answers = st.sampled_from([*Answer, Answer.APOLOGIES])
kinds, days = st.sampled_from(KINDS), st.sampled_from([0, 0, 1, 4])


@dataclass(frozen=True)
class World:
    """The rows that are there before anything happens."""

    groups: list[SteeringGroup]
    people: list[Person]
    agencies: list[Agency]
    helen: User
    meetings: list[Meeting]


def set_up() -> World:
    """Each group has a meeting that its members know of; both have a notice due in an hour."""
    start_clock()
    set_clock(START)
    site = make.make_site()
    both = [make.make_group(site=site) for _ in range(2)]
    people = [make.make_person(name=f"Person {one}") for one in "ABCDE"]
    people.append(make.make_person(name="Dora Deputy", email="dora@example.org"))
    agencies = [make.make_agency() for _ in range(2)]
    for group, sitting in SITTING.items():
        for one in sitting:
            make.make_member(
                group=both[group], person=people[one], joined_on=LONG_AGO, agency=agencies[0]
            )
    make.make_contact(person=people[BY_POST], route=Route.POST)
    meetings = [
        make.make_meeting(group=group, starts_at=at(day, 10), announced_at=TOLD)
        for group, day in zip(both, DAYS, strict=True)
    ]
    Meeting.objects.update(notices_from=TOLD)
    helen = make.make_user(person=make.make_person(name="Helen Marsh"))
    return World(both, people, agencies, helen, meetings)


@dataclass(frozen=True)
class Left:
    """A mail that has left."""

    at: datetime
    written_at: datetime
    kind: str
    method: str
    batch: str
    meeting: int
    person: int
    address: str
    sequence: int
    was_member: bool


class Cycle(RuleBasedStateMachine):
    """Does everything with the product's services, and lets the model follow."""

    world: World
    post: Post

    def __init__(self) -> None:
        super().__init__()
        self._transaction = transaction.atomic()
        self._transaction.__enter__()
        self.post.taken.clear()
        self.rows = list(self.world.meetings)
        self.people = list(Person.objects.filter(pk__in=[one.pk for one in self.world.people]))
        self.people.sort(key=lambda one: one.pk)
        self.model = Model(
            now=START,
            stays=defaultdict(list)
            | {
                (one, group): [Stay(LONG_AGO)]
                for group, sitting in SITTING.items()
                for one in sitting
            },
            meetings={n: Known(n, at(day, 10), TOLD, told_at=TOLD) for n, day in enumerate(DAYS)},
            address=dict.fromkeys(range(6), True),
            by_post={BY_POST},
        )
        self.log: list[Left] = []
        self.switched: dict[int, datetime] = {BY_POST: TOLD}
        self.looked_on: date | None = None

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._transaction.__exit__(None, None, None)

    @property
    def now(self) -> datetime:
        return self.model.now

    # Members

    @rule(who=somebody, group=groups, days=days)
    def joins(self, who: int, group: int, days: int) -> None:
        joined = self.model.today + timedelta(days=days)
        stays = self.model.stays[who, group]
        terms = SeatTerms(
            agency=self.world.agencies[0],
            capacity=Capacity.PROFESSIONAL,
            role=MemberRole.MEMBER,
            appears=Appearance.BY_CAPACITY,
            own_words="",
            joined_on=joined,
        )
        overlaps = [
            one for one in stays if one.left is None or one.left > joined or one.joined == joined
        ]
        what = {
            "group": self.world.groups[group],
            "person": self.people[who],
            "terms": terms,
            "now": self.now,
        }
        if overlaps:
            with refused(IsAMemberThen):
                add_member(**what)
        else:
            add_member(**what)
            stays.append(Stay(joined))

    @rule(who=somebody, group=groups, days=days)
    def leaves(self, who: int, group: int, days: int) -> None:
        on = self.model.today + timedelta(days=days)
        sitting = [one for one in range(5) if self.model.sits(one, group, on)]
        if not sitting:
            return
        who = sitting[who % len(sitting)]
        stay = self.model.stay(who, group, on)
        seat = self.seat(who, group, on)
        stay.left = on
        end_membership(membership=seat, left_on=on, because=LeftBecause.OTHER, now=self.now)
        self.model.left(who, group)
        for meeting in self.of_group(group):
            if who not in self.model.members(meeting):
                meeting.invited.pop(who, None)

    def moves_to_another_agency(self, who: int, group: int) -> None:
        today = self.model.today
        if self.model.sits(who, group):
            seat = self.seat(who, group, today)
            here, there = self.world.agencies
            move_to_agency(
                membership=seat, agency=here if seat.agency_id == there.pk else there, on=today
            )

    def address_is_corrected(self, who: int, address: str) -> None:
        email = f"{address}-{who}@example.org" if address else ""
        correct_address(person=self.people[who], email=email)
        entries.settle_everywhere(person=self.people[who], now=self.now)
        self.model.address[who] = bool(email)
        for meeting in self.model.meetings.values():
            meeting.invited.pop(who, None)

    def is_reached_otherwise(self, who: int, by_post: bool) -> None:
        reach = Reach(route=Route.POST if by_post else Route.EMAIL)
        note_contact(person=self.people[who], reach=reach)
        self.people[who] = Person.objects.get(pk=self.people[who].pk)
        if by_post and who not in self.model.by_post:
            self.switched[who] = self.now
        (self.model.by_post.add if by_post else self.model.by_post.discard)(who)

    @rule(
        who=somebody,
        group=groups,
        what=st.sampled_from(["post", "post", "e-mail", "no address", "address", "agency"]),
    )
    def something_is_noted(self, who: int, group: int, what: str) -> None:
        sitting = [one for one in range(5) if self.model.sits(one, group)]
        who = sitting[who % len(sitting)] if sitting else who
        if what in ("post", "e-mail"):
            self.is_reached_otherwise(who, by_post=what == "post")
        elif what == "agency":
            self.moves_to_another_agency(who, group)
        else:
            self.address_is_corrected(who, "" if what == "no address" else "new")

    # Meetings

    @precondition(lambda self: len(self.rows) < 3)
    @rule(group=groups, days=ahead, imported=st.sampled_from([True, True, False]))
    def is_planned(self, group: int, days: int, imported: bool) -> None:
        starts_at = at(self.model.today + timedelta(days=days), 10)
        row = planning.plan_meeting(
            group=self.world.groups[group], plan=self.plan("A meeting", starts_at, "Town Hall")
        )
        row.notices_from, row.announced_at = self.now, TOLD if imported else None
        row.save(update_fields=["notices_from", "announced_at"])
        self.model.meetings[len(self.rows)] = Known(
            group, starts_at, self.now, told_at=row.announced_at
        )
        self.rows.append(row)

    @rule(n=number, undone=st.booleans())
    def invitation_is_sent_or_undone(self, n: int, undone: bool) -> None:
        n = self.chosen(n)
        (self.invitation_is_undone if undone else self.invitation_is_sent)(n)

    def invitation_is_sent(self, n: int) -> None:
        meeting = self.to_come(n)
        if meeting is None or not self.press(n, SendingKind.INVITATION):
            return
        leaves_at = self.now + HOLD
        meeting.invited = dict.fromkeys(self.model.by_mail(meeting), leaves_at)

    def invitation_is_undone(self, n: int) -> None:
        if n >= len(self.rows):
            return
        sending = sendings.under_way(self.rows[n], SendingKind.INVITATION)
        if sending is None:
            return
        with suppress(outbox.TooLateToUndo):
            sendings.undo(sending=sending, now=self.now)
            self.model.meetings[n].invited.clear()

    @rule(n=number, what=changes, days=st.sampled_from([-1, 0, 1, 2, 7]), tell=st.booleans())
    def is_changed(self, n: int, what: str, days: int, tell: bool) -> None:
        n = self.chosen(n)
        if what == "time":
            self.is_moved(n, days, hours=int(tell))
        elif what == "place":
            self.place_is_changed(n, "Library" if tell else "Town Hall")
        else:
            self.is_cancelled(n, tell)

    def is_moved(self, n: int, days: int, hours: int) -> None:
        meeting = self.to_come(n)
        if meeting is None:
            return
        day = local_day(meeting.starts_at) + timedelta(days=days)
        starts_at = at(day, 10 + hours)
        if starts_at <= self.now or starts_at == meeting.starts_at:
            return
        self.changes(n, starts_at, self.rows[n].place)
        meeting.starts_at = starts_at
        self.model.forget(n)
        self.invites_again(meeting)

    def place_is_changed(self, n: int, place: str) -> None:
        meeting = self.to_come(n)
        if meeting is None or place == self.rows[n].place:
            return
        self.changes(n, meeting.starts_at, place)
        self.invites_again(meeting)

    def is_cancelled(self, n: int, tell: bool) -> None:
        meeting = self.to_come(n)
        if meeting is None:
            return
        planning.cancel_meeting(meeting=self.rows[n], now=self.now)
        meeting.cancelled = True
        meeting.invited.clear()
        self.model.forget(n)
        if tell:
            self.press(n, SendingKind.CANCELLATION)

    @rule(n=number, who=somebody, answer=answers)
    def somebody_replies(self, n: int, who: int, answer: Answer) -> None:
        n = self.chosen(n)
        meeting = self.to_come(n)
        members = self.model.members(meeting) if meeting else []
        if not members:
            return
        who = members[who % len(members)]
        deputy = self.people[DEPUTY]
        is_deputy = answer == Answer.DEPUTY
        replies.reply(
            meeting=self.rows[n],
            person=self.people[who],
            said=replies.Said(
                answer=answer,
                starts_at=meeting.starts_at,
                deputy_name=deputy.name if is_deputy else "",
                deputy_email=deputy.email if is_deputy else "",
            ),
            now=self.now,
        )
        meeting.replies[who] = (answer, meeting.starts_at)

    # The cycle

    @rule(n=number, kind=kinds, act=st.sampled_from(["hold", "release", "drop", "drop", "send"]))
    def notice_is_decided_on(self, n: int, kind: NoticeKind, act: str) -> None:
        n = self.chosen(n)
        meeting = self.to_come(n)
        if meeting is not None:
            {
                "hold": self.notice_is_held,
                "release": self.notice_is_released,
                "drop": self.notice_is_held_and_dropped,
                "send": self.notice_is_sent_now,
            }[act](n, kind)

    def notice_is_held(self, n: int, kind: NoticeKind) -> None:
        meeting = self.to_come(n)
        if meeting is None:
            return
        what = {"kind": kind, "meeting": self.rows[n], "by": self.world.helen, "now": self.now}
        call = (kind, meeting.starts_at)
        if call in meeting.dropped:
            return
        if call in meeting.held:
            notices.hold_notice(**what)
        elif self.model.went(kind, n):
            with refused(notices.TooLateToHold):
                notices.hold_notice(**what)
        else:
            notices.hold_notice(**what)
            meeting.held.add(call)

    def notice_is_released(self, n: int, kind: NoticeKind) -> None:
        meeting = self.to_come(n)
        if meeting is None:
            return
        call = (kind, meeting.starts_at)
        what = {"kind": kind, "meeting": self.rows[n], "now": self.now}
        if call in meeting.held:
            notices.release_notice(**what)
            meeting.held.discard(call)
            self.model.forget_needless(kind, n)
        else:
            with refused(notices.NoNotice):
                notices.release_notice(**what)

    def notice_is_held_and_dropped(self, n: int, kind: NoticeKind) -> None:
        meeting = self.to_come(n)
        if meeting is None:
            return
        self.notice_is_held(n, kind)
        call = (kind, meeting.starts_at)
        if call in meeting.held:
            notices.drop_notice(kind=kind, meeting=self.rows[n], now=self.now)
            meeting.held.discard(call)
            meeting.dropped.add(call)
            self.model.forget(n, kind)

    def notice_is_sent_now(self, n: int, kind: NoticeKind) -> None:
        meeting = self.to_come(n)
        if meeting is None:
            return
        call = (kind, meeting.starts_at)
        what = {"kind": kind, "meeting": self.rows[n], "now": self.now}
        if (
            call in meeting.dropped
            or meeting.told_at is None
            or not self.model.concerned(kind, meeting)
        ):
            with refused(notices.NoNotice):
                notices.send_now(**what)
            return
        if call in meeting.held:
            meeting.held.discard(call)
            self.model.forget_needless(kind, n)
        notices.send_now(**what)
        self.model.put(kind, n, meeting.starts_at)

    @rule(group=groups, paused=st.booleans())
    def mail_is_paused(self, group: int, paused: bool) -> None:
        it = self.world.groups[group]
        if paused:
            pause_mail(group=it, by=self.world.helen, now=self.now)
            self.model.paused.add(group)
        elif group in self.model.paused:
            resume_mail(group=it, now=self.now)
            self.model.resume(group)

    @rule(step=st.sampled_from(["border", "border", "just before", "later", "minutes", "day"]))
    def time_passes(self, step: str) -> None:
        """To the next moment at which something is due or over, or near it; nobody works then."""
        border = next(iter(self.model.borders()), self.now + timedelta(days=1))
        before = border - timedelta(seconds=1)
        to = {
            "border": border,
            "just before": before if before > self.now else border,
            "later": border + timedelta(hours=2),
            "minutes": self.now + timedelta(minutes=6),
            "day": self.now + timedelta(days=1),
        }[step]
        self.model.now = to
        set_clock(to)

    @rule()
    def beat_queues(self) -> None:
        """What is due is written, and the worker has not come yet."""
        withdraw_from_leavers(now=self.now)
        notices.queue_due(now=self.now)
        self.model.queue()
        self.looked_on = self.model.today

    @precondition(lambda self: self.looked_on == self.model.today)
    @rule()
    def worker_sends(self) -> None:
        """It comes more often than beat; but at midnight beat is the first to look."""
        deliver(clock=lambda: self.now)
        left = self.what_left()
        sendings.settle(now=self.now)
        expected = self.model.deliver()
        mails = [(one.kind, one.meeting, one.person) for one in left if one.kind in KINDS]
        assert Counter(mails) == Counter(expected), (mails, expected)
        self.check_invitations(left)
        self.log.extend(left)

    @rule(times=st.sampled_from([1, 1, 1, 2]))
    def all_goes_by_itself(self, times: int) -> None:
        """Twice in the same moment is once."""
        for _ in range(times):
            self.beat_queues()
            self.worker_sends()

    @rule(step=st.sampled_from(["border", "border", "later"]))
    def all_goes_by_itself_in_time(self, step: str) -> None:
        self.time_passes(step)
        self.all_goes_by_itself(1)

    @rule(step=st.sampled_from(["border", "border", "later"]))
    def time_passes_and_the_worker_is_slow(self, step: str) -> None:
        self.time_passes(step)
        self.beat_queues()

    @rule(n=number, who=somebody, group=groups, what=between, gone=st.booleans())
    def something_comes_between(self, n: int, who: int, group: int, what: str, gone: bool) -> None:
        """Just before, or just after, the worker sends what has become due."""
        self.time_passes_and_the_worker_is_slow("border")
        if gone:
            self.worker_sends()
        if what == "leaves":
            self.leaves(who, group, days=0)
        elif what == "replies":
            self.somebody_replies(n, who, Answer.APOLOGIES)
        else:
            self.is_changed(n, what, days=7, tell=False)
        self.worker_sends()

    # What always holds

    def check_invitations(self, left: list[Left]) -> None:
        """Whoever was on the list gets the invitation, once, from the moment at which it leaves.

        An entry of their own, which goes to whoever joins later, has no batch.
        """
        for n, meeting in self.model.meetings.items():
            invited = [one for one in left if one.meeting == n and one.kind == "invitation"]
            if meeting.told_at is None and any(one.batch for one in invited):
                meeting.told_at = self.now
            if meeting.group in self.model.paused:
                continue
            for person, leaves_at in list(meeting.invited.items()):
                got = [one for one in invited if one.person == person and one.batch]
                if meeting.has_begun(self.now) or not self.model.sits(person, meeting.group):
                    del meeting.invited[person]
                elif leaves_at <= self.now:
                    assert len(got) == 1, (n, person)
                    del meeting.invited[person]

    @invariant()
    def nobody_who_left_is_mailed(self) -> None:
        for one in self.log:
            if one.person != DEPUTY and one.kind != SendingKind.CANCELLATION:
                assert one.was_member, one

    @invariant()
    def nobody_gets_the_same_entry_twice(self) -> None:
        entries_sent = Counter(
            (one.meeting, one.person, one.address, one.method, one.sequence, one.batch)
            for one in self.log
            if one.method
        )
        assert set(entries_sent.values()) <= {1}, entries_sent

    @invariant()
    def a_cancelled_meeting_has_nothing_but_its_cancellation(self) -> None:
        cancelled = [n for n, one in self.model.meetings.items() if one.cancelled]
        if cancelled:
            waiting = Message.objects.waiting().filter(
                about__in=[about(self.rows[n]) for n in cancelled]
            )
            assert set(waiting.values_list("kind", flat=True)) <= {"cancellation"}

    @invariant()
    def nobody_by_post_gets_mail(self) -> None:
        for one in self.log:
            if one.person in self.model.by_post and one.kind != SendingKind.CANCELLATION:
                assert one.written_at <= self.switched[one.person], one

    @invariant()
    def nobody_who_left_keeps_a_meeting_to_come(self) -> None:
        """Once their mail has gone, their calendar does not show it."""
        last: dict[tuple[int, int], Left] = {}
        for one in self.log:
            if one.method:
                last[one.meeting, one.person] = one
        for (n, person), one in last.items():
            meeting = self.to_come(n)
            stands = meeting and one.method == "REQUEST" and self.model.address[person]
            if stands and not self.model.sits(person, meeting.group, local_day(meeting.starts_at)):
                recipient = f"person:{self.people[person].pk}"
                waiting = Message.objects.waiting().filter(calendar_method="CANCEL")
                assert waiting.filter(recipient=recipient).exists(), one

    # Ways to say it

    def chosen(self, n: int) -> int:
        """The number of one of the meetings to come; -1 without any."""
        to_come = [one for one in self.model.meetings if self.to_come(one)]
        return to_come[n % len(to_come)] if to_come else -1

    def to_come(self, n: int) -> Known | None:
        """A meeting that is planned and has not begun."""
        meeting = self.model.meetings.get(n)
        if meeting is None or meeting.cancelled or meeting.has_begun(self.now):
            return None
        return meeting

    def of_group(self, group: int) -> Iterable[Known]:
        return [one for one in self.model.meetings.values() if one.group == group]

    def seat(self, who: int, group: int, day: date) -> Membership:
        rows = self.world.groups[group].memberships.active_on(day)
        return rows.select_related("group", "person").get(person=self.people[who])

    def plan(self, title: str, starts_at: datetime, place: str) -> planning.MeetingPlan:
        return planning.MeetingPlan(
            title=title,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            mode=Mode.IN_PERSON,
            place=place,
        )

    def changes(self, n: int, starts_at: datetime, place: str) -> None:
        plan = self.plan(self.rows[n].title, starts_at, place)
        self.rows[n] = planning.change_meeting(meeting=self.rows[n], plan=plan, now=self.now)

    def invites_again(self, meeting: Known) -> None:
        """An invitation that waits is written anew and held anew."""
        still = meeting.invited.keys() & self.model.by_mail(meeting)
        meeting.invited = dict.fromkeys(still, self.now + HOLD)

    def press(self, n: int, kind: SendingKind) -> bool:
        """Check and send; whether there was anything to send to anybody."""
        meeting, by = self.model.meetings[n], self.world.helen
        loaded = with_check(Meeting.objects.all(), kind).get(pk=self.rows[n].pk)
        try:
            check = prepare(meeting=loaded, kind=kind, by=by, now=self.now)
            listed = {one.person.pk: one.address for one in check.recipients.by_mail}
            assert listed.keys() == {self.people[one].pk for one in self.model.by_mail(meeting)}
            sendings.send(
                meeting=loaded,
                kind=kind,
                batch=uuid.uuid4(),
                shown=sendings.Shown(text_sha256=check.content.sha256, addresses=listed),
                by=by,
                now=self.now,
            )
        except AlreadyUnderWay:
            return False
        except NothingToSend:
            assert not self.model.by_mail(meeting)
            return False
        return True

    def what_left(self) -> list[Left]:
        """The mails that the server took since last time."""
        if not self.post.taken:
            return []
        rows = {
            row.message_id: row for row in Message.objects.filter(message_id__in=self.post.taken)
        }
        assert len(rows) == len(self.post.taken), "the same mail twice"
        meeting = {about(row): n for n, row in enumerate(self.rows)}
        person = {f"person:{row.pk}": n for n, row in enumerate(self.people)}
        left = [
            Left(
                at=self.now,
                written_at=row.created_at,
                kind=row.kind,
                method=row.calendar_method,
                batch=row.batch,
                meeting=meeting[row.about],
                person=person[row.recipient],
                address=row.to_address,
                sequence=_sequence(row.calendar),
                was_member=self.model.sits(
                    person[row.recipient], self.model.meetings[meeting[row.about]].group
                ),
            )
            for row in (rows[one] for one in self.post.taken)
        ]
        self.post.taken.clear()
        return left


@contextmanager
def refused(error: type[Exception]) -> Iterator[None]:
    """That the product refuses what is done here."""
    try:
        yield
    except error:
        return
    raise AssertionError(f"It was not refused with {error.__name__}.")


def _sequence(calendar: str) -> int:
    lines = [one for one in calendar.splitlines() if one.startswith("SEQUENCE:")]
    return int(lines[0].removeprefix("SEQUENCE:")) if lines else 0
