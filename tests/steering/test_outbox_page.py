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
from people.models import User
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
    with django_assert_num_queries(7):
        client.get(f"{LIST}?state=queued")


class TestWhatTheOwnerSees:
    """How many messages of each group there are, and nothing else of them."""

    @pytest.fixture
    def owner(self, client: Client) -> Client:
        client.force_login(make.make_user(is_owner=True))
        return client

    def put(self, group: SteeringGroup, state: State, days_ago: int, **of_it: object) -> Message:
        at = timezone.now() - timedelta(days=days_ago)
        mailbox = open_mailbox(key=group.key, name=group.name)
        message = make.make_message(
            now=at, mailbox=mailbox, to_name="Amy Rudd", to_address="amy@example.org"
        )
        sent_at = at if state == State.SENT else None
        Message.objects.filter(pk=message.pk).update(
            state=state, changed_at=at, sent_at=sent_at, explanation="No such mailbox.", **of_it
        )
        return message

    def counted(self, client: Client) -> dict[str, tuple[int, int, int, int]]:
        return {
            one.group.name: (one.waiting, one.sent, one.failed, one.unconfirmed)
            for one in client.get(LIST).context["counts"]
        }

    def test_what_waits_and_what_became_of_the_last_thirty_days(
        self, owner: Client, groups: list[SteeringGroup]
    ) -> None:
        north, south = groups
        for state in (State.QUEUED, State.HELD, State.RETRYING):
            self.put(north, state, 40)
        self.put(north, State.SENT, 29)
        self.put(north, State.SENT, 31)
        self.put(north, State.UNCONFIRMED, 2)
        self.put(north, State.WITHDRAWN, 2)
        self.put(south, State.FAILED, 1)
        assert self.counted(owner) == {"North group": (3, 1, 0, 1), "South group": (0, 0, 1, 0)}

    def test_what_was_sent_again_counts_as_its_last_sending(
        self, owner: Client, groups: list[SteeringGroup]
    ) -> None:
        failed = self.put(groups[0], State.FAILED, 2)
        self.put(groups[0], State.SENT, 1, again_of=failed)
        assert self.counted(owner)["North group"] == (0, 1, 0, 0)

    def test_no_name_no_address_no_subject(
        self, owner: Client, groups: list[SteeringGroup]
    ) -> None:
        message = self.put(groups[0], State.FAILED, 2)
        page = owner.get(LIST).text
        for word in ("Amy Rudd", "amy@example.org", message.subject, "No such mailbox"):
            assert word not in page

    def test_an_owner_who_administers_has_both(
        self, client: Client, administrator: None, messages: None
    ) -> None:
        User.objects.update(is_owner=True)
        assert listed(client) == {"north one", "north two", "south one"}
        assert self.counted(client) == {"North group": (1, 0, 1, 0), "South group": (0, 0, 1, 0)}

    def test_an_administrator_has_no_counts_of_others(self, client: Client, messages: None) -> None:
        assert "group by group" not in client.get(LIST).text

    @pytest.mark.parametrize("number", [1, 3, 300])
    def test_asks_as_often_however_many_groups_there_are(
        self, owner: Client, number: int, django_assert_num_queries: Callable[..., object]
    ) -> None:
        site = make.make_site()
        for _ in range(number):
            self.put(make.make_group(site=site), State.QUEUED, 1)
        owner.get(LIST)
        with django_assert_num_queries(6):
            assert len(self.counted(owner)) == number
