"""The core agencies of a group, and where it shows that nobody sits for one."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sites.enums import Role
from sites.models import Agency, Post
from steering.enums import Capacity, MemberRole
from steering.models import CoreAgency, SteeringGroup
from tests import make
from tests.steering.test_member_pages import address, administrator, group, signed_in, text_of

__all__ = ["administrator", "group"]

pytestmark = pytest.mark.django_db

DAY = {"from_on_day": "1", "from_on_month": "6", "from_on_year": "2026"}


@pytest.fixture
def council() -> Agency:
    return make.make_agency(name="Northmoor Council")


@pytest.fixture
def core(group: SteeringGroup, council: Agency) -> CoreAgency:
    return make.make_core_agency(group=group, agency=council, from_on=date(2026, 6, 1))


def test_added_and_ended(administrator: Client, group: SteeringGroup, council: Agency) -> None:
    url = address("add_core_agency", group)
    added = administrator.post(url, DAY | {"agency": str(council.pk)}, follow=True)
    page = text_of(added)
    assert "Northmoor Council is a core agency from 1 June 2026." in page
    assert "Nobody has sat for it since 1 June 2026." in page
    refused = text_of(administrator.post(url, DAY | {"agency": str(council.pk)}))
    assert "is a core agency from 1 June 2026 already" in refused
    end = address("end_core_agency", group, CoreAgency.objects.get().pk)
    day = {"until_on_day": "1", "until_on_month": "5", "until_on_year": "2026"}
    assert "choose that day or a later one" in text_of(administrator.post(end, day))
    ended = text_of(administrator.post(end, day | {"until_on_month": "9"}, follow=True))
    assert "From 1 September 2026, Northmoor Council is no longer a core agency." in ended
    assert "1 June 2026 to 1 September 2026" in ended


def test_who_sits_for_it_is_not_said(
    client: Client, group: SteeringGroup, core: CoreAgency
) -> None:
    """Somebody who appears as “Group member” would be told by their agency."""
    sits = make.make_member(group=group, agency=core.agency, capacity=Capacity.CARER)
    member = make.make_member(group=group)
    client.force_login(make.make_user(person=member.person))
    page = text_of(client.get(address("core_agencies", group)))
    assert "Represented" in page
    assert sits.person.name not in page
    assert address("add_core_agency", group) not in page


class TestWhereItShows:
    @pytest.fixture(autouse=True)
    def _ending(self, group: SteeringGroup, core: CoreAgency) -> None:
        """A secondment that ends soon, of somebody who sits for another agency."""
        priya, trust = make.make_person(name="Priya Nair"), make.make_agency()
        make.make_member(group=group, person=priya, agency=trust, role=MemberRole.CHAIR)
        make.make_post(person=priya, agency=trust)
        Post.objects.update(secondment_ends_on=timezone.localdate() + timedelta(days=9))

    @pytest.mark.parametrize("name", ["group", "members"])
    def test_to_the_administrator_with_the_next_step(
        self, administrator: Client, group: SteeringGroup, name: str
    ) -> None:
        page = text_of(administrator.get(address(name, group)))
        assert "Nobody from Northmoor Council since 1 June 2026" in page
        assert "No administrator has been named yet" in page
        assert address("name_to_role", group, "administrator") in page
        assert "Priya Nair’s secondment" in page

    def test_to_the_project_manager_without_links(
        self, client: Client, group: SteeringGroup
    ) -> None:
        page = text_of(signed_in(client, group, Role.PROJECT_MANAGER).get(address("group", group)))
        assert "Nobody from Northmoor Council since 1 June 2026" in page
        assert "Priya Nair’s secondment" in page
        assert "name one" not in page

    def test_to_a_member_without_the_secondment(self, client: Client, group: SteeringGroup) -> None:
        member = make.make_member(group=group)
        client.force_login(make.make_user(person=member.person))
        page = text_of(client.get(address("group", group)))
        assert "Nobody from Northmoor Council since 1 June 2026" in page
        assert "secondment" not in page
