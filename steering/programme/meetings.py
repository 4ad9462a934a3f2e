"""Meetings and their agendas."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import F, Q

from csv_tables.kinds import Choice, Key, Moment, Reference, Text, Whole, YesNo
from csv_tables.stored import Row, StoredTable
from csv_tables.tables import Column, Table, Values
from csv_tables.workbook import Sheet, Workbook
from outbox import services as outbox
from people.programme import PEOPLE
from steering.enums import MeetingState, Mode
from steering.handles import about
from steering.models import AgendaItem, Meeting
from steering.programme.groups import GROUPS, MEMBERSHIPS
from steering.querysets import MeetingQuerySet

MEETINGS = "meetings.csv"
AGENDA_ITEMS = "agenda_items.csv"


class Meetings(StoredTable):
    model = Meeting
    table = Table(
        MEETINGS,
        "meeting",
        (
            Column("key", Key()),
            Column("group", Reference(GROUPS, "group")),
            Column("title", Text(200)),
            Column("starts_at", Moment()),
            Column("ends_at", Moment()),
            Column("mode", Choice(Mode)),
            Column("place", Text(300), optional=True),
            Column("state", Choice(MeetingState)),
        ),
        identity=("key",),
    )

    def examine(self, values: Values, book: Workbook) -> Iterator[tuple[str, str]]:
        starts_at, ends_at = values.get("starts_at"), values.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            yield "ends_at", "is not after starts_at; a meeting ends after it starts"

    def first_fields(self, row: Row, book: Workbook) -> dict[str, Any]:
        """New meetings were arranged elsewhere, so their members know of them."""
        return {"announced_at": book.now, "notices_from": book.now}

    def write(self, sheet: Sheet, book: Workbook) -> None:
        self._take_newcomers_for_told(book)
        super().write(sheet, book)

    def update(self, rows: Sequence[Row], book: Workbook) -> None:
        """Write changed meetings, and withdraw the notices of a time that no longer holds."""
        super().update(rows, book)
        rearranged = _pks(row for row in rows if _is_rearranged(row))
        elsewhere = _pks(row for row in rows if _differ(row, "title", "mode", "place"))
        changed = Meeting.objects.filter(pk__in={*rearranged, *elsewhere})
        changed.update(sequence=F("sequence") + 1, changed_in=F("sequence") + 1)
        _take_for_told(changed, book)
        for pk in rearranged:
            outbox.withdraw(about=about(Meeting(pk=pk)), now=book.now)

    def _take_newcomers_for_told(self, book: Workbook) -> None:
        """Whoever joins by this import, or gets an address by it, has had no notice before."""
        memberships, people = book.sheets[MEMBERSHIPS], book.sheets[PEOPLE]
        groups = {row.values["group"] for row in [*memberships.new(), *memberships.changed()]}
        with_address = {row.values["key"] for row in people.changed() if _differ(row, "email")}
        theirs = Q(group__memberships__person__key__in=with_address)
        meetings = Meeting.objects.planned().filter(Q(group__key__in=groups) | theirs)
        _take_for_told(meetings, book)


def _take_for_told(meetings: MeetingQuerySet, book: Workbook) -> None:
    """Let no notice go out for a moment before this import: whoever was told is told anew."""
    meetings.filter(announced_at__isnull=False).update(announced_at=book.now)
    meetings.update(notices_from=book.now)


def _pks(rows: Iterable[Row]) -> list[int]:
    return [row.pk for row in rows if row.pk is not None]


def _is_rearranged(row: Row) -> bool:
    """Whether the meeting was moved, called off, or called on again."""
    states = {row.values["state"], row.before and row.before["state"]}
    called_off_or_on = len(states) == 2 and MeetingState.CANCELLED in states
    return called_off_or_on or _differ(row, "starts_at", "ends_at")


def _differ(row: Row, *names: str) -> bool:
    return row.before is not None and any(row.before[name] != row.values[name] for name in names)


class AgendaItems(StoredTable):
    model = AgendaItem
    table = Table(
        AGENDA_ITEMS,
        "agenda item",
        (
            Column("meeting", Reference(MEETINGS, "meeting")),
            Column("position", Whole()),
            Column("title", Text(500)),
            Column("confidential", YesNo(), optional=True, default=False, added=True),
        ),
        identity=("meeting", "position"),
    )


def on_the_agenda(values: Values, book: Workbook) -> Iterator[tuple[str, str]]:
    """Yield a column and a message if the record's position is not on its meeting's agenda."""
    meeting, position = values.get("meeting"), values.get("position")
    agenda, meetings = book.sheets[AGENDA_ITEMS], book.sheets[MEETINGS]
    if position is None or not meetings.knows(meeting) or agenda.knows(meeting, position):
        return
    yield (
        "position",
        f"the agenda of “{meeting}” has no item {position}; add it to {AGENDA_ITEMS},"
        " or leave the position empty for the meeting as a whole",
    )


def agenda_item_id(meeting: str, position: int | None, book: Workbook) -> int | None:
    """Give the primary key of an agenda item, None for the meeting as a whole."""
    return None if position is None else book.sheets[AGENDA_ITEMS].pk(meeting, position)
