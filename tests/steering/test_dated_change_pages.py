"""Moving to another agency and handing over a role, on the pages of the administrator."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from people.models import Person
from sites.models import Agency
from steering.enums import MemberRole
from steering.models import Handover, Membership, SteeringGroup
from tests import make
from tests.steering.test_member_pages import address, administrator, amy, group, text_of

__all__ = ["administrator", "amy", "group"]

pytestmark = pytest.mark.django_db

DAY = {"on_day": "1", "on_month": "6", "on_year": "2026"}


@pytest.fixture
def trust() -> Agency:
    return make.make_agency(name="Northmoor Trust")


@pytest.fixture
def seat(group: SteeringGroup, amy: Person) -> Membership:
    return make.make_member(group=group, person=amy, role=MemberRole.CHAIR)


@pytest.fixture
def bob(group: SteeringGroup) -> Membership:
    return make.make_member(group=group, person=make.make_person(name="Bob Fell"))


class TestMoving:
    def test_from_a_day_on(
        self, administrator: Client, group: SteeringGroup, seat: Membership, trust: Agency
    ) -> None:
        url = address("move_member", group, seat.pk)
        said = administrator.post(url, DAY | {"agency": str(trust.pk)}, follow=True)
        assert "Amy Rudd sits for Northmoor Trust from 1 June 2026." in text_of(said)
        [one] = said.context["page"]
        assert (one.seat.agency, one.stay.joined_on) == (trust, make.LONG_AGO)
        assert said.context["past"] == []

    def test_a_move_to_come_stands_beside_the_name(
        self, administrator: Client, group: SteeringGroup, seat: Membership, trust: Agency
    ) -> None:
        day = timezone.localdate() + timedelta(days=40)
        entered = {"on_day": day.day, "on_month": day.month, "on_year": day.year}
        url = address("move_member", group, seat.pk)
        said = administrator.post(url, entered | {"agency": trust.pk}, follow=True)
        [one] = said.context["page"]
        [planned] = one.planned
        assert planned.endswith("for Northmoor Trust")
        assert said.context["joining"] == []

    @pytest.mark.parametrize(
        ("entered", "said"),
        [
            (DAY | {"on_year": "2019"}, "is not a member on 1 June 2019, but from"),
            (DAY | {"on_month": "13"}, "Enter a real date"),
            (DAY, "Choose another agency"),
        ],
    )
    def test_what_is_wrong_is_said(
        self, administrator: Client, seat: Membership, entered: dict[str, str], said: str
    ) -> None:
        seat.agency = make.make_agency()
        seat.save()
        url = address("move_member", seat.group, seat.pk)
        refused = administrator.post(url, entered | {"agency": str(seat.agency.pk)})
        assert said in text_of(refused)
        assert refused.context["form"]["agency"].value() == str(seat.agency.pk)
        assert seat.group.memberships.count() == 1


class TestHandingOver:
    def test_to_a_member_with_a_note(
        self, administrator: Client, group: SteeringGroup, seat: Membership, bob: Membership
    ) -> None:
        url = address("hand_over_role", group, seat.pk)
        assert bob.person.name in text_of(administrator.get(url))
        entered = DAY | {"who": "member", "member": str(bob.person.pk), "note": "Good luck"}
        said = text_of(administrator.post(url, entered, follow=True))
        assert "Bob Fell is chair from 1 June 2026. Amy Rudd is a member." in said
        handover = Handover.objects.get()
        assert (handover.note, handover.written_by.person.name) == ("Good luck", "Leah Morgan")

    def test_to_somebody_who_joins_for_it(
        self, administrator: Client, group: SteeringGroup, seat: Membership
    ) -> None:
        entered = DAY | {"who": "joins", "name": "Cy  Holt", "capacity": "professional"}
        administrator.post(address("hand_over_role", group, seat.pk), entered)
        taker = group.memberships.get(person__name="Cy Holt")
        assert (taker.role, taker.joined_on) == ("chair", date(2026, 6, 1))

    @pytest.mark.parametrize(
        ("entered", "said"),
        [
            ({"who": "member"}, "Choose a member"),
            ({"who": "joins", "capacity": "carer"}, "Enter the name"),
            ({"who": "joins", "name": "Cy"}, "Choose in what capacity they take part"),
            ({"who": "joins", "name": "Amy Rudd", "capacity": "carer"}, "has been a member since"),
        ],
    )
    def test_nothing_typed_is_lost_when_something_is_wrong(
        self,
        administrator: Client,
        group: SteeringGroup,
        seat: Membership,
        entered: dict[str, str],
        said: str,
    ) -> None:
        url = address("hand_over_role", group, seat.pk)
        refused = administrator.post(url, DAY | entered | {"note": "Good luck"})
        page = text_of(refused)
        assert said in page
        assert "Good luck</textarea>" in page
        seat.refresh_from_db()
        assert (seat.role, group.memberships.count()) == ("chair", 1)

    def test_a_member_without_a_role_has_none(
        self, administrator: Client, group: SteeringGroup, bob: Membership
    ) -> None:
        url = address("hand_over_role", group, bob.pk)
        assert administrator.get(url).status_code == 404


def test_naming_somebody_to_a_role(
    administrator: Client, group: SteeringGroup, bob: Membership
) -> None:
    url = address("name_to_role", group, "administrator")
    assert "Name an administrator" in text_of(administrator.get(url))
    entered = DAY | {"who": "member", "member": str(bob.person.pk)}
    said = text_of(administrator.post(url, entered, follow=True))
    assert "Bob Fell is administrator from 1 June 2026." in said
    assert "Bob Fell is administrator then already" in text_of(administrator.post(url, entered))
