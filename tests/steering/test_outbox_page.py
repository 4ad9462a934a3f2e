"""The list of all messages, with its filter in the address."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outbox.enums import State
from outbox.models import Message
from outbox.services import open_mailbox
from sites.enums import Role
from steering.models import SteeringGroup
from tests import make

pytestmark = pytest.mark.django_db
LIST = reverse("outbox")


@pytest.fixture
def groups() -> list[SteeringGroup]:
    site = make.make_site()
    return [make.make_group(site=site, name=name) for name in ("North group", "South group")]


@pytest.fixture
def administrator(client: Client, groups: list[SteeringGroup]) -> None:
    person = make.make_person(name="Helen Marsh")
    make.make_role(person=person, site=groups[0].site, role=Role.ADMINISTRATOR)
    client.force_login(make.make_user(person=person))


@pytest.fixture
def messages(administrator: None, groups: list[SteeringGroup]) -> None:
    now = timezone.now() - timedelta(hours=1)
    for group, subjects in zip(groups, (("north one", "north two"), ("south one",)), strict=True):
        mailbox = open_mailbox(key=group.key, name=group.name)
        for subject in subjects:
            make.make_message(now=now, mailbox=mailbox, key=subject, subject=subject)
    Message.objects.filter(subject__endswith="one").update(
        state=State.FAILED, explanation="No such mailbox."
    )


def listed(client: Client, query: str = "") -> set[str]:
    page = client.get(f"{LIST}{query}").text
    return {subject for subject in ("north one", "north two", "south one") if subject in page}


@pytest.mark.parametrize(
    ("query", "subjects"),
    [
        ("", {"north one", "north two", "south one"}),
        ("?state=failed", {"north one", "south one"}),
        ("?group=KEY", {"north one", "north two"}),
        ("?group=KEY&state=failed", {"north one"}),
        ("?group=KEY&state=sent", set()),
        ("?state=nonsense", {"north one", "north two", "south one"}),
    ],
)
@pytest.mark.usefixtures("messages")
def test_the_address_says_what_is_listed(
    client: Client, groups: list[SteeringGroup], query: str, subjects: set[str]
) -> None:
    assert listed(client, query.replace("KEY", groups[0].key)) == subjects


def test_each_state_says_how_many_are_in_it(
    client: Client, messages: None, groups: list[SteeringGroup]
) -> None:
    assert "Failed (2)" in client.get(LIST).text
    assert "Failed (1)" in client.get(f"{LIST}?group={groups[0].key}").text


def test_nonsense_in_the_address_is_said(client: Client, messages: None) -> None:
    assert "Choose one of the list" in client.get(f"{LIST}?state=nonsense").text


def test_a_group_of_somebody_else_is_not_there(client: Client, messages: None) -> None:
    other = make.make_group(site=make.make_site(), name="Elsewhere")
    mailbox = open_mailbox(key=other.key, name=other.name)
    make.make_message(now=timezone.now(), mailbox=mailbox, key="e", subject="from elsewhere")
    page = client.get(f"{LIST}?group={other.key}").text
    assert "from elsewhere" not in page
    assert "Elsewhere" not in page


def test_who_has_one_group_is_not_asked_which(client: Client) -> None:
    group = make.make_group(site=make.make_site())
    person = make.make_person()
    make.make_role(person=person, site=group.site, role=Role.ADMINISTRATOR)
    client.force_login(make.make_user(person=person))
    assert 'name="group"' not in client.get(LIST).text


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_the_page_asks_as_often_however_many_messages_there_are(
    client: Client,
    administrator: None,
    groups: list[SteeringGroup],
    rows: int,
    django_assert_num_queries: Callable[..., object],
) -> None:
    mailbox = open_mailbox(key=groups[0].key, name=groups[0].name)
    make.make_messages(rows, now=timezone.now(), mailbox=mailbox)
    with django_assert_num_queries(8):
        client.get(f"{LIST}?state=queued")
