"""Each line of the cycle's table: who got it, when to the minute, and that a move changed it."""

from datetime import datetime, timedelta

import pytest

from outbox.models import Message
from outbox.services import open_mailbox, pause, resume
from people.enums import Route
from people.models import Contact
from sites.enums import Nation
from steering.enums import (
    Answer,
    MeetingState,
    MinutesState,
    Mode,
    NoticeKind,
    PaperFormat,
)
from steering.models import Meeting, NoticeSetting, SteeringGroup
from steering.services.meetings import MeetingPlan, cancel_meeting, change_meeting
from steering.services.notices import (
    NoNotice,
    hold_notice,
    notice_of,
    queue_due,
    send_now,
    situations_of,
)
from tests import make
from tests.steering.cycle.scene import (
    EIGHTH,
    SECOND,
    about,
    at,
    earlier_action,
    hand_in,
    mailed,
    nine,
    own,
    paper,
    reply,
    scene,
)

pytestmark = pytest.mark.django_db

Kind = NoticeKind
WEEK = timedelta(days=7)

LINES = {
    Kind.CALL_FOR_ITEMS: (nine(10, 11), ("amy", "ben", "cy", "dee")),
    Kind.FIRST_CHASE: (nine(10, 11), ("amy",)),
    Kind.AGENDA_WITH_CHAIR: (nine(17, 11), ("cy", "dee")),
    Kind.FORMATS_DUE: (nine(20, 11), ("ben",)),
    Kind.PAPERS_DUE: (nine(24, 11), ("ben",)),
    Kind.SECOND_CHASE: (nine(24, 11), ("amy",)),
    Kind.AGENDA_OUT: (nine(27, 11), ("helen",)),
    Kind.SECOND_REQUEST: (nine(1, 12), ("amy", "ben", "dee")),
    Kind.QUORUM_AT_RISK: (nine(4, 12), ("cy", "dee")),
    Kind.REMINDER: (nine(7, 12), ("amy", "ben", "dee")),
    Kind.YOUR_ACTIONS: (nine(10, 12), ("amy",)),
    Kind.MINUTES_TO_CHAIR: (nine(15, 12), ("helen",)),
    Kind.MINUTES_OUT: (nine(22, 12), ("helen",)),
    Kind.CONFIRMED_OUT: (nine(15, 12), ("helen",)),
}
"""Sent for the meeting of 8 December in England, of which `busy` is how it stands."""

A_WEEK_LATER = {
    # 25, 26 (kept on Monday 28) December and 1 January are no working days.
    Kind.CALL_FOR_ITEMS: nine(17, 11),
    Kind.FIRST_CHASE: nine(17, 11),
    Kind.AGENDA_WITH_CHAIR: nine(24, 11),
    Kind.FORMATS_DUE: nine(27, 11),
    Kind.PAPERS_DUE: nine(1, 12),
    Kind.SECOND_CHASE: nine(1, 12),
    Kind.AGENDA_OUT: nine(4, 12),
    Kind.SECOND_REQUEST: nine(8, 12),
    Kind.QUORUM_AT_RISK: nine(11, 12),
    Kind.REMINDER: nine(14, 12),
    Kind.YOUR_ACTIONS: nine(17, 12),
    Kind.MINUTES_TO_CHAIR: nine(22, 12),
    Kind.MINUTES_OUT: nine(31, 12),
    Kind.CONFIRMED_OUT: nine(22, 12),
}


def busy(**others):
    """Amy has an action, Ben a paper, Cy replied with apologies, earlier minutes are circulated."""
    one = scene(**others)
    SteeringGroup.objects.filter(pk=one.group.pk).update(quorum="3")
    earlier_action(one, one.amy)
    make.make_minutes(
        meeting=one.group.meetings.earliest("starts_at"), state=MinutesState.CIRCULATED
    )
    make.make_action(meeting=one.meeting, owner=one.amy, text="Ask the schools")
    paper(one, one.ben, in_easy_read=True)
    reply(one, one.cy, Answer.APOLOGIES)
    return one


