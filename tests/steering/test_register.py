"""The register of a meeting: everybody here in one action, then the exceptions."""

from datetime import UTC, date, datetime

import pytest

from people.models import Person
from sites.enums import Role
from steering.documents.register import labelled, people_known_at, register_of
from steering.enums import AttendanceStatus, Capacity, MeetingState, MemberRole, MinutesState
from steering.models import Attendance, Meeting, SteeringGroup
from steering.services.minutes import MinutesAreApproved
from steering.services.record import RecordIsClosed
from steering.services.register import (
    Entry,
    IsAMember,
    IsDeputyAlready,
    IsNotAMember,
    NameIsShared,
    person_called,
    record_attendance,
    record_entries,
    record_everyone_present,
)
from tests import make

PRESENT, APOLOGIES, ABSENT, DEPUTY, IN_ATTENDANCE = AttendanceStatus
STARTS = datetime(2026, 12, 8, 10, 0, tzinfo=make.LONDON)
NOW = datetime(2026, 12, 8, 10, 36, tzinfo=make.LONDON)

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> SteeringGroup:
    return make.make_group(quorum="50%")


@pytest.fixture
def meeting(group: SteeringGroup) -> Meeting:
    return make.make_meeting(group=group, starts_at=STARTS)


@pytest.fixture
def ruth(group: SteeringGroup) -> Person:
    return member(group, "Ruth Adeyemi")


@pytest.fixture
def colin(group: SteeringGroup) -> Person:
    return member(group, "Colin Frost")


@pytest.fixture
def joanne() -> Person:
    return make.make_person(name="Joanne Bell")


def member(
    group: SteeringGroup,
    name: str,
    *,
    role: MemberRole = MemberRole.MEMBER,
    capacity: Capacity = Capacity.PROFESSIONAL,
    joined_on: date = make.LONG_AGO,
    left_on: date | None = None,
) -> Person:
    person = make.make_person(name=name)
    make.make_member(
        group=group,
        person=person,
        role=role,
        capacity=capacity,
        joined_on=joined_on,
        left_on=left_on,
    )
    return person


def rows(meeting: Meeting) -> set[tuple[str, str, str | None]]:
    return set(meeting.attendances.values_list("person__name", "status", "on_behalf_of__name"))


class TestEveryoneIsHere:
    def test_members_of_that_day_are_present(self, meeting: Meeting, group: SteeringGroup) -> None:
        member(group, "Long a member")
        member(group, "Joined that day", joined_on=date(2026, 12, 8))
        member(group, "Joined the day after", joined_on=date(2026, 12, 9))
        member(group, "Left that day", left_on=date(2026, 12, 8))
        member(make.make_group(site=group.site), "Of another group")
        assert record_everyone_present(meeting=meeting, now=NOW) == 2
        assert rows(meeting) == {
            ("Long a member", "present", None),
            ("Joined that day", "present", None),
        }

    def test_what_is_recorded_already_stays(
        self, meeting: Meeting, ruth: Person, colin: Person, joanne: Person
    ) -> None:
        make.make_attendance(meeting=meeting, person=colin, status=APOLOGIES)
        make.make_attendance(meeting=meeting, person=joanne, status=DEPUTY, on_behalf_of=colin)
        assert record_everyone_present(meeting=meeting, now=NOW) == 1
        expected = {
            ("Ruth Adeyemi", "present", None),
            ("Colin Frost", "apologies", None),
            ("Joanne Bell", "deputy", "Colin Frost"),
        }
        assert rows(meeting) == expected
        assert record_everyone_present(meeting=meeting, now=NOW) == 0
        assert rows(meeting) == expected

    @pytest.mark.parametrize(
        ("starts_at", "day"),
        [
            (datetime(2026, 6, 30, 23, 30, tzinfo=make.LONDON), date(2026, 6, 30)),
            (datetime(2026, 7, 1, 0, 30, tzinfo=make.LONDON), date(2026, 7, 1)),
            (datetime(2026, 12, 1, 0, 30, tzinfo=make.LONDON), date(2026, 12, 1)),
        ],
    )
    def test_the_day_is_the_local_one(
        self, group: SteeringGroup, starts_at: datetime, day: date
    ) -> None:
        """At half past midnight in summer it is still the day before by Greenwich."""
        meeting = make.make_meeting(group=group, starts_at=starts_at)
        member(group, "Joined that day", joined_on=day)
        member(group, "Left that day", left_on=day)
        record_everyone_present(meeting=meeting, now=starts_at)
        assert rows(meeting) == {("Joined that day", "present", None)}


