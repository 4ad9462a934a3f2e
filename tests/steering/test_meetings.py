"""Planning, moving and cancelling a meeting."""

from datetime import UTC, datetime, timedelta

import pytest

from outbox import services as outbox
from outbox.enums import State
from outbox.models import Message
from steering.enums import Mode
from steering.handles import about
from steering.services import meetings as services
from steering.services.meetings import MeetingPlan
from tests.make import LONDON, make_group

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TEN = datetime(2026, 12, 8, 10, 0, tzinfo=LONDON)


def plan(**changes) -> MeetingPlan:
    values = {
        "title": "Steering group",
        "starts_at": TEN,
        "ends_at": TEN + timedelta(hours=2),
        "mode": Mode.IN_PERSON,
        "place": "Town Hall",
    }
    return MeetingPlan(**{**values, **changes})


def write_to(meeting):
    mailbox = outbox.open_mailbox(key=meeting.group.key, name=meeting.group.name)
    draft = outbox.Draft(
        key="k",
        kind="agenda",
        about=about(meeting),
        to_address="a@example.org",
        subject="s",
        text="t",
    )
    outbox.put(mailbox=mailbox, drafts=[draft], now=NOW)


def test_a_planned_meeting_has_its_agenda_in_order_and_nobody_is_told():
    meeting = services.plan_meeting(
        group=make_group(), plan=plan(), agenda=["Welcome", " ", "Plan"]
    )
    items = list(meeting.agenda_items.values_list("position", "title"))
    assert items == [(1, "Welcome"), (2, "Plan")]
    assert (meeting.state, meeting.announced_at, meeting.sequence) == ("planned", None, 0)
    assert Message.objects.count() == 0


def test_two_meetings_of_a_group_on_one_day_have_different_keys():
    group = make_group()
    keys = [services.plan_meeting(group=group, plan=plan(), agenda=[]).key for _ in range(3)]
    first = f"{group.key}-2026-12-08"
    assert keys == [first, f"{first}-2", f"{first}-3"]


def test_moving_a_meeting_raises_its_sequence_and_withdraws_what_has_not_left():
    meeting = services.plan_meeting(group=make_group(), plan=plan(), agenda=[])
    write_to(meeting)
    later = TEN + timedelta(days=1)
    moved = services.change_meeting(
        meeting=meeting, plan=plan(starts_at=later, ends_at=later + timedelta(hours=1)), now=NOW
    )
    assert (moved.starts_at, moved.sequence) == (later, 1)
    assert Message.objects.get().state == State.WITHDRAWN


def test_a_new_title_alone_lets_go_what_is_no_calendar_entry():
    meeting = services.plan_meeting(group=make_group(), plan=plan(), agenda=[])
    write_to(meeting)
    services.change_meeting(meeting=meeting, plan=plan(title="Another title"), now=NOW)
    assert Message.objects.get().state == State.HELD


def test_a_cancelled_meeting_cannot_be_moved():
    meeting = services.plan_meeting(group=make_group(), plan=plan(), agenda=[])
    write_to(meeting)
    services.cancel_meeting(meeting=meeting, now=NOW)
    assert Message.objects.get().state == State.WITHDRAWN
    with pytest.raises(services.MeetingIsOver, match="This meeting is cancelled"):
        services.change_meeting(meeting=meeting, plan=plan(), now=NOW)