def hold_it_when_over(one, kind: Kind) -> None:
    if kind == Kind.YOUR_ACTIONS:
        Meeting.objects.filter(pk=one.meeting.pk).update(state=MeetingState.HELD)


def move(one, days: int) -> None:
    starts_at = one.meeting.starts_at + timedelta(days=days)
    plan = MeetingPlan(
        title=one.meeting.title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        mode=Mode.ONLINE,
    )
    change_meeting(meeting=one.meeting, plan=plan, now=nine(1, 10))
    one.group.meetings.get(pk=one.meeting.pk).replies.update(starts_at=starts_at)


def only(one, kind: Kind) -> None:
    """Switch every other notice off, so that what is seen is this one."""
    for other in set(Kind) - {kind}:
        own(one, other, 1, is_on=False)


@pytest.mark.parametrize("kind", LINES)
def test_who_gets_it_and_when(kind) -> None:
    one = busy()
    hold_it_when_over(one, kind)
    moment, people = LINES[kind]
    queue_due(now=moment - SECOND)
    assert mailed().get(kind) is None
    queue_due(now=moment)
    queue_due(now=moment + SECOND)
    assert mailed()[kind] == at(moment, *people)


@pytest.mark.parametrize("kind", LINES)
def test_a_moved_meeting_moves_it(kind) -> None:
    one = busy()
    hold = one.meeting
    move(one, 7)
    hold_it_when_over(one, kind)
    _, people = LINES[kind]
    moment = A_WEEK_LATER[kind]
    queue_due(now=moment - SECOND)
    assert mailed().get(kind) is None
    queue_due(now=moment)
    assert mailed()[kind] == at(moment, *people)
    assert hold.pk == one.meeting.pk


@pytest.mark.parametrize("kind", [kind for kind in LINES if kind in list(Kind)[:10]])
def test_for_the_old_time_nothing_goes_and_what_waits_is_withdrawn(kind) -> None:
    one = busy()
    only(one, kind)
    moment, people = LINES[kind]
    queue_due(now=moment)
    move(one, 7)
    assert set(Message.objects.values_list("state", flat=True)) == {"withdrawn"}
    queue_due(now=A_WEEK_LATER[kind])
    names = [name for name, _ in mailed()[kind]]
    assert sorted(names) == sorted([*people, *people])


@pytest.mark.parametrize("kind", LINES)
def test_a_cancelled_meeting_sends_none(kind) -> None:
    one = busy()
    moment, _ = LINES[kind]
    cancel_meeting(meeting=one.meeting, now=nine(1, 10))
    queue_due(now=moment)
    assert mailed() == {}


@pytest.mark.parametrize("kind", [kind for kind in LINES if kind in list(Kind)[:10]])
def test_a_meeting_cancelled_afterwards_withdraws_what_waits(kind) -> None:
    one = busy()
    moment, _ = LINES[kind]
    queue_due(now=moment)
    cancel_meeting(meeting=one.meeting, now=moment + SECOND)
    assert set(Message.objects.values_list("state", flat=True)) == {"withdrawn"}


@pytest.mark.parametrize("kind", LINES)
def test_a_meeting_entered_after_its_moment_has_none(kind) -> None:
    """So an import mails nobody, then or later."""
    one = busy()
    hold_it_when_over(one, kind)
    moment, _ = LINES[kind]
    Meeting.objects.update(notices_from=moment + SECOND)
    queue_due(now=moment + 2 * SECOND)
    assert mailed().get(kind) is None


@pytest.mark.parametrize("kind", LINES)
def test_switched_off(kind) -> None:
    one = busy()
    hold_it_when_over(one, kind)
    moment, _ = LINES[kind]
    own(one, kind, 5, is_on=False)
    NoticeSetting.objects.update(number=1)
    queue_due(now=moment)
    assert mailed().get(kind) is None


