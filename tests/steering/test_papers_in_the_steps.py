"""The agenda's step and the Next panel say which papers are not in."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import Person
from sites.enums import Role
from steering.models import Meeting
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(client: Client) -> Meeting:
    meeting = make.make_meeting(
        starts_at=timezone.now() + timedelta(weeks=4),
        announced_at=timezone.now() - timedelta(days=1),
        agenda=("Welcome", "The pilot"),
    )
    helen = make.make_person(name="Helen Marsh")
    make.make_role(person=helen, site=meeting.group.site, role=Role.ADMINISTRATOR)
    client.force_login(make.make_user(person=helen))
    return meeting


def promise(meeting: Meeting, title: str, owner: Person | None, *, handed_in: bool = False) -> None:
    paper = make.make_paper(item=meeting.agenda_items.get(position=2), title=title, owner=owner)
    if handed_in:
        make.make_paper_file(paper=paper)


def page(client: Client, meeting: Meeting) -> str:
    response: Any = client.get(reverse("agenda", args=[meeting.pk]))
    return " ".join(response.content.decode().split())


def test_without_papers_there_is_no_word_of_them(client: Client, meeting: Meeting) -> None:
    text = page(client, meeting)
    assert ">You check and send the agenda<" in text
    assert "not in" not in text


def test_the_missing_paper_is_named_with_its_owner(client: Client, meeting: Meeting) -> None:
    for number in (1, 2, 3):
        promise(meeting, f"Report {number}", None, handed_in=True)
    promise(meeting, "Schools", make.make_person(name="Martin Shaw"))
    text = page(client, meeting)
    assert ">3 of 4 papers in, then you check and send<" in text
    assert "<p>1 of 4 papers is not in: Schools, from Martin Shaw.</p>" in text


def test_two_are_named_and_the_others_counted(client: Client, meeting: Meeting) -> None:
    promise(meeting, "Schools", make.make_person(name="Martin Shaw"))
    for title in ("Budget", "Housing", "Police"):
        promise(meeting, title, None)
    expected = "4 of 4 papers are not in: Schools, from Martin Shaw; Budget; and 2 more."
    assert expected in page(client, meeting)


def test_once_all_are_in_nothing_is_missing(client: Client, meeting: Meeting) -> None:
    promise(meeting, "Schools", None, handed_in=True)
    text = page(client, meeting)
    assert ">1 of 1 paper in, then you check and send<" in text
    assert "not in" not in text
