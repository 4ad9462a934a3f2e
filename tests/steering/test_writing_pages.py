"""The page on which minutes are written: nothing typed is lost, whatever goes wrong."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from people.models import Person, User
from sites.enums import Role
from steering.enums import AttendanceStatus, MinutesState
from steering.models import Action, AgendaItem, Decision, Meeting, MinutesText
from tests import make

HINT = "<strong>No names or details of families belong here.</strong>"
BY_SCRIPT = {"HX-Request": "true"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return make.make_meeting(
        starts_at=timezone.now() - timedelta(hours=1), agenda=("Welcome", "Joint visits")
    )


@pytest.fixture
def welcome(meeting: Meeting) -> AgendaItem:
    return meeting.agenda_items.get(position=1)


@pytest.fixture
def visits(meeting: Meeting) -> AgendaItem:
    return meeting.agenda_items.get(position=2)


@pytest.fixture
def administrator(client: Client, meeting: Meeting) -> Client:
    person = make.make_person()
    make.make_role(person=person, site=meeting.group.site, role=Role.ADMINISTRATOR)
    client.force_login(make.make_user(person=person))
    return client


def address(name: str, meeting: Meeting) -> str:
    return reverse(name, args=[meeting.pk])


def signed_in(client: Client) -> Person:
    person = User.objects.get(pk=client.session["_auth_user_id"]).person
    assert person is not None
    return person


def typed(item: AgendaItem | None, text: str, version: int = 0, **more: str) -> dict[str, str]:
    """What the page sends for one text."""
    key = f"item-{item.pk}" if item else "whole"
    sent = {f"{key}-text": text, f"{key}-version": str(version)}
    return sent | {f"{key}-{name}": value for name, value in more.items()}


def decision(item: AgendaItem, text: str) -> dict[str, str]:
    return {f"item-{item.pk}-decision-text": text}


def action(item: AgendaItem, text: str, *, owner: str = "", due: str = "") -> dict[str, str]:
    """What the page sends for a new action; `due` is pasted whole into the day."""
    key = f"item-{item.pk}-action"
    names = ("text", "owner", "due_on_day", "due_on_month", "due_on_year")
    return {
        f"{key}-{name}": value
        for name, value in zip(names, (text, owner, due, "", ""), strict=True)
    }


def texts(meeting: Meeting) -> list[tuple[str | None, str, int]]:
    rows = MinutesText.objects.filter(minutes__meeting=meeting)
    in_order = rows.order_by("agenda_item__position")
    return list(in_order.values_list("agenda_item__title", "text", "version"))


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


class TestThePage:
    def test_each_item_has_its_text_and_what_was_recorded(
        self, administrator: Client, meeting: Meeting, welcome: AgendaItem, visits: AgendaItem
    ) -> None:
        make.make_minutes(meeting=meeting, item=visits, text="\nFourteen visits.\n")
        make.make_decision(meeting=meeting, item=visits, text="The pilot goes on")
        make.make_action(meeting=meeting, item=visits, text="Ask the GPs")
        response = administrator.get(address("write_minutes", meeting))
        page = text_of(response)
        assert [part.part.title for part in response.context["parts"]] == [
            "Welcome",
            "Joint visits",
        ]
        assert ">\n\nFourteen visits.\n</textarea>" in response.content.decode()
        assert f'name="item-{visits.pk}-version" value="1"' in page
        assert "<strong>Decision 1.1</strong>" in page
        assert "<strong>Action 1.1</strong>" in page
        assert "No owner yet" in page
        assert HINT in page

    def test_without_an_agenda_there_is_one_text(self, administrator: Client) -> None:
        meeting = make.make_meeting(starts_at=timezone.now() - timedelta(hours=1))
        make.make_role(
            person=signed_in(administrator),
            site=meeting.group.site,
            role=Role.ADMINISTRATOR,
        )
        administrator.post(address("save_minutes", meeting), typed(None, "We met."))
        assert texts(meeting) == [(None, "We met.", 1)]

    def test_a_whole_text_beside_an_agenda_stays_in_reach(
        self, administrator: Client, meeting: Meeting
    ) -> None:
        make.make_minutes(meeting=meeting, text="Taken over from a file.")
        response = administrator.get(address("write_minutes", meeting))
        assert next(part.key for part in response.context["parts"]) == "whole"
        administrator.post(address("save_minutes", meeting), typed(None, "Corrected.", 1))
        assert texts(meeting) == [(None, "Corrected.", 2)]

    def test_who_may_take_on_an_action(self, administrator: Client, meeting: Meeting) -> None:
        day = timezone.localdate()
        for name, left_on in (("Ruth Adeyemi", None), ("Carol Pym", day)):
            make.make_member(
                group=meeting.group, person=make.make_person(name=name), left_on=left_on
            )
        make.make_attendance(
            meeting=meeting,
            person=make.make_person(name="Neil Draper"),
            status=AttendanceStatus.IN_ATTENDANCE,
        )
        response = administrator.get(address("write_minutes", meeting))
        owner = response.context["parts"][0].action.fields["owner"]
        assert [label for _, label in owner.choices] == [
            "No owner yet",
            "Neil Draper",
            "Ruth Adeyemi",
        ]


class TestOneButton:
    def test_saves_everything_that_was_typed(
        self, administrator: Client, meeting: Meeting, welcome: AgendaItem, visits: AgendaItem
    ) -> None:
        owner = make.make_person(name="Helen Osei")
        make.make_member(group=meeting.group, person=owner)
        response = administrator.post(
            address("save_minutes", meeting),
            typed(welcome, "Ruth welcomed everybody.")
            | typed(visits, "  Fourteen visits.\r\n\r\nNine with one plan.\r\n")
            | decision(visits, "The pilot goes on")
            | action(visits, "Ask each GP", owner=str(owner.pk), due="18 December 2026")
            | action(welcome, "")
            | {"at": f"item-{visits.pk}"},
            follow=True,
        )
        assert response.redirect_chain == [
            (f"{address('write_minutes', meeting)}#item-{visits.pk}", 302)
        ]
        assert texts(meeting) == [
            ("Welcome", "Ruth welcomed everybody.", 1),
            ("Joint visits", "  Fourteen visits.\n\nNine with one plan.\n", 1),
        ]
        assert list(Decision.objects.values_list("agenda_item", "ordinal", "text")) == [
            (visits.pk, 1, "The pilot goes on")
        ]
        assert list(Action.objects.values_list("agenda_item", "text", "owner", "due_on")) == [
            (visits.pk, "Ask each GP", owner.pk, date(2026, 12, 18))
        ]

    def test_pasted_text_is_never_cut(
        self, administrator: Client, meeting: Meeting, welcome: AgendaItem
    ) -> None:
        text = "“Wörd” 🙂 " * 300_000
        administrator.post(address("save_minutes", meeting), typed(welcome, text))
        assert texts(meeting) == [("Welcome", text, 1)]

    def test_what_is_wrong_stays_and_the_rest_is_saved(
        self, administrator: Client, meeting: Meeting, welcome: AgendaItem, visits: AgendaItem
    ) -> None:
        response = administrator.post(
            address("save_minutes", meeting),
            typed(welcome, "Ruth welcomed everybody.")
            | typed(visits, "")
            | action(visits, "Ask each GP", due="31 February 2027")
            | decision(visits, "The pilot goes on"),
        )
        page = text_of(response)
        assert "<title>Error:" in page
        assert "Enter a real date, such as 24 11 2026" in page
        assert "Ask each GP</textarea>" in page
        assert 'value="31 February 2027"' in page
        assert texts(meeting) == [("Welcome", "Ruth welcomed everybody.", 1)]
        assert f'name="item-{welcome.pk}-version" value="1"' in page
        assert [row.text for row in Decision.objects.all()] == ["The pilot goes on"]
        assert not Action.objects.exists()
        again = administrator.post(
            address("save_minutes", meeting),
            typed(welcome, "Ruth welcomed everybody.", 1)
            | action(visits, "Ask each GP", due="28 February 2027")
            | decision(visits, ""),
        )
        assert again.status_code == 302
        assert [row.due_on for row in Action.objects.all()] == [date(2027, 2, 28)]
        assert Decision.objects.count() == 1

    def test_a_meeting_that_has_not_come_takes_nothing_and_loses_nothing(
        self, administrator: Client, meeting: Meeting, welcome: AgendaItem
    ) -> None:
        Meeting.objects.filter(pk=meeting.pk).update(
            starts_at=timezone.now() + timedelta(days=2), ends_at=timezone.now() + timedelta(days=3)
        )
        page = text_of(administrator.get(address("write_minutes", meeting)))
        assert "Its register and minutes open on that day." in page
        assert "<textarea" not in page
        refused = administrator.post(address("save_minutes", meeting), typed(welcome, "Too soon"))
        assert "Not saved: The meeting is on" in text_of(refused)
        assert "Too soon</textarea>" in text_of(refused)

    def test_approved_minutes_refuse_and_what_was_typed_stays_on_the_page(
        self, administrator: Client, meeting: Meeting, welcome: AgendaItem
    ) -> None:
        make.make_minutes(meeting=meeting, item=welcome, state=MinutesState.APPROVED)
        read = text_of(administrator.get(address("write_minutes", meeting)))
        assert "These minutes are approved, so they stay as they are." in read
        assert "<textarea" not in read
        refused = administrator.post(
            address("save_minutes", meeting), typed(welcome, "Thirty-one, not thirteen", 1)
        )
        assert "Not saved: These minutes are approved" in text_of(refused)
        assert "Thirty-one, not thirteen</textarea>" in text_of(refused)
        assert texts(meeting) == [("Welcome", "We met.", 1)]

    def test_whoever_was_signed_out_gets_the_texts_back(
        self, client: Client, meeting: Meeting, welcome: AgendaItem
    ) -> None:
        response = client.post(
            address("save_minutes", meeting), typed(welcome, "An hour of typing")
        )
        assert response.status_code == 403
        assert "You were signed out, so nothing was saved" in text_of(response)
        assert "An hour of typing</textarea>" in text_of(response)
        assert texts(meeting) == []


class TestTwoEditors:
    @pytest.fixture
    def stale(self, administrator: Client, meeting: Meeting, welcome: AgendaItem) -> Any:
        make.make_minutes(meeting=meeting, item=welcome, text="Hers")
        return administrator.post(address("save_minutes", meeting), typed(welcome, "Mine"))

    def test_both_texts_are_on_the_page_and_hers_stands(
        self, stale: Any, meeting: Meeting, welcome: AgendaItem
    ) -> None:
        page = text_of(stale)
        assert "<title>Error:" in page
        assert "Somebody else changed this text while you were writing" in page
        assert 'aria-label="Their text">Hers</div>' in page
        assert "Mine</textarea>" in page
        assert texts(meeting) == [("Welcome", "Hers", 1)]

    @pytest.mark.parametrize(
        ("how", "stands"),
        [
            ("mine:1", ("Welcome", "Mine", 2)),
            ("theirs:1", ("Welcome", "Hers", 1)),
            ("both:1", ("Welcome", "Mine\n\nHers", 2)),
        ],
    )
    def test_the_second_says_which_is_to_stand(
        self,
        client: Client,
        stale: Any,
        welcome: AgendaItem,
        how: str,
        stands: tuple[str, str, int],
    ) -> None:
        meeting = welcome.meeting
        assert f'name="item-{welcome.pk}-settle" value="{how}"' in text_of(stale)
        response = client.post(address("save_minutes", meeting), typed(welcome, "Mine", settle=how))
        assert response.status_code == 302
        assert texts(meeting) == [stands]

    def test_an_answer_to_an_older_question_is_asked_again(
        self, administrator: Client, stale: Any, meeting: Meeting, welcome: AgendaItem
    ) -> None:
        administrator.post(address("save_minutes", meeting), typed(welcome, "Hers, longer", 1))
        again = administrator.post(
            address("save_minutes", meeting), typed(welcome, "Mine", settle="mine:1")
        )
        assert 'aria-label="Their text">Hers, longer</div>' in text_of(again)
        assert texts(meeting) == [("Welcome", "Hers, longer", 2)]

    def test_by_itself_a_page_never_saves_over_a_text_it_has_not_seen(
        self, administrator: Client, stale: Any, meeting: Meeting, welcome: AgendaItem
    ) -> None:
        for _ in range(2):
            response = administrator.post(
                address("save_minutes", meeting), typed(welcome, "Mine"), headers=BY_SCRIPT
            )
            assert 'aria-label="Their text">Hers</div>' in text_of(response)
            assert f'name="item-{welcome.pk}-version"' not in text_of(response)
            assert state_of(response)["ok"] is False
        assert texts(meeting) == [("Welcome", "Hers", 1)]


def state_of(response: Any) -> dict[str, Any]:
    state: dict[str, Any] = json.loads(response.headers["HX-Trigger"])["minutes:state"]
    return state


class TestByItself:
    def test_one_text_is_saved_and_its_version_comes_back(
        self, administrator: Client, meeting: Meeting, welcome: AgendaItem, visits: AgendaItem
    ) -> None:
        response = administrator.post(
            address("save_minutes", meeting), typed(welcome, "Ruth"), headers=BY_SCRIPT
        )
        page = text_of(response)
        assert "<html" not in page
        assert f'name="item-{welcome.pk}-version" value="1" hx-swap-oob="true"' in page
        assert f"item-{visits.pk}" not in page
        assert (state_of(response)["words"], state_of(response)["ok"]) == ("Saved", True)
        assert texts(meeting) == [("Welcome", "Ruth", 1)]

    def test_a_decision_comes_back_with_every_number_that_it_moves(
        self, administrator: Client, meeting: Meeting, welcome: AgendaItem, visits: AgendaItem
    ) -> None:
        make.make_decision(meeting=meeting, item=visits, text="The pilot goes on")
        page = text_of(
            administrator.post(
                address("save_minutes", meeting),
                decision(welcome, "The minutes are confirmed"),
                headers=BY_SCRIPT,
            )
        )
        assert page.count('hx-swap-oob="true"') == 2
        assert page.index("Decision 1.1") < page.index("The minutes are confirmed")
        assert page.index("Decision 1.2") < page.index("The pilot goes on")
        assert f'id="item-{welcome.pk}-adding"' in page

    def test_an_action_without_words_is_asked_for(
        self, administrator: Client, meeting: Meeting, welcome: AgendaItem
    ) -> None:
        response = administrator.post(
            address("save_minutes", meeting), action(welcome, ""), headers=BY_SCRIPT
        )
        assert "Enter what is to be done" in text_of(response)
        assert state_of(response)["words"] == "Not saved: see what is missing"
        assert not Action.objects.exists()

    def test_what_is_refused_is_said(
        self, administrator: Client, meeting: Meeting, welcome: AgendaItem
    ) -> None:
        make.make_minutes(meeting=meeting, item=welcome, state=MinutesState.APPROVED)
        response = administrator.post(
            address("save_minutes", meeting), typed(welcome, "New", 1), headers=BY_SCRIPT
        )
        assert state_of(response)["words"].startswith("Not saved: These minutes are approved")
        assert response.content == b""

    @pytest.mark.parametrize(
        ("state", "by_itself"),
        [
            (MinutesState.DRAFT, True),
            (MinutesState.WITH_CHAIR, True),
            (MinutesState.CIRCULATED, False),
        ],
    )
    def test_what_members_read_is_saved_by_the_button_alone(
        self, administrator: Client, meeting: Meeting, state: MinutesState, by_itself: bool
    ) -> None:
        make.make_minutes(meeting=meeting, state=state)
        page = text_of(administrator.get(address("write_minutes", meeting)))
        assert ("data-saves-itself" in page) is by_itself
        assert ("input changed delay:1s" in page) is by_itself
        assert ("becomes version 2" in page) is not by_itself


class TestTheChair:
    def test_there_and_back(self, administrator: Client, meeting: Meeting) -> None:
        minutes = make.make_minutes(meeting=meeting)
        there = administrator.post(address("send_to_chair", meeting), follow=True)
        assert "The minutes are marked as with the chair." in text_of(there)
        minutes.refresh_from_db()
        assert minutes.state == MinutesState.WITH_CHAIR
        back = administrator.post(address("take_back", meeting), follow=True)
        assert "The minutes are a draft again." in text_of(back)

    def test_a_refusal_is_a_sentence(self, administrator: Client, meeting: Meeting) -> None:
        make.make_minutes(meeting=meeting, text="")
        page = administrator.post(address("send_to_chair", meeting), follow=True)
        assert "Nothing is written yet. Write the minutes first." in text_of(page)

    def test_without_minutes_there_is_nothing_to_send(
        self, administrator: Client, meeting: Meeting
    ) -> None:
        page = administrator.post(address("send_to_chair", meeting), follow=True)
        assert "Nothing is written yet. Write the minutes first." in text_of(page)


@pytest.mark.parametrize("items", [1, 3, 300])
def test_the_page_reads_as_much_whatever_was_written(
    administrator: Client, items: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    meeting = make.make_meeting(
        starts_at=timezone.now() - timedelta(hours=1),
        agenda=tuple(f"Item {number}" for number in range(items)),
    )
    make.make_role(
        person=signed_in(administrator), site=meeting.group.site, role=Role.ADMINISTRATOR
    )
    minutes = make.make_minutes(meeting=meeting)
    owner = make.make_person()
    make.make_member(group=meeting.group, person=owner)
    for item in meeting.agenda_items.all():
        MinutesText.objects.create(minutes=minutes, agenda_item=item, text="Said.")
        make.make_decision(meeting=meeting, item=item)
        make.make_action(meeting=meeting, item=item, owner=owner)
    with django_assert_num_queries(9):
        administrator.get(address("write_minutes", meeting))