OWN = {kind: nine(4, 12) for kind in list(Kind)[:10]} | {
    kind: nine(12, 12) for kind in list(Kind)[10:]
}
"""Three clear days: Friday before a Tuesday, Saturday after it."""


@pytest.mark.parametrize("kind", LINES)
def test_the_groups_own_lead_time(kind) -> None:
    one = busy()
    hold_it_when_over(one, kind)
    own(one, kind, 3)
    moment = nine(3, 12) if kind == Kind.AGENDA_OUT else OWN[kind]
    queue_due(now=moment - SECOND)
    assert mailed().get(kind) is None
    queue_due(now=moment)
    assert mailed()[kind] == at(moment, *LINES[kind][1])


@pytest.mark.parametrize("kind", LINES)
def test_reworded(kind) -> None:
    one = busy()
    hold_it_when_over(one, kind)
    only(one, kind)
    setting = own(one, kind, 3, subject="For {name}", body="{group}, {day}. {{ 7|add:1 }} {x.y}")
    moment = nine(3, 12) if kind == Kind.AGENDA_OUT else OWN[kind]
    queue_due(now=moment)
    message = Message.objects.earliest("to_address")
    name = message.to_name
    assert message.subject == f"For {name}"
    words = "Northfield steering group, Tuesday 8 December 2026. {{ 7|add:1 }} {x.y}\n\n"
    assert message.text.startswith(words)
    assert setting.body in NoticeSetting.objects.values_list("body", flat=True)


def test_the_agenda_in_northern_ireland_goes_by_clear_days() -> None:
    scene(Nation.NORTHERN_IRELAND, datetime(2026, 3, 25, 10, 0, tzinfo=make.LONDON))
    # Seven clear days before the 25th is the 17th, a bank holiday there; the working day before
    # it is the 16th.
    assert about(Kind.AGENDA_OUT, nine(16, 3)) == at(nine(16, 3), "helen")


def test_papers_that_are_in_are_not_asked_for() -> None:
    one = scene()
    ready = paper(one, one.ben, in_easy_read=True)
    hand_in(ready)
    queue_due(now=nine(20, 11))
    assert mailed()[Kind.FORMATS_DUE] == at(nine(20, 11), "ben")
    hand_in(ready, PaperFormat.EASY_READ)
    paper(one, one.amy)
    queue_due(now=nine(24, 11))
    assert mailed()[Kind.PAPERS_DUE] == at(nine(24, 11), "amy")
    assert Message.objects.get(kind=Kind.FORMATS_DUE).state == "queued"


def test_done_actions_are_not_chased() -> None:
    one = scene()
    earlier_action(one, one.amy, done_on=nine(1, 11).date())
    earlier_action(one, None)
    queue_due(now=nine(10, 11))
    assert Kind.FIRST_CHASE not in mailed()


def test_the_chair_is_told_of_the_quorum_only_while_it_is_at_risk() -> None:
    one = busy()
    for person in (one.amy, one.ben):
        reply(one, person, Answer.COMING)
    deputy = make.make_person()
    sent = reply(one, one.dee, Answer.DEPUTY, deputy=deputy)
    queue_due(now=nine(4, 12))
    assert Kind.QUORUM_AT_RISK not in mailed()
    sent.delete()
    queue_due(now=nine(4, 12) + timedelta(hours=3))
    assert mailed()[Kind.QUORUM_AT_RISK] == at(nine(4, 12) + timedelta(hours=3), "cy", "dee")
    text = Message.objects.filter(kind=Kind.QUORUM_AT_RISK).earliest("to_address").text
    assert "Not yet: 2 expected, 3 needed.\n1 of 4 members have not replied." in text
    assert "Ben" not in text


def test_without_a_quorum_none_is_at_risk() -> None:
    scene()
    assert about(Kind.QUORUM_AT_RISK, nine(4, 12)) == []


