"""Leaving a group and handing on what was in hand, in one step."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from people.models import Person, User
from steering.documents.in_hand import Task, in_hand
from steering.enums import HandoverOf, MeetingState, MemberRole
from steering.models import (
    Action,
    AgendaItem,
    BacklogItem,
    Deputy,
    Handover,
    Meeting,
    Membership,
    NamedOnItem,
    Paper,
    StandingItem,
    SteeringGroup,
)
from steering.services.leaving import Left, Passing, leave
from steering.services.memberships import NotAMemberThen
from tests import make
from tests.steering.test_member_pages import address, administrator, amy, group, text_of

__all__ = ["administrator", "amy", "group"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(group: SteeringGroup, amy: Person) -> Membership:
    return make.make_member(group=group, person=amy, role=MemberRole.CO_CHAIR)


@pytest.fixture
def bob(group: SteeringGroup) -> Membership:
    return make.make_member(group=group, person=make.make_person(name="Bob Fell"))


@pytest.fixture
def coming(group: SteeringGroup) -> Meeting:
    return make.make_meeting(group=group, starts_at=timezone.now() + timedelta(days=20))


@pytest.fixture
def things(group: SteeringGroup, amy: Person, coming: Meeting) -> list[Any]:
    """One of each kind that Amy has in hand, and much that she has not or not any more."""
    now, other = timezone.now(), make.make_person()
    held = make.make_meeting(
        group=group, starts_at=now - timedelta(days=20), state=MeetingState.HELD
    )
    off = make.make_meeting(
        group=group, starts_at=now + timedelta(days=30), state=MeetingState.CANCELLED
    )
    elsewhere = make.make_meeting(starts_at=now + timedelta(days=20))
    for meeting in (held, off, elsewhere):
        item = make.make_item(meeting=meeting, presenter=amy)
        make.make_paper(item=item, owner=amy)
    make.make_action(meeting=held, owner=amy, done_on=date(2026, 11, 1))
    make.make_action(meeting=elsewhere, owner=amy)
    make.make_action(meeting=held, owner=other)
    make.make_item(meeting=coming, presenter=other)
    make.make_paper(item=make.make_item(meeting=coming), owner=other)
    there = make.make_paper(item=make.make_item(meeting=coming), title="Is there", owner=amy)
    make.make_paper_file(paper=there)
    BacklogItem.objects.create(
        group=group, title="Closed", presenter=amy, entered_at=now, closed_at=now
    )
    item = make.make_item(meeting=coming, title="Merger", presenter=amy, confidential=True)
    return [
        make.make_action(meeting=held, text="Write to GPs", owner=amy, due_on=date(2026, 12, 4)),
        make.make_paper(item=item, title="Report", owner=amy),
        item,
        StandingItem.objects.create(group=group, position=1, title="News", presenter=amy),
        BacklogItem.objects.create(group=group, title="Schools", presenter=amy, entered_at=now),
    ]


def holders(things: Iterable[Any]) -> list[str]:
    """Who is down for each of the things now."""
    for thing in things:
        thing.refresh_from_db()
    return [
        (thing.owner if isinstance(thing, Action | Paper) else thing.presenter).name
        for thing in things
    ]


def go(seat: Membership, passing: Passing | None, by: User, days: int = 0) -> Left:
    now = timezone.now()
    left_on = timezone.localdate(now) + timedelta(days=days)
    return leave(membership=seat, left_on=left_on, because=None, passing=passing, by=by, now=now)


@pytest.fixture
def by() -> User:
    return make.make_user()


def keys(tasks: Iterable[Task]) -> list[str]:
    return [task.key for task in tasks]


class TestInHand:
    def test_what_is_open_and_to_come(
        self,
        group: SteeringGroup,
        amy: Person,
        coming: Meeting,
        things: list[Any],
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        with django_assert_num_queries(1):
            tasks = in_hand(amy, group, timezone.now())
        names = {
            Action: "ACTION",
            Paper: "PAPER",
            AgendaItem: "ITEM",
            StandingItem: "STANDING",
            BacklogItem: "BACKLOG",
        }
        assert keys(tasks) == [f"{names[type(one)]}-{one.pk}" for one in things]
        assert [task.text for task in tasks] == [
            "Write to GPs",
            "Report",
            "Merger",
            "News",
            "Schools",
        ]
        assert tasks[0].when == "due 4 December 2026"
        assert tasks[2].when.startswith("meeting of ")
        assert [task.confidential for task in tasks] == [False, True, True, False, False]


class TestLeaving:
    def test_all_passes_at_once_and_the_role_on_the_day(
        self, seat: Membership, bob: Membership, things: list[Any], by: User
    ) -> None:
        tasks = keys(in_hand(seat.person, seat.group, timezone.now()))
        left = go(seat, Passing(bob.person, tasks, role=True, note="Call me"), by, days=9)
        assert left == Left(withdrawn=0, passed=5, stayed=0)
        assert holders(things) == ["Bob Fell"] * 5
        day = timezone.localdate() + timedelta(days=9)
        rows = seat.group.memberships.filter(person=bob.person).order_by("joined_on")
        assert [(row.role, row.left_on) for row in rows] == [("member", day), ("co_chair", None)]
        handed = Handover.objects.order_by("what").values_list("what", "handed_on", "note")
        assert list(handed) == [
            (HandoverOf.ROLE, day, ""),
            (HandoverOf.TASKS, timezone.localdate(), "Call me"),
        ]

    def test_who_takes_over_something_confidential_is_named_on_it(
        self, seat: Membership, bob: Membership, things: list[Any], by: User
    ) -> None:
        go(seat, Passing(bob.person, [f"PAPER-{things[1].pk}"], role=False, note=""), by)
        assert NamedOnItem.objects.get().person == bob.person
        assert things[2].pk == NamedOnItem.objects.get().item_id

    def test_what_is_not_ticked_stays(
        self, seat: Membership, bob: Membership, things: list[Any], by: User
    ) -> None:
        passing = Passing(bob.person, [f"ACTION-{things[0].pk}", "ACTION-0"], False, "")
        assert go(seat, passing, by) == Left(withdrawn=0, passed=1, stayed=4)
        assert holders(things) == ["Bob Fell", *["Amy Rudd"] * 4]
        bob.refresh_from_db()
        assert bob.role == "member"

    def test_nothing_happens_when_the_successor_is_not_there_any_more(
        self, seat: Membership, bob: Membership, things: list[Any], by: User
    ) -> None:
        Membership.objects.filter(pk=bob.pk).update(left_on=timezone.localdate())
        tasks = keys(in_hand(seat.person, seat.group, timezone.now()))
        with pytest.raises(NotAMemberThen):
            go(seat, Passing(bob.person, tasks, role=True, note=""), by)
        assert holders(things) == ["Amy Rudd"] * 5
        seat.refresh_from_db()
        assert seat.left_on is None

    def test_the_deputies_of_the_leaver_end(
        self, seat: Membership, bob: Membership, by: User
    ) -> None:
        today = timezone.localdate()
        of_amy = make.make_deputy(group=seat.group, member=seat.person)
        later = make.make_deputy(
            group=seat.group, member=seat.person, named_on=today + timedelta(days=3)
        )
        of_bob = make.make_deputy(group=seat.group, member=bob.person)
        elsewhere = make.make_deputy(group=make.make_group(), member=seat.person)
        go(seat, None, by)
        ended = Deputy.objects.in_bulk()
        assert ended[of_amy.pk].ended_on == today
        assert ended[later.pk].ended_on == today + timedelta(days=3)
        assert (ended[of_bob.pk].ended_on, ended[elsewhere.pk].ended_on) == (None, None)


class TestThePage:
    DAY = {"left_on_day": "1", "left_on_month": "12", "left_on_year": "2026", "because": ""}

    def test_everything_is_offered_and_ticked(
        self, administrator: Client, seat: Membership, bob: Membership, things: list[Any]
    ) -> None:
        form = administrator.get(address("end_membership", seat.group, seat.pk)).context["form"]
        offered = [key for key, _ in form.fields["parts"].choices]
        assert offered == ["role", *keys(in_hand(seat.person, seat.group, timezone.now()))]
        assert form["parts"].value() == offered
        assert form.fields["successor"].choices[0] == ("", "Nobody yet")

    def test_to_a_successor(
        self, administrator: Client, seat: Membership, bob: Membership, things: list[Any]
    ) -> None:
        url = address("end_membership", seat.group, seat.pk)
        entered = self.DAY | {
            "successor": str(bob.person.pk),
            "parts": ["role", f"ACTION-{things[0].pk}"],
            "note": "Call me",
        }
        said = text_of(administrator.post(url, entered, follow=True))
        assert "From 1 December 2026, Amy Rudd is no longer a member." in said
        assert "1 thing in hand passed on." in said
        assert "4 things in hand stay in the name of Amy Rudd." in said
        assert Handover.objects.get(what="tasks").written_by.person.name == "Leah Morgan"

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"left_on_day": "42"}, "Enter a real date"),
            ({"left_on_year": "2019"}, "the day of joining comes first"),
            ({"successor": ""}, "Choose for whom the note is"),
            ({"parts": ["ACTION-0"]}, "finished or passed on meanwhile"),
        ],
    )
    @pytest.mark.usefixtures("bob", "things")
    def test_nothing_typed_is_lost(
        self, administrator: Client, seat: Membership, changed: dict[str, Any], said: str
    ) -> None:
        bob = seat.group.memberships.get(person__name="Bob Fell")
        parts = [f"ACTION-{Action.objects.get(text='Write to GPs').pk}"]
        entered = self.DAY | {"successor": str(bob.person.pk), "parts": parts, "note": "Call me"}
        url = address("end_membership", seat.group, seat.pk)
        refused = administrator.post(url, entered | changed)
        assert said in text_of(refused)
        form = refused.context["form"]
        assert form["note"].value() == "Call me"
        assert form["parts"].value() == changed.get("parts", parts)
        assert not Handover.objects.exists()

    def test_with_nothing_in_hand_nothing_is_asked(
        self, administrator: Client, bob: Membership
    ) -> None:
        form = administrator.get(address("end_membership", bob.group, bob.pk)).context["form"]
        assert list(form.fields) == ["left_on", "because"]
