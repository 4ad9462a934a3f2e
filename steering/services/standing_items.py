"""Standing items: with what every new agenda of a group begins."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from people.models import Person
from steering.enums import ItemSource
from steering.models import AgendaItem, Meeting, StandingItem, SteeringGroup
from steering.services.agenda import AgendaHasChanged, ItemTerms, add_item


@dataclass(frozen=True)
class StandingTerms:
    """What a standing item says. `length` is in minutes."""

    title: str
    kind: str = ""
    presenter: Person | None = None
    length: int | None = None


@transaction.atomic
def set_standing_items(*, group: SteeringGroup, items: Sequence[StandingTerms]) -> None:
    """Give the group these standing items in this order; agendas that there are stay."""
    SteeringGroup.objects.select_for_update().get(pk=group.pk)
    group.standing_items.all().delete()
    for position, terms in enumerate(items, start=1):
        StandingItem.objects.create(
            group=group,
            position=position,
            title=terms.title,
            kind=terms.kind,
            presenter=terms.presenter,
            length=terms.length,
        )


def put_standing_items(*, meeting: Meeting) -> None:
    """Put the group's standing items at the end of an agenda."""
    for item in meeting.group.standing_items.select_related("presenter"):
        _put(meeting, item, ItemSource.STANDING)


@transaction.atomic
def put_titles(*, meeting: Meeting, titles: Sequence[str]) -> None:
    """Put items on an agenda by their titles.

    One called like a standing item of the group is that: it has its minutes, presenter and so on.
    """
    standing = {item.title.casefold(): item for item in meeting.group.standing_items.all()}
    for title in titles:
        if known := standing.get(title.casefold()):
            _put(meeting, known, ItemSource.STANDING)
        else:
            add_item(meeting=meeting, terms=ItemTerms(title=title))


@transaction.atomic
def begin_agenda(*, meeting: Meeting) -> None:
    """Begin an empty agenda with the standing items, or like last time if the group has none.

    Confidential items of last time are left out. Raises AgendaHasChanged when it has items.
    """
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.agenda_items.exists():
        raise AgendaHasChanged("This agenda has items already.")
    if meeting.group.standing_items.exists():
        put_standing_items(meeting=meeting)
    elif earlier := last_with_agenda(meeting):
        for item in earlier.agenda_items.filter(confidential=False).select_related("presenter"):
            _put(meeting, item, ItemSource.WRITTEN)


def last_with_agenda(meeting: Meeting) -> Meeting | None:
    """Give the group's last meeting before this one that had an agenda."""
    earlier: Meeting | None = (
        meeting.group.meetings.filter(starts_at__lt=meeting.starts_at, agenda_items__isnull=False)
        .order_by("-starts_at")
        .first()
    )
    return earlier


def _put(meeting: Meeting, item: StandingItem | AgendaItem, source: ItemSource) -> None:
    terms = ItemTerms(
        title=item.title, kind=item.kind, presenter=item.presenter, length=item.length
    )
    add_item(meeting=meeting, terms=terms, source=source)
