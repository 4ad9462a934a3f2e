"""What somebody has in hand on a group: actions, papers, items of agendas."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import CharField, DateField, DateTimeField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from calendars.wording import long_date
from people.models import Person
from steering.enums import PaperFormat
from steering.models import (
    Action,
    AgendaItem,
    BacklogItem,
    Meeting,
    Paper,
    StandingItem,
    SteeringGroup,
)


class Kind(StrEnum):
    """What a task is; the value says it in a list."""

    ACTION = "Action"
    PAPER = "Paper"
    ITEM = "Agenda item"
    STANDING = "Item on every agenda"
    BACKLOG = "Item to come"


@dataclass(frozen=True)
class Task:
    """Something that somebody is down for: what, and by when it is due or is to be met on."""

    kind: Kind
    pk: int
    text: str
    due_on: date | None
    meets_at: datetime | None
    confidential: bool

    @property
    def key(self) -> str:
        """What stands for it in a form: `ACTION-12`."""
        return f"{self.kind.name}-{self.pk}"

    @property
    def when(self) -> str:
        """`due 4 December 2026`, `meeting of 8 December 2026`, or nothing."""
        if self.due_on:
            return f"due {long_date(self.due_on)}"
        return f"meeting of {long_date(self.meets_at)}" if self.meets_at else ""


def rows_in_hand(person: Person, group: SteeringGroup, now: datetime) -> dict[Kind, QuerySet]:
    """Give what `person` is down for on `group`: open actions, and what belongs to later agendas.

    A paper is in hand while it has no ordinary file.
    """
    meetings = Meeting.objects.after(now).order_by().filter(group=group)
    papers_there = Q(files__form=PaperFormat.ORDINARY, files__replaced_at__isnull=True)
    return {
        Kind.ACTION: Action.objects.open().filter(meeting__group=group, owner=person),
        Kind.PAPER: Paper.objects.filter(item__meeting__in=meetings, owner=person).exclude(
            pk__in=Paper.objects.filter(papers_there).values("pk")
        ),
        Kind.ITEM: AgendaItem.objects.filter(meeting__in=meetings, presenter=person),
        Kind.STANDING: StandingItem.objects.filter(group=group, presenter=person),
        Kind.BACKLOG: BacklogItem.objects.filter(
            group=group, presenter=person, item__isnull=True, closed_at__isnull=True
        ),
    }


def in_hand(person: Person, group: SteeringGroup, now: datetime) -> list[Task]:
    """Give the same as tasks, those with the nearest day first. One SQL query."""
    rows = rows_in_hand(person, group, now)
    no_day, no_time = Cast(Value(None), DateField()), Cast(Value(None), DateTimeField())
    columns: dict[Kind, tuple[str, Any, Any, Any]] = {
        Kind.ACTION: ("text", "due_on", no_time, Value(False)),
        Kind.PAPER: ("title", no_day, "item__meeting__starts_at", "item__confidential"),
        Kind.ITEM: ("title", no_day, "meeting__starts_at", "confidential"),
        Kind.STANDING: ("title", no_day, no_time, Value(False)),
        Kind.BACKLOG: ("title", no_day, no_time, Value(False)),
    }
    first, *more = (
        found.order_by().values_list(
            Value(kind.name, CharField()),
            "pk",
            Cast(columns[kind][0], TextField()),
            *columns[kind][1:],
        )
        for kind, found in rows.items()
    )
    tasks = [Task(Kind[kind], *others) for kind, *others in first.union(*more, all=True)]
    return sorted(tasks, key=_nearest)


def _nearest(task: Task) -> tuple[int, date, str]:
    day = task.due_on or (task.meets_at.date() if task.meets_at else date.max)
    return list(Kind).index(task.kind), day, task.text
