"""Decisions and actions of a meeting.

Their ordinal is their rank within the agenda item, from 1 without a gap: the programme folder
tells them apart by it. So a change keeps it, and a removal closes the gap.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from people.models import Person
from steering.models import Action, AgendaItem, Decision, Meeting
from steering.services.minutes import note_correction
from steering.services.record import hold_meeting


@transaction.atomic
def add_decision(
    *, meeting: Meeting, agenda_item: AgendaItem | None, text: str, now: datetime
) -> Decision:
    """Record a decision as the last of its item. Raises RecordIsClosed, MinutesAreApproved."""
    held = _open_for_change(meeting, now)
    ordinal = _next_ordinal(held.decisions.filter(agenda_item=agenda_item))
    decision: Decision = Decision.objects.create(
        meeting=held, agenda_item=agenda_item, ordinal=ordinal, text=text
    )
    return decision


@transaction.atomic
def change_decision(*, decision: Decision, text: str, now: datetime) -> Decision:
    """Put other words to a decision. Raises RecordIsClosed and MinutesAreApproved."""
    if text != decision.text:
        _open_for_change(decision.meeting, now)
        decision.text = text
        decision.save(update_fields=["text"])
    return decision


@transaction.atomic
def remove_decision(*, decision: Decision, now: datetime) -> None:
    """Take a decision out of the record. Raises RecordIsClosed and MinutesAreApproved."""
    held = _open_for_change(decision.meeting, now)
    _remove(decision, held.decisions.filter(agenda_item=decision.agenda_item_id))


@transaction.atomic
def add_action(
    *,
    meeting: Meeting,
    agenda_item: AgendaItem | None,
    text: str,
    owner: Person | None,
    due_on: date | None,
    now: datetime,
) -> Action:
    """Record an action as the last of its item. Raises RecordIsClosed, MinutesAreApproved."""
    held = _open_for_change(meeting, now)
    ordinal = _next_ordinal(held.actions.filter(agenda_item=agenda_item))
    action: Action = Action.objects.create(
        meeting=held,
        agenda_item=agenda_item,
        ordinal=ordinal,
        text=text,
        owner=owner,
        due_on=due_on,
    )
    return action


@transaction.atomic
def change_action(
    *,
    action: Action,
    text: str,
    owner: Person | None,
    due_on: date | None,
    done_on: date | None,
    now: datetime,
) -> Action:
    """Change an action. Who does it, by when and whether it is done may change for good.

    The note on how it was done goes with the day on which it was. Its words are part of the
    minutes: to change them raises MinutesAreApproved once those are approved, and RecordIsClosed.
    """
    if text != action.text:
        _open_for_change(action.meeting, now)
    action.text, action.owner, action.due_on, action.done_on = text, owner, due_on, done_on
    if done_on is None:
        action.done_note = ""
    action.save(update_fields=["text", "owner", "due_on", "done_on", "done_note"])
    return action


@transaction.atomic
def remove_action(*, action: Action, now: datetime) -> None:
    """Take an action out of the record. Raises RecordIsClosed and MinutesAreApproved."""
    held = _open_for_change(action.meeting, now)
    _remove(action, held.actions.filter(agenda_item=action.agenda_item_id))


@transaction.atomic
def finish_action(*, action: Action, note: str = "", now: datetime) -> Action:
    """Note that an action was done on the local day of `now`, with a few words about it.

    One done before keeps its day and its note.
    """
    locked: Action = Action.objects.select_for_update().get(pk=action.pk)
    if locked.done_on is None:
        locked.done_on, locked.done_note = timezone.localdate(now), note
        locked.save(update_fields=["done_on", "done_note"])
    return locked


def _open_for_change(meeting: Meeting, now: datetime) -> Meeting:
    held = hold_meeting(meeting=meeting, now=now)
    note_correction(meeting=held)
    return held


def _next_ordinal(rows: QuerySet) -> int:
    return (rows.aggregate(last=Max("ordinal"))["last"] or 0) + 1


def _remove(outcome: Decision | Action, rows: QuerySet) -> None:
    ordinal = outcome.ordinal
    outcome.delete()
    # One by one from the front: a single UPDATE may meet a rank that is not free yet.
    for later in rows.filter(ordinal__gt=ordinal).order_by("ordinal"):
        later.ordinal -= 1
        later.save(update_fields=["ordinal"])
