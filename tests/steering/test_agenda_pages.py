"""Building an agenda on its pages, and what each may read of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import User
from sites.enums import Role
from steering.enums import MemberRole
from steering.models import AgendaItem, BacklogItem, Meeting, StandingItem
from steering.services.agenda import order_of, version_of
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    """A meeting of two hours in four weeks, of which members were told."""
    starts_at = (timezone.localtime() + timedelta(weeks=4)).replace(hour=10, minute=0, second=0)
    return make.make_meeting(
        group=make.make_group(name="Northfield steering group"),
        starts_at=starts_at.replace(microsecond=0),
        announced_at=timezone.now(),
        agenda=("Welcome", "The pilot", "Any other business"),
    )


@pytest.fixture
def administrator(client: Client, meeting: Meeting) -> Client:
    person = make.make_person(name="Ruth Adeyemi")
    make.make_role(person=person, site=meeting.group.site, role=Role.ADMINISTRATOR)
    client.force_login(make.make_user(person=person))
    return client


def member(meeting: Meeting, role: MemberRole = MemberRole.MEMBER) -> User:
    return make.make_user(person=make.make_member(group=meeting.group, role=role).person)


def reading(user: User, url: str) -> str:
    client = Client()
    client.force_login(user)
    return text_of(client.get(url))


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def page_of(meeting: Meeting) -> str:
    return reverse("agenda", args=[meeting.pk])


def titles(meeting: Meeting) -> list[str]:
    return list(AgendaItem.objects.filter(meeting=meeting).values_list("title", flat=True))


def order(meeting: Meeting, **typed: object) -> dict[str, object]:
    items = list(meeting.agenda_items.all())
    data: dict[str, object] = {"seen": order_of(items)}
    for item in items:
        data |= {f"number-{item.pk}": item.position, f"length-{item.pk}": item.length or ""}
    return data | typed


class TestTimes:
    def test_start_times_follow_from_the_minutes(
        self, administrator: Client, meeting: Meeting
    ) -> None:
        for title, length in (("Welcome", 5), ("The pilot", 100), ("Any other business", 15)):
            meeting.agenda_items.filter(title=title).update(length=length)
        page = text_of(administrator.get(page_of(meeting)))
        for time in ("10:00am", "10:05am", "11:45am"):
            assert f'app-table__time">{time}</td>' in page
        assert "3 items, 120 minutes: fills the time from 10:00am to 12:00pm exactly." in page
        meeting.agenda_items.filter(title="Welcome").update(length=15)
        page = text_of(administrator.get(page_of(meeting)))
        assert 'app-agenda__over">3 items, 130 minutes: 10 more than the meeting has.' in page

    def test_after_an_item_without_minutes_no_time_is_guessed(
        self, administrator: Client, meeting: Meeting
    ) -> None:
        meeting.agenda_items.filter(title="Welcome").update(length=5)
        page = text_of(administrator.get(page_of(meeting)))
        assert 'app-table__time">10:05am</td>' in page
        assert 'app-table__time"></td>' in page
        assert "115 left for 2 items without minutes" in page


class TestBuilding:
    def test_an_item_is_added_with_its_presenter(
        self, administrator: Client, meeting: Meeting
    ) -> None:
        amy = make.make_member(group=meeting.group, person=make.make_person(name="Amy Rudd")).person
        url = reverse("add_item", args=[meeting.pk])
        assert '<option value="Amy Rudd">' in text_of(administrator.get(url))
        typed = {"title": "Schools", "kind": "discussion", "length": "20", "seen_by": "everybody"}
        page = text_of(administrator.post(url, typed | {"presenter": "Amy Rud"}))
        assert "Nobody known here is called “Amy Rud”" in page
        assert 'value="Schools"' in page
        administrator.post(url, typed | {"presenter": " amy  rudd"})
        item = AgendaItem.objects.get(title="Schools")
        assert (item.presenter, item.length, item.position) == (amy, 20, 4)

    def test_what_two_people_change_is_not_lost(
        self, administrator: Client, meeting: Meeting
    ) -> None:
        item = meeting.agenda_items.get(title="The pilot")
        url = reverse("change_item", args=[meeting.pk, item.pk])
        seen = version_of(item)
        typed = {"title": "The pilot so far", "seen_by": "everybody", "seen": seen}
        administrator.post(url, typed | {"length": "10"})
        page = text_of(administrator.post(url, typed | {"length": "25"}))
        assert "Somebody else changed this item" in page
        assert 'value="25"' in page
        again = version_of(AgendaItem.objects.get(pk=item.pk))
        assert f'name="seen" value="{again}"' in page
        administrator.post(url, typed | {"length": "25", "seen": again})
        assert AgendaItem.objects.get(pk=item.pk).length == 25

    def test_buttons_move_an_item_and_keep_the_minutes_that_were_typed(
        self, administrator: Client, meeting: Meeting
    ) -> None:
        pilot = meeting.agenda_items.get(title="The pilot")
        url = reverse("change_agenda", args=[meeting.pk])
        typed = order(meeting, move=f"{pilot.pk}:up") | {f"length-{pilot.pk}": "30"}
        page = text_of(administrator.post(url, typed, follow=True))
        assert "“The pilot” is item 1 now." in page
        assert titles(meeting) == ["The pilot", "Welcome", "Any other business"]
        assert AgendaItem.objects.get(pk=pilot.pk).length == 30

    def test_an_order_that_is_out_of_date_is_refused(
        self, administrator: Client, meeting: Meeting
    ) -> None:
        typed = order(meeting)
        make.make_item(meeting=meeting, title="New")
        url = reverse("change_agenda", args=[meeting.pk])
        page = text_of(administrator.post(url, typed, follow=True))
        assert "Somebody else changed the agenda" in page

    def test_wrong_numbers_are_named(self, administrator: Client, meeting: Meeting) -> None:
        first = meeting.agenda_items.earliest("position")
        url = reverse("change_agenda", args=[meeting.pk])
        typed = order(meeting) | {f"number-{first.pk}": "x", f"length-{first.pk}": "0"}
        page = text_of(administrator.post(url, typed))
        assert "Enter the number of “Welcome” as a whole number" in page
        assert "Enter the minutes as a whole number from 1 to 600" in page
        assert 'value="x"' in page

    @pytest.mark.parametrize(("button", "waits"), [("keep", 1), ("gone", 0)])
    def test_an_item_is_taken_off(
        self, administrator: Client, meeting: Meeting, button: str, waits: int
    ) -> None:
        pilot = meeting.agenda_items.get(title="The pilot")
        url = reverse("remove_item", args=[meeting.pk, pilot.pk])
        assert "The pilot" in text_of(administrator.get(url))
        administrator.post(url, {button: "1"})
        assert titles(meeting) == ["Welcome", "Any other business"]
        assert BacklogItem.objects.open().count() == waits

    def test_an_empty_agenda_begins_with_the_standing_items(
        self, administrator: Client, meeting: Meeting
    ) -> None:
        meeting.agenda_items.all().delete()
        make.make_standing_item(group=meeting.group, title="Welcome and apologies")
        page = text_of(administrator.get(page_of(meeting)))
        assert "Copy the 1 standing item?" in page
        administrator.post(reverse("begin_agenda", args=[meeting.pk]))
        assert titles(meeting) == ["Welcome and apologies"]

    def test_standing_items_are_written_and_stand_in_the_next_plan(
        self, administrator: Client, meeting: Meeting
    ) -> None:
        key = meeting.group.key
        rows = {
            "form-TOTAL_FORMS": "2",
            "form-INITIAL_FORMS": "0",
            "form-0-title": "Welcome",
            "form-0-length": "5",
            "form-0-presenter": "Ruth Adeyemi",
            "form-1-title": "",
        }
        administrator.post(reverse("standing_items", args=[key]), rows)
        item = StandingItem.objects.get()
        assert (item.title, item.length, str(item.presenter)) == ("Welcome", 5, "Ruth Adeyemi")
        assert "> Welcome</textarea>" in text_of(
            administrator.get(reverse("plan_meeting", args=[key]))
        )


class TestBacklog:
    def test_a_proposal_is_shown_on_the_agenda_and_taken(
        self, administrator: Client, meeting: Meeting
    ) -> None:
        amy = make.make_person(name="Amy Rudd")
        waiting = make.make_waiting(group=meeting.group, proposed_by=amy, proposed_for=meeting)
        assert "1 proposal for this meeting waits." in text_of(administrator.get(page_of(meeting)))
        backlog = text_of(administrator.get(reverse("backlog", args=[meeting.group.key])))
        assert "Proposed by Amy Rudd" in backlog
        url = reverse("take_waiting", args=[meeting.group.key, waiting.pk])
        administrator.post(url, {"meeting": meeting.pk})
        assert titles(meeting)[-1] == waiting.title

    def test_it_goes_onto_no_agenda_of_another_group(
        self, administrator: Client, meeting: Meeting
    ) -> None:
        waiting = make.make_waiting(group=meeting.group)
        elsewhere = make.make_meeting(starts_at=meeting.starts_at)
        url = reverse("take_waiting", args=[meeting.group.key, waiting.pk])
        page = text_of(administrator.post(url, {"meeting": elsewhere.pk}, follow=True))
        assert "Choose a planned meeting of this group" in page

    def test_closing_asks_for_a_reason(self, administrator: Client, meeting: Meeting) -> None:
        waiting = make.make_waiting(group=meeting.group)
        url = reverse("close_waiting", args=[meeting.group.key, waiting.pk])
        assert "Enter why it comes onto no agenda" in text_of(
            administrator.post(url, {"because": ""})
        )
        administrator.post(url, {"because": "Settled by phone"})
        assert BacklogItem.objects.get().closed_because == "Settled by phone"


class TestConfidential:
    @pytest.fixture
    def merger(self, meeting: Meeting) -> AgendaItem:
        item = make.make_item(
            meeting=meeting,
            title="Proposed merger",
            confidential=True,
            notes="Two teams become one.",
            presenter=make.make_person(name="Margaret Ellis"),
            length=10,
        )
        make.make_item(meeting=meeting, title="Next date")
        return item

    def test_others_read_its_number_and_no_more(self, meeting: Meeting, merger: AgendaItem) -> None:
        page = reading(member(meeting), page_of(meeting))
        assert "4. Confidential item" in page
        assert "5. Next date" in page
        for secret in ("merger", "Two teams", "Margaret Ellis"):
            assert secret not in page

    def test_the_chair_and_who_is_named_read_it(self, meeting: Meeting, merger: AgendaItem) -> None:
        named = member(meeting)
        merger.named.add(named.person)
        for user in (named, member(meeting, MemberRole.CHAIR)):
            page = reading(user, page_of(meeting))
            assert "4. Proposed merger" in page
            assert "Confidential" in page

    def test_the_administrator_sees_what_members_will(
        self, administrator: Client, meeting: Meeting, merger: AgendaItem
    ) -> None:
        assert "The chair sees this item" in text_of(administrator.get(page_of(meeting)))
        url = reverse("agenda_as_members", args=[meeting.pk])
        page = text_of(administrator.get(url))
        assert "4. Confidential item" in page
        assert "merger" not in page

    def test_a_member_is_named_on_the_form(self, administrator: Client, meeting: Meeting) -> None:
        person = member(meeting).person
        chair = member(meeting, MemberRole.CHAIR).person
        url = reverse("add_item", args=[meeting.pk])
        page = text_of(administrator.get(url))
        assert f'value="{person.pk}"' in page
        assert f'value="{chair.pk}"' not in page
        typed = {"title": "Merger", "seen_by": "confidential", "named": [person.pk]}
        administrator.post(url, typed)
        item = AgendaItem.objects.get(title="Merger")
        assert item.confidential
        assert list(item.named.all()) == [person]


@pytest.mark.parametrize("standing", [0, 2])
def test_an_empty_agenda_says_what_waits_and_what_it_can_begin_with_in_ten_queries(
    administrator: Client,
    meeting: Meeting,
    standing: int,
    django_assert_max_num_queries: Any,
) -> None:
    group, proposer = meeting.group, make.make_person()
    empty = make.make_meeting(group=group, starts_at=meeting.starts_at + timedelta(weeks=1))
    for _ in range(standing):
        make.make_standing_item(group=group)
    make.make_waiting(group=group, proposed_by=proposer, proposed_for=empty)
    make.make_waiting(group=group)
    administrator.get(page_of(empty))
    with django_assert_max_num_queries(10):
        page = text_of(administrator.get(page_of(empty)))
    assert "1 proposal for this meeting wait" in page
    offer = "Copy the 2 standing items?" if standing else "Copy the items from"
    assert offer in page