def test_the_reminder_goes_to_deputies_and_never_to_apologies() -> None:
    one = scene()
    reply(one, one.amy, Answer.APOLOGIES)
    reply(one, one.ben, Answer.LATE, arrives="11:00am")
    deputy = make.make_person(name="Eve Moss", email="eve@example.org")
    reply(one, one.cy, Answer.DEPUTY, deputy=deputy)
    assert about(Kind.REMINDER, nine(7, 12)) == at(nine(7, 12), "ben", "cy", "dee", "eve")
    texts = dict(Message.objects.filter(kind=Kind.REMINDER).values_list("to_name", "text"))
    assert "[Ben’s own link]" in texts["Ben Rudd"]
    assert "own link" not in texts["Eve Moss"]


def test_a_reply_for_the_old_time_is_none() -> None:
    one = scene()
    old = reply(one, one.amy, Answer.APOLOGIES)
    old.starts_at = EIGHTH - WEEK
    old.save()
    assert ("amy", nine(1, 12)) in about(Kind.SECOND_REQUEST, nine(1, 12))


def test_links_are_for_their_readers_alone() -> None:
    scene()
    queue_due(now=nine(10, 11))
    message = Message.objects.get(kind=Kind.CALL_FOR_ITEMS, to_name="Amy Rudd")
    [(stands, link)] = message.private_links.items()
    assert stands in message.text
    assert stands in message.html
    assert link not in message.text
    assert "/propose/" in link


def test_a_leaver_gets_none_and_their_actions_are_not_chased() -> None:
    one = busy()
    one.group.memberships.filter(person=one.amy).update(left_on=nine(9, 11).date())
    one.group.memberships.filter(person=one.ben).update(left_on=nine(9, 11).date())
    for moment, _ in LINES.values():
        queue_due(now=moment)
    names = {name for pairs in mailed().values() for name, _ in pairs}
    assert names == {"cy", "dee", "helen"}


def test_whoever_is_reached_by_post_is_not_mailed() -> None:
    one = busy()
    Contact.objects.create(person=one.amy, route=Route.POST)
    Contact.objects.create(person=one.ben, route=Route.TELEPHONE)
    for moment, _ in LINES.values():
        queue_due(now=moment)
    names = {name for pairs in mailed().values() for name, _ in pairs}
    assert names == {"cy", "dee", "helen"}
    [situation] = situations_of(Meeting.objects.filter(pk=one.meeting.pk), nine(7, 12))
    assert set(notice_of(Kind.REMINDER, situation).by_post) == {one.amy, one.ben}


def test_the_call_follows_when_the_members_are_told_on_the_day_itself() -> None:
    one = scene(announced_at=None)
    queue_due(now=nine(10, 11))
    assert mailed() == {}
    Meeting.objects.filter(pk=one.meeting.pk).update(announced_at=nine(10, 11) + SECOND)
    queue_due(now=nine(10, 11) + 2 * SECOND)
    assert len(mailed()[Kind.CALL_FOR_ITEMS]) == 4


def test_actions_of_a_meeting_of_the_same_day_are_not_chased_while_they_are_written() -> None:
    one = scene()
    met = make.make_meeting(
        group=one.group, starts_at=nine(10, 11) + timedelta(hours=1), state=MeetingState.HELD
    )
    make.make_action(meeting=met, owner=one.amy)
    for hours in range(48):
        queue_due(now=nine(10, 11) + timedelta(hours=hours))
    assert Kind.FIRST_CHASE not in mailed()


def test_one_mail_for_all_actions_of_an_owner() -> None:
    one = scene()
    earlier_action(one, one.amy, text="Write to the schools", due_on=nine(1, 12).date())
    earlier_action(one, one.amy, text="Ring the trust.")
    queue_due(now=nine(10, 11))
    [message] = Message.objects.filter(kind=Kind.FIRST_CHASE)
    assert "- Write to the schools, by 1 December 2026\n- Ring the trust\n" in message.text


