"""Deputies named per member."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from people.models import Person
from steering.enums import Deputies
from steering.models import Deputy, Membership, SteeringGroup
from tests import make
from tests.steering.test_member_pages import address, administrator, amy, group, text_of

__all__ = ["administrator", "amy", "group"]

pytestmark = pytest.mark.django_db

DAY = {"on_day": "1", "on_month": "6", "on_year": "2026"}


@pytest.fixture
def seat(group: SteeringGroup) -> Membership:
    return make.make_member(group=group, person=make.make_person(name="Bob Fell"))


def test_somebody_known_then_ended(
    administrator: Client, group: SteeringGroup, seat: Membership, amy: Person
) -> None:
    url = address("name_deputy", group, seat.pk)
    known = DAY | {"who": "known", "known": "Amy Rudd"}
    page = text_of(administrator.post(url, known, follow=True))
    assert "Amy Rudd is a deputy of Bob Fell from 1 June 2026." in page
    assert "Deputy: Amy Rudd" in page
    assert "is a deputy of Bob Fell already" in text_of(administrator.post(url, known))
    deputy = Deputy.objects.get()
    assert (deputy.member, deputy.deputy, deputy.named_on) == (seat.person, amy, date(2026, 6, 1))
    end = address("end_deputy", group, deputy.pk)
    refused = text_of(administrator.post(end, DAY | {"on_month": "5"}))
    assert "choose that day or a later one" in refused
    page = text_of(administrator.post(end, DAY | {"on_month": "9"}, follow=True))
    assert "From 1 September 2026, Amy Rudd is no longer a deputy of Bob Fell." in page
    assert "Deputy: Amy Rudd" not in page


def test_somebody_new(administrator: Client, group: SteeringGroup, seat: Membership) -> None:
    new = DAY | {"who": "new", "name": "Cy Holt", "email": "cy@example.org"}
    administrator.post(address("name_deputy", group, seat.pk), new)
    assert Deputy.objects.get().deputy.email == "cy@example.org"
    assert not group.memberships.filter(person__name="Cy Holt").exists()


@pytest.mark.parametrize(
    ("entered", "said"),
    [
        ({"who": "known", "known": "Bob Fell"}, "nobody stands in for themselves"),
        ({"who": "known", "known": "Amy Rudd", "on_year": "2019"}, "is not a member on"),
        ({"who": "new", "name": ""}, "Enter the name"),
    ],
)
@pytest.mark.usefixtures("amy")
def test_what_is_wrong_is_said(
    administrator: Client, seat: Membership, entered: dict[str, str], said: str
) -> None:
    refused = administrator.post(address("name_deputy", seat.group, seat.pk), DAY | entered)
    assert said in text_of(refused)
    assert not Deputy.objects.exists()


def test_where_the_terms_say_that_there_are_none(
    administrator: Client, group: SteeringGroup, seat: Membership
) -> None:
    SteeringGroup.objects.filter(pk=group.pk).update(deputies=Deputies.NONE)
    url = address("name_deputy", group, seat.pk)
    assert url not in text_of(administrator.get(address("members", group)))
    for page in (
        administrator.get(url),
        administrator.post(url, DAY | {"who": "new", "name": "Cy Holt"}),
    ):
        assert "nobody may come in a member’s place" in text_of(page)
    assert not Deputy.objects.exists()
    assert not Person.objects.filter(name="Cy Holt").exists()


def test_one_to_come_is_not_yet_shown(
    administrator: Client, group: SteeringGroup, seat: Membership
) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    make.make_deputy(group=group, member=seat.person, named_on=tomorrow)
    assert "Deputy:" not in text_of(administrator.get(address("members", group)))
