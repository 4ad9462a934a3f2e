"""Joining, moving, handing over, leaving and coming back, in whatever order.

Nobody ever has two seats on a day, and who was a member on a day that has passed stays so,
whatever is changed with effect from a later day.
"""

from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from people.models import Person
from steering.enums import Appearance, Capacity, LeftBecause, MemberRole
from steering.errors import SteeringError
from steering.models import Membership
from steering.seats import holds
from steering.services.dated_changes import give_role, hand_over_role, move_to_agency
from steering.services.memberships import SeatTerms, add_member, end_membership
from steering.stays import stays_of
from tests import make

START = date(2026, 3, 2)
AHEAD = 10
"""How many days ahead somebody enters a change."""

somebody, agencies, ahead = st.integers(0, 2), st.integers(0, 1), st.integers(0, AHEAD)
roles = st.sampled_from(MemberRole)


class Group(RuleBasedStateMachine):
    """One group, three people, and an administrator who enters what begins today or later."""

    def __init__(self) -> None:
        super().__init__()
        self._transaction = transaction.atomic()
        self._transaction.__enter__()
        self.today = START
        self.group = make.make_group()
        self.people = [make.make_person() for _ in range(3)]
        self.agencies = [make.make_agency() for _ in range(2)]
        self.by = make.make_user()
        self.read: dict[date, set[tuple[int, int | None, str]]] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._transaction.__exit__(None, None, None)

    @rule(who=somebody, agency=agencies, role=roles, days=ahead)
    def joins(self, who: int, agency: int, role: MemberRole, days: int) -> None:
        terms = SeatTerms(
            agency=self.agencies[agency],
            capacity=Capacity.PROFESSIONAL,
            role=role,
            appears=Appearance.BY_CAPACITY,
            own_words="",
            joined_on=self.today + timedelta(days=days),
        )
        with suppress(SteeringError):
            add_member(group=self.group, person=self.people[who], terms=terms, now=self.now)

    @rule(who=somebody, agency=agencies, days=ahead)
    def moves(self, who: int, agency: int, days: int) -> None:
        on = self.today + timedelta(days=days)
        if seat := self.seat(self.people[who], on):
            with suppress(SteeringError):
                move_to_agency(membership=seat, agency=self.agencies[agency], on=on)
            assert self.seat_on(self.people[who], on).agency == self.agencies[agency]

    @rule(giver=somebody, taker=somebody, days=ahead)
    def hands_over(self, giver: int, taker: int, days: int) -> None:
        on = self.today + timedelta(days=days)
        if seat := self.seat(self.people[giver], on):
            before = self.everybody(on)
            try:
                hand_over_role(
                    membership=seat,
                    to=self.people[taker],
                    on=on,
                    note="",
                    by=self.by,
                    now=self.now,
                )
            except SteeringError:
                assert self.everybody(on) == before
            else:
                assert self.seat_on(self.people[giver], on).role == MemberRole.MEMBER

    @rule(who=somebody, role=roles, days=ahead)
    def is_named(self, who: int, role: MemberRole, days: int) -> None:
        on = self.today + timedelta(days=days)
        with suppress(SteeringError):
            give_role(group=self.group, role=role, to=self.people[who], on=on, now=self.now)
            assert self.seat_on(self.people[who], on).role == role

    @rule(who=somebody, days=ahead, because=st.sampled_from([*LeftBecause, None]))
    def leaves(self, who: int, days: int, because: LeftBecause | None) -> None:
        """The whole time ends: no change that was planned brings them back."""
        on = self.today + timedelta(days=days)
        seat = self.seat(self.people[who], on)
        if seat is None:
            return
        other_times = [stay.joined_on for stay in self.stays(who) if stay.joined_on > on]
        with suppress(SteeringError):
            end_membership(membership=seat, left_on=on, because=because, now=self.now)
            assert [stay.joined_on for stay in self.stays(who) if stay.joined_on >= on] in (
                other_times,
                [seat.joined_on, *other_times],  # left on the day of joining
            )
            assert self.seat(self.people[who], on) is None

    @rule(days=st.integers(1, 6))
    def days_pass(self, days: int) -> None:
        for _ in range(days):
            self.read[self.today] = self.everybody(self.today)
            self.today += timedelta(days=1)

    @invariant()
    def nobody_has_two_seats(self) -> None:
        rows = list(self.group.memberships.all())
        for number in range((self.today - START).days + AHEAD + 2):
            day = START + timedelta(days=number)
            seats = Counter(row.person_id for row in rows if holds(row, day))
            assert set(seats.values()) <= {1}

    @invariant()
    def what_was_read_of_a_day_stays(self) -> None:
        for day, members in self.read.items():
            assert self.everybody(day) == members

    @property
    def now(self) -> datetime:
        return datetime(self.today.year, self.today.month, self.today.day, 12, tzinfo=UTC)

    def everybody(self, day: date) -> set[tuple[int, int | None, str]]:
        """The attendance list of a meeting on that day: person, agency and role."""
        rows = self.group.memberships.active_on(day)
        return set(rows.values_list("person", "agency", "role"))

    def seat(self, person: Person, on: date) -> Membership | None:
        return self.group.memberships.active_on(on).filter(person=person).first()

    def seat_on(self, person: Person, on: date) -> Membership:
        return self.group.memberships.active_on(on).select_related("agency").get(person=person)

    def stays(self, who: int) -> list:
        return stays_of(self.group.memberships.filter(person=self.people[who]))


@pytest.mark.django_db
def test_no_two_seats_and_no_other_past() -> None:
    run_state_machine_as_test(
        Group,
        settings=settings(
            max_examples=40,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
