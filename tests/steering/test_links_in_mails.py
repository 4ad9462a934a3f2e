"""The invitation and the agenda carry each member's own link, which no page shows."""

import re
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outbox.mime import build
from outbox.models import Message
from people.models import Person
from sites.enums import Role
from steering.enums import Answer, Deputies
from steering.links import Purpose, personal_link
from steering.models import Meeting, SteeringGroup
from steering.services.replies import Said, reply
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return make.make_meeting(
        starts_at=timezone.now() + timedelta(days=30),
        announced_at=timezone.now(),
        agenda=("Welcome",),
    )


@pytest.fixture
def members(meeting: Meeting) -> list[Person]:
    return [
        make.make_member(group=meeting.group, person=make.make_person(name=name)).person
        for name in ("Amy Rudd", "Dr Fiona O'Hale")
    ]


@pytest.fixture
def administrator(client: Client, meeting: Meeting) -> Client:
    person = make.make_person(name="Leah Morgan")
    make.make_role(person=person, site=meeting.group.site, role=Role.ADMINISTRATOR)
    client.force_login(make.make_user(person=person))
    return client


def send(client: Client, meeting: Meeting, kind: str) -> list[Message]:
    """Press “Send” on the page as it is, and give the messages."""
    address = reverse("check_and_send", args=[meeting.pk, kind])
    form = client.get(address)
    client.post(address, shown(form.text))
    return list(Message.objects.order_by("to_name"))


def shown(page: str) -> dict[str, list[str]]:
    """What the page of “Check and send” hands on: its hidden inputs."""
    sent: dict[str, list[str]] = {}
    for one in re.findall(r'<input type="hidden"[^>]*>', page):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', one))
        sent.setdefault(attributes["name"], []).append(attributes.get("value", ""))
    return sent


def on_the_wire(message: Message) -> dict[str, str]:
    mail = message_from_bytes(build(message, [], now=timezone.now()), policy=policy.default)
    return {
        part.get_content_subtype(): part.get_content()
        for part in mail.walk()
        if isinstance(part, EmailMessage) and part.get_content_maintype() == "text"
    }


@pytest.mark.parametrize("kind", ["invitation", "agenda"])
def test_each_member_gets_their_own_link_and_pages_show_none(
    administrator: Client, meeting: Meeting, members: list[Person], kind: str
) -> None:
    check = administrator.get(reverse("check_and_send", args=[meeting.pk, kind])).text
    preview = administrator.get(reverse("mail_preview", args=[meeting.pk, kind])).text
    messages = send(administrator, meeting, kind)

    assert [message.to_name for message in messages] == [one.name for one in members]
    for message, member in zip(messages, members, strict=True):
        link = personal_link(Purpose.REPLY, meeting=meeting, person=member)
        mail = on_the_wire(message)
        assert link in mail["plain"].replace("=\n", "")
        for answer in ("coming", "apologies", "deputy"):
            assert f'href="{link}?answer={answer}"' in mail["html"]
        for text in mail.values():
            assert "own link]" not in text
    pages = [
        check,
        preview,
        administrator.get(reverse("outbox")).text,
        administrator.get(reverse("meeting_messages", args=[meeting.pk])).text,
        *(administrator.get(reverse("message", args=[one.pk])).text for one in messages),
    ]
    assert [page for page in pages if "/reply/" in page] == []
    assert "[Amy’s own link]" in pages[-2]


def test_where_nobody_may_stand_in_the_mail_does_not_offer_it(
    administrator: Client, meeting: Meeting, members: list[Person]
) -> None:
    SteeringGroup.objects.update(deputies=Deputies.NONE)

    [first, _] = send(administrator, meeting, "agenda")

    assert "I will send somebody" not in on_the_wire(first)["html"]


def test_the_link_in_the_mail_opens_the_reply(
    administrator: Client, meeting: Meeting, members: list[Person]
) -> None:
    [first, _] = send(administrator, meeting, "invitation")
    [link] = first.private_links.values()

    page = Client().get("/" + link.split("/", 3)[3] + "?answer=coming").text

    assert "Amy, can you come on " in page
    assert page.count(" checked") == 1


def test_a_deputy_gets_the_agenda_without_a_link(
    administrator: Client, meeting: Meeting, members: list[Person]
) -> None:
    for member in members:
        said = Said(
            answer=Answer.DEPUTY,
            starts_at=meeting.starts_at,
            deputy_name="Owen Tranter",
            deputy_email="owen@example.org",
        )
        reply(meeting=meeting, person=member, said=said, now=timezone.now())
    check = administrator.get(reverse("check_and_send", args=[meeting.pk, "agenda"])).text
    assert "Deputy for Amy Rudd" in check

    messages = send(administrator, meeting, "agenda")

    assert [one.to_name for one in messages] == ["Amy Rudd", "Dr Fiona O'Hale", "Owen Tranter"]
    assert messages[2].private_links == {}
    assert "/reply/" not in on_the_wire(messages[2])["html"]
