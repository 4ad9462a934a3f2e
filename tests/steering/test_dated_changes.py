"""What changes from a day on: the days before stay as they were."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from people.models import Person, User
from sites.models import Agency
from steering.documents.register import register_of
from steering.enums import Capacity, LeftBecause, MemberRole
from steering.models import Handover, Membership, SteeringGroup
from steering.seats import members_for, seats_of
from steering.services.dated_changes import (
    Newcomer,
    NothingChanges,
    give_role,
    hand_over_role,
    move_to_agency,
)
from steering.services.memberships import (
    IsAMemberThen,
    LeftBeforeJoining,
    NotAMemberThen,
    SeatTerms,
    add_member,
    change_membership,
    end_membership,
)
from steering.services.recipients import readers_of_minutes, recipients_of, those_invited
from tests import make

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
SPRING, SUMMER, AUTUMN, WINTER = (date(2026, month, 1) for month in (3, 6, 9, 12))


@pytest.fixture
def group() -> SteeringGroup:
    return make.make_group()


@pytest.fixture
def council() -> Agency:
    return make.make_agency(name="Northmoor Council")


@pytest.fixture
def trust() -> Agency:
    return make.make_agency(name="Northmoor Trust")


@pytest.fixture
def amy(group: SteeringGroup, council: Agency) -> Membership:
    """The chair, for the council since the spring."""
    return make.make_member(
        group=group,
        person=make.make_person(name="Amy Rudd"),
        agency=council,
        role=MemberRole.CHAIR,
        joined_on=SPRING,
    )


@pytest.fixture
def bob(group: SteeringGroup) -> Membership:
    return make.make_member(group=group, person=make.make_person(name="Bob Fell"), joined_on=SPRING)


@pytest.fixture
def by() -> User:
    return make.make_user()


def rows_of(seat: Membership) -> list[tuple[str, str, date, date | None]]:
    """Agency, role and days of each row of the person on the group."""
    rows = seat.group.memberships.filter(person=seat.person).order_by("joined_on")
    return [
        (row.agency.name if row.agency else "", row.role, row.joined_on, row.left_on)
        for row in rows.select_related("agency")
    ]


def hand_over(seat: Membership, to: Person | Newcomer, on: date, by: User) -> Handover:
    return hand_over_role(
        membership=seat, to=to, on=on, note="Keys are in the drawer", by=by, now=NOW
    )


class TestMoving:
    def test_the_days_before_stay(self, amy: Membership, trust: Agency) -> None:
        met = make.make_meeting(group=amy.group, starts_at=datetime(2026, 5, 31, 10, tzinfo=UTC))
        moved = move_to_agency(membership=amy, agency=trust, on=SUMMER)
        assert rows_of(amy) == [
            ("Northmoor Council", "chair", SPRING, SUMMER),
            ("Northmoor Trust", "chair", SUMMER, None),
        ]
        assert moved.agency == trust
        [seat] = register_of(met).seats
        assert seat.membership.agency.name == "Northmoor Council"

    def test_the_day_of_joining_needs_no_second_row(self, amy: Membership, trust: Agency) -> None:
        move_to_agency(membership=amy, agency=trust, on=SPRING)
        assert rows_of(amy) == [("Northmoor Trust", "chair", SPRING, None)]

    def test_an_end_that_is_set_stays_set(self, amy: Membership, trust: Agency) -> None:
        end_membership(membership=amy, left_on=WINTER, because=LeftBecause.WORKLOAD, now=NOW)
        move_to_agency(membership=amy, agency=trust, on=SUMMER)
        first, second = amy.group.memberships.order_by("joined_on")
        assert (first.left_on, first.left_because) == (SUMMER, "")
        assert (second.left_on, second.left_because) == (WINTER, "workload")

    def test_what_was_planned_for_later_still_comes(self, amy: Membership, trust: Agency) -> None:
        school = make.make_agency(name="Northmoor School")
        move_to_agency(membership=amy, agency=school, on=WINTER)
        move_to_agency(membership=amy, agency=trust, on=SUMMER)
        assert [row[0] for row in rows_of(amy)] == [
            "Northmoor Council",
            "Northmoor Trust",
            "Northmoor School",
        ]

    def test_only_while_a_member_and_to_another_agency(
        self, amy: Membership, trust: Agency, council: Agency
    ) -> None:
        with pytest.raises(NotAMemberThen, match="but from 1 March 2026 on"):
            move_to_agency(membership=amy, agency=trust, on=SPRING - timedelta(days=1))
        with pytest.raises(NothingChanges, match="sits for Northmoor Council then already"):
            move_to_agency(membership=amy, agency=council, on=SUMMER)
        end_membership(membership=amy, left_on=AUTUMN, because=None, now=NOW)
        with pytest.raises(NotAMemberThen, match="from 1 March 2026 to 1 September 2026"):
            move_to_agency(membership=amy, agency=trust, on=AUTUMN)
        assert len(rows_of(amy)) == 1


class TestHandingOver:
    def test_to_a_member(self, amy: Membership, bob: Membership, by: User) -> None:
        handover = hand_over(amy, bob.person, SUMMER, by)
        assert rows_of(amy) == [
            ("Northmoor Council", "chair", SPRING, SUMMER),
            ("Northmoor Council", "member", SUMMER, None),
        ]
        assert rows_of(bob) == [("", "member", SPRING, SUMMER), ("", "chair", SUMMER, None)]
        assert (handover.giver, handover.taker, handover.handed_on, handover.written_by) == (
            amy.person,
            bob.person,
            SUMMER,
            by,
        )
        assert (handover.what, handover.note) == ("role", "Keys are in the drawer")

    def test_to_somebody_new(self, amy: Membership, trust: Agency, by: User) -> None:
        newcomer = Newcomer(None, "Cy Holt", "cy@example.org", trust, Capacity.PROFESSIONAL)
        taker = hand_over(amy, newcomer, SUMMER, by).taker
        seat = amy.group.memberships.get(person=taker)
        assert (taker.name, seat.role, seat.agency, seat.joined_on) == (
            "Cy Holt",
            "chair",
            trust,
            SUMMER,
        )

    def test_a_role_in_the_time_after_a_planned_move_passes_too(
        self, amy: Membership, bob: Membership, trust: Agency, by: User
    ) -> None:
        move_to_agency(membership=amy, agency=trust, on=WINTER)
        hand_over(amy, bob.person, SUMMER, by)
        assert [row[1] for row in rows_of(amy)] == ["chair", "member", "member"]

    def test_nothing_passes_when_the_other_cannot_take_it(
        self, amy: Membership, bob: Membership, by: User
    ) -> None:
        end_membership(membership=bob, left_on=SUMMER, because=None, now=NOW)
        with pytest.raises(NotAMemberThen, match="Bob Fell is not a member on 1 September 2026"):
            hand_over(amy, bob.person, AUTUMN, by)
        with pytest.raises(NothingChanges, match="somebody else"):
            hand_over(amy, amy.person, AUTUMN, by)
        with pytest.raises(NothingChanges, match="has no role to hand over"):
            hand_over(bob, amy.person, SPRING, by)
        newcomer = Newcomer(amy.person, "", "", None, Capacity.CARER)
        with pytest.raises(IsAMemberThen):
            hand_over(amy, newcomer, AUTUMN, by)
        assert len(rows_of(amy)) == 1
        assert not Handover.objects.exists()

    def test_naming_somebody_where_nobody_was(self, bob: Membership) -> None:
        give_role(group=bob.group, role=MemberRole.CO_CHAIR, to=bob.person, on=SUMMER, now=NOW)
        assert rows_of(bob)[-1] == ("", "co_chair", SUMMER, None)
        with pytest.raises(NothingChanges, match="Bob Fell is co-chair then already"):
            give_role(group=bob.group, role=MemberRole.CO_CHAIR, to=bob.person, on=AUTUMN, now=NOW)
        assert not Handover.objects.exists()


class TestCorrectingAfterwards:
    @pytest.fixture
    def second(self, amy: Membership, trust: Agency) -> Membership:
        return move_to_agency(membership=amy, agency=trust, on=SUMMER)

    def terms(self, seat: Membership, joined_on: date) -> SeatTerms:
        return SeatTerms(
            agency=seat.agency,
            capacity=Capacity(seat.capacity),
            role=MemberRole(seat.role),
            appears=seat.appears,
            own_words="",
            joined_on=joined_on,
        )

    @pytest.mark.parametrize("day", [date(2026, 4, 1), AUTUMN])
    def test_the_day_of_a_move_leaves_no_gap(
        self, amy: Membership, second: Membership, day: date
    ) -> None:
        change_membership(membership=second, terms=self.terms(second, day), now=NOW)
        assert [row[2:] for row in rows_of(amy)] == [(SPRING, day), (day, None)]
        with pytest.raises(LeftBeforeJoining, match="since 1 March 2026: choose a day after it"):
            change_membership(membership=second, terms=self.terms(second, SPRING), now=NOW)

    def test_leaving_ends_the_whole_time(self, amy: Membership, second: Membership) -> None:
        """Whichever row it is asked of, also with a day before the move."""
        end_membership(membership=amy, left_on=AUTUMN, because=LeftBecause.OTHER, now=NOW)
        assert [row[2:] for row in rows_of(amy)] == [(SPRING, SUMMER), (SUMMER, AUTUMN)]
        end_membership(membership=second, left_on=date(2026, 4, 1), because=None, now=NOW)
        assert [row[2:] for row in rows_of(amy)] == [(SPRING, date(2026, 4, 1))]
        before = SPRING - timedelta(days=1)
        with pytest.raises(LeftBeforeJoining):
            end_membership(membership=amy, left_on=before, because=None, now=NOW)

    def test_who_leaves_before_a_planned_change_does_not_come_back(
        self, amy: Membership, trust: Agency
    ) -> None:
        move_to_agency(membership=amy, agency=trust, on=WINTER)
        end_membership(membership=amy, left_on=AUTUMN, because=None, now=NOW)
        assert [row[2:] for row in rows_of(amy)] == [(SPRING, AUTUMN)]
        rejoined = SeatTerms(trust, Capacity.CARER, MemberRole.MEMBER, "", "", AUTUMN)
        add_member(
            group=amy.group, person=amy.person, terms=replace(rejoined, joined_on=WINTER), now=NOW
        )
        assert len(rows_of(amy)) == 2


@pytest.mark.parametrize("on", [SUMMER, WINTER])
def test_who_moves_is_told_of_meetings_and_gets_minutes_once(
    amy: Membership, trust: Agency, on: date
) -> None:
    """Whether the move lies behind, or between today and the meeting."""
    now = timezone.now()
    coming = make.make_meeting(group=amy.group, starts_at=now + timedelta(days=30))
    met = make.make_meeting(group=amy.group, starts_at=now - timedelta(days=300))
    make.make_attendance(meeting=met, person=amy.person)
    move_to_agency(membership=amy, agency=trust, on=now.date() + (on - NOW.date()))
    assert members_for(coming, now) == (amy.person,)
    seats = seats_of(amy.group)
    for audience in (
        those_invited(coming, seats),
        readers_of_minutes(seats, list(met.attendances.all()), now),
    ):
        found = recipients_of(audience, seats, sender=None, left_out=(), now=now)
        assert [one.person for one in found.by_mail] == [amy.person]
        assert found.not_sent_to == ()
