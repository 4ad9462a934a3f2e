"""Planning meetings on the pages: one, several by a rule, another like one that there is."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import User
from sites.enums import Role
from steering.enums import ItemKind, ItemSource, MeetingState, Mode, SeriesRule
from steering.models import Meeting, MeetingSeries, Paper, Reply, StandingItem, SteeringGroup
from tests.make import (
    LONDON,
    make_group,
    make_item,
    make_meeting,
    make_member,
    make_role,
    make_school_holiday,
    make_site,
    make_user,
)

pytestmark = pytest.mark.django_db

TUESDAY = date(2026, 12, 8)


@pytest.fixture
def group() -> SteeringGroup:
    return make_group(site=make_site(name="Northfield"), name="Northfield steering group")


@pytest.fixture
def administrator(client: Client, group: SteeringGroup) -> User:
    user = make_user()
    make_role(person=user.person, site=group.site, role=Role.ADMINISTRATOR)
    client.force_login(user)
    return user


@pytest.fixture
def page(client: Client, administrator: User) -> Client:
    return client


def day(name: str, value: date) -> dict[str, str]:
    """A date as its three fields send it."""
    return {f"{name}_{part}": str(getattr(value, part)) for part in ("day", "month", "year")}


def typed(on: date = TUESDAY, **changes: str) -> dict[str, str]:
    known = {"starts": "10am", "ends": "12:00", "mode": "in_person", "place": "Town Hall"}
    return known | {"joining_link": "", "title": "", "agenda": "Welcome"} | day("day", on) | changes


def series(on: date = TUESDAY, **changes: str) -> dict[str, str]:
    rule = {"rule": "weeks", "weeks": "6", "months": "1", "until": "number", "number": "3"}
    return typed(on) | rule | {"days": "", "check": "1"} | day("last_day", on) | changes


def rows(*days: tuple[date, date] | tuple[date, date, str]) -> dict[str, str]:
    """The rows of the page on which each day is looked at: shown, wanted, and whether left out."""
    sent = {"days-TOTAL_FORMS": str(len(days)), "days-INITIAL_FORMS": str(len(days))}
    for number, (shown, wanted, *out) in enumerate(days):
        sent |= {f"days-{number}-shown": shown.isoformat()} | day(f"days-{number}-day", wanted)
        sent |= {f"days-{number}-out": "on"} if out else {}
    return sent


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def local_days() -> list[str]:
    meetings = Meeting.objects.order_by("starts_at")
    return [f"{timezone.localtime(one.starts_at):%Y-%m-%d %H:%M}" for one in meetings]


class TestOne:
    def test_a_clash_is_shown_once_and_forbids_nothing(self, page, group) -> None:
        make_school_holiday(name="Christmas", starts_on=TUESDAY, ends_on=date(2027, 1, 4))
        url = reverse("plan_meeting", args=[group.key])
        checked = page.post(url, typed())
        assert "School holiday in England: Christmas" in text_of(checked)
        assert 'name="agenda" value="Welcome"' in text_of(checked)
        assert not Meeting.objects.exists()
        again = page.post(url, typed(change="day"))
        assert 'value="Town Hall"' in text_of(again)
        assert not Meeting.objects.exists()
        page.post(url, typed(checked="1"))
        assert Meeting.objects.get().agenda_items.get().title == "Welcome"

    def test_without_a_clash_it_is_planned_at_once(self, page, group) -> None:
        page.post(reverse("plan_meeting", args=[group.key]), typed())
        assert Meeting.objects.count() == 1

    def test_the_form_begins_with_how_the_group_usually_meets(self, page, group) -> None:
        make_meeting(group=group, place="Library")
        SteeringGroup.objects.update(
            usual_start="14:30",
            usual_length=90,
            usual_mode=Mode.HYBRID,
            usual_place="Room 3",
            usual_link="https://meet.example.org/usual",
        )
        for name in ("plan_meeting", "plan_series"):
            form = text_of(page.get(reverse(name, args=[group.key])))
            for value in ("2:30pm", "4:00pm", "Room 3", "https://meet.example.org/usual"):
                assert f'value="{value}"' in form
            assert 'value="hybrid"' in form
            assert "Library" not in form


class TestSeveral:
    def look(self, page: Client, group: SteeringGroup, **changes):
        return page.post(reverse("plan_series", args=[group.key]), series(**changes))

    def test_each_day_is_shown_with_its_clashes_before_anything_is_written(
        self, page, group
    ) -> None:
        make_school_holiday(
            name="Half-term", starts_on=date(2027, 1, 18), ends_on=date(2027, 1, 25)
        )
        answer = text_of(self.look(page, group))
        for sentence in (
            "On a Tuesday, every 6 weeks",
            "Tuesday 8 December 2026",
            "Tuesday 19 January 2027",
            "Tuesday 2 March 2027",
            "School holiday in England: Half-term, first day back 25 January 2027.",
        ):
            assert sentence in answer
        assert answer.count("10:00am to 12:00pm") == 3
        assert not Meeting.objects.exists()

    def test_left_out_and_moved_and_then_planned_in_one_go(self, page, group) -> None:
        StandingItem.objects.create(group=group, position=1, title="Apologies")
        moved = date(2027, 3, 4)
        left_out = (date(2027, 1, 19), date(2027, 1, 19), "out")
        sent = series() | rows((TUESDAY, TUESDAY), left_out, (date(2027, 3, 2), moved))
        sent.pop("check")
        url = reverse("plan_series", args=[group.key])
        looked = page.post(url, sent | {"checked": "1"})
        assert "You moved a meeting. Look at its new day: nothing is planned yet." in text_of(
            looked
        )
        assert "Thursday 4 March 2027" in text_of(looked)
        assert not Meeting.objects.exists()
        sent |= rows((TUESDAY, TUESDAY), left_out, (moved, moved))
        answer = page.post(url, sent | {"checked": "1"}, follow=True)
        assert "2 meetings are planned. Nobody has been told of them yet." in text_of(answer)
        assert local_days() == ["2026-12-08 10:00", "2027-03-04 10:00"]
        made = MeetingSeries.objects.get()
        assert (made.rule, made.every, made.group) == (SeriesRule.WEEKS, 6, group)
        for meeting in Meeting.objects.all():
            assert meeting.series == made
            assert meeting.agenda_items.get().title == "Apologies"

    def test_a_moved_day_shows_what_clashes_with_it(self, page, group) -> None:
        other = date(2027, 3, 6)
        make_meeting(
            group=group, starts_at=datetime(2027, 3, 6, 15, tzinfo=LONDON), title="Away day"
        )
        sent = series() | rows((TUESDAY, TUESDAY), (date(2027, 1, 19), other))
        answer = text_of(page.post(reverse("plan_series", args=[group.key]), sent))
        assert "It is a Saturday." in answer
        assert "The group meets on this day already: Away day" in answer

    def test_two_on_one_day_and_the_clocks_going_forward(self, page, group) -> None:
        sent = series() | rows((TUESDAY, TUESDAY), (TUESDAY, TUESDAY))
        url = reverse("plan_series", args=[group.key])
        assert text_of(page.post(url, sent)).count("Two of these meetings are on this day.") == 2
        sunday = date(2027, 3, 28)
        sent |= rows((TUESDAY, sunday)) | {"starts": "1:30am", "ends": "4am"}
        answer = text_of(page.post(url, sent | {"checked": "1"}))
        assert "On this day the clocks go forward and skip the time" in answer
        assert "<title>Error:" in answer
        assert not Meeting.objects.exists()

    def test_none_left_is_said(self, page, group) -> None:
        sent = series() | rows((TUESDAY, TUESDAY, "out")) | {"checked": "1"}
        answer = text_of(page.post(reverse("plan_series", args=[group.key]), sent))
        assert "Keep at least one meeting, or plan none" in answer

    def test_rows_that_cannot_be_read_are_begun_anew(self, page, group) -> None:
        sent = series() | {"days-TOTAL_FORMS": "1", "days-INITIAL_FORMS": "1", "days-0-shown": "x"}
        answer = text_of(page.post(reverse("plan_series", args=[group.key]), sent))
        assert "Tuesday 2 March 2027" in answer

    def test_one_can_go_back_and_loses_nothing(self, page, group) -> None:
        sent = series(place="Old Mill") | rows((TUESDAY, TUESDAY)) | {"change": "rule"}
        answer = text_of(page.post(reverse("plan_series", args=[group.key]), sent))
        assert 'value="Old Mill"' in answer
        assert "Look at the days" in answer

    @pytest.mark.parametrize(
        ("changes", "days"),
        [
            (
                {"rule": "monthly", **day("day", date(2026, 12, 31)), "number": "4"},
                ["31 December 2026", "31 January 2027", "28 February 2027", "31 March 2027"],
            ),
            (
                {"rule": "weekday", "months": "3", "number": "3"},
                ["8 December 2026", "9 March 2027", "8 June 2027"],
            ),
            (
                {"rule": "last", **day("day", date(2026, 12, 29)), "number": "3"},
                ["29 December 2026", "26 January 2027", "23 February 2027"],
            ),
            (
                {"rule": "weeks", "until": "day", **day("last_day", date(2027, 3, 2))},
                ["8 December 2026", "19 January 2027", "2 March 2027"],
            ),
            (
                {"rule": "custom", "days": "9/2/2027\nTuesday 12 January 2027\n\n8 12 2026"},
                ["8 December 2026", "12 January 2027", "9 February 2027"],
            ),
        ],
    )
    def test_every_rule(self, page, group, changes, days) -> None:
        answer = self.look(page, group, **changes)
        shown = [line.row.day_shown for line in answer.context["lines"]]
        assert [f"{one.day} {one:%B %Y}" for one in shown] == days

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"rule": ""}, "Choose how the meetings follow one another"),
            ({"weeks": ""}, "Enter a whole number from 1 to 52"),
            ({"number": "25"}, "Enter a whole number from 2 to 24"),
            ({"number": "1"}, "Enter a whole number from 2 to 24"),
            ({"number": "many"}, "Enter a whole number, such as 12"),
            (
                {"rule": "weekday", **day("day", date(2026, 12, 29))},
                "Tuesday 29 December 2026 is the fifth Tuesday of its month",
            ),
            (
                {"rule": "last"},
                "Tuesday 8 December 2026 is not the last Tuesday of its month, which is 29",
            ),
            ({"until": "day", "last_day_day": ""}, "Enter the day too"),
            (
                {"until": "day", **day("last_day", TUESDAY)},
                "Enter a later day: up to this one there is no second one",
            ),
            (
                {"until": "day", "weeks": "1", **day("last_day", date(9999, 12, 31))},
                "there are more than 24 meetings. The last that there can be is on 18 May 2027",
            ),
            ({"day_year": "9999", "rule": "monthly"}, "Enter a day before the year 2100"),
            ({"rule": "custom"}, "Enter the other days, one a line"),
            ({"rule": "custom", "days": "soon"}, "“soon” is no date: write 9 February 2027"),
            (
                {"rule": "custom", "days": "\n".join(f"{n} 1 2027" for n in range(1, 29))},
                "A series has 24 meetings at the most: these are 29 days with the first",
            ),
        ],
    )
    def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
        self, page, group, changes, sentence
    ) -> None:
        answer = text_of(self.look(page, group, **changes))
        assert sentence in answer
        assert "<title>Error: Plan several meetings" in answer
        assert 'value="Town Hall"' in answer


class TestAnother:
    def test_it_has_the_same_agenda_but_no_papers_minutes_or_replies(self, page, group) -> None:
        there, gone = make_member(group=group), make_member(group=group, left_on=TUESDAY)
        meeting = make_meeting(group=group, place="Old Mill", mode=Mode.HYBRID, title="Review")
        make_item(
            meeting=meeting,
            title="The pilot",
            kind=ItemKind.DECISION,
            presenter=there.person,
            length=20,
            notes="As last time",
            source=ItemSource.STANDING,
        )
        secret = make_item(
            meeting=meeting,
            title="A complaint",
            confidential=True,
            named=(there.person, gone.person),
            presenter=gone.person,
        )
        make_item(meeting=meeting, title="Since then", source=ItemSource.MATTERS_ARISING)
        Paper.objects.create(item=secret, title="Letter")
        Meeting.objects.update(state=MeetingState.HELD)
        url = reverse("plan_another", args=[meeting.pk])
        form = text_of(page.get(url))
        assert 'value="Old Mill"' in form
        assert 'value="Review"' in form
        assert "Since then" not in form
        on = date(2027, 1, 5)
        page.post(url, typed(on, title="Review", place="Old Mill", mode="hybrid"))
        new = Meeting.objects.exclude(pk=meeting.pk).get()
        assert (new.title, new.place, new.mode) == ("Review", "Old Mill", Mode.HYBRID)
        assert (new.state, new.series, new.announced_at) == (MeetingState.PLANNED, None, None)
        assert new.uid != meeting.uid
        first, second = new.agenda_items.all()
        assert (first.title, first.kind, first.presenter, first.length, first.source) == (
            "The pilot",
            ItemKind.DECISION,
            there.person,
            20,
            ItemSource.STANDING,
        )
        assert first.notes == ""
        assert (second.title, second.confidential, second.presenter) == ("A complaint", True, None)
        assert list(second.named.all()) == [there.person]
        assert not second.papers.exists()
        assert not Reply.objects.exists()

    def test_a_clash_is_shown_first(self, page, group) -> None:
        meeting = make_meeting(group=group)
        url = reverse("plan_another", args=[meeting.pk])
        answer = page.post(url, typed())
        assert "The group meets on this day already" in text_of(answer)
        page.post(url, typed(checked="1"))
        assert Meeting.objects.count() == 2

    def test_the_meetings_page_leads_to_it(self, page, group) -> None:
        meeting = make_meeting(group=group)
        answer = text_of(page.get(reverse("meeting", args=[meeting.pk])))
        assert f'href="{reverse("plan_another", args=[meeting.pk])}"' in answer


class TestChanging:
    """The check before a change or a cancellation, of one meeting and of a series."""

    @pytest.fixture
    def meetings(self, group) -> list[Meeting]:
        made = MeetingSeries.objects.create(group=group, rule=SeriesRule.WEEKDAY)
        starts = [datetime(2027, month, 10, 10, tzinfo=LONDON) for month in (2, 3)]
        starts.append(datetime(2027, 4, 14, 10, tzinfo=LONDON))
        meetings = [make_meeting(group=group, starts_at=one, title="") for one in starts]
        Meeting.objects.update(series=made)
        Meeting.objects.filter(pk=meetings[0].pk).update(announced_at=timezone.now())
        return [*Meeting.objects.order_by("starts_at")]

    def test_which_dates_move_and_who_is_told(self, page, group) -> None:
        make_member(group=group)
        start = datetime(2027, 2, 10, 10, tzinfo=LONDON)
        meeting = make_meeting(group=group, starts_at=start, announced_at=timezone.now())
        url = reverse("change_meeting", args=[meeting.pk])
        answer = text_of(page.post(url, typed(date(2027, 2, 17))))
        for sentence in (
            "Wednesday 17 February 2027",
            "Now: Wednesday 10 February 2027",
            "Reminder: 16 February 2027 instead of 9 February 2027",
            "Agenda out: 9 February 2027 instead of 2 February 2027",
            "Members know of this meeting as it is now. After saving, you check and send the "
            "change to the 1 member; nobody is told by saving.",
        ):
            assert sentence in answer
        meeting.refresh_from_db()
        assert meeting.starts_at == start
        assert 'value="Town Hall"' in text_of(page.post(url, typed(change="day")))
        page.post(url, typed(date(2027, 2, 17), checked="1"))
        meeting.refresh_from_db()
        assert meeting.starts_at == start + timedelta(weeks=1)

    def test_a_title_alone_moves_no_date_and_nothing_is_no_change(self, page, group) -> None:
        start = datetime(2027, 2, 10, 10, tzinfo=LONDON)
        meeting = make_meeting(group=group, starts_at=start, title="Review")
        url = reverse("change_meeting", args=[meeting.pk])
        answer = text_of(page.post(url, typed(date(2027, 2, 10), title="Annual review")))
        assert "Now: Review" in answer
        assert "that move" not in answer
        assert "Nobody has been told of this meeting" in answer
        same = text_of(page.post(url, typed(date(2027, 2, 10), title="Review")))
        assert "You changed nothing." in same
        assert "Save the change" not in same

    def test_the_series_is_asked_about_and_each_change_is_shown(self, page, meetings) -> None:
        url = reverse("change_meeting", args=[meetings[0].pk])
        asked = text_of(page.post(url, typed(date(2027, 2, 9))))
        assert "Choose this meeting only, or all from here on" in asked
        assert "This one and the 2 meetings of the series after it" in asked
        sent = typed(date(2027, 2, 9), which="later", starts="2pm", ends="4pm")
        answer = text_of(page.post(url, sent))
        for sentence in (
            "Tuesday 9 March 2027",
            "Now: Wednesday 10 March 2027",
            "Tuesday 13 April 2027",
            "2:00pm to 4:00pm",
            "Members know of 1 of these 3 meetings as it is now.",
        ):
            assert sentence in answer
        answer = page.post(url, sent | {"checked": "1"}, follow=True)
        assert "3 meetings are changed." in text_of(answer)
        assert local_days() == ["2027-02-09 14:00", "2027-03-09 14:00", "2027-04-13 14:00"]
        assert set(Meeting.objects.values_list("sequence", flat=True)) == {1}

    def test_this_meeting_only(self, page, meetings) -> None:
        url = reverse("change_meeting", args=[meetings[1].pk])
        page.post(url, typed(date(2027, 3, 11), which="this", checked="1"))
        assert local_days() == ["2027-02-10 10:00", "2027-03-11 10:00", "2027-04-14 10:00"]

    def test_the_last_of_a_series_and_one_by_itself_ask_nothing(self, page, meetings) -> None:
        for name in ("change_meeting", "cancel_meeting"):
            assert "Which meetings" not in text_of(page.get(reverse(name, args=[meetings[2].pk])))

    def test_a_meeting_that_is_over_by_now_is_said_and_nothing_changes(
        self, page, meetings
    ) -> None:
        Meeting.objects.filter(pk=meetings[0].pk).update(state=MeetingState.CANCELLED)
        url = reverse("change_meeting", args=[meetings[0].pk])
        sent = typed(date(2027, 2, 10), which="later", starts="9am", checked="1")
        assert "so it cannot be changed" in text_of(page.post(url, sent))
        assert local_days()[1] == "2027-03-10 10:00"

    def test_cancelling_all_from_here_on(self, page, meetings) -> None:
        url = reverse("cancel_meeting", args=[meetings[1].pk])
        shown = text_of(page.get(url))
        assert "Wednesday 14 April 2027, 10:00am" in shown
        assert "Nobody has been told of them." in shown
        assert "Choose this meeting only, or all from here on" in text_of(page.post(url, {}))
        assert Meeting.objects.planned().count() == 3
        answer = page.post(url, {"which": "later"}, follow=True)
        assert "2 meetings are cancelled. No reminder will go out." in text_of(answer)
        assert list(Meeting.objects.planned()) == [meetings[0]]

    def test_cancelling_this_meeting_only(self, page, meetings) -> None:
        page.post(reverse("cancel_meeting", args=[meetings[0].pk]), {"which": "this"})
        assert list(Meeting.objects.planned().order_by("starts_at")) == meetings[1:]

    def test_a_check_asks_as_often_however_long_the_series(
        self, page, group, django_assert_max_num_queries
    ) -> None:
        made = MeetingSeries.objects.create(group=group, rule=SeriesRule.WEEKS, every=1)
        for week in range(24):
            make_meeting(
                group=group,
                starts_at=datetime(2027, 2, 10, 10, tzinfo=LONDON) + timedelta(weeks=week),
            )
        Meeting.objects.update(series=made)
        url = reverse("change_meeting", args=[Meeting.objects.earliest("starts_at").pk])
        with django_assert_max_num_queries(13):
            page.post(url, typed(date(2027, 2, 11), which="later"))
