"""Joining a group, changing a seat and leaving: what the services do and refuse."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from outbox.enums import State
from outbox.models import Message
from outbox.services import open_mailbox
from people.models import Person
from steering.documents.register import people_known_within
from steering.enums import Appearance, Capacity, LeftBecause, MemberRole
from steering.models import Membership, SteeringGroup
from steering.services.memberships import (
    IsAMemberThen,
    LeftBeforeJoining,
    SeatTerms,
    add_member,
    add_new_member,
    change_membership,
    end_membership,
)
from tests import make

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
TODAY = NOW.date()
SPRING, SUMMER, AUTUMN = date(2026, 3, 2), date(2026, 6, 1), date(2026, 9, 1)
TERMS = SeatTerms(
    agency=None,
    capacity=Capacity.CARER,
    role=MemberRole.MEMBER,
    appears=Appearance.BY_CAPACITY,
    own_words="",
    joined_on=SPRING,
)


@pytest.fixture
def group() -> SteeringGroup:
    return make.make_group()


@pytest.fixture
def amy() -> Person:
    return make.make_person(name="Amy Rudd")


def join(group: SteeringGroup, amy: Person, joined_on: date) -> Membership:
    return add_member(group=group, person=amy, terms=replace(TERMS, joined_on=joined_on), now=NOW)


def leave(seat: Membership, left_on: date) -> int:
    return end_membership(membership=seat, left_on=left_on, because=None, now=NOW)


class TestJoining:
    def test_as_entered(self, group: SteeringGroup, amy: Person) -> None:
        agency = make.make_agency()
        terms = replace(TERMS, agency=agency, appears=Appearance.OWN_WORDS, own_words="Parent")
        seat = add_member(group=group, person=amy, terms=terms, now=NOW)
        seat.refresh_from_db()
        assert (seat.agency, seat.capacity, seat.joined_on) == (agency, "carer", SPRING)
        assert seat.shown_with == "Parent"

    def test_nobody_sits_twice_at_a_time(self, group: SteeringGroup, amy: Person) -> None:
        seat = join(group, amy, SPRING)
        with pytest.raises(IsAMemberThen, match="Amy Rudd has been a member since 2 March 2026"):
            join(group, amy, SUMMER)
        leave(seat, SUMMER)
        with pytest.raises(IsAMemberThen, match="was a member from 2 March 2026 to 1 June 2026"):
            join(group, amy, SUMMER - timedelta(days=1))
        join(group, amy, SUMMER)
        assert group.memberships.count() == 2

    def test_a_seat_of_no_day_is_not_entered_a_second_time(
        self, group: SteeringGroup, amy: Person
    ) -> None:
        leave(join(group, amy, SPRING), SPRING)
        with pytest.raises(IsAMemberThen):
            join(group, amy, SPRING)
        join(group, amy, SPRING + timedelta(days=1))

    def test_others_and_other_groups_are_not_concerned(
        self, group: SteeringGroup, amy: Person
    ) -> None:
        join(group, amy, SPRING)
        join(make.make_group(), amy, SPRING)
        join(group, make.make_person(), SPRING)
        assert Membership.objects.count() == 3

    def test_somebody_new(self, group: SteeringGroup) -> None:
        seat = add_new_member(
            group=group, name="Amy Rudd", email="amy@example.org", terms=TERMS, now=NOW
        )
        assert (seat.person.key, seat.person.email) == ("amy-rudd", "amy@example.org")
        twin = add_new_member(group=group, name="Amy Rudd", email="", terms=TERMS, now=NOW)
        assert twin.person.key == "amy-rudd-2"

    def test_who_is_entered_with_that_name_and_address_is_that_person(
        self, group: SteeringGroup, amy: Person
    ) -> None:
        seat = add_new_member(
            group=group, name="amy rudd", email=amy.email.upper(), terms=TERMS, now=NOW
        )
        assert seat.person == amy
        other = add_new_member(group=group, name="Ann Rudd", email=amy.email, terms=TERMS, now=NOW)
        assert other.person != amy

    def test_nobody_is_entered_who_cannot_join(self, group: SteeringGroup, amy: Person) -> None:
        join(group, amy, SPRING)
        with pytest.raises(IsAMemberThen):
            add_new_member(group=group, name="Amy Rudd", email=amy.email, terms=TERMS, now=NOW)
        assert Person.objects.count() == 1


class TestChanging:
    def test_capacity_role_and_appearance_with_their_history(
        self, group: SteeringGroup, amy: Person
    ) -> None:
        seat = join(group, amy, SPRING)
        change_membership(
            membership=seat,
            terms=replace(TERMS, capacity=Capacity.PROFESSIONAL, role=MemberRole.CO_CHAIR),
            now=NOW,
        )
        end_membership(membership=seat, left_on=AUTUMN, because=LeftBecause.WORKLOAD, now=NOW)
        events = Membership.pgh_event_model.objects.filter(pgh_obj=seat).order_by("pgh_id")
        assert list(events.values_list("capacity", "role", "left_because")) == [
            ("carer", "member", ""),
            ("professional", "co_chair", ""),
            ("professional", "co_chair", "workload"),
        ]

    def test_the_day_of_joining_stays_between_the_others(
        self, group: SteeringGroup, amy: Person
    ) -> None:
        leave(join(group, amy, SPRING), SUMMER)
        second = join(group, amy, AUTUMN)
        with pytest.raises(IsAMemberThen):
            change_membership(membership=second, terms=replace(TERMS, joined_on=SPRING), now=NOW)
        change_membership(membership=second, terms=replace(TERMS, joined_on=SUMMER), now=NOW)
        leave(second, AUTUMN)
        with pytest.raises(LeftBeforeJoining):
            change_membership(membership=second, terms=replace(TERMS, joined_on=TODAY), now=NOW)
        second.refresh_from_db()
        assert (second.joined_on, second.left_on) == (SUMMER, AUTUMN)


class TestLeaving:
    @pytest.fixture
    def waiting(self, group: SteeringGroup, amy: Person) -> list[Message]:
        """Two messages of the group, one of them to Amy, and one to Amy of another group."""
        mailbox = open_mailbox(key=group.key, name=group.name)
        hers = f"person:{amy.pk}"
        return [
            make.make_message(now=NOW, mailbox=mailbox, recipient=hers),
            make.make_message(now=NOW, mailbox=mailbox, recipient="person:0"),
            make.make_message(now=NOW, recipient=hers),
        ]

    def states(self, messages: list[Message]) -> list[str]:
        return [Message.objects.get(pk=one.pk).state for one in messages]

    def test_nothing_of_the_group_goes_out_to_them_any_more(
        self, group: SteeringGroup, amy: Person, waiting: list[Message]
    ) -> None:
        assert leave(join(group, amy, SPRING), TODAY) == 1
        assert self.states(waiting) == [State.WITHDRAWN, State.QUEUED, State.QUEUED]
        assert (
            "Amy Rudd is no longer on the group."
            in Message.objects.get(pk=waiting[0].pk).explanation
        )

    @pytest.mark.parametrize("left_on", [TODAY + timedelta(days=1)])
    def test_not_before_the_day(
        self, group: SteeringGroup, amy: Person, waiting: list[Message], left_on: date
    ) -> None:
        assert leave(join(group, amy, SPRING), left_on) == 0
        assert self.states(waiting) == [State.QUEUED] * 3

    def test_who_sits_again_since_gets_what_waits(
        self, group: SteeringGroup, amy: Person, waiting: list[Message]
    ) -> None:
        first = join(group, amy, SPRING)
        leave_unnoticed = Membership.objects.filter(pk=first.pk)
        leave_unnoticed.update(left_on=SUMMER)
        join(group, amy, AUTUMN)
        assert leave(first, SUMMER - timedelta(days=1)) == 0
        assert self.states(waiting) == [State.QUEUED] * 3

    def test_a_refused_end_withdraws_nothing(
        self, group: SteeringGroup, amy: Person, waiting: list[Message]
    ) -> None:
        seat = join(group, amy, SPRING)
        with pytest.raises(LeftBeforeJoining, match="joined on 2 March 2026 and left on"):
            leave(seat, SPRING - timedelta(days=1))
        assert self.states(waiting) == [State.QUEUED] * 3
        seat.refresh_from_db()
        assert seat.left_on is None

    def test_a_later_end_does_not_reach_into_the_next_membership(
        self, group: SteeringGroup, amy: Person
    ) -> None:
        first = join(group, amy, SPRING)
        leave(first, SUMMER)
        join(group, amy, AUTUMN)
        with pytest.raises(IsAMemberThen):
            leave(first, TODAY)


def test_who_is_known_within_the_sites_that_somebody_serves() -> None:
    here, elsewhere = make.make_site(), make.make_site()
    trust, council, unplaced = make.make_agency(), make.make_agency(), make.make_agency()
    make.make_member(
        group=make.make_group(site=here), agency=trust, person=make.make_person(name="A sits")
    )
    make.make_member(
        group=make.make_group(site=elsewhere), agency=council, person=make.make_person(name="x")
    )
    make.make_post(person=make.make_person(name="B works there"), agency=trust)
    make.make_post(person=make.make_person(name="C is not placed yet"), agency=unplaced)
    make.make_post(person=make.make_person(name="y"), agency=council)
    make.make_person(name="z")
    known = people_known_within({here.pk})
    assert [one.name for one in known] == ["A sits", "B works there", "C is not placed yet"]
