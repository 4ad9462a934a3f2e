"""Two people who enter the same new name at the same moment: both get what they entered."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import transaction

from barriers.enums import Direction
from barriers.models import Factor, Theme
from barriers.services.factors import FactorDetails, log_factor
from people.models import Person
from people.services.people import add_person
from records.keys import free_key
from sites.enums import AgencyKind, Interface, Nation
from sites.models import Agency, Site
from sites.services.agencies import add_agency
from sites.services.sites import add_site
from steering.enums import Mode
from steering.models import Meeting, SteeringGroup
from steering.services.groups import GroupTerms, start_group
from steering.services.meetings import MeetingPlan, plan_meeting
from steering.services.register import person_called
from tests import make
from tests.at_once import PEOPLE, all_at_once

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2026, 11, 24)
TEN = datetime(2026, 12, 8, 10, 0, tzinfo=make.LONDON)
NOON = datetime(2026, 12, 8, 12, 0, tzinfo=make.LONDON)


def expected(base: str) -> set[str]:
    return {base, *(f"{base}-{number}" for number in range(2, PEOPLE + 1))}


def keys(model: type) -> set[str]:
    return set(model.objects.values_list("key", flat=True))  # type: ignore[attr-defined]


def an_agency(_: int) -> object:
    return add_agency(name="Oak House", kind=AgencyKind.LOCAL_AUTHORITY, interface=Interface.CORE)


def a_site(_: int) -> object:
    return add_site(name="Oak House", nation=Nation.ENGLAND, parent=None, started_on=TODAY)


def a_person(_: int) -> object:
    return add_person(name="Oak House", email="")


@pytest.mark.parametrize(
    ("enter", "model"), [(an_agency, Agency), (a_site, Site), (a_person, Person)]
)
def test_what_stands_by_itself(enter: Callable[[int], object], model: type) -> None:
    all_at_once(enter)
    assert keys(model) == expected("oak-house")


def test_a_guest_at_each_site() -> None:
    sites = [make.make_site() for _ in range(PEOPLE)]
    all_at_once(lambda number: person_called("Oak House", site=sites[number]))
    assert keys(Person) == expected("oak-house")


def test_groups_of_several_sites() -> None:
    sites = [make.make_site() for _ in range(PEOPLE)]
    terms = GroupTerms(name="Steering group", quorum="", hold_seconds=300)
    all_at_once(lambda number: start_group(site=sites[number], terms=terms))
    assert keys(SteeringGroup) == expected("steering-group")


def test_meetings_of_one_group_on_one_day() -> None:
    group = make.make_group()
    plan = MeetingPlan("Oak House", TEN, NOON, Mode.IN_PERSON)
    all_at_once(lambda _: plan_meeting(group=group, plan=plan, agenda=[]))
    assert keys(Meeting) == expected(f"{group.key}-2026-12-08")


@pytest.mark.usefixtures("themes")
def test_entries_of_one_site() -> None:
    site = make.make_site()
    details = FactorDetails(
        Theme.objects.earliest("position"), Direction.HELPED, "The director came.", TODAY
    )
    all_at_once(lambda _: log_factor(site=site, details=details, recorded_by=None))
    assert keys(Factor) == expected(f"{site.key}-factor")


def test_a_key_is_found_in_the_transaction_that_takes_it() -> None:
    with pytest.raises(transaction.TransactionManagementError, match="in the transaction"):
        free_key("oak-house", taken=Site.objects.all())
