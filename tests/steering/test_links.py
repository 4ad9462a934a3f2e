"""Personal links in mails: who may do what with them, and until when."""

from datetime import date, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outbox import services as outbox
from outbox.mime import build
from people.models import Person
from sites.enums import Role
from steering import links
from steering.enums import MeetingState
from steering.links import Purpose, personal_link, read_link, stands_for_link
from steering.models import Meeting, Membership
from tests import make

pytestmark = pytest.mark.django_db

STARTS_AT = datetime(2026, 12, 8, 10, 0, tzinfo=make.LONDON)
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=make.LONDON)
ADDRESS = "http://127.0.0.1"


@pytest.fixture
def meeting() -> Meeting:
    return make.make_meeting(starts_at=STARTS_AT)


@pytest.fixture
def amy(meeting: Meeting) -> Person:
    person = make.make_person(name="Amy O'Brien", email="amy@example.org")
    make.make_member(group=meeting.group, person=person)
    return person


def token_of(link: str) -> str:
    return link.rstrip("/").rsplit("/", 1)[-1]


def token(meeting: Meeting, person: Person, purpose: Purpose = Purpose.REPLY) -> str:
    return token_of(personal_link(purpose, meeting=meeting, person=person))


def test_a_link_says_who_opened_it_and_about_which_meeting(meeting: Meeting, amy: Person) -> None:
    link = read_link(token(meeting, amy), Purpose.REPLY, now=NOW)

    assert (link.person, link.meeting, link.moved) == (amy, meeting, False)


def test_a_link_is_the_whole_address_and_the_same_each_time(meeting: Meeting, amy: Person) -> None:
    link = personal_link(Purpose.REPLY, meeting=meeting, person=amy)

    assert link.startswith(f"{ADDRESS}")
    assert "/reply/" in link
    assert link == personal_link(Purpose.REPLY, meeting=meeting, person=amy)


def test_reading_a_link_asks_the_database_three_times(
    meeting: Meeting, amy: Person, django_assert_num_queries
) -> None:
    its_token = token(meeting, amy)

    with django_assert_num_queries(3):
        read_link(its_token, Purpose.REPLY, now=NOW)


def test_a_link_serves_one_purpose(meeting: Meeting, amy: Person) -> None:
    with pytest.raises(links.Forged):
        read_link(token(meeting, amy, Purpose.PROPOSE), Purpose.REPLY, now=NOW)


@pytest.mark.parametrize("change", ["cut", "person", "meeting", "start", "nothing", "signature"])
def test_a_link_that_was_not_made_here_opens_nothing(
    meeting: Meeting, amy: Person, change: str
) -> None:
    other = make.make_member(group=meeting.group).person
    another = make.make_meeting(group=meeting.group, starts_at=STARTS_AT)
    true = token(meeting, amy)
    words, signature = true.split(".")
    seconds = words.split("-")[2]
    forged = {
        "cut": true[:-3],
        "person": f"{meeting.pk}-{other.pk}-{seconds}.{signature}",
        "meeting": f"{another.pk}-{amy.pk}-{seconds}.{signature}",
        "start": f"{meeting.pk}-{amy.pk}-{int(seconds) + 60}.{signature}",
        "nothing": "x",
        "signature": f"{words}.",
    }[change]

    with pytest.raises(links.Forged, match="does not work") as error:
        read_link(forged, Purpose.REPLY, now=NOW)
    assert error.value.meeting is None


@pytest.mark.parametrize("left_on", [NOW.date(), STARTS_AT.date(), date(2026, 12, 1)])
def test_a_link_dies_when_its_person_leaves(meeting: Meeting, amy: Person, left_on: date) -> None:
    Membership.objects.filter(person=amy).update(left_on=left_on)

    with pytest.raises(links.HasLeft) as error:
        read_link(token(meeting, amy), Purpose.REPLY, now=NOW)
    assert error.value.meeting == meeting


def test_a_change_of_role_in_between_leaves_the_link_alive(meeting: Meeting, amy: Person) -> None:
    Membership.objects.filter(person=amy).update(left_on=date(2026, 12, 1))
    make.make_member(group=meeting.group, person=amy, joined_on=date(2026, 12, 1))

    assert read_link(token(meeting, amy), Purpose.REPLY, now=NOW).person == amy


def test_a_member_of_another_group_has_no_link_that_works(meeting: Meeting) -> None:
    stranger = make.make_member(group=make.make_group()).person

    with pytest.raises(links.HasLeft):
        read_link(token(meeting, stranger), Purpose.REPLY, now=NOW)


def test_a_cancelled_meeting_says_so(meeting: Meeting, amy: Person) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CANCELLED)

    with pytest.raises(links.MeetingCancelled, match="will not take place"):
        read_link(token(meeting, amy), Purpose.REPLY, now=NOW)


def test_who_has_left_is_not_told_that_the_meeting_is_cancelled(
    meeting: Meeting, amy: Person
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CANCELLED)
    Membership.objects.filter(person=amy).update(left_on=NOW.date())

    with pytest.raises(links.HasLeft):
        read_link(token(meeting, amy), Purpose.REPLY, now=NOW)


def test_a_link_holds_up_to_the_start_of_the_meeting(meeting: Meeting, amy: Person) -> None:
    its_token = token(meeting, amy)

    assert read_link(its_token, Purpose.REPLY, now=STARTS_AT - timedelta(seconds=1)).person == amy
    with pytest.raises(links.MeetingStarted):
        read_link(its_token, Purpose.REPLY, now=STARTS_AT)


def test_a_link_of_a_moved_meeting_tells_for_when_it_was_made(
    meeting: Meeting, amy: Person
) -> None:
    old = token(meeting, amy)
    meeting.starts_at, meeting.ends_at = (
        moment + timedelta(days=7) for moment in (meeting.starts_at, meeting.ends_at)
    )
    meeting.save()

    link = read_link(old, Purpose.REPLY, now=NOW)

    assert (link.moved, link.made_for) == (True, STARTS_AT)
    assert link.meeting.starts_at == STARTS_AT + timedelta(days=7)
    assert not read_link(token(meeting, amy), Purpose.REPLY, now=NOW).moved


def test_a_private_link_is_in_the_mail_and_on_no_page(
    client: Client, meeting: Meeting, amy: Person
) -> None:
    group = meeting.group
    helen = make.make_person(name="Helen Marsh")
    make.make_role(person=helen, site=group.site, role=Role.ADMINISTRATOR)
    client.force_login(make.make_user(person=helen))
    link, placeholder = "https://example.org/reply/1-2?a=1&b=2", stands_for_link(amy)
    message = make.make_message(
        now=timezone.now(),
        mailbox=outbox.open_mailbox(key=group.key, name=group.name),
        about=f"meeting:{meeting.pk}",
        text=f"Reply here: {placeholder}\n",
        html=f"<a href='{placeholder}'>Reply</a>",
        private_links={placeholder: link},
    )

    for address in (
        reverse("message", args=[message.pk]),
        reverse("outbox"),
        reverse("meeting_messages", args=[meeting.pk]),
    ):
        assert "example.org/reply" not in client.get(address).text
    assert "[Amy’s own link]" in client.get(reverse("message", args=[message.pk])).text

    mail = message_from_bytes(build(message, [], now=timezone.now()), policy=policy.default)
    plain, html = (part.get_content() for part in mail.iter_parts())
    assert plain.strip() == f"Reply here: {link}"
    assert html.strip() == "<a href='https://example.org/reply/1-2?a=1&amp;b=2'>Reply</a>"
