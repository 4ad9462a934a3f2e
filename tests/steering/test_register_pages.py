"""The register on its page, with one button for all of it and row by row."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from people.models import Person
from sites.enums import Role
from steering.enums import AttendanceStatus, Capacity, MinutesState
from steering.models import Attendance, Meeting, SteeringGroup
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> SteeringGroup:
    return make.make_group(quorum="50%", name="Northfield steering group")


@pytest.fixture
def meeting(group: SteeringGroup) -> Meeting:
    return make.make_meeting(group=group, starts_at=timezone.now() - timedelta(minutes=5))


@pytest.fixture
def administrator(client: Client, group: SteeringGroup) -> Client:
    person = make.make_person()
    make.make_role(person=person, site=group.site, role=Role.ADMINISTRATOR)
    client.force_login(make.make_user(person=person))
    return client


@pytest.fixture
def ruth(group: SteeringGroup) -> Person:
    return member(group, "Ruth Adeyemi")


@pytest.fixture
def colin(group: SteeringGroup) -> Person:
    return member(group, "Colin Frost")


def member(
    group: SteeringGroup, name: str, *, capacity: Capacity = Capacity.PROFESSIONAL
) -> Person:
    person = make.make_person(name=name)
    make.make_member(group=group, person=person, capacity=capacity)
    return person


def address(name: str, meeting: Meeting, person: Person | None = None) -> str:
    return reverse(name, args=[meeting.pk, person.pk] if person else [meeting.pk])


def row(
    person: Person, state: str, *, was: str = "", deputy: str = "", deputy_was: str = ""
) -> dict[str, str]:
    """What the page sends for one member: what is chosen, and what it began with."""
    return {
        f"{person.pk}-state": state,
        f"{person.pk}-deputy": deputy,
        f"initial-{person.pk}-state": was,
        f"initial-{person.pk}-deputy": deputy_was,
    }


def recorded(meeting: Meeting) -> set[tuple[str, str, str | None]]:
    rows = Attendance.objects.filter(meeting=meeting)
    return set(rows.values_list("person__name", "status", "on_behalf_of__name"))


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


class TestWithoutJavaScript:
    def test_everyone_is_here_and_then_the_exceptions(
        self, administrator: Client, meeting: Meeting, ruth: Person, colin: Person
    ) -> None:
        everyone = administrator.post(address("everyone_present", meeting), follow=True)
        assert everyone.redirect_chain == [(address("register", meeting), 302)]
        assert "2 members are recorded as here." in text_of(everyone)
        assert "Quorate, 2 of 2 here" in text_of(everyone)
        saved = administrator.post(
            address("save_register", meeting),
            row(ruth, "apologies", was="present")
            | row(colin, "deputy", was="present", deputy="Joanne Bell"),
            follow=True,
        )
        assert saved.redirect_chain == [(address("register", meeting), 302)]
        assert "The register is saved." in text_of(saved)
        assert "Quorate, 1 of 2 here" in text_of(saved)
        assert recorded(meeting) == {
            ("Ruth Adeyemi", "apologies", None),
            ("Colin Frost", "apologies", None),
            ("Joanne Bell", "deputy", "Colin Frost"),
        }

    def test_what_somebody_else_recorded_meanwhile_stays(
        self, administrator: Client, meeting: Meeting, ruth: Person, colin: Person
    ) -> None:
        make.make_attendance(meeting=meeting, person=colin, status=AttendanceStatus.ABSENT)
        administrator.post(address("save_register", meeting), row(ruth, "present") | row(colin, ""))
        assert recorded(meeting) == {
            ("Ruth Adeyemi", "present", None),
            ("Colin Frost", "absent", None),
        }

    def test_another_deputy_takes_the_place_of_the_first(
        self, administrator: Client, meeting: Meeting, colin: Person
    ) -> None:
        joanne = make.make_person(name="Joanne Bell")
        make.make_attendance(meeting=meeting, person=colin, status=AttendanceStatus.APOLOGIES)
        make.make_attendance(
            meeting=meeting, person=joanne, status=AttendanceStatus.DEPUTY, on_behalf_of=colin
        )
        administrator.post(
            address("save_register", meeting),
            row(colin, "deputy", was="deputy", deputy="Sam Reed", deputy_was="Joanne Bell"),
        )
        assert recorded(meeting) == {
            ("Colin Frost", "apologies", None),
            ("Sam Reed", "deputy", "Colin Frost"),
        }

    def test_a_deputy_without_a_name_is_asked_for_and_nothing_typed_is_lost(
        self, administrator: Client, meeting: Meeting, ruth: Person, colin: Person
    ) -> None:
        response = administrator.post(
            address("save_register", meeting),
            row(ruth, "absent") | row(colin, "deputy"),
        )
        page = text_of(response)
        assert "<title>Error:" in page
        assert f'href="#id_{colin.pk}-deputy">Enter who came for Colin Frost</a>' in page
        assert recorded(meeting) == set()
        for person, place in ((ruth, 2), (colin, 3)):
            assert f'id="id_{person.pk}-state_{place}" class="govuk-radios__input" checked' in page

    def test_what_the_service_refuses_is_said_on_the_page(
        self, administrator: Client, meeting: Meeting, ruth: Person, colin: Person
    ) -> None:
        response = administrator.post(
            address("save_register", meeting),
            row(ruth, "absent") | row(colin, "deputy", deputy="Ruth Adeyemi"),
        )
        assert "Ruth Adeyemi is a member, so cannot stand in for Colin Frost." in text_of(response)
        assert recorded(meeting) == set()

    def test_a_saving_without_a_change_says_so(
        self, administrator: Client, meeting: Meeting, ruth: Person
    ) -> None:
        response = administrator.post(address("save_register", meeting), row(ruth, ""), follow=True)
        assert "Nothing was changed, so nothing is saved." in text_of(response)

    def test_somebody_in_attendance_comes_and_goes(
        self, administrator: Client, meeting: Meeting, ruth: Person
    ) -> None:
        url = address("add_to_register", meeting)
        added = administrator.post(url, {"name": "Neil Draper"}, follow=True)
        assert "Neil Draper is recorded as in attendance." in text_of(added)
        assert recorded(meeting) == {("Neil Draper", "in_attendance", None)}
        neil = Person.objects.get(name="Neil Draper")
        administrator.post(address("remove_from_register", meeting, neil))
        assert recorded(meeting) == set()
        refused = administrator.post(url, {"name": "ruth adeyemi"})
        assert "Ruth Adeyemi is a member: record them as here" in text_of(refused)
        assert 'value="ruth adeyemi"' in text_of(refused)


class TestRowByRow:
    def test_the_answer_is_the_state_of_the_row_and_the_counts(
        self, administrator: Client, meeting: Meeting, ruth: Person, colin: Person
    ) -> None:
        response = administrator.post(
            address("record_attendance", meeting, ruth),
            {f"{ruth.pk}-state": "present", f"{ruth.pk}-deputy": ""},
            headers={"HX-Request": "true"},
        )
        page = text_of(response)
        assert "<html" not in page
        assert f'id="kept-{ruth.pk}"' in page
        assert f'name="initial-{ruth.pk}-state" value="present"' in page
        assert "Saved " in page
        assert 'id="counts" role="status" hx-swap-oob="true"' in page
        assert "Quorate, 1 of 2 here" in page
        assert recorded(meeting) == {("Ruth Adeyemi", "present", None)}

    def test_a_refusal_leaves_the_register_as_it_was(
        self, administrator: Client, meeting: Meeting, ruth: Person, colin: Person
    ) -> None:
        response = administrator.post(
            address("record_attendance", meeting, colin),
            {f"{colin.pk}-state": "deputy", f"{colin.pk}-deputy": "Ruth Adeyemi"},
        )
        page = text_of(response)
        assert 'role="alert"' in page
        assert "Ruth Adeyemi is a member, so cannot stand in for Colin Frost." in page
        assert "Saved " not in page
        assert recorded(meeting) == set()

    def test_somebody_who_is_no_member_has_no_row(
        self, administrator: Client, meeting: Meeting
    ) -> None:
        url = address("record_attendance", meeting, make.make_person())
        assert administrator.post(url).status_code == 404


class TestWhenNothingCanBeRecorded:
    def test_before_the_day_the_page_says_when(
        self, administrator: Client, group: SteeringGroup, ruth: Person
    ) -> None:
        meeting = make.make_meeting(group=group, starts_at=timezone.now() + timedelta(days=3))
        page = administrator.get(address("register", meeting))
        assert "Its register and minutes open on that day." in text_of(page)
        assert "<fieldset" not in text_of(page)
        refused = administrator.post(address("everyone_present", meeting), follow=True)
        assert "Its register and minutes open on that day." in text_of(refused)
        assert recorded(meeting) == set()

    def test_after_approval_it_is_to_read(
        self, administrator: Client, meeting: Meeting, ruth: Person
    ) -> None:
        make.make_attendance(meeting=meeting, person=ruth, status=AttendanceStatus.ABSENT)
        make.make_minutes(meeting=meeting, state=MinutesState.APPROVED)
        page = text_of(administrator.get(address("register", meeting)))
        assert "These minutes are approved, so they stay as they are." in page
        assert "<td>Absent</td>" in page
        assert "<fieldset" not in page


def test_a_young_carer_is_a_group_member_and_nothing_tells_more(
    administrator: Client, meeting: Meeting, group: SteeringGroup
) -> None:
    for capacity in Capacity:
        person = member(group, f"Person as {len(capacity)}", capacity=capacity)
        make.make_attendance(meeting=meeting, person=person)
    make.make_action(meeting=meeting, owner=person)
    pages = [
        text_of(administrator.get(address(name, meeting))).lower()
        for name in ("register", "write_minutes", "outcomes")
    ]
    assert "group member" in pages[0]
    for page in pages:
        for word in ("carer", "service user", "service_user", "representative", "capacity"):
            assert word not in page


@pytest.mark.parametrize("members", [1, 3, 300])
def test_the_page_reads_as_much_whatever_the_size_of_the_group(
    administrator: Client,
    meeting: Meeting,
    group: SteeringGroup,
    members: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(members):
        person = member(group, f"Member {number}")
        make.make_attendance(meeting=meeting, person=person)
    with django_assert_num_queries(REGISTER_QUERIES):
        administrator.get(address("register", meeting))


REGISTER_QUERIES = 9
