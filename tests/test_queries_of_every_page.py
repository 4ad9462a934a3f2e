"""Every page asks the database as often however much there is, and ten times at most.

The pages are those of the permission matrix; each is asked for by the first person there who may
see it, in a world with one, three and three hundred more of everything.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import Person, User
from steering.enums import MeetingState
from steering.models import AgendaItem, Meeting, SteeringGroup
from tests import make
from tests import world as worlds
from tests.test_permission_matrix import ROWS, Row
from tests.world import World

pytestmark = pytest.mark.django_db

MOST = 10
SIZES = (1, 3, 300)


def test_every_page_asks_as_often_however_much_there_is() -> None:
    world = worlds.build()
    clients = _clients(world)
    asked: dict[tuple[str, str], list[int]] = {}
    there = 0
    for size in SIZES:
        _grow(world, size - there)
        there = size
        for row in _readable(world):
            url = row.url(world.places.get("own", {}))
            client = clients[_reader(row, world)]
            asked.setdefault((row.page, url), []).append(_queries(client, url))
    wrong = {
        f"{page}, {url}": counts
        for (page, url), counts in asked.items()
        if max(counts) > counts[0] or counts[0] > MOST
    }
    assert wrong == {}


def _clients(world: World) -> dict[str, Client]:
    clients = {name: Client() for name in world.actors}
    for name, actor in world.actors.items():
        if isinstance(actor.user, User):
            clients[name].force_login(actor.user)
    return clients


def _readable(world: World) -> list[Row]:
    """The pages that somebody at the own site gets with GET."""
    return [row for row in ROWS if row.method == "GET" and _reader(row, world)]


def _grow_agenda(told: Model, person: Person) -> None:
    """One more of what stands on an agenda, may come onto it, or waits for one."""
    assert isinstance(told, Meeting)
    item = make.make_item(meeting=told, confidential=True, named=(person,), length=1)
    make.make_paper_file(paper=make.make_paper(item=item, owner=person))
    make.make_paper(item=item, owner=person)
    make.make_standing_item(group=told.group, presenter=person)
    make.make_waiting(group=told.group, proposed_by=person, proposed_for=told)


def _reader(row: Row, world: World) -> str:
    place = row.places[0]
    return next(
        (name for name, one in world.actors.items() if row.expected(one, place) == "200"), ""
    )


def _queries(client: Client, url: str) -> int:
    client.get(url)  # what is noted once, such as that somebody was seen, is noted now
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def _grow(world: World, number: int) -> None:
    """Add so many of everything to the own site and what hangs on it."""
    things = world.places["own"]
    group, draft = things["group"], things["draft_meeting"]
    assert isinstance(group, SteeringGroup)
    assert isinstance(draft, Meeting)
    now = timezone.now()
    place = AgendaItem.objects.filter(meeting=draft).count()
    for one in range(1, number + 1):
        person, agency = make.make_person(), make.make_agency()
        make.make_post(person=person, agency=agency)
        make.make_member(group=group, person=person, agency=agency)
        make.make_group(site=make.make_site())
        make.make_group(site=group.site)
        make.make_factor(site=group.site)
        make.make_change(site=group.site)
        make.make_school_holiday()
        make.make_school_holiday(site=group.site)
        item = AgendaItem.objects.create(meeting=draft, position=place + one, title="An item")
        make.make_attendance(meeting=draft, person=person)
        make.make_decision(meeting=draft, item=item)
        _grow_agenda(things["told_meeting"], person)
        make.make_action(meeting=draft, item=item, owner=person)
        for days, state in ((one, MeetingState.PLANNED), (-one, MeetingState.HELD)):
            make.make_meeting(
                group=group,
                starts_at=now + timedelta(days=days, hours=1),
                state=state,
                announced_at=now - timedelta(days=400),
            )
