"""What members replied is filled into the register, and recorded when the administrator saves."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import Person
from sites.enums import Role
from steering.enums import Answer
from steering.models import Attendance, Meeting
from steering.services.replies import Said, reply
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return make.make_meeting(starts_at=timezone.now() - timedelta(minutes=5))


@pytest.fixture
def administrator(client: Client, meeting: Meeting) -> Client:
    person = make.make_person()
    make.make_role(person=person, site=meeting.group.site, role=Role.ADMINISTRATOR)
    client.force_login(make.make_user(person=person))
    return client


@pytest.fixture
def ruth(meeting: Meeting) -> Person:
    return replied(meeting, "Ruth Adeyemi", Answer.APOLOGIES)


@pytest.fixture
def colin(meeting: Meeting) -> Person:
    return replied(meeting, "Colin Frost", Answer.DEPUTY)


@pytest.fixture
def amy(meeting: Meeting) -> Person:
    return replied(meeting, "Amy Rudd", Answer.COMING)


def replied(meeting: Meeting, name: str, answer: Answer) -> Person:
    person = make.make_member(group=meeting.group, person=make.make_person(name=name)).person
    said = Said(
        answer=answer,
        starts_at=meeting.starts_at,
        deputy_name="Joanne Bell",
        deputy_email="joanne@example.org",
    )
    before = meeting.starts_at - timedelta(days=1)
    reply(meeting=meeting, person=person, said=said, now=before)
    return person


def address(name: str, meeting: Meeting) -> str:
    return reverse(name, args=[meeting.pk])


def as_drawn(page: str) -> dict[str, str]:
    """What the register's form sends when nobody touches it."""
    inside = page[page.index('id="register"') : page.index("Save the register</button>")]
    sent = {}
    for one in re.findall(r"<input[^>]*>", inside):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', one))
        if attributes["type"] != "radio" or "checked" in one:
            sent[attributes["name"]] = attributes.get("value", "")
    return sent


def recorded(meeting: Meeting) -> set[tuple[str, str, str | None]]:
    rows = Attendance.objects.filter(meeting=meeting)
    return set(rows.values_list("person__name", "status", "on_behalf_of__name"))


@pytest.mark.usefixtures("ruth", "colin", "amy")
def test_apologies_and_deputies_are_filled_in_and_recorded_on_saving(
    administrator: Client, meeting: Meeting
) -> None:
    page = administrator.get(address("register", meeting)).text
    assert "2 members replied that they cannot come or send somebody" in page
    assert recorded(meeting) == set()

    administrator.post(address("save_register", meeting), as_drawn(page))

    assert recorded(meeting) == {
        ("Ruth Adeyemi", "apologies", None),
        ("Colin Frost", "apologies", None),
        ("Joanne Bell", "deputy", "Colin Frost"),
    }
    assert Person.objects.filter(name="Joanne Bell").count() == 1
    assert (
        "replied that they cannot come" not in administrator.get(address("register", meeting)).text
    )


@pytest.mark.usefixtures("ruth", "colin", "amy")
def test_everyone_else_is_here(administrator: Client, meeting: Meeting) -> None:
    assert "Everyone else is here" in administrator.get(address("register", meeting)).text

    page = administrator.post(address("everyone_present", meeting), follow=True).text

    assert recorded(meeting) == {("Amy Rudd", "present", None)}
    assert "Everyone else is here" not in page
    assert "2 members replied that they cannot come" in page


def test_who_came_after_all_is_recorded_as_here(
    administrator: Client, meeting: Meeting, ruth: Person
) -> None:
    page = administrator.get(address("register", meeting)).text

    sent = as_drawn(page) | {f"{ruth.pk}-state": "present"}
    administrator.post(address("save_register", meeting), sent)

    assert recorded(meeting) == {("Ruth Adeyemi", "present", None)}


def test_what_is_recorded_comes_before_what_was_replied(
    administrator: Client, meeting: Meeting, ruth: Person
) -> None:
    make.make_attendance(meeting=meeting, person=ruth)

    page = administrator.get(address("register", meeting)).text

    assert as_drawn(page)[f"{ruth.pk}-state"] == "present"
    assert "replied that they cannot come" not in page
