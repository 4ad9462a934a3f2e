"""Who is coming: by name for the administrator, in numbers for the chair, nothing for others."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.models import Person
from sites.enums import Role
from steering.enums import Answer, MemberRole
from steering.models import Meeting, Reply
from steering.replies import replies_of
from steering.services.replies import Said, reply
from tests import make

pytestmark = pytest.mark.django_db

SignIn = Callable[[Person], Client]


@pytest.fixture
def meeting() -> Meeting:
    now = timezone.now()
    return make.make_meeting(
        group=make.make_group(quorum="50%"),
        starts_at=now + timedelta(days=30),
        announced_at=now - timedelta(days=1),
        agenda=("Welcome",),
    )


@pytest.fixture
def amy(meeting: Meeting) -> Person:
    return make.make_member(group=meeting.group, person=make.make_person(name="Amy Rudd")).person


@pytest.fixture
def leah(meeting: Meeting) -> Person:
    person = make.make_person(name="Leah Morgan")
    make.make_role(person=person, site=meeting.group.site, role=Role.ADMINISTRATOR)
    return person


@pytest.fixture
def sign_in(client: Client) -> SignIn:
    def signed_in(person: Person) -> Client:
        client.force_login(make.make_user(person=person))
        return client

    return signed_in


def say(meeting: Meeting, person: Person, answer: Answer = Answer.APOLOGIES, **more: str) -> None:
    said = Said(answer=answer, starts_at=meeting.starts_at, **more)
    reply(meeting=meeting, person=person, said=said, now=timezone.now())


def test_the_administrator_reads_who_replied_what_and_needs_what(
    meeting: Meeting, amy: Person, leah: Person, sign_in: SignIn
) -> None:
    silent = make.make_member(group=meeting.group).person
    say(meeting, amy, Answer.DEPUTY, deputy_name="Owen Tranter", needs="A lift to the door")

    page = sign_in(leah).get(reverse("replies", args=[meeting.pk])).text

    assert "1 of 2 have replied." in page
    for words in ("Amy Rudd", "Sends Owen Tranter", "No e-mail", "A lift to the door"):
        assert words in page
    assert silent.name in page
    assert "No reply yet" in page
    assert "/reply/" not in page


def test_the_chair_reads_counts_and_no_names(
    meeting: Meeting, amy: Person, sign_in: SignIn
) -> None:
    chair = make.make_member(group=meeting.group, role=MemberRole.CHAIR).person
    say(meeting, amy, needs="A lift to the door")
    client = sign_in(chair)

    page = client.get(reverse("meeting", args=[meeting.pk])).text

    assert "Who is coming" in page
    assert "Not yet: 0 expected, 1 needed" in page
    for words in ("Amy Rudd", "A lift to the door"):
        assert words not in page
    assert client.get(reverse("replies", args=[meeting.pk])).status_code == 403


def test_other_members_read_nothing(meeting: Meeting, amy: Person, sign_in: SignIn) -> None:
    member = make.make_member(group=meeting.group).person
    say(meeting, amy, needs="A lift to the door")
    client = sign_in(member)

    page = client.get(reverse("meeting", args=[meeting.pk])).text

    assert page
    for words in ("Who is coming", "Amy Rudd", "A lift to the door", "apologies"):
        assert words not in page


def test_nobody_is_awaited_before_the_invitation(
    meeting: Meeting, amy: Person, leah: Person, sign_in: SignIn
) -> None:
    Meeting.objects.update(announced_at=None)
    client = sign_in(leah)

    assert "Who is coming" not in client.get(reverse("meeting", args=[meeting.pk])).text
    page = client.get(reverse("replies", args=[meeting.pk])).text
    assert "Nobody has been asked yet." in page


def test_the_step_says_how_many_have_replied_and_until_when(
    meeting: Meeting, amy: Person, leah: Person, sign_in: SignIn
) -> None:
    make.make_member(group=meeting.group)
    say(meeting, amy)

    response = sign_in(leah).get(reverse("meeting", args=[meeting.pk]))

    steps = [step.name for step in response.context["steps"]]
    assert steps == [
        "Plan",
        "Invite",
        "Agenda out",
        "Replies",
        "Hold",
        "Minutes",
        "Chair",
        "Circulate",
        "Confirm",
    ]
    step = response.context["steps"][3]
    assert (step.fact, step.word) == ("1 of 2 have replied", "In progress")
    assert step.when.startswith("Until ")
    assert step.url == reverse("replies", args=[meeting.pk])


def test_the_administrator_enters_what_they_were_told(
    meeting: Meeting, amy: Person, leah: Person, sign_in: SignIn
) -> None:
    client = sign_in(leah)
    address = reverse("enter_reply", args=[meeting.pk, amy.pk])
    page = client.get(address)
    assert "Can Amy Rudd come on " in page.text
    assert "They will come" in page.text

    wrong = client.post(address, {"starts_at": meeting.starts_at.isoformat()})
    assert "Choose whether they can come" in wrong.text
    done = client.post(
        address,
        {
            "starts_at": meeting.starts_at.isoformat(),
            "answer": "coming",
            "arrives": "after the school run",
        },
        follow=True,
    )

    assert "The reply of Amy Rudd is saved." in done.text
    assert "Coming, arriving late: after the school run" in done.text
    assert "entered by Leah Morgan" in done.text
    row = Reply.objects.get()
    assert (row.answer, row.entered_by) == (Answer.LATE, leah.user)


def test_nothing_is_entered_for_somebody_who_is_not_a_member(
    meeting: Meeting, leah: Person, sign_in: SignIn
) -> None:
    stranger = make.make_person()

    assert (
        sign_in(leah).get(reverse("enter_reply", args=[meeting.pk, stranger.pk])).status_code == 404
    )


def test_after_a_move_the_old_reply_is_told_as_old(
    meeting: Meeting, amy: Person, leah: Person, sign_in: SignIn
) -> None:
    say(meeting, amy)
    meeting.starts_at += timedelta(days=1)
    meeting.ends_at += timedelta(days=1)
    meeting.save()

    page = sign_in(leah).get(reverse("replies", args=[meeting.pk])).text

    assert "Nobody has replied yet." in page
    assert "No reply yet. Before it was moved: Apologies" in page
    assert not replies_of(meeting).exists()


def test_once_the_meeting_has_begun_no_reply_is_entered(
    meeting: Meeting, amy: Person, leah: Person, sign_in: SignIn
) -> None:
    Meeting.objects.update(starts_at=timezone.now() - timedelta(minutes=1))
    client = sign_in(leah)

    page = client.get(reverse("replies", args=[meeting.pk])).text
    assert reverse("enter_reply", args=[meeting.pk, amy.pk]) not in page
    starts_at = Meeting.objects.get().starts_at.isoformat()
    refused = client.post(
        reverse("enter_reply", args=[meeting.pk, amy.pk]),
        {"answer": "coming", "starts_at": starts_at},
    )
    assert "This meeting has started." in refused.text


def test_many_replies_cost_no_more_queries_than_one(
    meeting: Meeting, amy: Person, leah: Person, sign_in: SignIn
) -> None:
    client = sign_in(leah)
    addresses = [reverse(name, args=[meeting.pk]) for name in ("replies", "meeting")]
    asked = []
    for number in (1, 100):
        for _ in range(number):
            member = make.make_member(group=meeting.group).person
            say(meeting, member, Answer.DEPUTY, deputy_name=f"Deputy of {member.name}")
        counts = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
        asked.append(counts)

    assert asked[0] == asked[1]
    assert max(asked[0]) <= 10
