"""What whoever plans a meeting is warned of."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sites.enums import Nation, Role
from steering.clashes import Span, clashes_of
from steering.enums import Capacity, MeetingState
from steering.models import SteeringGroup
from tests.make import (
    LONDON,
    make_group,
    make_meeting,
    make_member,
    make_person,
    make_role,
    make_school_holiday,
    make_site,
    make_user,
)

pytestmark = pytest.mark.django_db

TUESDAY = date(2026, 12, 8)
NOBODY = AnonymousUser()


@pytest.fixture
def group() -> SteeringGroup:
    return make_group(site=make_site(name="Northfield"), name="Northfield steering group")


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)


def on(day: date, hour: int = 10) -> Span:
    return Span(at(day, hour), at(day, hour + 2))


def clashes(group: SteeringGroup, day: date, **kwargs) -> list[str]:
    (found,) = clashes_of(group, [on(day)], user=kwargs.pop("user", NOBODY), **kwargs)
    return found


@pytest.mark.parametrize(
    ("day", "nation", "sentences"),
    [
        (TUESDAY, Nation.ENGLAND, []),
        (date(2026, 12, 12), Nation.ENGLAND, ["It is a Saturday."]),
        (date(2027, 3, 17), Nation.ENGLAND, []),
        (
            date(2027, 3, 17),
            Nation.NORTHERN_IRELAND,
            ["Bank holiday in Northern Ireland: Saint Patrick's Day."],
        ),
        (
            date(2027, 7, 12),
            Nation.NORTHERN_IRELAND,
            ["Bank holiday in Northern Ireland: Battle of the Boyne."],
        ),
        (date(2026, 11, 30), Nation.SCOTLAND, ["Bank holiday in Scotland: Saint Andrew's Day."]),
        (
            date(2026, 12, 26),
            Nation.WALES,
            ["It is a Saturday.", "Bank holiday in Wales: Boxing Day."],
        ),
    ],
)
def test_weekends_and_bank_holidays_of_the_nation(day, nation, sentences) -> None:
    group = make_group(site=make_site(nation=nation))
    assert clashes(group, day) == sentences


def test_school_holidays_of_the_nation_the_site_and_its_region() -> None:
    region = make_site(name="Glen Region", nation=Nation.SCOTLAND)
    group = make_group(site=make_site(name="Upper Glen", nation=Nation.SCOTLAND, parent=region))
    days = {"starts_on": TUESDAY, "ends_on": TUESDAY + timedelta(days=1)}
    make_school_holiday(nation=Nation.SCOTLAND, name="Winter break", **days)
    make_school_holiday(site=region, name="Training day", **days)
    make_school_holiday(nation=Nation.ENGLAND, **days)
    make_school_holiday(site=make_site(nation=Nation.SCOTLAND), **days)
    assert sorted(clashes(group, TUESDAY)) == [
        "School holiday at Glen Region: Training day, first day back 9 December 2026.",
        "School holiday in Scotland: Winter break, first day back 9 December 2026.",
    ]
    around = [
        on(TUESDAY + timedelta(days=days)) for days in (-1, 0, 1)
    ]  # the last is the first back
    found = clashes_of(group, around, user=NOBODY)
    assert [len(one) for one in found] == [0, 2, 0]


def test_the_same_group_twice_on_a_day(group) -> None:
    there = make_meeting(group=group, starts_at=at(TUESDAY, 15), title="Extraordinary meeting")
    make_meeting(group=group, starts_at=at(TUESDAY), state=MeetingState.CANCELLED)
    assert clashes(group, TUESDAY) == [
        "The group meets on this day already: Extraordinary meeting, 3:00pm to 5:00pm."
    ]
    assert clashes(group, TUESDAY, without=[there.pk]) == []
    assert clashes_of(group, [on(TUESDAY - timedelta(days=1), 23 - 2)], user=NOBODY) == [[]]


def test_two_new_meetings_on_one_day(group) -> None:
    found = clashes_of(group, [on(TUESDAY), on(TUESDAY, 15)], user=NOBODY)
    assert found == [["Two of these meetings are on this day."]] * 2


class TestOtherGroups:
    """Two groups that share people."""

    @pytest.fixture
    def other(self, group) -> SteeringGroup:
        other = make_group(site=make_site(name="Eastbrook"), name="Eastbrook steering group")
        shared = [make_person() for _ in range(2)]
        for person in shared:
            make_member(group=group, person=person, capacity=Capacity.CARER)
            make_member(group=other, person=person)
        make_member(group=other)
        make_member(group=group)
        return other

    def test_how_many_have_another_meeting_and_which_if_the_user_may_see_it(
        self, group, other
    ) -> None:
        make_meeting(group=other, starts_at=at(TUESDAY, 11), title="Eastbrook, 8 December 2026")
        hidden = "2 members of this group have another meeting at this time"
        assert clashes(group, TUESDAY) == [f"{hidden}."]
        user = make_user()
        make_role(person=user.person, site=other.site, role=Role.SUPPORTER)
        assert clashes(group, TUESDAY, user=user) == [
            f"{hidden}: Eastbrook, 8 December 2026, 11:00am to 1:00pm."
        ]

    def test_one_member(self, group, other) -> None:
        make_meeting(group=other, starts_at=at(TUESDAY))
        other.memberships.earliest("pk").delete()
        assert clashes(group, TUESDAY) == [
            "1 member of this group has another meeting at this time."
        ]

    def test_only_at_the_same_time(self, group, other) -> None:
        make_meeting(group=other, starts_at=at(TUESDAY, 12))
        make_meeting(group=other, starts_at=at(TUESDAY, 8))
        make_meeting(group=other, starts_at=at(TUESDAY), state=MeetingState.CANCELLED)
        assert clashes(group, TUESDAY) == []

    def test_only_who_sits_on_both_on_that_day(self, group, other) -> None:
        make_meeting(group=other, starts_at=at(TUESDAY))
        group.memberships.update(left_on=TUESDAY)
        assert clashes(group, TUESDAY) == []
        group.memberships.update(left_on=TUESDAY + timedelta(days=1))
        assert len(clashes(group, TUESDAY)) == 1
        other.memberships.update(joined_on=TUESDAY + timedelta(days=1))
        assert clashes(group, TUESDAY) == []


def test_it_asks_twice_however_many_days_and_meetings_there_are(group) -> None:
    asked = []
    user = make_user()
    for number in (1, 24):
        days = [TUESDAY + timedelta(weeks=week) for week in range(number)]
        for day in days:
            other = make_group()
            for _ in range(3):
                person = make_member(group=group).person
                make_member(group=other, person=person)
            make_meeting(group=other, starts_at=at(day))
            make_school_holiday(starts_on=day, ends_on=day + timedelta(days=1))
        clashes_of(group, [on(day) for day in days], user=user)  # access is read once a request
        with CaptureQueriesContext(connection) as queries:
            found = clashes_of(group, [on(day) for day in days], user=user)
        assert all(len(one) >= 2 for one in found)
        asked.append(len(queries))
    assert asked == [2, 2]
