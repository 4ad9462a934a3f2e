"""Who is missing on a group, since when, and whose secondment ends soon."""

from datetime import date, timedelta

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from sites.models import Agency, Post
from steering.enums import MemberRole
from steering.models import CoreAgency, SteeringGroup
from steering.services.core_agencies import (
    EndsBeforeItBegins,
    IsCoreThen,
    add_core_agency,
    end_core_agency,
)
from steering.services.dated_changes import move_to_agency
from steering.vacancies import secondments_ending, vacancies_of, with_vacancies
from tests import make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
SPRING, SUMMER, AUTUMN = date(2026, 3, 2), date(2026, 6, 1), date(2026, 9, 1)


@pytest.fixture
def group() -> SteeringGroup:
    """Nothing is missing: it has a chair and an administrator."""
    group = make.make_group()
    make.make_member(group=group, role=MemberRole.CHAIR)
    make.make_member(group=group, role=MemberRole.ADMINISTRATOR)
    return group


@pytest.fixture
def council() -> Agency:
    return make.make_agency(name="Northmoor Council")


def missing(group: SteeringGroup) -> list[str]:
    found = with_vacancies(SteeringGroup.objects.filter(pk=group.pk), TODAY).get()
    return [one.sentence for one in vacancies_of(found)]


class TestRoles:
    def test_nobody_since_the_last_one_left(self, group: SteeringGroup) -> None:
        assert missing(group) == []
        group.memberships.update(left_on=SUMMER)
        assert missing(group) == [
            "No chair since 1 June 2026",
            "No administrator since 1 June 2026",
        ]

    def test_a_co_chair_chairs_and_a_deputy_chair_does_not(self, group: SteeringGroup) -> None:
        group.memberships.filter(role="chair").update(role="co_chair")
        assert missing(group) == []
        group.memberships.filter(role="co_chair").update(role="deputy_chair")
        assert missing(group) == ["No chair has been named yet"]

    def test_the_day_counts(self, group: SteeringGroup) -> None:
        """The day on which somebody leaves is the first without them."""
        chair = group.memberships.filter(role="chair")
        chair.update(left_on=TODAY + timedelta(days=1))
        assert missing(group) == []
        chair.update(left_on=TODAY)
        assert missing(group) == ["No chair since 24 November 2026"]
        make.make_member(group=group, role=MemberRole.CHAIR, joined_on=TODAY + timedelta(days=1))
        assert missing(group) == ["No chair since 24 November 2026"]


class TestCoreAgencies:
    def test_since_it_is_one(self, group: SteeringGroup, council: Agency) -> None:
        add_core_agency(group=group, agency=council, from_on=AUTUMN)
        make.make_member(group=group, agency=council, left_on=SUMMER)
        assert missing(group) == ["Nobody from Northmoor Council since 1 September 2026"]

    def test_since_the_last_one_left_or_moved(self, group: SteeringGroup, council: Agency) -> None:
        core = add_core_agency(group=group, agency=council, from_on=SPRING)
        make.make_member(group=group, agency=council, left_on=SUMMER)
        sits = make.make_member(group=group, agency=council)
        make.make_member(group=make.make_group(), agency=council)
        assert missing(group) == []
        move_to_agency(membership=sits, agency=make.make_agency(), on=AUTUMN)
        assert missing(group) == ["Nobody from Northmoor Council since 1 September 2026"]
        end_core_agency(core=core, until_on=TODAY)
        assert missing(group) == []

    def test_once_at_a_time(self, group: SteeringGroup, council: Agency) -> None:
        core = add_core_agency(group=group, agency=council, from_on=SPRING)
        with pytest.raises(IsCoreThen, match="from 2 March 2026 already"):
            add_core_agency(group=group, agency=council, from_on=AUTUMN)
        with pytest.raises(EndsBeforeItBegins):
            end_core_agency(core=core, until_on=SPRING - timedelta(days=1))
        end_core_agency(core=core, until_on=SUMMER)
        with pytest.raises(IsCoreThen, match="from 2 March 2026 to 1 June 2026 already"):
            add_core_agency(group=group, agency=council, from_on=SUMMER - timedelta(days=1))
        add_core_agency(group=group, agency=council, from_on=AUTUMN)
        with pytest.raises(IsCoreThen, match="again from 1 September 2026"):
            end_core_agency(core=core, until_on=TODAY)
        assert CoreAgency.objects.count() == 2


class TestSecondments:
    @pytest.fixture
    def post(self, group: SteeringGroup, council: Agency) -> Post:
        priya = make.make_person(name="Priya Nair")
        make.make_member(group=group, person=priya, agency=council)
        return make.make_post(person=priya, agency=council)

    @pytest.mark.parametrize(("days", "warns"), [(-1, False), (0, True), (60, True), (61, False)])
    def test_within_sixty_days(
        self, group: SteeringGroup, post: Post, days: int, warns: bool
    ) -> None:
        Post.objects.update(secondment_ends_on=TODAY + timedelta(days=days))
        assert len(secondments_ending([group], TODAY)) == warns

    def test_of_the_post_for_which_somebody_sits(self, group: SteeringGroup, post: Post) -> None:
        Post.objects.update(secondment_ends_on=date(2026, 12, 12))
        [one] = secondments_ending([group], TODAY)
        assert one.sentence == (
            "Priya Nair’s secondment to Northmoor Council ends on 12 December 2026"
        )
        assert secondments_ending([make.make_group()], TODAY) == []
        elsewhere = make.make_post(person=post.person, agency=make.make_agency())
        Post.objects.filter(pk=elsewhere.pk).update(secondment_ends_on=TODAY)
        assert secondments_ending([group], TODAY) == [one]
        Post.objects.filter(pk=post.pk).update(ended_on=TODAY)
        assert secondments_ending([group], TODAY) == []


def test_many_groups_at_once(
    council: Agency, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(30):
        make.make_core_agency(group=make.make_group(), agency=council)
    with django_assert_num_queries(1):
        found = [vacancies_of(one) for one in with_vacancies(SteeringGroup.objects.all(), TODAY)]
    assert [len(one) for one in found] == [3] * 30
