"""What a member sees first: the next meetings, their own actions, the last minutes."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import User
from reports.my_meetings import MyMeetings, my_meetings
from steering.enums import MeetingState, MemberRole, MinutesState
from steering.models import Meeting, Membership, SteeringGroup
from tests import make
from tests.reports.scene import NOW, local

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
TOLD = local(1, 9)


@pytest.fixture
def group() -> SteeringGroup:
    return make.make_group()


@pytest.fixture
def meera(group: SteeringGroup) -> User:
    user = make.make_user(person=make.make_person(name="Meera Sandhu"))
    make.make_member(group=group, person=user.person)
    return user


def held(group: SteeringGroup, day: int, state: MinutesState) -> Meeting:
    meeting = make.make_meeting(
        group=group, starts_at=local(day, 11), state=MeetingState.HELD, announced_at=TOLD
    )
    make.make_minutes(meeting=meeting, state=state)
    return meeting


def test_the_next_meeting_of_each_group_that_was_told(group, meera) -> None:
    second = make.make_group()
    make.make_member(group=second, person=meera.person)
    make.make_meeting(group=group, starts_at=local(1))
    make.make_meeting(group=group, starts_at=local(1), state=MeetingState.CANCELLED)
    make.make_meeting(group=group, starts_at=local(23, 11), announced_at=TOLD)
    later = make.make_meeting(group=group, starts_at=local(8), announced_at=TOLD)
    make.make_meeting(group=group, starts_at=local(9), announced_at=TOLD)
    sooner = make.make_meeting(group=second, starts_at=local(2), announced_at=TOLD)
    make.make_meeting(starts_at=local(2), announced_at=TOLD)
    assert [one.meeting for one in my_meetings(meera, NOW).coming] == [sooner, later]


def test_a_member_replies_from_here_by_their_own_link(group, meera, client) -> None:
    starts_at = timezone.now() + timedelta(days=30)
    meeting = make.make_meeting(group=group, starts_at=starts_at, announced_at=TOLD)
    client.force_login(meera)
    [coming] = my_meetings(meera, timezone.now()).coming
    page = client.get(reverse("home")).text
    assert "Say whether you come" in page
    assert f'href="{coming.reply_path}"' in page

    client.post(
        coming.reply_path, {"answer": "apologies", "starts_at": meeting.starts_at.isoformat()}
    )

    page = client.get(reverse("home")).text
    assert "You replied: I cannot come" in page
    assert "Change your reply" in page


def test_whoever_leaves_before_the_meeting_is_not_asked(group, meera) -> None:
    make.make_meeting(group=group, starts_at=local(8), announced_at=TOLD)
    Membership.objects.update(left_on=date(2026, 12, 8))
    [coming] = my_meetings(meera, NOW).coming
    assert (coming.reply_path, coming.said) == ("", "")


def test_a_chair_too_sees_here_what_members_were_told(group) -> None:
    chair = make.make_user()
    make.make_member(group=group, person=chair.person, role=MemberRole.CHAIR)
    make.make_meeting(group=group, starts_at=local(1))
    held(group, 3, MinutesState.WITH_CHAIR)
    assert my_meetings(chair, NOW) == MyMeetings(TODAY, [], [], [])


def test_the_last_minutes_that_were_sent(group, meera) -> None:
    held(group, 3, MinutesState.APPROVED)
    last = held(group, 10, MinutesState.CIRCULATED)
    held(group, 17, MinutesState.DRAFT)
    held(make.make_group(), 18, MinutesState.CIRCULATED)
    assert [one.meeting for one in my_meetings(meera, NOW).minutes] == [last]


def test_ones_own_open_actions_soonest_first(group, meera) -> None:
    met = held(group, 10, MinutesState.CIRCULATED)
    some_day = make.make_action(meeting=met, owner=meera.person)
    later = make.make_action(meeting=met, owner=meera.person, due_on=date(2026, 12, 1))
    late = make.make_action(meeting=met, owner=meera.person, due_on=date(2026, 11, 1))
    make.make_action(meeting=met, owner=meera.person, done_on=TODAY)
    make.make_action(meeting=met, owner=make.make_person())
    make.make_action(meeting=make.make_meeting(), owner=meera.person)
    assert my_meetings(meera, NOW).actions == [late, later, some_day]


@pytest.mark.parametrize("groups", [1, 3])
def test_as_many_queries_however_much_there_is(django_assert_num_queries, groups) -> None:
    meera = make.make_user()
    for _ in range(groups):
        group = make.make_group()
        make.make_member(group=group, person=meera.person)
        make.make_meeting(group=group, starts_at=local(8), announced_at=TOLD)
        met = held(group, 10, MinutesState.CIRCULATED)
        make.make_action(meeting=met, owner=meera.person)
    meera = User.objects.get(pk=meera.pk)
    with django_assert_num_queries(8):  # two of them ask who the person is
        page = my_meetings(meera, NOW)
    assert (len(page.coming), len(page.actions), len(page.minutes)) == (groups,) * 3


def test_the_page(client, group, meera) -> None:
    now = timezone.now()
    meeting = make.make_meeting(
        group=group, starts_at=now + timedelta(days=3), announced_at=now, place="Town Hall"
    )
    Meeting.objects.filter(pk=meeting.pk).update(joining_link="https://meet.example.org/x")
    met = held(group, 10, MinutesState.CIRCULATED)
    action = make.make_action(meeting=met, owner=meera.person, text="Write to the schools")
    client.force_login(meera)
    text = client.get("/").content.decode()
    assert "Town Hall" in text
    assert 'href="https://meet.example.org/x"' in text
    assert reverse("meeting_ics", args=[meeting.pk]) in text
    assert reverse("minutes", args=[met.pk]) in text
    client.post(reverse("action_done", args=[action.pk]), {"next": "/"})
    text = client.get("/").content.decode()
    assert "You have no open actions." in text


def test_the_page_of_somebody_with_nothing_to_see_yet(client, meera) -> None:
    client.force_login(meera)
    text = client.get("/").content.decode()
    assert "No next meeting is set." in text
    assert "You have no open actions." in text
    assert "No minutes have been sent yet." in text
