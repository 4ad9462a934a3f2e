"""Building an agenda: items put on, changed, moved and taken off, and what waits for a later one.

Each of these holds the meeting's row, so that two people who change one agenda at the same
moment come one after the other.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from people.models import Person
from steering.enums import ItemSource, MeetingState
from steering.errors import SteeringError
from steering.models import AgendaItem, BacklogItem, Meeting, NamedOnItem, Paper

MOST_ITEMS = 200
"""On one agenda, whether somebody has a long meeting or a finger on the button."""


class AgendaIsClosed(SteeringError):
    """The agenda of a cancelled meeting stays as it is."""


class ItemIsInUse(SteeringError):
    """What was minuted, decided, agreed or handed in under an item is never lost with it."""


class AgendaHasChanged(SteeringError):
    """Somebody else changed it since the person looked."""


@dataclass(frozen=True)
class ItemTerms:
    """What an item says. `length` is in minutes; `named` are who may see it if confidential."""

    title: str
    kind: str = ""
    presenter: Person | None = None
    length: int | None = None
    notes: str = ""
    confidential: bool = False
    named: tuple[Person, ...] = ()


@dataclass(frozen=True)
class Place:
    """Where somebody wants an item, and how many minutes it gets."""

    number: int
    length: int | None


@transaction.atomic
def add_item(
    *, meeting: Meeting, terms: ItemTerms, source: ItemSource = ItemSource.WRITTEN
) -> AgendaItem:
    """Put an item at the end of the agenda. Raises AgendaIsClosed."""
    _hold(meeting)
    there = AgendaItem.objects.filter(meeting=meeting).count()
    if there >= MOST_ITEMS:
        raise AgendaIsClosed(f"An agenda has {MOST_ITEMS} items at the most. Take one off first.")
    item = AgendaItem(meeting=meeting, position=there + 1, source=source)
    return _write(item, terms)


@transaction.atomic
def change_item(*, item: AgendaItem, terms: ItemTerms, seen: str) -> AgendaItem:
    """Change what an item says; `seen` is its `version_of` when the person began.

    Raises AgendaHasChanged when it is another by now, and AgendaIsClosed.
    """
    item = _hold_item(item)
    if version_of(item) != seen:
        raise AgendaHasChanged(
            "Somebody else changed this item while you had it open. What you typed is still "
            "here: compare it with the agenda, then save again."
        )
    return _write(item, terms)


@transaction.atomic
def move_item(*, item: AgendaItem, to: int) -> None:
    """Put an item at the number `to`; the others keep their order. Raises AgendaIsClosed."""
    item = _hold_item(item)
    others = list(AgendaItem.objects.filter(meeting=item.meeting).exclude(pk=item.pk))
    place = min(max(to, 1), len(others) + 1)
    _number([*others[: place - 1], item, *others[place - 1 :]])


@transaction.atomic
def arrange(*, meeting: Meeting, places: Mapping[int, Place], seen: str) -> None:
    """Give items, by id, the numbers and minutes that somebody typed; the others make room.

    `seen` is the `order_of` that the person had before their eyes. Raises AgendaHasChanged and
    AgendaIsClosed.
    """
    _hold(meeting)
    items = list(AgendaItem.objects.filter(meeting=meeting))
    if order_of(items) != seen:
        raise AgendaHasChanged(
            "Somebody else changed the agenda while you had it open. Here it is as it is now: "
            "make your changes again."
        )
    wanted = {item.pk: places.get(item.pk, Place(item.position, item.length)) for item in items}
    for item in items:
        item.length = wanted[item.pk].length
    AgendaItem.objects.bulk_update(items, ["length"])
    moved = [item for item in items if wanted[item.pk].number != item.position]
    order = [item for item in items if item not in moved]
    for item in sorted(moved, key=lambda one: wanted[one.pk].number):
        order.insert(max(wanted[item.pk].number, 1) - 1, item)
    _number(order)


@transaction.atomic
def remove_item(*, item: AgendaItem, now: datetime) -> None:
    """Take an item off for good. What was proposed for it counts as answered.

    Raises ItemIsInUse and AgendaIsClosed.
    """
    item = _hold_item(item)
    _refuse_with_papers(item, "Remove the paper first, or move the item to the next meeting.")
    BacklogItem.objects.filter(item=item).update(
        closed_at=now, closed_because="Taken off the agenda"
    )
    _take_off(item)


@transaction.atomic
def put_off(*, item: AgendaItem, now: datetime) -> Meeting | None:
    """Move an item with its papers to the group's next planned meeting, which is given.

    None when no later one is planned: then it waits in the backlog. Raises ItemIsInUse when
    there is something under it, or papers that the backlog cannot hold; and AgendaIsClosed.
    """
    item = _hold_item(item)
    later = item.meeting.group.meetings.after(max(now, item.meeting.starts_at)).first()
    if later is None:
        send_to_backlog(item=item, now=now)
        return None
    _refuse_in_use(item)
    _hold(later)
    left = item.meeting
    item.meeting, item.position = later, AgendaItem.objects.filter(meeting=later).count() + 1
    item.save(update_fields=["meeting", "position"])
    _close_ranks(left)
    return later


@transaction.atomic
def send_to_backlog(*, item: AgendaItem, now: datetime) -> BacklogItem:
    """Take an item off and keep it for a later agenda. Raises ItemIsInUse and AgendaIsClosed."""
    item = _hold_item(item)
    _refuse_with_papers(item, "Plan the next meeting and move it there, or remove the paper.")
    waiting = BacklogItem.objects.filter(item=item).first() or BacklogItem(
        group=item.meeting.group, entered_at=now
    )
    waiting.item = None
    for name in ("title", "kind", "presenter", "length", "notes", "confidential"):
        setattr(waiting, name, getattr(item, name))
    waiting.save()
    _take_off(item)
    return waiting


@transaction.atomic
def take_from_backlog(*, waiting: BacklogItem, meeting: Meeting) -> AgendaItem:
    """Put on an agenda what waited for one; a paper that was offered is promised with it.

    Raises AgendaHasChanged when it was taken or closed meanwhile, and AgendaIsClosed.
    """
    waiting = _hold_waiting(waiting)
    presenter = waiting.presenter or waiting.proposed_by
    terms = ItemTerms(
        title=waiting.title,
        kind=waiting.kind,
        presenter=presenter,
        length=waiting.length,
        notes=waiting.notes,
        confidential=waiting.confidential,
    )
    item = add_item(meeting=meeting, terms=terms, source=ItemSource.BACKLOG)
    if waiting.brings_paper:
        Paper.objects.create(item=item, title=waiting.title[:200], owner=presenter)
    waiting.item = item
    waiting.save(update_fields=["item"])
    return item


@transaction.atomic
def close_backlog_item(*, waiting: BacklogItem, because: str, now: datetime) -> None:
    """Note that something comes onto no agenda, and why. Raises AgendaHasChanged."""
    waiting = _hold_waiting(waiting)
    waiting.closed_at, waiting.closed_because = now, because
    waiting.save(update_fields=["closed_at", "closed_because"])


def version_of(item: AgendaItem) -> str:
    """Tell what an item says from what it said before: a hash. Two SQL queries."""
    named = sorted(item.namings.values_list("person_id", flat=True))
    said = (item.title, item.kind, item.presenter_id, item.length, item.notes)
    return _hash([*said, item.confidential, *named])


def order_of(items: Iterable[AgendaItem]) -> str:
    """Tell one order of items with their minutes from another: a hash."""
    return _hash((item.pk, item.position, item.length) for item in items)


def _hash(parts: Iterable[object]) -> str:
    return hashlib.sha256(repr(list(parts)).encode()).hexdigest()


def _hold(meeting: Meeting) -> None:
    state = Meeting.objects.select_for_update().values_list("state", flat=True).get(pk=meeting.pk)
    if state == MeetingState.CANCELLED:
        raise AgendaIsClosed("This meeting is cancelled, so its agenda cannot be changed.")


def _hold_item(item: AgendaItem) -> AgendaItem:
    _hold(item.meeting)
    there = AgendaItem.objects.select_related("meeting__group").filter(pk=item.pk).first()
    if there is None or there.meeting_id != item.meeting_id:
        raise AgendaHasChanged("Somebody else has taken this item off the agenda.")
    return there


def _hold_waiting(waiting: BacklogItem) -> BacklogItem:
    held = BacklogItem.objects.select_for_update().get(pk=waiting.pk)
    if held.item_id or held.closed_at:
        raise AgendaHasChanged(f"“{held.title}” has been taken or closed already.")
    return held


def _write(item: AgendaItem, terms: ItemTerms) -> AgendaItem:
    for name in ("title", "kind", "presenter", "length", "notes", "confidential"):
        setattr(item, name, getattr(terms, name))
    item.save()
    named = {person.pk for person in terms.named if terms.confidential}
    item.namings.exclude(person__in=named).delete()
    for person in named - set(item.namings.values_list("person_id", flat=True)):
        NamedOnItem.objects.create(item=item, person_id=person)
    return item


def _number(items: Sequence[AgendaItem]) -> None:
    for position, item in enumerate(items, start=1):
        item.position = position
    AgendaItem.objects.bulk_update(items, ["position"])


def _close_ranks(meeting: Meeting) -> None:
    _number(list(AgendaItem.objects.filter(meeting=meeting)))


def _take_off(item: AgendaItem) -> None:
    _refuse_in_use(item)
    meeting = item.meeting
    item.delete()
    _close_ranks(meeting)


def _refuse_in_use(item: AgendaItem) -> None:
    if hasattr(item, "minutes_text") or item.decisions.exists() or item.actions.exists():
        raise ItemIsInUse(
            f"“{item.title}” already has minutes, decisions or actions, so it stays on "
            "the agenda. Change its title instead."
        )


def _refuse_with_papers(item: AgendaItem, instead: str) -> None:
    if item.papers.exists():
        raise ItemIsInUse(f"“{item.title}” has a paper, which would be lost with it. {instead}")
