"""Actions of the group that are open, or were done since it last met."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Q

from calendars.wording import long_date
from reports.matters_arising.lines import About, Line, Since, sentence
from steering.models import Action, SteeringGroup


def actions_since(group: SteeringGroup, since: Since) -> list[Action]:
    """Give them with owner and agenda item, by the day they are due. One SQL query."""
    done = Q(done_on__range=(since.day, since.today))
    rows = Action.objects.filter(Q(done_on__isnull=True) | done, meeting__group=group)
    in_order = rows.order_by(F("due_on").asc(nulls_last=True), "pk")
    return list(in_order.select_related("owner", "agenda_item"))


def action_lines(actions: Iterable[Action], today: date) -> list[Line]:
    """Give a line for each: the open ones as they come, then the done ones by their day."""
    open_ones = [
        Line(About.OPEN, one.pk, _words(one, _due(one.due_on, today)))
        for one in actions
        if one.done_on is None
    ]
    done = sorted((one.done_on, one.pk, one) for one in actions if one.done_on)
    return [
        *open_ones,
        *(
            Line(About.DONE, one.pk, _words(one, f"done {long_date(day)}"), _note(one))
            for day, _, one in done
        ),
    ]


def _words(action: Action, when: str) -> str:
    """`Write to the schools. Helen Osei, due 4 December 2026.`"""
    who = action.owner.name if action.owner else "Nobody yet"
    return f"{sentence(action.text)} {', '.join(part for part in (who, when) if part)}."


def _due(day: date | None, today: date) -> str:
    if day is None:
        return ""
    return f"{'was due' if day < today else 'due'} {long_date(day)}"


def _note(action: Action) -> str:
    """Whoever wrote it was told that administrator and project manager alone read it."""
    return f"Note, which members do not read: {action.done_note}" if action.done_note else ""