class TestWhenItOpens:
    @pytest.mark.parametrize(
        ("now", "state"),
        [
            (datetime(2026, 12, 8, 0, 0, tzinfo=make.LONDON), MeetingState.PLANNED),
            (datetime(2026, 12, 8, 9, 59, tzinfo=make.LONDON), MeetingState.PLANNED),
            (datetime(2026, 12, 8, 10, 0, tzinfo=make.LONDON), MeetingState.HELD),
            (datetime(2026, 12, 20, 9, 0, tzinfo=make.LONDON), MeetingState.HELD),
        ],
    )
    def test_from_the_day_on_and_held_from_the_start_on(
        self, meeting: Meeting, ruth: Person, now: datetime, state: MeetingState
    ) -> None:
        record_attendance(meeting=meeting, person=ruth, status=APOLOGIES, now=now)
        meeting.refresh_from_db()
        assert (rows(meeting), meeting.state) == ({("Ruth Adeyemi", "apologies", None)}, state)

    def test_not_the_day_before(self, meeting: Meeting, ruth: Person) -> None:
        now = datetime(2026, 12, 7, 23, 59, tzinfo=make.LONDON)
        with pytest.raises(RecordIsClosed) as refused:
            record_everyone_present(meeting=meeting, now=now)
        assert str(refused.value) == (
            "The meeting is on Tuesday 8 December 2026. Its register and minutes open on that day."
        )
        assert rows(meeting) == set()

    def test_at_half_past_midnight_in_summer_it_is_the_day(self, group: SteeringGroup) -> None:
        """By Greenwich, in which clocks of servers run, it is the evening before."""
        meeting = make.make_meeting(
            group=group, starts_at=datetime(2026, 7, 1, 10, 0, tzinfo=make.LONDON)
        )
        now = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
        ruth = member(group, "Ruth Adeyemi")
        record_attendance(meeting=meeting, person=ruth, status=APOLOGIES, now=now)
        assert rows(meeting) == {("Ruth Adeyemi", "apologies", None)}

    def test_a_meeting_at_half_past_midnight_opens_on_its_own_day(
        self, group: SteeringGroup
    ) -> None:
        meeting = make.make_meeting(
            group=group, starts_at=datetime(2026, 7, 1, 0, 30, tzinfo=make.LONDON)
        )
        with pytest.raises(RecordIsClosed):
            record_everyone_present(
                meeting=meeting, now=datetime(2026, 6, 30, 12, 0, tzinfo=make.LONDON)
            )

    def test_not_for_a_cancelled_meeting(self, group: SteeringGroup, ruth: Person) -> None:
        meeting = make.make_meeting(group=group, starts_at=STARTS, state=MeetingState.CANCELLED)
        with pytest.raises(RecordIsClosed) as refused:
            record_attendance(meeting=meeting, person=ruth, status=PRESENT, now=NOW)
        assert str(refused.value) == "This meeting was cancelled, so there is nothing to record."


