"""The item of an agenda that holds the matters arising: finding it, and putting it there."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from reports.matters_arising.notes import lines_in, stamp_of
from steering.enums import ItemSource, MeetingState
from steering.errors import SteeringError
from steering.models import AgendaItem, Meeting
from steering.services.agenda import (
    AgendaHasChanged,
    ItemTerms,
    add_item,
    change_item,
    move_item,
    version_of,
)

TITLE = "Matters arising"
OPENING = re.compile(r"\b(welcome|introductions?|apologies|minutes|declarations?)\b", re.IGNORECASE)
"""What comes before matters arising, where an agenda begins with it."""


class MattersStayAsTheyAre(SteeringError):
    """The meeting is no longer planned, or its item already has minutes."""


@dataclass(frozen=True)
class Outcome:
    """What came of putting the notes: the item, and how many of its lines are new, same or gone."""

    item: AgendaItem
    was_there: bool
    new: int
    same: int
    gone: int


def item_of(meeting: Meeting) -> AgendaItem | None:
    """Give the item that holds them: put together here, else one of that name. One SQL query."""
    put_here = Q(source=ItemSource.MATTERS_ARISING)
    items = meeting.agenda_items.filter(put_here | Q(title__icontains=TITLE, confidential=False))
    return min(
        items.select_related("minutes_text", "presenter").order_by("position"),
        key=lambda item: item.source != ItemSource.MATTERS_ARISING,
        default=None,
    )


def why_they_stay(meeting: Meeting, item: AgendaItem | None) -> str:
    """Say why the item of `meeting` is not written any more; empty when it can be."""
    if meeting.state != MeetingState.PLANNED:
        return (
            f"This meeting is {meeting.get_state_display().lower()}, so its agenda stays as it is."
        )
    text = getattr(item, "minutes_text", None)
    if item and text and text.text.strip():
        return f"“{item.title}” already has minutes, so it stays as it is."
    return ""


@transaction.atomic
def put_on_agenda(*, meeting: Meeting, notes: str, seen: str) -> Outcome:
    """Write the notes into the item, or put it on the agenda after welcome and minutes.

    An item that there is keeps title, place and all else. `seen` is the `stamp_of` it when the
    person looked. Raises AgendaHasChanged, MattersStayAsTheyAre, AgendaIsClosed.
    """
    locked: Meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    item = item_of(locked)
    if reason := why_they_stay(locked, item):
        raise MattersStayAsTheyAre(reason)
    if stamp_of(item) != seen:
        raise AgendaHasChanged(
            "Somebody else changed the item while you had this page open. Here is how it stands "
            "now: look through the lines, then put them on the agenda again."
        )
    before = lines_in(item.notes) if item else []
    written = _rewrite(item, notes) if item else _add(locked, notes)
    return _outcome(written, before, was_there=item is not None)


def _rewrite(item: AgendaItem, notes: str) -> AgendaItem:
    terms = ItemTerms(
        title=item.title,
        kind=item.kind,
        presenter=item.presenter,
        length=item.length,
        notes=notes,
        confidential=item.confidential,
        named=tuple(item.named.all()),
    )
    return change_item(item=item, terms=terms, seen=version_of(item))


def _add(meeting: Meeting, notes: str) -> AgendaItem:
    place = place_among(meeting.agenda_items.values_list("title", flat=True))
    terms = ItemTerms(title=TITLE, notes=notes)
    item = add_item(meeting=meeting, terms=terms, source=ItemSource.MATTERS_ARISING)
    move_item(item=item, to=place)
    item.refresh_from_db()
    return item


def place_among(titles: Iterable[str]) -> int:
    """Give the number after the items with which an agenda opens: welcome, apologies, minutes."""
    place = 1
    for title in titles:
        if not OPENING.search(title):
            break
        place += 1
    return place


def _outcome(item: AgendaItem, before: list[str], *, was_there: bool) -> Outcome:
    now = lines_in(item.notes)
    same = sum(line in before for line in now)
    return Outcome(
        item=item,
        was_there=was_there,
        new=len(now) - same,
        same=same,
        gone=sum(line not in now for line in before),
    )
