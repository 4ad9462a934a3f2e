"""Meetings of a series: planned, changed and cancelled together, or one by itself."""

from datetime import date, datetime, time, timedelta
from itertools import islice

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from outbox.enums import State
from outbox.models import Message
from outbox.services import put
from steering.enums import MeetingState, Mode, SeriesRule
from steering.handles import about
from steering.models import Meeting, MeetingSeries, StandingItem, SteeringGroup
from steering.series import days_of
from steering.services.meetings import MeetingIsOver, MeetingPlan, cancel_meeting, usual_title
from steering.services.series import (
    Change,
    cancel_meetings,
    carried_on,
    change_meetings,
    from_here_on,
    plan_series,
)
from tests.make import LONDON, make_draft, make_group, make_mailbox

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=LONDON)
FIRST = date(2026, 12, 8)


def at(day: date, clock: time = time(10)) -> datetime:
    return datetime.combine(day, clock, tzinfo=LONDON)


def plan_on(group: SteeringGroup, day: date, clock: time = time(10), **changes) -> MeetingPlan:
    known = {
        "title": usual_title(group, at(day, clock)),
        "starts_at": at(day, clock),
        "ends_at": at(day, clock) + timedelta(hours=2),
        "mode": Mode.IN_PERSON,
        "place": "Town Hall",
    }
    return MeetingPlan(**known | changes)


@pytest.fixture
def group(db: None) -> SteeringGroup:
    return make_group(name="Northfield steering group")


@pytest.fixture
def meetings(group: SteeringGroup) -> list[Meeting]:
    """The second Tuesdays from December 2026 to May 2027."""
    days = list(islice(days_of(SeriesRule.WEEKDAY, FIRST, 1), 6))
    plans = [plan_on(group, day) for day in days]
    series = plan_series(group=group, rule=SeriesRule.WEEKDAY, every=1, plans=plans)
    return list(series.meetings.order_by("starts_at"))


def change(meeting: Meeting, plan: MeetingPlan) -> list[Meeting]:
    """Change a meeting and all from there on; give all of the series."""
    later = from_here_on(meeting)
    changes = [
        Change(meeting, plan),
        *(Change(one, carried_on(meeting, plan, one)) for one in later),
    ]
    change_meetings(changes=changes, now=NOW)
    return list(Meeting.objects.order_by("starts_at"))


def local(meeting: Meeting) -> tuple[str, str]:
    starts_at = timezone.localtime(meeting.starts_at)
    return starts_at.date().isoformat(), starts_at.time().isoformat("minutes")


def test_each_meeting_is_one_of_its_own_with_the_standing_items(group) -> None:
    StandingItem.objects.create(group=group, position=1, title="Welcome", length=5)
    days = list(islice(days_of(SeriesRule.WEEKS, FIRST, 6), 3))
    plans = [plan_on(group, day) for day in days]
    series = plan_series(group=group, rule=SeriesRule.WEEKS, every=6, plans=plans)
    meetings = list(series.meetings.order_by("starts_at"))
    assert (series.rule, series.every) == (SeriesRule.WEEKS, 6)
    assert [local(one)[0] for one in meetings] == ["2026-12-08", "2027-01-19", "2027-03-02"]
    assert len({one.uid for one in meetings}) == len({one.key for one in meetings}) == 3
    assert [one.announced_at for one in meetings] == [None] * 3
    for one in meetings:
        assert list(one.agenda_items.values_list("title", "length")) == [("Welcome", 5)]


def test_the_clock_on_the_wall_stays_the_same_across_both_clock_changes(group) -> None:
    days = list(islice(days_of(SeriesRule.MONTHLY, date(2026, 10, 20), 1), 14))
    plans = [plan_on(group, day) for day in days]
    series = plan_series(group=group, rule=SeriesRule.MONTHLY, every=1, plans=plans)
    starts = list(series.meetings.order_by("starts_at").values_list("starts_at", flat=True))
    assert {timezone.localtime(one).time() for one in starts} == {time(10)}
    hours = [one.hour for one in starts]  # in UTC, as they are kept
    assert hours == [9, 10, 10, 10, 10, 10, 9, 9, 9, 9, 9, 9, 9, 10]


