"""The page at `/`: whose it is, what it says, and how few questions it asks the database."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outbox.models import Message
from people.models import User
from sites.enums import Role
from steering.enums import MeetingState, MinutesState, SendingKind
from steering.models import Meeting, SteeringGroup
from tests import make
from tests.reports.scene import administrator, northfield, reminder, sending

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def group() -> SteeringGroup:
    return northfield()


@pytest.fixture
def helen(group: SteeringGroup) -> User:
    return administrator(group.site)


def page(client: Client, user: User, address: str = "/") -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def busy(group: SteeringGroup, meetings: int) -> None:
    """Meetings of the last and the coming weeks, with all that Today reads about them."""
    now = timezone.now()
    for number in range(meetings):
        starts_at = now + DAY * (number % 90 - 45) + timedelta(minutes=number + 1)
        over = starts_at < now
        one = make.make_meeting(
            group=group,
            starts_at=starts_at,
            state=MeetingState.HELD if over else MeetingState.PLANNED,
            announced_at=now - 50 * DAY,
            agenda=("Welcome",),
        )
        kind = SendingKind.MINUTES if over else SendingKind.AGENDA
        if over:
            make.make_minutes(meeting=one, state=MinutesState.WITH_CHAIR)
        if number % 3 == 0:
            sending(one, kind, now - DAY, sent=2, failed=1)
        one.notice_holds.create(
            kind="reminder", starts_at=one.starts_at, held_by=make.make_user(), held_at=now
        )


@pytest.mark.parametrize("meetings", [1, 3, 300])
def test_today_asks_ten_questions_however_many_meetings(
    client, group, helen, django_assert_num_queries, meetings
) -> None:
    busy(group, meetings)
    client.force_login(helen)
    with django_assert_num_queries(10):
        assert client.get("/?all=1").status_code == 200


def test_the_first_button_alone_is_green(client, group, helen) -> None:
    busy(group, 5)
    text = page(client, helen, "/?all=1")
    needs = text[text.index('id="needs-you"') : text.index('id="going-out"')]
    assert needs.count('class="govuk-button"') == 1
    assert needs.count('class="govuk-button govuk-button--secondary"') >= 4


def test_eight_lines_and_then_all(client, group, helen) -> None:
    for number in range(12):
        make.make_group(site=group.site, name=f"Group {number}")
    short = page(client, helen)
    assert short.count("app-due__item") == 8
    assert '<a class="govuk-link" href="?all=1#needs-you">Show all 37</a>' in short
    assert "37 things need you, 13 of them today." in short
    whole = page(client, helen, "/?all=1")
    assert whole.count("app-due__item") == 37
    assert "Show all" not in whole


def test_nothing_to_do_is_said_kindly(client, group, helen) -> None:
    now = timezone.now()
    make.make_meeting(group=group, starts_at=now + 200 * DAY, agenda=("Welcome",))
    text = page(client, helen)
    assert "Nothing needs you today. Next: check and send the invitation for Northfield" in text
    assert "Nothing is due to go out in the next 7 days." in text
    assert "Nothing went out in the last 7 days." in text


def test_no_group_and_no_meeting(client, helen, group) -> None:
    text = page(client, helen)
    assert "No next meeting is set." in text
    assert reverse("plan_meeting", args=[group.key]) in text
    nowhere = administrator(make.make_site())
    assert "You serve no group yet." in page(client, nowhere)


def test_held_by_you_and_by_somebody_else(client, group, helen) -> None:
    now = timezone.now()
    # No break between working days is longer than four days, so its reminder is still to come.
    meeting = make.make_meeting(group=group, starts_at=now + 6 * DAY, announced_at=now - 30 * DAY)
    client.force_login(helen)
    assert ">Hold<" in client.get("/").content.decode()
    response = client.post(reverse("hold_notice", args=[meeting.pk, "reminder"]), {"from": "today"})
    assert response.url == f"/#reminder-{meeting.pk}"
    text = client.get("/").content.decode()
    assert "Held. It will not go out until you release it." in text
    assert "Held by you" in text
    assert ">Release<" in text
    other = administrator(group.site)
    assert "by Helen Marsh" in page(client, other)
    client.post(reverse("release_notice", args=[meeting.pk, "reminder"]), {"from": "today"})
    assert ">Hold<" in client.get("/").content.decode()


def test_too_late_to_hold_is_said_with_a_link_to_the_messages(client, group, helen) -> None:
    now = timezone.now()
    meeting = make.make_meeting(group=group, starts_at=now + DAY, announced_at=now - 30 * DAY)
    meeting = Meeting.objects.get(pk=meeting.pk)
    reminder(meeting, now, sent=4)
    client.force_login(helen)
    response = client.post(
        reverse("hold_notice", args=[meeting.pk, "reminder"]), {"from": "today"}, follow=True
    )
    text = response.content.decode()
    assert "Too late to hold: it went out at " in text
    assert " to 4 people." in text
    assert reverse("meeting_messages", args=[meeting.pk]) in text
    assert 'role="alert"' in text


def test_failures_link_to_the_messages(client, group, helen) -> None:
    now = timezone.now()
    meeting = make.make_meeting(group=group, starts_at=now + 9 * DAY, announced_at=now)
    sending(meeting, SendingKind.AGENDA, now, sent=12, failed=2)
    text = page(client, helen)
    assert "12 sent" in text
    assert "2 failed" in text
    assert Message.objects.count() == 14


class TestWhoseItIs:
    def test_several_roles_give_the_first(self, client, group, helen) -> None:
        make.make_role(person=helen.person, site=make.make_site(), role=Role.SUPPORTER)
        make.make_member(group=group, person=helen.person)
        assert "<h1" in page(client, helen)
        assert "Needs you" in page(client, helen)

    @pytest.mark.parametrize("role", [Role.PROJECT_MANAGER, Role.SUPPORTER])
    def test_manager_and_supporter(self, client, group, role) -> None:
        user = make.make_user()
        make.make_role(person=user.person, site=group.site, role=role)
        make.make_role(person=user.person, site=make.make_site(), role=role)
        make.make_member(group=group, person=user.person)
        assert "My sites</h1>" in page(client, user)

    def test_a_manager_of_one_site_goes_straight_to_it(self, client, group) -> None:
        user = make.make_user()
        make.make_role(person=user.person, site=group.site, role=Role.PROJECT_MANAGER)
        client.force_login(user)
        response = client.get("/", follow=True)
        assert response.redirect_chain == [(reverse("site", args=[group.site.key]), 302)]
        assert "My sites</h1>" in page(client, user, reverse("sites"))

    def test_a_supporter_of_one_site_still_lists_those_they_may_open_besides(
        self, client, group
    ) -> None:
        user = make.make_user()
        make.make_role(person=user.person, site=group.site, role=Role.SUPPORTER)
        other = make.make_site(name="Brinsholt")
        assert reverse("site", args=[other.key]) in page(client, user)

    def test_member(self, client, group) -> None:
        user = make.make_user()
        make.make_member(group=group, person=user.person)
        assert "My meetings</h1>" in page(client, user)

    def test_owner_sets_the_programme_up(self, client, group) -> None:
        client.force_login(make.make_user(is_owner=True))
        assert client.get("/", follow=True).redirect_chain == [(reverse("setup"), 302)]

    def test_nobody_yet(self, client) -> None:
        user = make.make_user()
        text = page(client, user)
        assert "You have no role yet</h1>" in text
        assert user.email in text

    def test_a_role_that_has_ended_gives_nothing(self, client, group) -> None:
        user = make.make_user()
        make.make_role(
            person=user.person,
            site=group.site,
            role=Role.ADMINISTRATOR,
            ended_on=timezone.localdate(),
        )
        assert "You have no role yet</h1>" in page(client, user)

    def test_strangers_sign_in_first(self, client) -> None:
        assert client.get("/").status_code == 302

    def test_nothing_is_changed_by_it(self, client, helen) -> None:
        client.force_login(helen)
        assert client.post("/").status_code == 405
