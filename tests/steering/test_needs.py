"""What members need: noted by their administrator, seen on the check page, told to nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outbox.models import Message
from people.enums import Route
from people.models import Contact, Person
from sites.enums import Role
from steering.enums import MemberRole
from steering.models import Meeting, SteeringGroup
from tests import make

pytestmark = pytest.mark.django_db

SECRET = "needs-a-quiet-room"


@pytest.fixture
def group() -> SteeringGroup:
    return make.make_group()


@pytest.fixture
def person(group: SteeringGroup) -> Person:
    return make.make_member(group=group, person=make.make_person(name="Ola Price")).person


@pytest.fixture
def administrator(client: Client, group: SteeringGroup) -> Client:
    somebody = make.make_person(name="Leah Morgan")
    make.make_role(person=somebody, site=group.site, role=Role.ADMINISTRATOR)
    client.force_login(make.make_user(person=somebody))
    return client


@pytest.fixture
def meeting(group: SteeringGroup, person: Person) -> Meeting:
    make.make_member(group=group, person=make.make_person(name="Usual Reader"))
    return make.make_meeting(
        group=group, starts_at=timezone.now() + timedelta(days=30), agenda=("Welcome",)
    )


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


class TestNoting:
    def test_from_the_list_of_members(
        self, administrator: Client, group: SteeringGroup, person: Person
    ) -> None:
        url = reverse("member_needs", args=[group.key, person.pk])
        assert url in text_of(administrator.get(reverse("members", args=[group.key])))
        entered = {"route": "post", "postal_address": "4 Mill Lane", "formats": ["plain_english"]}
        page = text_of(administrator.post(url, entered, follow=True))
        assert "What Ola Price needs is noted." in page
        assert Contact.objects.get(person=person).plain_english
        assert administrator.get(url).context["form"]["postal_address"].value() == "4 Mill Lane"

    def test_not_of_somebody_who_left_or_sits_elsewhere(
        self, administrator: Client, group: SteeringGroup
    ) -> None:
        today = timezone.localdate()
        gone = make.make_member(group=group, left_on=today).person
        elsewhere = make.make_member(group=make.make_group()).person
        coming = make.make_member(group=group, joined_on=today + timedelta(days=9)).person
        for somebody, status in ((gone, 404), (elsewhere, 404), (coming, 200)):
            url = reverse("member_needs", args=[group.key, somebody.pk])
            assert administrator.get(url).status_code == status

    def test_nobody_but_administrator_and_person_reads_it(
        self, group: SteeringGroup, person: Person, meeting: Meeting
    ) -> None:
        """Every page of the group, as chair, supporter, manager, owner and member."""
        make.make_contact(person=person, large_print=True, other_needs=SECRET, telephone=SECRET)
        Meeting.objects.update(announced_at=timezone.now())
        chair = make.make_member(group=group, role=MemberRole.CHAIR).person
        readers = [make.make_user(person=chair), make.make_user(is_owner=True)]
        readers.append(make.make_user(person=make.make_member(group=group).person))
        for role in (Role.SUPPORTER, Role.PROJECT_MANAGER):
            serving = make.make_person()
            make.make_role(person=serving, site=group.site, role=role)
            readers.append(make.make_user(person=serving))
        for reader in readers:
            client = Client()
            client.force_login(reader)
            for url in (
                reverse("group", args=[group.key]),
                reverse("members", args=[group.key]),
                reverse("meeting", args=[meeting.pk]),
                reverse("home"),
                reverse("my_contact"),
                reverse("member_needs", args=[group.key, person.pk]),
            ):
                page = text_of(client.get(url))
                assert SECRET not in page
                assert "needs large print" not in page


class TestSending:
    def test_whoever_wants_post_is_listed_for_post_and_gets_no_mail(
        self, administrator: Client, meeting: Meeting, person: Person
    ) -> None:
        make.make_contact(person=person, route=Route.POST)
        url = reverse("check_and_send", args=[meeting.pk, "invitation"])
        response = administrator.get(url)
        recipients = response.context["recipients"]
        assert [one.person for one in recipients.by_post] == [person]
        assert [one.look.tag for one in recipients.by_post] == ["By post"]
        assert "Wants it by post" in text_of(response)
        assert _send(administrator, url, response).status_code == 302
        assert [one.to_name for one in Message.objects.all()] == ["Usual Reader"]

    def test_whoever_chose_post_since_one_looked_changes_the_list(
        self, administrator: Client, meeting: Meeting, person: Person
    ) -> None:
        url = reverse("check_and_send", args=[meeting.pk, "invitation"])
        looked_at = administrator.get(url)
        make.make_contact(person=person, route=Route.TELEPHONE)
        refused = text_of(_send(administrator, url, looked_at))
        assert "Ola Price is no longer on it" in refused
        assert not Message.objects.exists()

    def test_the_check_page_says_how_many_need_another_form_and_the_mail_does_not(
        self, administrator: Client, meeting: Meeting, person: Person, group: SteeringGroup
    ) -> None:
        make.make_contact(person=person, large_print=True)
        other = make.make_member(group=group, person=make.make_person(name="Bo Lund")).person
        make.make_contact(person=other, large_print=True, plain_english=True, route=Route.POST)
        url = reverse("check_and_send", args=[meeting.pk, "invitation"])
        response = administrator.get(url)
        page = text_of(response)
        assert "2 people need large print: print or send it so" in page
        assert "1 person needs plain English: print or send it so" in page
        assert "easy read" not in page
        _send(administrator, url, response)
        for message in Message.objects.all():
            assert "print" not in f"{message.subject} {message.text} {message.html}"
        assert mail.outbox == []


def _send(client: Client, url: str, looked_at: Any) -> Any:
    context = looked_at.context
    shown = [value for name, value in context["shown"] if name == "shown"]
    sha256 = next(value for name, value in context["shown"] if name == "text_sha256")
    data = {"batch": str(context["batch"]), "shown": shown, "text_sha256": sha256}
    return client.post(url, data)
