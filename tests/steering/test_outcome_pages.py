"""Decisions and actions on their pages, and an action that somebody says is done."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from people.models import User
from sites.enums import Role
from steering.enums import MinutesState
from steering.models import Action, Decision, Meeting
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return make.make_meeting(
        starts_at=timezone.now() - timedelta(hours=1),
        announced_at=timezone.now() - timedelta(days=20),
        agenda=("Welcome", "Joint visits"),
    )


def sign_in(client: Client, meeting: Meeting, role: Role) -> Client:
    person = make.make_person()
    make.make_role(person=person, site=meeting.group.site, role=role)
    client.force_login(make.make_user(person=person))
    return client


@pytest.fixture
def administrator(client: Client, meeting: Meeting) -> Client:
    return sign_in(client, meeting, Role.ADMINISTRATOR)


@pytest.fixture
def helen(meeting: Meeting) -> User:
    """A member of the group with an account."""
    person = make.make_person(name="Helen Osei")
    make.make_member(group=meeting.group, person=person)
    return make.make_user(person=person)


def address(name: str, meeting: Meeting, pk: int | None = None) -> str:
    return reverse(name, args=[meeting.pk] if pk is None else [meeting.pk, pk])


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def decisions(meeting: Meeting) -> list[tuple[int | None, int, str]]:
    rows = Decision.objects.filter(meeting=meeting).in_order()
    return list(rows.values_list("agenda_item__position", "ordinal", "text"))


class TestThePage:
    def test_counts_and_numbers_what_was_recorded_in_the_order_of_the_agenda(
        self, administrator: Client, meeting: Meeting
    ) -> None:
        earlier = make.make_meeting(
            group=meeting.group, starts_at=meeting.starts_at - timedelta(days=30)
        )
        visits = meeting.agenda_items.get(position=2)
        make.make_decision(meeting=earlier, text="Of another meeting")
        make.make_decision(meeting=meeting, text="Under no item")
        make.make_decision(meeting=meeting, item=visits, text="The pilot goes on")
        make.make_action(meeting=meeting, item=visits, text="Ask each GP", due_on=date(2020, 1, 2))
        response = administrator.get(address("outcomes", meeting))
        assert [(number, row.text) for number, row in response.context["decisions"]] == [
            ("2.1", "The pilot goes on"),
            ("2.2", "Under no item"),
        ]
        page = text_of(response)
        assert "2 decisions" in page
        assert "1 action<" in page
        assert "2 January 2020" in page
        assert "Overdue" in page
        assert "No owner yet" in page

    def test_a_member_sees_actions_at_once_and_decisions_with_the_minutes(
        self, client: Client, meeting: Meeting, helen: User
    ) -> None:
        make.make_action(meeting=meeting, text="Ask each GP", owner=helen.person)
        make.make_decision(meeting=meeting, text="The pilot goes on")
        minutes = make.make_minutes(meeting=meeting)
        client.force_login(helen)
        before = text_of(client.get(address("outcomes", meeting)))
        assert "Ask each GP" in before
        assert "Mark as done" in before
        assert "The pilot goes on" not in before
        type(minutes).objects.filter(pk=minutes.pk).update(state=MinutesState.CIRCULATED)
        after = text_of(client.get(address("outcomes", meeting)))
        assert "The pilot goes on" in after
        assert ">Change<" not in after

    def test_a_project_manager_changes_actions_and_reads_decisions(
        self, client: Client, meeting: Meeting
    ) -> None:
        sign_in(client, meeting, Role.PROJECT_MANAGER)
        decision = make.make_decision(meeting=meeting)
        action = make.make_action(meeting=meeting)
        page = text_of(client.get(address("outcomes", meeting)))
        assert address("change_action", meeting, action.pk) in page
        assert address("change_decision", meeting, decision.pk) not in page

    @pytest.mark.parametrize("rows", [1, 3, 300])
    def test_reads_as_much_however_many_there_are(
        self,
        administrator: Client,
        meeting: Meeting,
        rows: int,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        for number in range(rows):
            make.make_decision(meeting=meeting, text=f"Decision {number}")
            make.make_action(meeting=meeting, owner=make.make_person())
        with django_assert_num_queries(10):
            administrator.get(address("outcomes", meeting))


class TestDecisions:
    def test_is_added_under_its_item(self, administrator: Client, meeting: Meeting) -> None:
        visits = meeting.agenda_items.get(position=2)
        make.make_decision(meeting=meeting, item=visits, text="The first")
        for item, text in ((str(visits.pk), "The second"), ("", "Under none")):
            added = administrator.post(
                address("add_decision", meeting), {"item": item, "text": text}, follow=True
            )
            assert "The decision is recorded." in text_of(added)
        assert decisions(meeting) == [
            (2, 1, "The first"),
            (2, 2, "The second"),
            (None, 1, "Under none"),
        ]

    def test_an_item_of_another_meeting_is_refused(
        self, administrator: Client, meeting: Meeting
    ) -> None:
        other = make.make_meeting(agenda=("Elsewhere",)).agenda_items.get()
        page = administrator.post(
            address("add_decision", meeting), {"item": str(other.pk), "text": "Kept as typed"}
        )
        assert "Choose one of the list" in text_of(page)
        assert "Kept as typed</textarea>" in text_of(page)
        assert decisions(meeting) == []

    def test_gets_other_words(self, administrator: Client, meeting: Meeting) -> None:
        decision = make.make_decision(meeting=meeting, text="The pilot goes on")
        url = address("change_decision", meeting, decision.pk)
        assert "The pilot goes on</textarea>" in text_of(administrator.get(url))
        changed = administrator.post(url, {"text": "The pilot ends"}, follow=True)
        assert "Decision 1.1 is changed." in text_of(changed)
        empty = administrator.post(url, {"text": " "})
        assert "Enter what was decided" in text_of(empty)
        assert decisions(meeting) == [(None, 1, "The pilot ends")]

    def test_is_removed_after_a_second_look(self, administrator: Client, meeting: Meeting) -> None:
        gone = make.make_decision(meeting=meeting, text="A mistake")
        make.make_decision(meeting=meeting, text="The pilot goes on")
        url = address("remove_decision", meeting, gone.pk)
        look = text_of(administrator.get(url))
        assert "Remove decision 1.1?" in look
        assert "A mistake" in look
        assert len(decisions(meeting)) == 2
        removed = administrator.post(url, follow=True)
        assert "Decision 1.1 is removed." in text_of(removed)
        assert decisions(meeting) == [(None, 1, "The pilot goes on")]

    def test_stays_as_it_is_once_the_minutes_are_approved(
        self, administrator: Client, meeting: Meeting
    ) -> None:
        decision = make.make_decision(meeting=meeting, text="The pilot goes on")
        make.make_minutes(meeting=meeting, state=MinutesState.APPROVED)
        page = text_of(administrator.get(address("outcomes", meeting)))
        assert "These minutes are approved, so they stay as they are." in page
        assert ">Remove<" not in page
        for name in ("change_decision", "remove_decision"):
            refused = administrator.post(
                address(name, meeting, decision.pk), {"text": "The pilot ends"}, follow=True
            )
            assert "These minutes are approved, so they stay as they are." in text_of(refused)
        assert decisions(meeting) == [(None, 1, "The pilot goes on")]


class TestActions:
    def test_is_added_changed_and_removed(
        self, administrator: Client, meeting: Meeting, helen: User
    ) -> None:
        administrator.post(address("add_action", meeting), {"item": "", "text": "Ask the GPs"})
        action = Action.objects.get()
        url = address("change_action", meeting, action.pk)
        changed = administrator.post(
            url,
            {
                "text": "Ask each GP",
                "owner": str(helen.person_id),
                "due_on_day": "18",
                "due_on_month": "December",
                "due_on_year": "2026",
                "done_on_day": "2026-12-10",
            },
            follow=True,
        )
        assert "Action 1.1 is changed." in text_of(changed)
        action.refresh_from_db()
        assert (action.text, action.owner, action.due_on, action.done_on, action.ordinal) == (
            "Ask each GP",
            helen.person,
            date(2026, 12, 18),
            date(2026, 12, 10),
            1,
        )
        administrator.post(address("remove_action", meeting, action.pk))
        assert not Action.objects.exists()

    def test_keeps_an_owner_who_is_no_longer_on_the_group(
        self, administrator: Client, meeting: Meeting
    ) -> None:
        gone = make.make_person(name="Carol Pym")
        action = make.make_action(meeting=meeting, text="Ask the GPs", owner=gone)
        url = address("change_action", meeting, action.pk)
        form = administrator.get(url).context["forms"][0]
        assert form["owner"].value() == gone.pk
        administrator.post(url, {"text": "Ask each GP", "owner": str(gone.pk)})
        action.refresh_from_db()
        assert (action.text, action.owner) == ("Ask each GP", gone)


class TestDone:
    @pytest.fixture
    def action(self, meeting: Meeting, helen: User) -> Action:
        return make.make_action(meeting=meeting, text="Ask each GP", owner=helen.person)

    def test_its_owner_says_so_and_goes_back(
        self, client: Client, meeting: Meeting, helen: User, action: Action
    ) -> None:
        client.force_login(helen)
        back = reverse("minutes", args=[meeting.pk])
        url = reverse("action_done", args=[action.pk])
        asked = text_of(client.get(f"{url}?next={back}"))
        assert "Is this action done?" in asked
        action.refresh_from_db()
        assert action.done_on is None
        done = client.post(url, {"next": back})
        assert done.headers["Location"] == back
        action.refresh_from_db()
        assert action.done_on == timezone.localdate()
        assert "It was marked as done on" in text_of(client.get(url))

    def test_a_note_is_read_by_those_who_follow_it_up(
        self, client: Client, meeting: Meeting, helen: User, action: Action
    ) -> None:
        url = reverse("action_done", args=[action.pk])
        client.force_login(helen)
        too_long = text_of(client.post(url, {"note": "x" * 501}))
        assert "Shorten this to 500 characters" in too_long
        client.post(url, {"note": "Both surgeries said yes"})
        assert "Both surgeries said yes" in text_of(client.get(address("outcomes", meeting)))
        other = make.make_person()
        make.make_member(group=meeting.group, person=other)
        client.force_login(make.make_user(person=other))
        assert "Both surgeries" not in text_of(client.get(address("outcomes", meeting)))
        sign_in(client, meeting, Role.ADMINISTRATOR)
        assert "Both surgeries said yes" in text_of(client.get(address("outcomes", meeting)))

    @pytest.mark.parametrize("way", ["https://elsewhere.example/", "//elsewhere.example/", ""])
    def test_nobody_is_led_to_another_site(
        self, client: Client, meeting: Meeting, helen: User, action: Action, way: str
    ) -> None:
        client.force_login(helen)
        done = client.post(reverse("action_done", args=[action.pk]), {"next": way})
        assert done.headers["Location"] == address("outcomes", meeting)

    def test_whoever_may_not_open_the_meeting_goes_home(
        self, client: Client, meeting: Meeting, helen: User, action: Action
    ) -> None:
        Meeting.objects.filter(pk=meeting.pk).update(announced_at=None)
        client.force_login(helen)
        done = client.post(reverse("action_done", args=[action.pk]))
        assert done.headers["Location"] == "/"

    def test_another_member_may_not(self, client: Client, meeting: Meeting, action: Action) -> None:
        other = make.make_person()
        make.make_member(group=meeting.group, person=other)
        client.force_login(make.make_user(person=other))
        assert client.post(reverse("action_done", args=[action.pk])).status_code == 403
        action.refresh_from_db()
        assert action.done_on is None


class TestConfidentialItems:
    """What came of a confidential item is for the administrator, the chair and those named."""

    @pytest.fixture
    def secret(self, meeting: Meeting) -> tuple[Action, Action]:
        item = make.make_item(meeting=meeting, confidential=True)
        first = make.make_action(meeting=meeting, text="Speak to both teams", item=item)
        return first, make.make_action(meeting=meeting, text="Book the room")

    def test_a_member_reads_the_others_under_their_own_numbers(
        self, client: Client, helen: User, meeting: Meeting, secret: tuple[Action, Action]
    ) -> None:
        client.force_login(helen)
        page = text_of(client.get(address("outcomes", meeting)))
        assert "Speak to both teams" not in page
        assert "Book the room" in page
        assert ">1.2</th>" in page

    def test_a_project_manager_cannot_change_what_is_confidential(
        self, client: Client, meeting: Meeting, secret: tuple[Action, Action]
    ) -> None:
        sign_in(client, meeting, Role.PROJECT_MANAGER)
        assert client.get(address("change_action", meeting, secret[0].pk)).status_code == 404
        assert client.post(address("remove_action", meeting, secret[0].pk)).status_code == 404
        assert client.get(address("change_action", meeting, secret[1].pk)).status_code == 200

    def test_the_owner_keeps_their_own(
        self, client: Client, helen: User, meeting: Meeting, secret: tuple[Action, Action]
    ) -> None:
        Action.objects.filter(pk=secret[0].pk).update(owner=helen.person)
        client.force_login(helen)
        assert "Speak to both teams" in text_of(client.get(address("outcomes", meeting)))
