"""What members reply: by whom, until when, and what a second reply or a move makes of it."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from people.models import Person, User
from steering.enums import Answer, Deputies, MeetingState
from steering.models import Deputy, Meeting, Reply, SteeringGroup
from steering.replies import replies_of, reply_of
from steering.services.replies import (
    CannotReply,
    DeputyIsAMember,
    MeetingWasMoved,
    NoDeputies,
    Said,
    reply,
    usual_deputy,
)
from tests import make

pytestmark = pytest.mark.django_db

STARTS_AT = datetime(2026, 12, 8, 10, 0, tzinfo=make.LONDON)
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=make.LONDON)
OWEN = {"deputy_name": "Owen Tranter", "deputy_email": "owen@example.org"}


@pytest.fixture
def meeting() -> Meeting:
    return make.make_meeting(starts_at=STARTS_AT)


@pytest.fixture
def amy(meeting: Meeting) -> Person:
    return make.make_member(group=meeting.group).person


def say(
    meeting: Meeting,
    person: Person,
    answer: Answer,
    *,
    now: datetime = NOW,
    starts_at: datetime | None = None,
    **more: str,
) -> Reply:
    said = Said(answer=answer, starts_at=starts_at or meeting.starts_at, **more)
    return reply(meeting=meeting, person=person, said=said, now=now)


def move(meeting: Meeting, days: int = 7) -> None:
    meeting.starts_at += timedelta(days=days)
    meeting.ends_at += timedelta(days=days)
    meeting.save()


def test_the_later_of_two_replies_counts(meeting: Meeting, amy: Person) -> None:
    say(meeting, amy, Answer.COMING, needs="A lift")
    say(meeting, amy, Answer.APOLOGIES, now=NOW + timedelta(days=1))

    [row] = replies_of(meeting)
    assert (row.answer, row.needs, row.replied_at) == (
        Answer.APOLOGIES,
        "",
        NOW + timedelta(days=1),
    )


def test_when_somebody_arrives_is_kept_only_of_those_who_come_late(
    meeting: Meeting, amy: Person
) -> None:
    assert say(meeting, amy, Answer.LATE, arrives="10:30").arrives == "10:30"
    assert say(meeting, amy, Answer.APOLOGIES, arrives="10:30").arrives == ""


def test_a_new_deputy_becomes_a_person_and_takes_no_account(meeting: Meeting, amy: Person) -> None:
    account = User.objects.create(email="owen@example.org", is_owner=True)

    deputy = say(meeting, amy, Answer.DEPUTY, **OWEN).deputy

    assert deputy is not None
    assert (deputy.name, deputy.email) == ("Owen Tranter", "owen@example.org")
    account.refresh_from_db()
    assert account.person is None


def test_a_deputy_who_is_known_at_that_address_is_the_same_person(
    meeting: Meeting, amy: Person
) -> None:
    owen = make.make_person(name="Owen Tranter", email="Owen@example.org")

    known = say(meeting, amy, Answer.DEPUTY, deputy_name=" owen  tranter", deputy_email=owen.email)
    other = say(
        meeting, amy, Answer.DEPUTY, deputy_name="Owen Tranter", deputy_email="o@example.org"
    )

    assert known.deputy == owen
    assert other.deputy != owen
    owen.refresh_from_db()
    assert owen.email == "Owen@example.org"


def test_a_name_alone_means_who_stood_in_for_the_same_member_before(
    meeting: Meeting, amy: Person
) -> None:
    somebody_else = make.make_person(name="Owen Tranter")
    first = say(meeting, amy, Answer.DEPUTY, deputy_name="Owen Tranter").deputy
    assert first not in (None, somebody_else)
    later = make.make_meeting(group=meeting.group, starts_at=STARTS_AT + timedelta(days=30))

    assert say(later, amy, Answer.DEPUTY, deputy_name="Owen Tranter").deputy == first


def test_the_usual_deputy_is_the_one_named_last_and_not_ended(
    meeting: Meeting, amy: Person
) -> None:
    assert usual_deputy(meeting, amy) is None
    owen, ruth, past = (make.make_person() for _ in range(3))
    for deputy, named_on, ended_on in (
        (owen, date(2026, 1, 1), None),
        (ruth, date(2026, 2, 1), None),
        (past, date(2026, 3, 1), date(2026, 4, 1)),
    ):
        Deputy.objects.create(
            group=meeting.group, member=amy, deputy=deputy, named_on=named_on, ended_on=ended_on
        )

    assert usual_deputy(meeting, amy) == ruth


def test_where_nobody_may_stand_in_a_deputy_is_refused(meeting: Meeting, amy: Person) -> None:
    SteeringGroup.objects.filter(pk=meeting.group_id).update(deputies=Deputies.NONE)

    with pytest.raises(NoDeputies, match="nobody comes in a member’s place"):
        say(meeting, amy, Answer.DEPUTY, **OWEN)


def test_a_member_is_nobodys_deputy_and_nobody_their_own(meeting: Meeting, amy: Person) -> None:
    ruth = make.make_member(group=meeting.group).person

    for person in (ruth, amy):
        with pytest.raises(DeputyIsAMember, match="is a member of the group"):
            say(
                meeting,
                amy,
                Answer.DEPUTY,
                deputy_name=person.name,
                deputy_email=person.email,
            )
    assert not replies_of(meeting).exists()


def test_nobody_is_entered_where_the_reply_is_refused(meeting: Meeting, amy: Person) -> None:
    with pytest.raises(MeetingWasMoved):
        say(meeting, amy, Answer.DEPUTY, starts_at=STARTS_AT - timedelta(days=1), **OWEN)

    assert not Person.objects.filter(name="Owen Tranter").exists()


def test_a_move_makes_earlier_replies_void_but_keeps_them(meeting: Meeting, amy: Person) -> None:
    say(meeting, amy, Answer.APOLOGIES)
    move(meeting)

    assert reply_of(meeting, amy.pk) is None
    assert Reply.objects.get(meeting=meeting).answer == Answer.APOLOGIES
    with pytest.raises(MeetingWasMoved, match="Reply for the new time"):
        say(meeting, amy, Answer.COMING, starts_at=STARTS_AT)
    say(meeting, amy, Answer.COMING)
    assert reply_of(meeting, amy.pk).answer == Answer.COMING


def test_replies_are_taken_until_the_meeting_starts(meeting: Meeting, amy: Person) -> None:
    say(meeting, amy, Answer.COMING, now=STARTS_AT - timedelta(seconds=1))

    with pytest.raises(CannotReply, match="has started"):
        say(meeting, amy, Answer.APOLOGIES, now=STARTS_AT)
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CANCELLED)
    with pytest.raises(CannotReply, match="is cancelled"):
        say(meeting, amy, Answer.APOLOGIES)


def test_only_members_of_that_day_reply(meeting: Meeting) -> None:
    left = make.make_member(group=meeting.group, left_on=STARTS_AT.date()).person

    for person in (left, make.make_person()):
        with pytest.raises(CannotReply, match="is not a member of the group on the day"):
            say(meeting, person, Answer.COMING)


class Sequences(TestCase):
    """Members reply in any order, and the meeting is moved in between."""

    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(
            st.one_of(
                st.just("move"), st.tuples(st.integers(0, 2), st.sampled_from(Answer.values))
            ),
            max_size=8,
        )
    )
    def test_the_last_reply_to_the_time_that_holds_counts(
        self, happenings: list[str | tuple[int, str]]
    ) -> None:
        meeting = make.make_meeting(starts_at=STARTS_AT)
        people = [make.make_member(group=meeting.group).person for _ in range(3)]
        expected: dict[int, str] = {}
        for happening in happenings:
            if happening == "move":
                move(meeting, days=1)
                expected.clear()
            else:
                place, answer = happening
                say(meeting, people[place], Answer(answer), **OWEN)
                expected[people[place].pk] = answer

        assert dict(replies_of(meeting).values_list("person_id", "answer")) == expected
        assert Person.objects.filter(name="Owen Tranter").count() <= 1