class TestOnePerson:
    def test_each_state_takes_the_place_of_the_one_before(
        self, meeting: Meeting, ruth: Person
    ) -> None:
        for status in (PRESENT, APOLOGIES, ABSENT):
            record_attendance(meeting=meeting, person=ruth, status=status, now=NOW)
            assert rows(meeting) == {("Ruth Adeyemi", status.value, None)}
        record_attendance(meeting=meeting, person=ruth, status=None, now=NOW)
        assert rows(meeting) == set()

    def test_a_change_keeps_the_row_and_its_history(self, meeting: Meeting, ruth: Person) -> None:
        record_attendance(meeting=meeting, person=ruth, status=PRESENT, now=NOW)
        before = Attendance.objects.get().pk
        record_attendance(meeting=meeting, person=ruth, status=APOLOGIES, now=NOW)
        assert Attendance.objects.get().pk == before

    def test_a_member_is_not_in_attendance(self, meeting: Meeting, ruth: Person) -> None:
        with pytest.raises(IsAMember) as refused:
            record_attendance(meeting=meeting, person=ruth, status=IN_ATTENDANCE, now=NOW)
        assert str(refused.value) == (
            "Ruth Adeyemi is a member: record them as here, not as in attendance."
        )
        assert rows(meeting) == set()

    @pytest.mark.parametrize("status", [PRESENT, APOLOGIES, ABSENT])
    def test_somebody_else_is_not_present_nor_excused(
        self, meeting: Meeting, joanne: Person, status: AttendanceStatus
    ) -> None:
        with pytest.raises(IsNotAMember) as refused:
            record_attendance(meeting=meeting, person=joanne, status=status, now=NOW)
        assert str(refused.value) == (
            "Joanne Bell was not a member on the day of the meeting. "
            "Record them as in attendance, or as somebody’s deputy."
        )

    def test_somebody_else_is_in_attendance(self, meeting: Meeting, joanne: Person) -> None:
        record_attendance(meeting=meeting, person=joanne, status=IN_ATTENDANCE, now=NOW)
        assert rows(meeting) == {("Joanne Bell", "in_attendance", None)}


class TestDeputies:
    def deputise(self, meeting: Meeting, deputy: Person, member: Person) -> None:
        record_attendance(
            meeting=meeting, person=deputy, status=DEPUTY, on_behalf_of=member, now=NOW
        )

    def test_the_member_stands_as_having_sent_apologies(
        self, meeting: Meeting, colin: Person, joanne: Person
    ) -> None:
        record_attendance(meeting=meeting, person=colin, status=PRESENT, now=NOW)
        self.deputise(meeting, joanne, colin)
        assert rows(meeting) == {
            ("Colin Frost", "apologies", None),
            ("Joanne Bell", "deputy", "Colin Frost"),
        }

    @pytest.mark.parametrize("status", [PRESENT, APOLOGIES, ABSENT, None])
    def test_goes_when_the_member_is_recorded_otherwise(
        self,
        meeting: Meeting,
        colin: Person,
        joanne: Person,
        status: AttendanceStatus | None,
    ) -> None:
        self.deputise(meeting, joanne, colin)
        record_attendance(meeting=meeting, person=colin, status=status, now=NOW)
        assert rows(meeting) == ({("Colin Frost", status.value, None)} if status else set())

    def test_another_takes_the_place_of_the_first(
        self, meeting: Meeting, colin: Person, joanne: Person
    ) -> None:
        self.deputise(meeting, joanne, colin)
        self.deputise(meeting, make.make_person(name="Sam Reed"), colin)
        assert rows(meeting) == {
            ("Colin Frost", "apologies", None),
            ("Sam Reed", "deputy", "Colin Frost"),
        }

    def test_one_person_does_not_stand_in_for_two(
        self, meeting: Meeting, ruth: Person, colin: Person, joanne: Person
    ) -> None:
        self.deputise(meeting, joanne, colin)
        with pytest.raises(IsDeputyAlready) as refused:
            self.deputise(meeting, joanne, ruth)
        assert str(refused.value) == (
            "Joanne Bell stands in for another member already. "
            "Choose another deputy for Ruth Adeyemi."
        )
        assert rows(meeting) == {
            ("Colin Frost", "apologies", None),
            ("Joanne Bell", "deputy", "Colin Frost"),
        }

    def test_two_members_may_swap_deputies_in_one_saving(
        self, meeting: Meeting, ruth: Person, colin: Person, joanne: Person
    ) -> None:
        sam = make.make_person(name="Sam Reed")
        self.deputise(meeting, joanne, colin)
        self.deputise(meeting, sam, ruth)
        record_entries(
            meeting=meeting,
            entries=[Entry(sam, DEPUTY, colin), Entry(joanne, DEPUTY, ruth)],
            now=NOW,
        )
        assert rows(meeting) == {
            ("Colin Frost", "apologies", None),
            ("Ruth Adeyemi", "apologies", None),
            ("Sam Reed", "deputy", "Colin Frost"),
            ("Joanne Bell", "deputy", "Ruth Adeyemi"),
        }

    def test_a_member_does_not_stand_in_for_another(
        self, meeting: Meeting, ruth: Person, colin: Person
    ) -> None:
        with pytest.raises(IsAMember) as refused:
            self.deputise(meeting, ruth, colin)
        assert str(refused.value) == (
            "Ruth Adeyemi is a member, so cannot stand in for Colin Frost. "
            "Record them as here in their own right."
        )

    def test_nobody_stands_in_for_one_who_is_not_a_member(
        self, meeting: Meeting, group: SteeringGroup, joanne: Person
    ) -> None:
        gone = member(group, "Carol Pym", left_on=date(2026, 12, 8))
        with pytest.raises(IsNotAMember) as refused:
            self.deputise(meeting, joanne, gone)
        assert str(refused.value) == (
            "Carol Pym was not a member on the day of the meeting, so nobody can stand in for "
            "them. Record Joanne Bell as in attendance."
        )

    def test_one_refused_entry_leaves_all_as_it_was(
        self, meeting: Meeting, ruth: Person, colin: Person, joanne: Person
    ) -> None:
        with pytest.raises(IsNotAMember):
            record_entries(
                meeting=meeting,
                entries=[Entry(ruth, PRESENT), Entry(joanne, PRESENT)],
                now=NOW,
            )
        assert rows(meeting) == set()

    def test_a_deputy_without_a_member_is_a_programming_error(self, joanne: Person) -> None:
        with pytest.raises(ValueError, match="stands in for a member"):
            Entry(joanne, DEPUTY)


