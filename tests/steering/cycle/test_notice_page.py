"""The page of a notice: what it says, to whom, and what can be done with it now."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from outbox.models import Message
from people.models import User
from sites.enums import Role
from steering.enums import MeetingState, NoticeKind
from steering.models import Meeting, NoticeHold, SteeringGroup
from steering.services.notices import hold_notice, queue_due
from tests import make

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def group() -> SteeringGroup:
    group = make.make_group(name="Northfield steering group")
    make.make_member(group=group, person=make.make_person(name="Aoife Quinn"))
    make.make_member(group=group)
    return group


@pytest.fixture
def helen(group: SteeringGroup) -> User:
    person = make.make_person(name="Helen Marsh")
    make.make_role(person=person, site=group.site, role=Role.ADMINISTRATOR)
    return make.make_user(person=person)


@pytest.fixture
def coming(group: SteeringGroup) -> Meeting:
    """Its reminder is still to come: no break between working days is longer than four days."""
    now = timezone.now()
    return make.make_meeting(group=group, starts_at=now + 6 * DAY, announced_at=now - 30 * DAY)


@pytest.fixture
def close(group: SteeringGroup) -> Meeting:
    """Its reminder is due by now."""
    now = timezone.now()
    starts_at = now + timedelta(minutes=90)
    meeting = make.make_meeting(group=group, starts_at=starts_at, announced_at=now - 30 * DAY)
    return Meeting.objects.get(pk=meeting.pk)


@pytest.fixture
def look(client, helen):
    def look(meeting: Meeting) -> str:
        client.force_login(helen)
        response = client.get(reverse("notice", args=[meeting.pk, "reminder"]))
        assert response.status_code == 200
        return response.content.decode()

    return look


def press(client, user: User, name: str, meeting: Meeting) -> str:
    client.force_login(user)
    return client.post(reverse(name, args=[meeting.pk, "reminder"]), follow=True).content.decode()


def test_shows_the_words_and_everybody_who_gets_it(look, coming) -> None:
    text = look(coming)
    assert "This is a reminder of the next meeting of the Northfield steering group." in text
    assert "Dear Aoife Quinn," in text
    assert "Who gets it: 2 people" in text
    assert ">Hold<" in text


def test_hold_and_release(client, helen, look, coming) -> None:
    text = press(client, helen, "hold_notice", coming)
    assert "Held. It will not go out until you release it." in text
    assert "Held by you" in text
    assert NoticeHold.objects.get().held_by == helen
    other = make.make_user()
    make.make_role(person=other.person, site=coming.group.site, role=Role.ADMINISTRATOR)
    text = press(client, other, "release_notice", coming)
    assert "Released. It goes out on " in text
    assert ">Hold<" in text


def test_held_past_its_time_is_sent_now(client, helen, look, close) -> None:
    hold_notice(kind=NoticeKind.REMINDER, meeting=close, by=helen, now=timezone.now())
    text = look(close)
    assert "Send it now" in text
    assert "Drop it" in text
    assert "Released. It goes out now." in press(client, helen, "release_notice", close)
    queue_due(now=timezone.now())
    assert Message.objects.filter(kind="reminder").count() == 2
    assert "It went out on " in look(close)


def test_held_past_its_time_is_dropped(client, helen, look, close) -> None:
    hold_notice(kind=NoticeKind.REMINDER, meeting=close, by=helen, now=timezone.now())
    assert "Dropped. It does not go out for this meeting." in press(
        client, helen, "drop_notice", close
    )
    assert "It was dropped on " in look(close)
    queue_due(now=timezone.now())
    assert not Message.objects.filter(kind="reminder").exists()


def test_held_by_somebody_else(look, coming) -> None:
    other = make.make_user(person=make.make_person(name="Tom Reyes"))
    hold_notice(kind=NoticeKind.REMINDER, meeting=coming, by=other, now=timezone.now())
    assert "Held by Tom Reyes" in look(coming)


def test_too_late(client, helen, close) -> None:
    queue_due(now=timezone.now())
    Message.objects.update(state="sent", sent_at=timezone.now(), changed_at=timezone.now())
    text = press(client, helen, "hold_notice", close)
    assert "Too late to hold: it went out at " in text
    assert " to 2 people." in text
    assert f'href="{reverse("meeting_messages", args=[close.pk])}"' in text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"announced_at": None}, "The members have not been told of this meeting."),
        ({"state": MeetingState.CANCELLED}, "This meeting is cancelled, so no notice of it goes."),
        (
            {"state": MeetingState.HELD},
            "This meeting has begun, so this notice does not go any more.",
        ),
    ],
)
def test_says_why_none_goes(look, coming, change, words) -> None:
    Meeting.objects.filter(pk=coming.pk).update(**change)
    text = look(coming)
    assert words in text
    assert ">Hold<" not in text


def test_members_told_after_its_time_get_none(look, close) -> None:
    Meeting.objects.update(announced_at=timezone.now())
    assert "before the members were told of the meeting" in look(close)


@pytest.mark.parametrize("name", ["release_notice", "drop_notice"])
def test_what_is_not_held_is_said(client, helen, coming, name) -> None:
    assert "This notice is not held." in press(client, helen, name, coming)


def test_a_group_without_addresses(look, coming, group) -> None:
    for seat in group.memberships.select_related("person"):
        seat.person.email = ""
        seat.person.save()
    assert "Nobody gets it by e-mail as things stand." in look(coming)


@pytest.mark.parametrize("name", ["hold_notice", "release_notice", "drop_notice"])
def test_looking_changes_nothing(client, helen, coming, name) -> None:
    client.force_login(helen)
    assert client.get(reverse(name, args=[coming.pk, "reminder"])).status_code == 405
