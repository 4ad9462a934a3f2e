"""The reminder of a meeting: when, to whom, and once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from outbox.models import Message
from sites.enums import Nation
from steering.enums import MeetingState, MemberRole, Mode
from steering.services import meetings, notices
from steering.services.meetings import MeetingPlan
from tests.make import LONDON, make_group, make_meeting, make_member, make_person, make_site

pytestmark = pytest.mark.django_db

TUESDAY_TEN = datetime(2026, 12, 8, 10, 0, tzinfo=LONDON)
MONDAY_NINE = datetime(2026, 12, 7, 9, 0, tzinfo=LONDON)
LONG_BEFORE = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def announced(group, starts_at=TUESDAY_TEN, **more):
    return make_meeting(group=group, starts_at=starts_at, announced_at=LONG_BEFORE, **more)


def queue_due(now: datetime) -> int:
    """Put into the outbox what is due; give how many reminders came of it."""
    before = Message.objects.filter(kind="reminder").count()
    notices.queue_due(now=now)
    return Message.objects.filter(kind="reminder").count() - before


def queued() -> list[tuple[str, str]]:
    return list(Message.objects.filter(kind="reminder").values_list("to_address", "kind"))


def test_it_goes_at_nine_on_the_working_day_before_and_once():
    group = make_group()
    make_member(group=group, person=make_person(email="amy@example.org"))
    announced(group)
    assert queue_due(now=MONDAY_NINE - SECOND) == 0
    assert queue_due(now=MONDAY_NINE) == 1
    assert queue_due(now=MONDAY_NINE + SECOND) == 0
    assert queued() == [("amy@example.org", "reminder")]


def test_after_the_meeting_has_begun_none_goes():
    group = make_group()
    make_member(group=group)
    announced(group)
    assert queue_due(now=TUESDAY_TEN) == 0
    assert queue_due(now=TUESDAY_TEN - SECOND) == 1
    assert Message.objects.get(kind="reminder").expires_at == TUESDAY_TEN


def test_whoever_left_before_or_has_no_address_gets_none():
    group = make_group()
    make_member(group=group, person=make_person(email=""))
    make_member(group=group, left_on=date(2026, 12, 8))
    make_member(group=group, joined_on=date(2026, 12, 9))
    announced(group)
    assert queue_due(now=MONDAY_NINE) == 0


def test_a_meeting_that_nobody_was_told_of_or_that_is_cancelled_has_none():
    group = make_group()
    make_member(group=group)
    make_meeting(group=group, starts_at=TUESDAY_TEN)
    announced(group, state=MeetingState.CANCELLED)
    announced(group, state=MeetingState.HELD)
    assert queue_due(now=MONDAY_NINE) == 0


def test_a_meeting_announced_after_its_reminder_was_due_has_none():
    group = make_group()
    make_member(group=group)
    late = make_meeting(
        group=group, starts_at=TUESDAY_TEN, announced_at=MONDAY_NINE + timedelta(hours=3)
    )
    assert queue_due(now=MONDAY_NINE + timedelta(hours=4)) == 0
    late.announced_at = MONDAY_NINE - timedelta(hours=3)
    late.save()
    assert queue_due(now=MONDAY_NINE + timedelta(hours=4)) == 1


def test_a_moved_meeting_is_reminded_of_anew_and_not_for_the_old_time():
    group = make_group()
    make_member(group=group)
    meeting = announced(group)
    queue_due(now=MONDAY_NINE)
    later = TUESDAY_TEN + timedelta(days=7)
    plan = MeetingPlan(
        title=meeting.title,
        starts_at=later,
        ends_at=later + timedelta(hours=1),
        mode=Mode.ONLINE,
    )
    meetings.change_meeting(meeting=meeting, plan=plan, now=MONDAY_NINE + SECOND)
    assert queue_due(now=MONDAY_NINE + timedelta(days=7)) == 1
    states = (
        Message.objects.filter(kind="reminder").order_by("pk").values_list("state", "expires_at")
    )
    assert list(states) == [("withdrawn", TUESDAY_TEN), ("queued", later)]


@pytest.mark.parametrize(
    ("nation", "starts_at", "due"),
    [
        # Over Easter, and the clock change of 29 March.
        (
            Nation.ENGLAND,
            datetime(2026, 3, 30, 9, 30, tzinfo=LONDON),
            datetime(2026, 3, 27, 9, 0, tzinfo=UTC),
        ),
        (
            Nation.ENGLAND,
            datetime(2026, 4, 7, 14, 0, tzinfo=LONDON),
            datetime(2026, 4, 2, 8, 0, tzinfo=UTC),
        ),
        # 17 March is a bank holiday in Northern Ireland alone.
        (
            Nation.NORTHERN_IRELAND,
            datetime(2026, 3, 18, 10, 0, tzinfo=LONDON),
            datetime(2026, 3, 16, 9, 0, tzinfo=UTC),
        ),
        (
            Nation.ENGLAND,
            datetime(2026, 3, 18, 10, 0, tzinfo=LONDON),
            datetime(2026, 3, 17, 9, 0, tzinfo=UTC),
        ),
    ],
)
def test_bank_holidays_are_those_of_the_sites_nation(nation, starts_at, due):
    group = make_group(site=make_site(nation=nation))
    make_member(group=group)
    make_meeting(group=group, starts_at=starts_at, announced_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert queue_due(now=due - SECOND) == 0
    assert queue_due(now=due) == 1


def test_it_names_place_link_and_administrator():
    group = make_group(name="Northfield steering group")
    make_member(
        group=group,
        person=make_person(name="Helen Marsh", email="helen@example.org"),
        role=MemberRole.ADMINISTRATOR,
    )
    amy = make_person(name="Amy Rudd", email="amy@example.org")
    make_member(group=group, person=amy)
    announced(group, title="Northfield steering group, 8 December 2026", agenda=("Welcome",))
    queue_due(now=MONDAY_NINE)
    message = Message.objects.get(to_address="amy@example.org", kind="reminder")
    assert message.subject == "Reminder: Northfield steering group, 8 December 2026"
    assert (message.from_name, message.reply_to) == ("Helen Marsh", "helen@example.org")
    assert message.text == (
        "Dear Amy Rudd,\n\n"
        "This is a reminder of the next meeting of the Northfield steering group.\n\n"
        "When: Tuesday 8 December 2026, 10:00am to 12:00pm\n"
        "Where: Town Hall\n\n"
        "Agenda\n1. Welcome\n\n"
        "Can you not come after all? Please say so here: [Amy’s own link]\n\n"
        "Helen Marsh\n\n--\n"
        "Sent by Think Family tracker for the Northfield steering group. "
        "To say something to Helen Marsh, answer this e-mail.\n"
    )
