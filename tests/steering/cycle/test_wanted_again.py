"""Whoever is concerned by a notice again, after it was withdrawn for them, gets it after all."""

from datetime import timedelta

import pytest

from outbox.enums import State
from outbox.models import Message
from people.services import correct_address
from sites.enums import Role
from steering.enums import Answer, LeftBecause, Mode, NoticeKind
from steering.services import entries
from steering.services.leavers import withdraw_from_leavers
from steering.services.meetings import MeetingPlan, change_meeting
from steering.services.memberships import end_membership
from steering.services.notices import queue_due, send_now
from steering.services.pauses import pause_mail, resume_mail
from tests import make
from tests.steering.cycle.scene import EIGHTH, SECOND, Scene, nine, reply, scene

pytestmark = pytest.mark.django_db

REMINDED = nine(7, 12)
SOON = REMINDED + timedelta(minutes=5)


def waits(one: Scene, person) -> list[str]:
    rows = Message.objects.waiting().filter(recipient=f"person:{person.pk}")
    return list(rows.filter(kind=NoticeKind.REMINDER).values_list("key", flat=True))


def move(one: Scene, starts_at) -> None:
    plan = MeetingPlan(
        title=one.meeting.title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        mode=Mode.IN_PERSON,
    )
    change_meeting(meeting=one.meeting, plan=plan, now=SOON)


def test_a_meeting_moved_by_mistake_and_back_is_reminded_once() -> None:
    one = scene()
    queue_due(now=REMINDED)
    move(one, EIGHTH + timedelta(days=7))
    assert waits(one, one.amy) == []
    move(one, EIGHTH)
    queue_due(now=SOON)
    queue_due(now=SOON + SECOND)
    assert len(waits(one, one.amy)) == 1


def test_apologies_taken_back_while_mail_is_paused() -> None:
    one = scene()
    queue_due(now=REMINDED)
    said = reply(one, one.amy, Answer.APOLOGIES)
    queue_due(now=SOON)
    assert waits(one, one.amy) == []
    said.answer = Answer.COMING
    said.save()
    queue_due(now=SOON)
    queue_due(now=SOON + SECOND)
    assert len(waits(one, one.amy)) == 1


def test_who_has_had_it_gets_no_other() -> None:
    one = scene()
    queue_due(now=REMINDED)
    Message.objects.filter(kind=NoticeKind.REMINDER).update(state=State.SENT, sent_at=SOON)
    move(one, EIGHTH + timedelta(days=7))
    move(one, EIGHTH)
    queue_due(now=SOON)
    assert waits(one, one.amy) == []


def test_a_corrected_address_leaves_the_notice_that_waits() -> None:
    one = scene()
    correct_address(person=one.amy, email="amy.rudd@example.org")
    entries.settle_everywhere(person=one.amy, now=REMINDED)
    queue_due(now=REMINDED)
    correct_address(person=one.amy, email="a.rudd@example.org")
    entries.settle_everywhere(person=one.amy, now=SOON)
    queue_due(now=SOON)
    assert len(waits(one, one.amy)) == 1


def test_the_day_of_leaving_takes_what_was_sent_ahead_of_its_time() -> None:
    one = scene()
    queue_due(now=REMINDED - timedelta(days=20))
    start = nine(20, 11)
    send_now(kind=NoticeKind.REMINDER, meeting=one.meeting, now=start)
    seat = one.group.memberships.get(person=one.amy)
    leaves_on = start.date() + timedelta(days=3)
    end_membership(membership=seat, left_on=leaves_on, because=LeftBecause.OTHER, now=start)
    Message.objects.filter(recipient=f"person:{one.ben.pk}").update(state=State.QUEUED)
    withdraw_from_leavers(now=start + timedelta(days=4))
    assert waits(one, one.amy) == []
    assert len(waits(one, one.ben)) == 1


def test_what_was_over_during_a_pause_does_not_go_when_it_ends() -> None:
    one = scene()
    person = make.make_person()
    make.make_role(person=person, site=one.group.site, role=Role.ADMINISTRATOR)
    queue_due(now=REMINDED)
    pause_mail(group=one.group, by=make.make_user(person=person), now=REMINDED)
    reply(one, one.amy, Answer.APOLOGIES)
    resume_mail(group=one.group, now=SOON)
    assert waits(one, one.amy) == []
    assert len(waits(one, one.ben)) == 1
