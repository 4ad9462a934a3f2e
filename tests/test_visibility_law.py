"""What somebody may see is said twice: in Python by `rules`, in SQL by `visible_to`.

For every model with a `visible_to`, every person and every row of `tests.world` the two must
agree; a new model needs a line in LAW and its things in `tests.world` and SEEN.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from barriers.models import Factor, ImplementationLevel, Rating
from barriers.rules import can_view_factor, can_view_rating
from people.models import User
from sites.models import Site
from sites.rules import can_view_site
from steering.models import (
    Action,
    AgendaItem,
    Attendance,
    Decision,
    Meeting,
    Membership,
    Minutes,
    Paper,
    PaperFile,
    SteeringGroup,
)
from steering.rules import (
    can_view_action,
    can_view_attendance,
    can_view_capacity,
    can_view_decision,
    can_view_group,
    can_view_item,
    can_view_meeting,
    can_view_membership,
    can_view_minutes,
    can_view_paper,
    can_view_paper_file,
)
from tests import world as worlds
from tests.world import Actor, World

LAW: dict[type[Model], Callable[[Any, Any], bool]] = {
    Site: can_view_site,
    SteeringGroup: can_view_group,
    Membership: can_view_membership,
    Meeting: can_view_meeting,
    AgendaItem: can_view_item,
    Paper: can_view_paper,
    PaperFile: can_view_paper_file,
    Attendance: can_view_attendance,
    Minutes: can_view_minutes,
    Decision: can_view_decision,
    Action: can_view_action,
    Factor: can_view_factor,
    Rating: can_view_rating,
    ImplementationLevel: can_view_rating,
}

# Who sees what, from the access table. In a column of worlds.COLUMNS: yes, or a point for no.
SEEN = """
                              owner administrator manager supporter other chair member stranger out
