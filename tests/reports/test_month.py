"""The month of an administrator: what goes out on which day."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from people.models import User
from reports.month.page import Day, NoSuchGroup, month_page
from sites.enums import Nation
from steering.enums import MeetingState, MinutesState, NoticeKind, SendingKind
from steering.models import Meeting, SteeringGroup
from steering.services.notices import drop_notice, hold_notice
from steering.services.pauses import pause_mail
from tests import make
from tests.reports.scene import NOW, administrator, local, northfield, reminder, sending

pytestmark = pytest.mark.django_db

TOLD = local(1, 9)


@pytest.fixture
def group() -> SteeringGroup:
    return northfield()


@pytest.fixture
def helen(group: SteeringGroup) -> User:
    return administrator(group.site)


def told(group: SteeringGroup, starts_at, **others: object) -> Meeting:
    return make.make_meeting(
        group=group, starts_at=starts_at, announced_at=TOLD, agenda=("Welcome",), **others
    )


def days(user: User, year: int, month: int, now=NOW, group: str = "") -> dict[date, Day]:
    page = month_page(user, date(year, month, 1), group, now)
    return {one.day: one for one in page.days}


def lines(day: Day) -> list[tuple[str, str, str]]:
    return [(one.what, one.fact, one.tag) for one in day.entries]


def test_a_meeting_with_what_is_sent_and_what_goes_by_itself(group, helen) -> None:
    told(group, local(8), title="The eighth")
    found = days(helen, 2026, 12)
    assert {day.day: lines(day) for day in found.values() if day.entries} == {
        date(2026, 12, 1): [
            (
                "Second request for a reply",
                "9:00am, to 3 people who have not replied",
                "",
            )
        ],
        date(2026, 12, 7): [
            ("Reminder with place", "9:00am, to 3 people: coming or not replied", "")
        ],
        date(2026, 12, 8): [("The eighth", "10:00am, Town Hall", "Meeting")],
        date(2026, 12, 15): [
            ("Draft minutes, to the chair", "By this day", "You send"),
            ("Draft minutes due to the chair", "9:00am, to 1 administrator", ""),
        ],
        date(2026, 12, 22): [
            ("Draft minutes, to all", "By this day", "You send"),
            ("Draft minutes due out", "9:00am, to 1 administrator", ""),
        ],
    }
    november = days(helen, 2026, 11)
    assert lines(november[date(2026, 11, 30)]) == [("Agenda and papers", "By this day", "You send")]
    assert lines(november[date(2026, 11, 27)]) == [
        ("Agenda and papers due out tomorrow", "9:00am, to 1 administrator", "")
    ]


def test_held_and_dropped_are_marked(group, helen) -> None:
    meeting = told(group, local(8))
    hold_notice(kind=NoticeKind.REMINDER, meeting=meeting, by=helen, now=NOW)
    assert [one.tag for one in days(helen, 2026, 12)[date(2026, 12, 7)].entries] == ["Held"]
    drop_notice(kind=NoticeKind.REMINDER, meeting=meeting, now=NOW)
    assert [one.tag for one in days(helen, 2026, 12)[date(2026, 12, 7)].entries] == ["Dropped"]


def test_of_a_meeting_of_which_nobody_was_told(group, helen) -> None:
    make.make_meeting(group=group, starts_at=local(18, 1, year=2027))
    found = days(helen, 2026, 12)
    assert lines(found[date(2026, 12, 16)])[0] == ("Invitation", "By this day", "You send")
    assert (
        "Call for agenda items and papers",
        "9:00am, to 3 members",
        "Once members are told",
    ) in (lines(found[date(2026, 12, 16)]))


def test_of_the_past_only_what_went_out(group, helen) -> None:
    meeting = told(group, local(26, 11), title="The 26th")
    sending(meeting, SendingKind.AGENDA, local(12, 11), sent=3, failed=1)
    found = days(helen, 2026, 11)
    past = {day.day: lines(day) for day in found.values() if day.day < NOW.date()}
    assert past == {date(2026, 11, 12): [("Agenda", "10:00am, 3 messages sent", "Went out")]}
    assert days(helen, 2026, 10) == {}


def test_what_went_out_today_does_not_go_again(group, helen) -> None:
    reminder(told(group, local(25, 11)), NOW - timedelta(hours=1), sent=3)
    entries = days(helen, 2026, 11)[date(2026, 11, 24)].entries
    assert [(one.what, one.tag) for one in entries] == [("Reminder with place", "Went out")]


def test_a_cancelled_meeting_stands_nowhere(group, helen) -> None:
    told(group, local(8), state=MeetingState.CANCELLED)
    assert [day for day in days(helen, 2026, 12).values() if day.entries] == []


def test_minutes_that_are_out_are_not_due(group, helen) -> None:
    met = told(group, local(19, 11), state=MeetingState.HELD)
    assert "Draft minutes, to the chair" in [
        one.what for one in days(helen, 2026, 11)[date(2026, 11, 26)].entries
    ]
    make.make_minutes(meeting=met, state=MinutesState.CIRCULATED)
    assert date(2026, 11, 26) not in days(helen, 2026, 11)


def test_nine_on_the_wall_on_both_sides_of_a_clock_change(group, helen) -> None:
    """The clocks go back on Sunday 25 October 2026; the reminder of Monday goes on Friday."""
    now = local(1, 10)
    told(group, local(26, 10))
    told(group, local(29, 10))
    found = days(helen, 2026, 10, now)
    for day in (23, 28):
        entry = next(
            one for one in found[date(2026, 10, day)].entries if one.what.startswith("Reminder")
        )
        assert entry.at == local(day, 10, hour=9)
        assert entry.fact.startswith("9:00am, ")


def test_a_meeting_late_on_the_last_day_belongs_to_its_own_month(group, helen) -> None:
    told(group, local(31, 10, hour=23), title="Late")
    assert [one.what for one in days(helen, 2026, 10, local(1, 10))[date(2026, 10, 31)].entries]
    november = days(helen, 2026, 11, local(1, 10))
    assert "Late" not in [one.what for day in november.values() for one in day.entries]


class TestBankHolidays:
    def test_of_the_nation_of_the_site(self, group, helen) -> None:
        assert {day.day: day.holidays for day in days(helen, 2026, 12).values()} == {
            date(2026, 12, 25): ["Christmas Day"],
            date(2026, 12, 26): ["Boxing Day"],
            date(2026, 12, 28): ["Boxing Day (substitute day)"],
        }

    def test_says_of_which_nation_where_they_differ(self, group, helen) -> None:
        site = make.make_site(nation=Nation.NORTHERN_IRELAND)
        make.make_group(site=site)
        make.make_role(person=helen.person, site=site, role="administrator")
        found = days(helen, 2027, 3)
        assert found[date(2027, 3, 17)].holidays == ["Saint Patrick's Day, Northern Ireland"]
        assert found[date(2027, 3, 26)].holidays == ["Good Friday"]

    def test_they_move_what_is_due(self, group, helen) -> None:
        """Between 24 December and 4 January lie three bank holidays and three weekends."""
        told(group, local(4, 1, year=2027))
        [reminder_day] = [
            day.day
            for day in days(helen, 2026, 12).values()
            if any(one.what.startswith("Reminder") for one in day.entries)
        ]
        assert reminder_day == date(2026, 12, 31)


class TestWhose:
    def test_only_groups_that_one_administers(self, group, helen) -> None:
        told(northfield(), local(8))
        assert [day for day in days(helen, 2026, 12).values() if day.entries] == []

    def test_one_group_alone(self, group, helen) -> None:
        other = make.make_group(site=group.site, name="Another group")
        told(other, local(9), title="The ninth")
        told(group, local(8), title="The eighth")
        found = days(helen, 2026, 12, group=other.key)
        titles = [one.what for day in found.values() for one in day.entries]
        assert "The ninth" in titles
        assert "The eighth" not in titles

    def test_of_a_stranger_is_not_found(self, group, helen) -> None:
        with pytest.raises(NoSuchGroup):
            days(helen, 2026, 12, group=northfield().key)


def test_says_when_the_mail_of_a_group_is_paused(group, helen) -> None:
    pause_mail(group=group, by=helen, now=NOW)
    page = month_page(helen, date(2026, 12, 1), "", NOW)
    assert [(one.group, one.since, one.by) for one in page.pauses] == [(group, NOW, "Helen Marsh")]


class TestAddress:
    def test_what_is_no_month_is_said(self, group, helen, client: Client) -> None:
        client.force_login(helen)
        page = client.get(reverse("month"), {"month": "2026-13"}, follow=True)
        assert "“2026-13” is no month. Write it like 2026-12." in page.content.decode()

    def test_leads_to_the_months_beside_and_keeps_the_group(self, group, helen, client) -> None:
        client.force_login(helen)
        address = {"month": "2026-12", "group": group.key}
        page = client.get(reverse("month"), address).content.decode()
        assert f"?month=2026-11&amp;group={group.key}" in page
        assert f"?month=2027-01&amp;group={group.key}" in page
        assert client.get(reverse("month"), {"group": "nothing"}).status_code == 404