def test_what_is_over_while_it_waits_is_withdrawn() -> None:
    one = busy()
    queue_due(now=nine(7, 12))
    reply(one, one.amy, Answer.APOLOGIES)
    queue_due(now=nine(7, 12) + SECOND)
    reminders = Message.objects.filter(kind=Kind.REMINDER)
    states = dict(reminders.values_list("to_name", "state"))
    assert states == {"Amy Rudd": "withdrawn", "Ben Rudd": "queued", "Dee Rudd": "queued"}


def test_while_mail_is_paused_nothing_is_written_that_would_be_stale_afterwards() -> None:
    one = busy()
    box = open_mailbox(key=one.group.key, name=one.group.name)
    pause(mailbox=box, now=nine(1, 12))
    queue_due(now=nine(7, 12))
    assert mailed() == {}
    resume(mailbox=box)
    queue_due(now=nine(7, 12) + SECOND)
    assert len(mailed()[Kind.REMINDER]) == 3


class TestSendNow:
    def test_goes_at_once_and_never_again(self) -> None:
        one = busy()
        early = nine(16, 11)
        assert send_now(kind=Kind.REMINDER, meeting=one.meeting, now=early) == 3
        assert send_now(kind=Kind.REMINDER, meeting=one.meeting, now=early + SECOND) == 0
        queue_due(now=nine(7, 12))
        assert mailed()[Kind.REMINDER] == at(early, "amy", "ben", "dee")

    def test_releases_a_hold_and_goes_even_when_switched_off(self) -> None:
        one = busy()
        own(one, Kind.REMINDER, 3, is_on=False)
        by = make.make_user(person=one.helen)
        hold_notice(kind=Kind.REMINDER, meeting=one.meeting, by=by, now=nine(10, 11))
        assert send_now(kind=Kind.REMINDER, meeting=one.meeting, now=nine(16, 11)) == 3
        assert set(Message.objects.values_list("state", flat=True)) == {"queued"}

    def test_long_after_the_meeting_it_may_still_be_tried(self) -> None:
        one = busy()
        hold_it_when_over(one, Kind.YOUR_ACTIONS)
        late = nine(26, 4, 2027)
        assert send_now(kind=Kind.YOUR_ACTIONS, meeting=one.meeting, now=late) == 1
        assert Message.objects.get().expires_at == late + WEEK

    @pytest.mark.parametrize(
        ("kind", "change", "sentence"),
        [
            (Kind.REMINDER, {"state": "cancelled"}, "This meeting is cancelled"),
            (Kind.REMINDER, {"announced_at": None}, "have not been told"),
            (Kind.MINUTES_OUT, {}, "for the time after the meeting"),
            (Kind.REMINDER, {"starts_at": nine(15, 11)}, "This meeting has begun"),
        ],
    )
    def test_says_why_not(self, kind, change, sentence) -> None:
        one = busy()
        Meeting.objects.filter(pk=one.meeting.pk).update(**change)
        with pytest.raises(NoNotice, match=sentence):
            send_now(kind=kind, meeting=one.meeting, now=nine(16, 11))
        assert mailed() == {}


def test_a_group_that_reaches_far_ahead() -> None:
    one = scene(starts_at=EIGHTH + timedelta(days=180))
    own(one, Kind.CALL_FOR_ITEMS, 180)
    moment = nine(8, 12) - timedelta(days=1)
    assert about(Kind.CALL_FOR_ITEMS, moment) == at(moment, "amy", "ben", "cy", "dee")


@pytest.mark.parametrize("number", [1, 5])
def test_beat_looks_with_six_queries_however_many(number, django_assert_num_queries) -> None:
    for _ in range(number):
        scene()
    queue_due(now=nine(10, 11))
    with django_assert_num_queries(6):
        assert queue_due(now=nine(10, 11) + SECOND) == 0
