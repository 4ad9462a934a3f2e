"""The history of a group: who may read what of it."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from sites.enums import Role
from steering.documents.history import Event, Kind, Reader, history_of
from steering.enums import Capacity, LeftBecause, MemberRole
from steering.models import SteeringGroup
from steering.services.core_agencies import add_core_agency, end_core_agency
from steering.services.dated_changes import hand_over_role, move_to_agency
from steering.services.memberships import end_membership
from tests import make
from tests.steering.test_member_pages import address, group, signed_in, text_of

__all__ = ["group"]

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
SPRING, SUMMER, AUTUMN, LATER = (date(2026, month, 1) for month in (3, 6, 9, 10))
ALL, NOTHING = Reader(reasons=True, notes=True), Reader(reasons=False, notes=False)


@pytest.fixture
def past(group: SteeringGroup) -> SteeringGroup:
    """Amy, a professional, and Cy, a carer, move; the chair passes from Amy to Bob; she leaves."""
    council, trust = make.make_agency(name="Council"), make.make_agency(name="Trust")
    amy, bob, cy = (make.make_person(name=name) for name in ("Amy Rudd", "Bob Fell", "Cy Holt"))
    hers = make.make_member(
        group=group, person=amy, agency=council, role=MemberRole.CHAIR, joined_on=SPRING
    )
    make.make_member(group=group, person=bob, agency=council, joined_on=SPRING)
    his = make.make_member(
        group=group, person=cy, agency=council, capacity=Capacity.CARER, joined_on=SPRING
    )
    for seat in (hers, his):
        move_to_agency(membership=seat, agency=trust, on=SUMMER)
    hers = group.memberships.get(person=amy, joined_on=SUMMER)
    hand_over_role(
        membership=hers, to=bob, on=AUTUMN, note="Keys in the drawer", by=make.make_user(), now=NOW
    )
    core = add_core_agency(group=group, agency=council, from_on=SPRING)
    end_core_agency(core=core, until_on=LATER)
    make.make_deputy(group=group, member=amy, deputy=cy, named_on=SUMMER)
    end_membership(membership=hers, left_on=LATER, because=LeftBecause.WORKLOAD, now=NOW)
    return group


def test_everything_newest_first(past: SteeringGroup) -> None:
    assert history_of(past, ALL) == [
        Event(Kind.DEPUTY, LATER, "Cy Holt is no longer deputy of Amy Rudd"),
        Event(Kind.CORE, LATER, "Council is no longer a core agency"),
        Event(Kind.LEFT, LATER, "Amy Rudd left", "Workload"),
        Event(
            Kind.ROLE,
            AUTUMN,
            "The role of chair passed from Amy Rudd to Bob Fell",
            "Keys in the drawer",
        ),
        Event(Kind.DEPUTY, SUMMER, "Cy Holt was named as deputy of Amy Rudd"),
        Event(Kind.MOVED, SUMMER, "Cy Holt moved to Trust"),
        Event(Kind.MOVED, SUMMER, "Amy Rudd moved to Trust"),
        Event(Kind.JOINED, SPRING, "Cy Holt joined", "Group member"),
        Event(Kind.CORE, SPRING, "Council became a core agency"),
        Event(Kind.JOINED, SPRING, "Bob Fell joined", "Council"),
        Event(Kind.JOINED, SPRING, "Amy Rudd joined as chair", "Council"),
    ]


def test_a_member_reads_no_reason_no_note_and_no_hidden_agency(past: SteeringGroup) -> None:
    events = history_of(past, NOTHING)
    words = [f"{event.what} {event.words}" for event in events]
    assert "Amy Rudd left " in words
    assert "Amy Rudd moved to Trust " in words
    assert not any("Cy Holt moved" in word or "drawer" in word for word in words)
    assert len(events) == len(history_of(past, ALL)) - 1


@pytest.mark.parametrize(
    ("role", "reads_reason", "reads_note"),
    [
        (Role.ADMINISTRATOR, True, True),
        (Role.SUPPORTER, True, True),
        (Role.PROJECT_MANAGER, True, False),
        (MemberRole.CHAIR, True, True),
        (MemberRole.MEMBER, False, False),
    ],
)
def test_who_reads_what_on_the_page(
    client: Client, past: SteeringGroup, role: str, reads_reason: bool, reads_note: bool
) -> None:
    if isinstance(role, Role):
        signed_in(client, past, role)
    else:
        seat = make.make_member(group=past, role=role)
        client.force_login(make.make_user(person=seat.person))
    page = text_of(client.get(address("group_history", past)))
    assert ("<p>Workload</p>" in page) == reads_reason
    assert ("Keys in the drawer" in page) == reads_note
    assert "Carer" not in page


def test_narrowed_by_kind_in_the_address(client: Client, past: SteeringGroup) -> None:
    signed_in(client, past, Role.ADMINISTRATOR)
    page = text_of(client.get(address("group_history", past) + "?kind=left"))
    assert "Amy Rudd left" in page
    assert "Amy Rudd joined" not in page
    nonsense = text_of(client.get(address("group_history", past) + "?kind=nonsense"))
    assert "Amy Rudd joined" in nonsense


def test_pages_and_queries(
    client: Client, group: SteeringGroup, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    signed_in(client, group, Role.ADMINISTRATOR)
    for _ in range(120):
        make.make_member(group=group, agency=make.make_agency())
    with django_assert_max_num_queries(10):
        page = client.get(address("group_history", group)).context["page"]
    assert (len(page), page.paginator.num_pages) == (50, 3)