class TestOnceMinutesAreOut:
    @pytest.mark.parametrize(
        ("state", "version"),
        [
            (MinutesState.DRAFT, 1),
            (MinutesState.WITH_CHAIR, 1),
            (MinutesState.CIRCULATED, 2),
        ],
    )
    def test_a_correction_gives_circulated_minutes_a_version(
        self, meeting: Meeting, ruth: Person, colin: Person, state: MinutesState, version: int
    ) -> None:
        minutes = make.make_minutes(meeting=meeting, state=state)
        entries = [Entry(ruth, PRESENT), Entry(colin, ABSENT)]
        record_entries(meeting=meeting, entries=entries, now=NOW)
        record_entries(meeting=meeting, entries=entries, now=NOW)
        minutes.refresh_from_db()
        assert minutes.version == version

    def test_approved_minutes_close_the_register(self, meeting: Meeting, ruth: Person) -> None:
        make.make_minutes(meeting=meeting, state=MinutesState.APPROVED)
        for record in (
            lambda: record_everyone_present(meeting=meeting, now=NOW),
            lambda: record_attendance(meeting=meeting, person=ruth, status=ABSENT, now=NOW),
        ):
            with pytest.raises(MinutesAreApproved) as refused:
                record()
            assert str(refused.value) == (
                "These minutes are approved, so they stay as they are. "
                "Record the correction in the minutes of the next meeting."
            )
        assert rows(meeting) == set()