class TestFromHereOn:
    def test_a_time_changes_for_this_and_all_after_it(self, group, meetings) -> None:
        third = meetings[2]
        after = change(third, plan_on(group, date(2027, 2, 9), time(14)))
        assert [local(one) for one in after] == [
            ("2026-12-08", "10:00"),
            ("2027-01-12", "10:00"),
            ("2027-02-09", "14:00"),
            ("2027-03-09", "14:00"),
            ("2027-04-13", "14:00"),
            ("2027-05-11", "14:00"),
        ]
        assert [one.sequence for one in after] == [0, 0, 1, 1, 1, 1]
        assert [one.uid for one in after] == [one.uid for one in meetings]

    def test_another_day_keeps_the_rule_and_the_usual_title(self, group, meetings) -> None:
        after = change(meetings[4], plan_on(group, date(2027, 4, 14)))
        assert [local(one)[0] for one in after[4:]] == ["2027-04-14", "2027-05-12"]
        assert after[5].title == "Northfield steering group, 12 May 2027"

    def test_what_does_not_change_stays_as_each_has_it(self, group, meetings) -> None:
        Meeting.objects.filter(pk=meetings[3].pk).update(
            place="Library",
            title="Day out",
            starts_at=at(date(2027, 3, 10)),
            ends_at=at(date(2027, 3, 10), time(12)),
        )
        after = change(meetings[2], plan_on(group, date(2027, 2, 9), time(14)))
        assert (after[3].place, after[3].title) == ("Library", "Day out")
        assert local(after[3]) == ("2027-03-10", "14:00")
        moved = change(meetings[2], plan_on(group, date(2027, 2, 9), time(14), place="School"))
        assert [one.place for one in moved] == ["Town Hall"] * 2 + ["School"] * 4

    def test_a_title_and_a_link_for_all(self, group, meetings) -> None:
        plan = plan_on(group, FIRST, title="Partnership board", joining_link="https://meet.example")
        after = change(meetings[0], plan)
        assert {one.title for one in after} == {"Partnership board"}
        assert {one.joining_link for one in after} == {"https://meet.example"}
        again = change(after[0], plan_on(group, FIRST))
        assert again[1].title == "Northfield steering group, 12 January 2027"

    def test_only_planned_ones_of_the_same_series_after_it(self, group, meetings) -> None:
        Meeting.objects.filter(pk=meetings[3].pk).update(state=MeetingState.HELD)
        cancel_meeting(meeting=meetings[4], now=NOW)
        plan_series(
            group=group,
            rule=SeriesRule.CUSTOM,
            every=1,
            plans=[plan_on(group, date(2027, 3, 1))],
        )
        assert from_here_on(meetings[1]) == [meetings[2], meetings[5]]
        assert from_here_on(Meeting(group=group)) == []

    def test_all_or_none(self, group, meetings) -> None:
        later = from_here_on(meetings[0])
        plan = plan_on(group, FIRST, time(14))
        changes = [Change(one, carried_on(meetings[0], plan, one)) for one in later]
        cancel_meeting(meeting=meetings[5], now=NOW)
        with pytest.raises(MeetingIsOver):
            change_meetings(changes=changes, now=NOW)
        with pytest.raises(MeetingIsOver):
            cancel_meetings(meetings=meetings, now=NOW)
        assert {local(one)[1] for one in Meeting.objects.all()} == {"10:00"}
        assert Meeting.objects.filter(state=MeetingState.CANCELLED).count() == 1

    def test_notices_of_each_are_withdrawn(self, group, meetings) -> None:
        mailbox = make_mailbox()
        drafts = [make_draft(about=about(one)) for one in meetings]
        put(mailbox=mailbox, drafts=drafts, now=NOW, held=False)
        change(meetings[3], plan_on(group, date(2027, 3, 9), time(14)))
        states = [Message.objects.get(about=about(one)).state for one in meetings]
        assert states == [State.QUEUED] * 3 + [State.WITHDRAWN] * 3
        cancel_meetings(meetings=meetings[:2], now=NOW)
        assert Message.objects.filter(state=State.WITHDRAWN).count() == 5

    def test_cancelled_from_here_on(self, meetings) -> None:
        cancel_meetings(meetings=[meetings[3], *from_here_on(meetings[3])], now=NOW)
        assert [one.state for one in Meeting.objects.order_by("starts_at")] == [
            *[MeetingState.PLANNED] * 3,
            *[MeetingState.CANCELLED] * 3,
        ]
        assert list(Meeting.objects.order_by("starts_at").values_list("sequence", flat=True)) == [
            *[0] * 3,
            *[1] * 3,
        ]


@given(
    rule=st.sampled_from(SeriesRule),
    was=st.dates(date(2026, 1, 1), date(2030, 12, 1)),
    by=st.integers(-40, 40),
    weeks=st.integers(1, 60),
    clock=st.times(time(3), time(20)),
)
def test_the_clock_of_what_is_carried_on_is_that_of_the_changed_one(
    rule: SeriesRule, was: date, by: int, weeks: int, clock: time
) -> None:
    clock = clock.replace(second=0, microsecond=0)
    group = SteeringGroup(name="Northfield steering group")
    series = MeetingSeries(rule=rule, group=group)

    def meeting(day: date) -> Meeting:
        starts_at = at(day)
        ends_at = starts_at + timedelta(hours=2)
        return Meeting(
            group=group, series=series, starts_at=starts_at, ends_at=ends_at, mode=Mode.ONLINE
        )

    later = meeting(was + timedelta(weeks=weeks))
    plan = carried_on(meeting(was), plan_on(group, was + timedelta(days=by), clock), later)
    assert timezone.localtime(plan.starts_at).time() == clock
    assert plan.ends_at - plan.starts_at == timedelta(hours=2)
    if by == 0:
        assert plan.starts_at.date() == later.starts_at.date()
