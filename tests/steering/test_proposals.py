"""Members propose agenda items by a link of their own."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from people.models import Person
from steering.links import Purpose, personal_link
from steering.models import BacklogItem, Meeting
from steering.services.proposals import MOST
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return make.make_meeting(
        starts_at=timezone.now() + timedelta(weeks=4), announced_at=timezone.now()
    )


@pytest.fixture
def amy(meeting: Meeting) -> Person:
    return make.make_member(group=meeting.group, person=make.make_person(name="Amy Rudd")).person


@pytest.fixture
def link(meeting: Meeting, amy: Person) -> str:
    address = personal_link(Purpose.PROPOSE, meeting=meeting, person=amy)
    return address[address.index("/propose/") :]


TYPED = {
    "title": "Young carers’ forum",
    "why": "They asked us.",
    "length": "15",
    "brings_paper": "on",
}


def test_looking_proposes_nothing_and_a_press_does(
    client: Client, meeting: Meeting, amy: Person, link: str
) -> None:
    assert "Propose an agenda item" in client.get(link).text
    assert BacklogItem.objects.count() == 0
    page = client.post(link, TYPED, follow=True).text
    assert "Your proposal has arrived" in page
    waiting = BacklogItem.objects.open().get()
    assert (waiting.proposed_by, waiting.proposed_for, waiting.group) == (
        amy,
        meeting,
        meeting.group,
    )
    assert (waiting.title, waiting.notes, waiting.length, waiting.brings_paper) == (
        "Young carers’ forum",
        "They asked us.",
        15,
        True,
    )


def test_pressing_twice_proposes_once(client: Client, link: str) -> None:
    client.post(link, TYPED)
    client.post(link, TYPED | {"length": "20"})
    assert BacklogItem.objects.get().length == 20


def test_nothing_typed_is_lost(client: Client, link: str) -> None:
    page = client.post(link, TYPED | {"title": "", "length": "x"}).text
    assert "Enter what the group should talk about" in page
    assert "Enter the minutes as a whole number" in page
    assert "They asked us." in page


def test_a_link_fills_no_backlog(client: Client, link: str) -> None:
    for number in range(MOST):
        client.post(link, TYPED | {"title": f"Item {number}"})
    assert f"You have proposed {MOST} items" in client.post(link, TYPED).text


def test_a_link_to_reply_proposes_nothing(client: Client, meeting: Meeting, amy: Person) -> None:
    address = personal_link(Purpose.REPLY, meeting=meeting, person=amy)
    token = address.rstrip("/").rpartition("/")[2]
    assert client.post(f"/propose/{token}/", TYPED).status_code == 404
    assert BacklogItem.objects.count() == 0


def test_whoever_left_proposes_nothing(client: Client, meeting: Meeting, link: str) -> None:
    meeting.group.memberships.update(left_on=timezone.localdate())
    assert client.post(link, TYPED).status_code == 410
    assert BacklogItem.objects.count() == 0