site                          yes   yes           yes     yes       yes   .     .      .        .
group                         yes   yes           yes     yes       .     yes   yes    .        .
seat                          yes   yes           yes     yes       .     yes   yes    .        .
seat_with_role                yes   yes           yes     yes       .     yes   yes    .        .
untold_meeting                .     yes           yes     yes       .     yes   .      .        .
told_meeting                  .     yes           yes     yes       .     yes   yes    .        .
untold_open_item              .     yes           yes     yes       .     yes   .      .        .
untold_confidential_item      .     yes           .       .         .     yes   .      .        .
untold_open_paper             .     yes           yes     yes       .     yes   .      .        .
untold_confidential_paper     .     yes           .       .         .     yes   .      .        .
untold_open_file              .     yes           yes     yes       .     yes   .      .        .
untold_confidential_file      .     yes           .       .         .     yes   .      .        .
told_open_item                .     yes           yes     yes       .     yes   yes    .        .
told_confidential_item        .     yes           .       .         .     yes   .      .        .
told_open_paper               .     yes           yes     yes       .     yes   yes    .        .
told_confidential_paper       .     yes           .       .         .     yes   .      .        .
told_open_file                .     yes           yes     yes       .     yes   yes    .        .
told_confidential_file        .     yes           .       .         .     yes   .      .        .
untold_action                 .     yes           yes     yes       .     yes   yes    .        .
draft_meeting                 .     yes           yes     yes       .     yes   yes    .        .
draft_minutes                 .     yes           yes     yes       .     yes   .      .        .
draft_attendance              .     yes           yes     yes       .     yes   .      .        .
draft_decision                .     yes           yes     yes       .     yes   .      .        .
draft_action                  .     yes           yes     yes       .     yes   yes    .        .
draft_item                    .     yes           yes     yes       .     yes   yes    .        .
draft_secret_item             .     yes           .       .         .     yes   .      .        .
draft_secret_decision         .     yes           .       .         .     yes   .      .        .
draft_secret_action           .     yes           .       .         .     yes   .      .        .
with_chair_meeting            .     yes           yes     yes       .     yes   yes    .        .
with_chair_minutes            .     yes           yes     yes       .     yes   .      .        .
with_chair_attendance         .     yes           yes     yes       .     yes   .      .        .
with_chair_decision           .     yes           yes     yes       .     yes   .      .        .
with_chair_action             .     yes           yes     yes       .     yes   yes    .        .
with_chair_item               .     yes           yes     yes       .     yes   yes    .        .
with_chair_secret_item        .     yes           .       .         .     yes   .      .        .
with_chair_secret_decision    .     yes           .       .         .     yes   .      .        .
with_chair_secret_action      .     yes           .       .         .     yes   .      .        .
circulated_meeting            .     yes           yes     yes       .     yes   yes    .        .
circulated_minutes            .     yes           yes     yes       .     yes   yes    .        .
circulated_attendance         .     yes           yes     yes       .     yes   yes    .        .
circulated_decision           .     yes           yes     yes       .     yes   yes    .        .
circulated_action             .     yes           yes     yes       .     yes   yes    .        .
circulated_item               .     yes           yes     yes       .     yes   yes    .        .
circulated_secret_item        .     yes           .       .         .     yes   .      .        .
circulated_secret_decision    .     yes           .       .         .     yes   .      .        .
circulated_secret_action      .     yes           .       .         .     yes   .      .        .
approved_meeting              .     yes           yes     yes       .     yes   yes    .        .
approved_minutes              .     yes           yes     yes       .     yes   yes    .        .
approved_attendance           .     yes           yes     yes       .     yes   yes    .        .
approved_decision             .     yes           yes     yes       .     yes   yes    .        .
approved_action               .     yes           yes     yes       .     yes   yes    .        .
approved_item                 .     yes           yes     yes       .     yes   yes    .        .
approved_secret_item          .     yes           .       .         .     yes   .      .        .
approved_secret_decision      .     yes           .       .         .     yes   .      .        .
approved_secret_action        .     yes           .       .         .     yes   .      .        .
sites_factor                  .     yes           yes     yes       yes   yes   yes    .        .
supporters_factor             .     .             yes     yes       yes   .     .      .        .
open_rating                   .     .             .       yes       .     .     .      .        .
open_level                    .     .             .       yes       .     .     .      .        .
closed_rating                 .     yes           yes     yes       yes   .     .      .        .
closed_level                  .     yes           yes     yes       yes   .     .      .        .
"""

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return worlds.build()


def visible(model: type[Model], user: User | AnonymousUser) -> Any:
    return model._default_manager.all().visible_to(user)  # type: ignore[attr-defined]


def afresh(actor: Actor) -> User | AnonymousUser:
    """The same person as a new request meets them: what they may do is found out anew."""
    user = actor.user
    return User.objects.get(pk=user.pk) if isinstance(user, User) else user


def test_every_model_that_is_shown_to_some_has_its_law() -> None:
    shown = {
        model for model in apps.get_models() if hasattr(model._default_manager.none(), "visible_to")
    }
    assert shown == set(LAW)


@pytest.mark.parametrize("model", LAW, ids=lambda model: model.__name__)
def test_the_rule_and_the_query_agree(world: World, model: type[Model]) -> None:
    rule, rows = LAW[model], list(model._default_manager.all())
    disagreements = []
    for actor in world.actors.values():
        user = afresh(actor)
        by_query = sorted(visible(model, user).values_list("pk", flat=True))
        by_rule = sorted(row.pk for row in rows if rule(user, row))
        if by_query != by_rule:
            disagreements.append((actor.name, by_query, by_rule))
    assert disagreements == []


@pytest.mark.parametrize("place", ["own", "other", "locality", "region"])
def test_everybody_sees_what_the_access_table_says(world: World, place: str) -> None:
    seen = worlds.table(SEEN)
    things = {name: thing for name, thing in world.places[place].items() if type(thing) in LAW}
    assert set(seen) == set(things)
    wrong = []
    for actor in world.actors.values():
        user = afresh(actor)
        for name, thing in things.items():
            sees = visible(type(thing), user).filter(pk=thing.pk).exists()
            if sees != (seen[name][actor.stands[place]] == "yes"):
                wrong.append(f"{actor.name} {'sees' if sees else 'does not see'} {name}")
    assert wrong == []


@pytest.mark.parametrize("place", ["own", "other", "locality", "region"])
def test_capacity_is_seen_by_few_and_by_oneself(world: World, place: str) -> None:
    """Special category data. The project manager sees counts, a member nothing but their own."""
    may_see = {"administrator", "supporter", "chair"}
    group = world.places[place]["group"]
    wrong = []
    for actor in world.actors.values():
        user = afresh(actor)
        for seat in Membership.objects.filter(group__pk=group.pk):
            own = can_view_group(user, seat.group) and seat.person == getattr(user, "person", None)
            if can_view_capacity(user, seat) != (actor.stands[place] in may_see or own):
                wrong.append((actor.name, str(seat)))
    assert wrong == []
