"""What goes out by itself, and what went out."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from outbox.models import Message
from people.models import User
from reports.today import today_of
from reports.today.traffic import Outgoing
from steering.enums import MeetingState, Mode, NoticeKind, SendingKind
from steering.models import Meeting, Paper, SteeringGroup
from steering.services.notices import drop_notice, hold_notice
from steering.services.pauses import pause_mail
from tests import make
from tests.reports.scene import NOW, administrator, local, northfield, reminder, sending

pytestmark = pytest.mark.django_db

LONG_BEFORE = local(1, 9)


@pytest.fixture
def group() -> SteeringGroup:
    return northfield()


@pytest.fixture
def helen(group: SteeringGroup) -> User:
    return administrator(group.site)


def told(group: SteeringGroup, starts_at: datetime, **others: object) -> Meeting:
    return make.make_meeting(
        group=group, starts_at=starts_at, announced_at=LONG_BEFORE, agenda=("Welcome",), **others
    )


class TestGoingOut:
    def rows(self, user: User) -> list[tuple]:
        return [
            (one.at, one.day, one.what, one.which, one.people, one.url, bool(one.hold), one.now)
            for one in today_of(user, NOW).going_out
            if one.notice is None or one.notice.kind == NoticeKind.REMINDER
        ]

    def test_reminders_of_the_next_seven_days(self, group, helen) -> None:
        soon = told(group, local(26, 11))
        last = told(group, local(1), mode=Mode.ONLINE, place="")
        Meeting.objects.filter(pk=last.pk).update(joining_link="https://meet.example.org/x")
        told(group, local(2, hour=10))  # its reminder is due on 1 December at 9:00am
        told(group, local(3))
        assert self.rows(helen) == [
            (
                local(25, 11, hour=9),
                "Wednesday",
                "Reminder with place",
                "Northfield steering group, 26 November 2026",
                3,
                reverse("notice", args=[soon.pk, "reminder"]),
                False,
                False,
            ),
            (
                local(30, 11, hour=9),
                "Monday",
                "Reminder with joining link",
                "Northfield steering group, 1 December 2026",
                3,
                reverse("notice", args=[last.pk, "reminder"]),
                False,
                False,
            ),
            (
                local(1, hour=9),
                "Tuesday",
                "Reminder with place",
                "Northfield steering group, 2 December 2026",
                3,
                reverse("notice", args=[last.pk + 1, "reminder"]),
                False,
                False,
            ),
        ]

    def test_none_where_none_goes(self, group, helen) -> None:
        told(group, local(26, 11), state=MeetingState.CANCELLED)
        make.make_meeting(group=group, starts_at=local(26, 11))
        told(northfield(), local(26, 11))
        assert self.rows(helen) == []

    def test_every_kind_of_notice(self, group, helen) -> None:
        meeting = told(group, local(8))
        assert [(one.at, one.what, one.people, one.url, one.now) for one in self.all(helen)] == [
            (
                local(17, 11, hour=9),
                "Agenda to agree with the chair",
                1,
                reverse("notice", args=[meeting.pk, "agenda_with_chair"]),
                True,
            ),
            (
                local(27, 11, hour=9),
                "Agenda and papers due out tomorrow",
                1,
                reverse("notice", args=[meeting.pk, "agenda_out"]),
                False,
            ),
            (
                local(1, hour=9),
                "Second request for a reply",
                3,
                reverse("notice", args=[meeting.pk, "second_request"]),
                False,
            ),
        ]

    def all(self, user: User) -> list[Outgoing]:
        return today_of(user, NOW).going_out

    def test_while_its_group_is_paused_it_waits(self, group, helen) -> None:
        told(group, local(25, 11))
        told(make.make_group(site=group.site), local(14))
        pause_mail(group=group, by=helen, now=NOW)
        assert {(one.meeting.group, one.paused) for one in self.all(helen)} >= {(group, True)}
        assert all(one.paused == (one.meeting.group == group) for one in self.all(helen))

    def test_says_for_whom_it_is(self, group, helen) -> None:
        meeting = told(group, local(26, 11))
        paper = make.make_paper(item=meeting.agenda_items.get(), owner=make.make_person())
        told(group, local(1))
        sending(told(group, local(14)), SendingKind.AGENDA, NOW + timedelta(minutes=4), held=3)
        assert {(one.what, one.to) for one in self.all(helen)} >= {
            ("Agenda", "3 people"),
            ("Reminder with place", "3 people: coming or not replied"),
            ("Second request for a reply", "3 people who have not replied"),
            ("Agenda and papers due out tomorrow", "1 administrator"),
        }
        assert paper.owner
        Paper.objects.update(item=Meeting.objects.latest("starts_at").agenda_items.get())
        assert "1 paper owner" in [one.to for one in self.all(helen)]

    def test_held_stays_in_the_list(self, group, helen) -> None:
        meeting = told(group, local(26, 11))
        hold = hold_notice(kind=NoticeKind.REMINDER, meeting=meeting, by=helen, now=NOW)
        [one] = [one for one in self.all(helen) if one.hold or not one.notice]
        assert (one.hold, one.hold.held_by) == (hold, helen)

    def test_past_its_time_and_still_here_goes_now(self, group, helen) -> None:
        told(group, local(25, 11))
        [(at, day, *_, held, now)] = self.rows(helen)
        assert (at, day, held, now) == (local(24, 11, hour=9), "Today", False, True)

    def test_once_it_is_on_its_way_it_has_gone_out(self, group, helen) -> None:
        reminder(told(group, local(25, 11)), NOW, sent=3)
        assert self.rows(helen) == []

    def test_held_past_its_time_is_not_going_out(self, group, helen) -> None:
        meeting = told(group, local(25, 11))
        hold_notice(kind=NoticeKind.REMINDER, meeting=meeting, by=helen, now=NOW)
        assert self.rows(helen) == []
        drop_notice(kind=NoticeKind.REMINDER, meeting=meeting, now=NOW)
        assert self.rows(helen) == []

    def test_what_somebody_sent_is_held_with_undo(self, group, helen) -> None:
        meeting = told(group, local(14))
        leaves = NOW + timedelta(minutes=4)
        sending(meeting, SendingKind.AGENDA, leaves, held=3)
        [one] = [one for one in self.all(helen) if one.hold or not one.notice]
        assert (one.at, one.day, one.what, one.people, one.url, one.notice, one.now) == (
            leaves,
            "Today",
            "Agenda",
            3,
            reverse("held", args=[meeting.pk, "agenda"]),
            None,
            False,
        )

    def test_what_was_undone_does_not_go(self, group, helen) -> None:
        one = sending(told(group, local(14)), SendingKind.AGENDA, NOW, held=3)
        one.dropped_at = NOW
        one.save()
        assert self.rows(helen) == []


class TestWentOut:
    def test_newest_first_with_what_became_of_it(self, group, helen) -> None:
        meeting = told(group, local(8))
        met = told(group, local(10, 11), state=MeetingState.HELD)
        sending(met, SendingKind.MINUTES, NOW - timedelta(days=6, hours=23), sent=17)
        sending(meeting, SendingKind.INVITATION, NOW - timedelta(days=7, minutes=1), sent=1)
        sending(
            meeting,
            SendingKind.AGENDA,
            NOW - timedelta(minutes=25),
            sent=12,
            failed=2,
            unconfirmed=1,
        )
        reminder(met, NOW - timedelta(days=1), sent=4)
        rows = [
            (
                (one.at, one.day, one.what, one.which, one.url),
                (one.batch.sent, one.batch.failed, one.batch.unconfirmed, one.batch.waiting),
            )
            for one in today_of(helen, NOW).went_out
        ]
        eighth = "Northfield steering group, 8 December 2026"
        tenth = "Northfield steering group, 10 November 2026"
        messages, of_met = (reverse("meeting_messages", args=[one.pk]) for one in (meeting, met))
        assert rows == [
            ((NOW - timedelta(minutes=25), "Today", "Agenda", eighth, messages), (12, 2, 1, 0)),
            (
                (NOW - timedelta(days=1), "Yesterday", "Reminder with place", tenth, of_met),
                (4, 0, 0, 0),
            ),
            (
                (NOW - timedelta(days=6, hours=23), "Tuesday", "Draft minutes", tenth, of_met),
                (17, 0, 0, 0),
            ),
        ]

    def test_not_what_is_held_nor_what_others_sent(self, group, helen) -> None:
        sending(told(group, local(8)), SendingKind.AGENDA, NOW + timedelta(minutes=4), held=3)
        sending(told(northfield(), local(8)), SendingKind.AGENDA, NOW, sent=3)
        assert today_of(helen, NOW).went_out == []

    def test_what_nobody_has_fetched_yet_is_on_the_way(self, group, helen) -> None:
        one = sending(told(group, local(8)), SendingKind.AGENDA, NOW, held=3)
        Message.objects.of_batch(str(one.batch)).update(state="retrying")
        [row] = today_of(helen, NOW).went_out
        assert (row.batch.sent, row.batch.waiting) == (0, 3)