class TestAsItIsRead:
    def test_members_by_office_and_surname_then_the_others(
        self, meeting: Meeting, group: SteeringGroup, joanne: Person
    ) -> None:
        member(group, "Leah Morgan", role=MemberRole.ADMINISTRATOR)
        member(group, "Sam Everett", capacity=Capacity.YOUNG_CARER)
        colin = member(group, "Colin Frost")
        member(group, "Martin Hale", role=MemberRole.DEPUTY_CHAIR)
        ruth = member(group, "Ruth Adeyemi", role=MemberRole.CHAIR)
        make.make_attendance(meeting=meeting, person=ruth)
        make.make_attendance(meeting=meeting, person=colin, status=APOLOGIES)
        make.make_attendance(meeting=meeting, person=joanne, status=DEPUTY, on_behalf_of=colin)
        neil = make.make_person(name="Neil Draper")
        make.make_attendance(meeting=meeting, person=neil, status=IN_ATTENDANCE)
        register = register_of(meeting)
        assert [(seat.person.name, seat.role, seat.choice) for seat in register.seats] == [
            ("Ruth Adeyemi", "chair", "present"),
            ("Martin Hale", "deputy chair", ""),
            ("Sam Everett", "", ""),
            ("Colin Frost", "", "deputy"),
            ("Leah Morgan", "administrator", ""),
        ]
        assert [row.person.name for row in register.others] == ["Neil Draper"]
        assert register.headline == "Quorate, 2 of 4 here"
        assert [register.count(choice) for choice in ("present", "deputy", "apologies", "")] == [
            1,
            1,
            0,
            3,
        ]

    @pytest.mark.parametrize(
        ("rule", "here", "headline"),
        [
            ("3", 3, "Quorate, 3 of 5 here"),
            ("3", 2, "Not quorate, 2 of 5 here, 3 needed"),
            ("50%", 2, "Not quorate, 2 of 5 here, 3 needed"),
            ("", 1, "1 of 5 here"),
            ("50%", 0, "Nobody is recorded yet"),
        ],
    )
    def test_the_quorum_in_words(self, rule: str, here: int, headline: str) -> None:
        group = make.make_group(quorum=rule)
        meeting = make.make_meeting(group=group)
        people = [member(group, f"Member {number}") for number in range(5)]
        for person in people[:here]:
            make.make_attendance(meeting=meeting, person=person)
        assert register_of(meeting).headline == headline


class TestPersonCalled:
    def test_somebody_known_at_the_site_whatever_case_and_spacing(
        self, group: SteeringGroup, ruth: Person
    ) -> None:
        assert person_called("  ruth   ADEYEMI ", site=group.site) == ruth

    def test_known_are_members_those_who_serve_and_those_who_came(self) -> None:
        region = make.make_site()
        site = make.make_site(parent=region)
        group = make.make_group(site=site)
        sits = member(group, "A", left_on=date(2021, 1, 1))
        serves, serves_region, came = (make.make_person(name=name) for name in "BCD")
        make.make_role(person=serves, site=site, role=Role.PROJECT_MANAGER)
        make.make_role(person=serves_region, site=region, role=Role.ADMINISTRATOR)
        make.make_attendance(
            meeting=make.make_meeting(group=group), person=came, status=IN_ATTENDANCE
        )
        member(make.make_group(), "Of another site")
        assert list(people_known_at(site)) == [sits, serves, serves_region, came]

    def test_a_namesake_elsewhere_is_another_person(self, group: SteeringGroup) -> None:
        elsewhere = make.make_person(name="Joanne Bell")
        new = person_called("Joanne Bell", site=group.site)
        assert new != elsewhere
        assert (new.name, new.key, new.email) == ("Joanne Bell", "joanne-bell", "")

    def test_two_of_one_name_are_told_apart_by_key(self, group: SteeringGroup) -> None:
        one, other = member(group, "Joanne Bell"), member(group, "joanne bell")
        assert labelled([one, other]) == {
            f"Joanne Bell ({one.key})": one,
            f"joanne bell ({other.key})": other,
        }
        assert person_called(f"joanne bell ({one.key})", site=group.site) == one
        with pytest.raises(NameIsShared) as refused:
            person_called("Joanne Bell", site=group.site)
        assert str(refused.value) == (
            "More than one person is called Joanne Bell. Choose one of them: "
            f"Joanne Bell ({one.key}), joanne bell ({other.key})."
        )
