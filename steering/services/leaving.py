"""Leaving a group, and handing on what was in hand, in one step."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from people.models import Person, User
from steering.documents.in_hand import Kind, Task, in_hand, rows_in_hand
from steering.enums import HandoverOf, LeftBecause, MemberRole
from steering.models import Handover, Membership, NamedOnItem, Paper, SteeringGroup
from steering.services.dated_changes import give_role
from steering.services.memberships import end_membership, held_seat

HOLDER = {
    Kind.ACTION: "owner",
    Kind.PAPER: "owner",
    Kind.ITEM: "presenter",
    Kind.STANDING: "presenter",
    Kind.BACKLOG: "presenter",
}
"""The field in which somebody is down for a task."""


@dataclass(frozen=True)
class Passing:
    """What passes on to whom: tasks by their keys, the role if it does, and a note."""

    to: Person
    tasks: Collection[str]
    role: bool
    note: str


@dataclass(frozen=True)
class Left:
    """What came of it: messages that will not go out, tasks passed on, and those that stayed."""

    withdrawn: int
    passed: int
    stayed: int


@transaction.atomic
def leave(
    *,
    membership: Membership,
    left_on: date,
    because: LeftBecause | None,
    passing: Passing | None,
    by: User,
    now: datetime,
) -> Left:
    """End a membership and pass on what was in hand: tasks at once, the role from `left_on`.

    Whoever takes over a confidential item, or a paper of one, is named on it. Raises
    LeftBeforeJoining, IsAMemberThen, NotAMemberThen and NothingChanges.
    """
    held = held_seat(membership)
    group, giver, role = held.group, held.person, MemberRole(held.role)
    tasks = in_hand(giver, group, now)
    withdrawn = end_membership(membership=held, left_on=left_on, because=because, now=now)
    passed: list[Task] = []
    if passing:
        passed = [task for task in tasks if task.key in passing.tasks]
        _pass_on(passed, giver, passing.to, group, now)
        if passing.role:
            give_role(group=group, role=role, to=passing.to, on=left_on, now=now)
        _note(passing, giver, group, passed=passed, left_on=left_on, by=by, now=now)
    return Left(withdrawn, len(passed), len(tasks) - len(passed))


def _pass_on(
    tasks: list[Task], giver: Person, taker: Person, group: SteeringGroup, now: datetime
) -> None:
    of_kind = {kind: [task.pk for task in tasks if task.kind == kind] for kind in Kind}
    items = Paper.objects.filter(pk__in=of_kind[Kind.PAPER], item__confidential=True)
    secret = {task.pk for task in tasks if task.kind == Kind.ITEM and task.confidential}
    secret.update(items.values_list("item", flat=True))
    for kind, rows in rows_in_hand(giver, group, now).items():
        rows.filter(pk__in=of_kind[kind]).update(**{HOLDER[kind]: taker})
    NamedOnItem.objects.bulk_create(
        [NamedOnItem(item_id=pk, person=taker) for pk in sorted(secret)], ignore_conflicts=True
    )


def _note(
    passing: Passing,
    giver: Person,
    group: SteeringGroup,
    *,
    passed: list[Task],
    left_on: date,
    by: User,
    now: datetime,
) -> None:
    """Keep who took over what; the note goes with the tasks, or with the role where it is alone."""
    of_tasks = bool(passed) or not passing.role
    parts = [(HandoverOf.TASKS, timezone.localdate(now), passing.note)] if of_tasks else []
    if passing.role:
        parts.append((HandoverOf.ROLE, left_on, "" if of_tasks else passing.note))
    for what, day, note in parts:
        if passed or passing.role or note:
            Handover.objects.create(
                group=group,
                what=what,
                giver=giver,
                taker=passing.to,
                handed_on=day,
                note=note,
                written_by=by,
                written_at=now,
            )
