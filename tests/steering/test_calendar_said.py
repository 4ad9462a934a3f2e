"""What an administrator is told, before and after, of the calendar mails that a change brings."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from outbox.models import Message
from outbox.services import open_mailbox, set_hold
from people.models import Person
from sites.enums import Role
from steering.models import Membership, SteeringGroup
from steering.services.meetings import MeetingPlan, change_meeting
from tests import make

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def group() -> SteeringGroup:
    return make.make_group(name="Northmoor steering group")


@pytest.fixture
def administrator(client: Client, group: SteeringGroup) -> Client:
    leah = make.make_person(name="Leah Morgan", email="leah@example.org")
    make.make_role(person=leah, site=group.site, role=Role.ADMINISTRATOR)
    client.force_login(make.make_user(person=leah))
    return client


@pytest.fixture
def bob(group: SteeringGroup) -> Membership:
    return make.make_member(group=group, person=make.make_person(name="Bob Fell"))


@pytest.fixture
def amy(group: SteeringGroup) -> Person:
    amy = make.make_person(name="Amy Rudd", email="amy@example.org")
    make.make_member(group=make.make_group(site=group.site), person=amy)
    return amy


def tell(group: SteeringGroup, *days: int) -> None:
    for day in days:
        now = timezone.now()
        make.make_meeting(group=group, starts_at=now + day * DAY, announced_at=now - 9 * DAY)


def day_of(days: int) -> dict[str, object]:
    day = timezone.localdate() + days * DAY
    return {"day": day.day, "month": day.month, "year": day.year}


def joins(administrator: Client, group: SteeringGroup, days: int) -> str:
    entered = {"who": "known", "known": "Amy Rudd", "capacity": "carer", "role": "member"}
    entered |= {f"joined_on_{part}": value for part, value in day_of(days).items()}
    return administrator.post(f"/groups/{group.key}/members/add/", entered, follow=True).text


def leaves(administrator: Client, seat: Membership, days: int) -> str:
    entered = {f"left_on_{part}": value for part, value in day_of(days).items()}
    url = f"/groups/{seat.group.key}/members/{seat.pk}/end/"
    return administrator.post(url, entered, follow=True).text


class TestJoining:
    def test_today(self, administrator: Client, group: SteeringGroup, amy: Person) -> None:
        tell(group, 10, 20, 30)
        page = administrator.get(f"/groups/{group.key}/members/add/").text
        assert "Members know of 3 meetings to come" in page
        said = joins(administrator, group, 0)
        assert "Amy Rudd gets the invitations of 3 meetings, held for 5 minutes." in said
        assert Message.objects.count() == 3

    def test_later(self, administrator: Client, group: SteeringGroup, amy: Person) -> None:
        tell(group, 10, 20, 30)
        assert "Amy Rudd gets the invitation of a meeting, on " in joins(administrator, group, 25)

    def test_where_nothing_is_held(
        self, administrator: Client, group: SteeringGroup, amy: Person
    ) -> None:
        set_hold(mailbox=open_mailbox(key=group.key, name=group.name), seconds=0)
        tell(group, 10)
        said = joins(administrator, group, 0)
        assert "Amy Rudd gets the invitation of a meeting, at once." in said

    def test_where_members_know_of_none(
        self, administrator: Client, group: SteeringGroup, amy: Person
    ) -> None:
        assert "This sends no mail." in administrator.get(f"/groups/{group.key}/members/add/").text
        assert "gets the" not in joins(administrator, group, 0)


class TestLeaving:
    def test_today(self, administrator: Client, group: SteeringGroup, bob: Membership) -> None:
        tell(group, 10, 20)
        page = administrator.get(f"/groups/{group.key}/members/{bob.pk}/end/").text
        assert "Members know of 2 meetings to come" in page
        said = leaves(administrator, bob, 0)
        assert "Bob Fell gets the cancellations of 2 meetings, held for 5 minutes." in said

    def test_on_the_day_on_which_members_were_told(
        self, administrator: Client, group: SteeringGroup, bob: Membership
    ) -> None:
        now = timezone.now()
        make.make_meeting(group=group, starts_at=now + DAY, announced_at=now)
        assert "Bob Fell gets the cancellation of a meeting" in leaves(administrator, bob, 0)

    def test_after_the_last_meeting(
        self, administrator: Client, group: SteeringGroup, bob: Membership
    ) -> None:
        tell(group, 10)
        assert "gets the" not in leaves(administrator, bob, 11)

    def test_a_day_that_is_put_right_while_it_is_held(
        self, administrator: Client, group: SteeringGroup, bob: Membership
    ) -> None:
        tell(group, 10)
        leaves(administrator, bob, 0)
        assert "gets the" not in leaves(administrator, bob, 11)
        assert not Message.objects.waiting().exists()


def test_another_address(administrator: Client, group: SteeringGroup, amy: Person) -> None:
    tell(group, 10)
    joins(administrator, group, 0)
    entered = {"email": "a.rudd@example.org", "next": f"/groups/{group.key}/members/"}
    url = f"/groups/{group.key}/members/{amy.pk}/address/"
    said = administrator.post(url, entered, follow=True).text
    assert "Amy Rudd gets the invitation of a meeting, held for 5 minutes." in said
    assert [one.to_address for one in Message.objects.waiting()] == ["a.rudd@example.org"]


def test_another_address_of_somebody_told_before_an_import(
    administrator: Client, group: SteeringGroup, bob: Membership
) -> None:
    tell(group, 10)
    url = f"/groups/{group.key}/members/{bob.person.pk}/address/"
    for address, number in ((bob.person.email, 0), ("b.fell@example.org", 1)):
        administrator.post(url, {"email": address, "next": "/"})
        assert Message.objects.waiting().count() == number


def test_a_title_that_members_were_not_told_is_the_next_step(
    administrator: Client, group: SteeringGroup, bob: Membership
) -> None:
    now = timezone.now()
    meeting = make.make_meeting(group=group, starts_at=now + 30 * DAY, announced_at=now - DAY)
    meeting.sendings.create(
        kind="invitation",
        batch="00000000-0000-0000-0000-000000000001",
        sequence=0,
        text_sha256="0" * 64,
        pressed_by=make.make_user(),
        pressed_at=now - DAY,
        leaves_at=now - DAY,
        took_effect_at=now - DAY,
    )
    names = ("starts_at", "ends_at", "mode", "place")
    plan = MeetingPlan(title="Another title", **{name: getattr(meeting, name) for name in names})
    change_meeting(meeting=meeting, plan=plan, now=now)
    page = administrator.get(f"/meetings/{meeting.pk}/").text
    assert "Check and send the change" in page
