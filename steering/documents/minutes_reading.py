"""Minutes as they are read: the rows first, each once, then the document that they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from calendars.wording import span
from steering.documents.attendance import attendances_of, who_was_there
from steering.documents.contacts import contact_of, site_administrator
from steering.documents.items import ActionLine, DecisionLine, Item
from steering.documents.minutes import MinutesDocument
from steering.documents.numbering import numbered
from steering.documents.readers import named_ids
from steering.enums import MinutesState
from steering.lead_times import agenda_due
from steering.life.facts import with_counts
from steering.models import Action, AgendaItem, Decision, Meeting, MinutesText
from steering.notice_settings import Setting, keep
from steering.querysets import MeetingQuerySet
from steering.rules import is_let_in
from steering.seats import seats_of

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from sites.rules import AnyUser
    from steering.documents.attendance import Attended
    from steering.seats import Seat


class _Read(TypedDict):
    next_at: datetime | None
    whole_text: str | None
    site_administrator: dict[str, str] | None
    own_notices: list[Setting]


@dataclass(frozen=True)
class MinutesRows:
    """All that the minutes of one meeting are made from, and who may get them."""

    meeting: WithAnnotations[Meeting, _Read]
    seats: list[Seat]
    attendances: list[Attended]
    items: list[AgendaItem]
    decisions: list[Decision]
    actions: list[Action]


def with_minutes(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """The same meetings, each with its minutes and what `read_minutes` wants of it besides."""
    whole = MinutesText.objects.filter(minutes__meeting=OuterRef("pk"), agenda_item__isnull=True)
    loaded: MeetingQuerySet = with_counts(meetings.numbered()).annotate(
        whole_text=Subquery(whole.values("text")), site_administrator=site_administrator()
    )
    return loaded


def read_minutes(meeting: Meeting) -> MinutesRows:
    """Read what the minutes of a meeting loaded `with_minutes` are made from. Five SQL queries."""
    return MinutesRows(
        meeting=cast("WithAnnotations[Meeting, _Read]", meeting),
        seats=seats_of(meeting.group),
        attendances=attendances_of(meeting),
        items=list(
            meeting.agenda_items.select_related("minutes_text")
            .annotate(named_ids=named_ids())
            .order_by("position")
        ),
        decisions=list(meeting.decisions.in_order()),
        actions=list(meeting.actions.in_order().select_related("owner")),
    )


def document_of(rows: MinutesRows) -> MinutesDocument:
    """Make the document. No SQL query."""
    meeting, minutes = rows.meeting, rows.meeting.minutes
    keep(meeting.group, meeting.own_notices)
    contact = contact_of(rows.seats, meeting.site_administrator)
    decisions, actions = _decisions(rows), _actions(rows)
    return MinutesDocument(
        meeting_id=meeting.pk,
        group=meeting.group.name,
        group_key=meeting.group.key,
        number=meeting.number,
        held_on=timezone.localdate(meeting.starts_at),
        time=span(meeting.starts_at, meeting.ends_at),
        where=meeting.where,
        state=MinutesState(minutes.state),
        version=minutes.version,
        circulated_on=minutes.circulated_at and timezone.localdate(minutes.circulated_at),
        circulated_version=minutes.circulated_version,
        approved_on=minutes.approved_on,
        to_be_confirmed_on=meeting.next_at and timezone.localdate(meeting.next_at),
        corrections_by=meeting.next_at and agenda_due(meeting.next_at, meeting.group),
        administrator=contact.name if contact else "",
        administrator_email=contact.address if contact else "",
        attendance=who_was_there(meeting, rows.seats, rows.attendances),
        decisions=tuple(chain.from_iterable(decisions.values())),
        actions=tuple(chain.from_iterable(actions.values())),
        whole_text=meeting.whole_text or "",
        items=tuple(_item(item, decisions, actions) for item in rows.items),
        other_decisions=tuple(decisions.get(None, ())),
        other_actions=tuple(actions.get(None, ())),
    )


def document_for(user: AnyUser, rows: MinutesRows) -> MinutesDocument:
    """Make the document as `user`, who may read the minutes, reads it. One SQL query at most."""
    kept = [one.position for one in rows.items if not is_let_in(user, one, of=rows.meeting)]
    reader = user.person_id if user.is_authenticated else None
    return document_of(rows).without(frozenset(kept), reader=reader)


def _item(
    item: AgendaItem,
    decisions: Mapping[int | None, Iterable[DecisionLine]],
    actions: Mapping[int | None, Iterable[ActionLine]],
) -> Item:
    return Item(
        number=item.position,
        title=item.title,
        text=item.minutes_text.text if hasattr(item, "minutes_text") else "",
        decisions=tuple(decisions.get(item.pk, ())),
        actions=tuple(actions.get(item.pk, ())),
    )


def _decisions(rows: MinutesRows) -> Mapping[int | None, list[DecisionLine]]:
    lines: dict[int | None, list[DecisionLine]] = defaultdict(list)
    for number, one in numbered(rows.meeting, rows.decisions):
        lines[one.agenda_item_id].append(DecisionLine(number=number, text=_in_one_line(one.text)))
    return lines


def _actions(rows: MinutesRows) -> Mapping[int | None, list[ActionLine]]:
    lines: dict[int | None, list[ActionLine]] = defaultdict(list)
    for number, one in numbered(rows.meeting, rows.actions):
        lines[one.agenda_item_id].append(
            ActionLine(
                pk=one.pk,
                number=number,
                text=_in_one_line(one.text),
                owner=one.owner.name if one.owner else "",
                owner_id=one.owner_id,
                due_on=one.due_on,
                done_on=one.done_on,
            )
        )
    return lines


def _in_one_line(text: str) -> str:
    return " ".join(text.split())
