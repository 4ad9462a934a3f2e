"""The next meeting of each group, as a card."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from calendars.wording import counted, long_date
from reports.today.batches import Batch
from reports.today.coming import is_awaited, quorum_is_at_risk
from reports.today.reading import Planned, Read
from steering.enums import SendingKind
from steering.forecast import Forecast
from steering.life import DONE, NOT_NEEDED, RUNNING, Facts, Step, steps_of
from steering.models import Meeting, SteeringGroup
from steering.seats import members_for


@dataclass(frozen=True)
class Row:
    """A fact of a card; what is at risk has a red tag with word and number."""

    name: str
    text: str
    risk: str = ""


@dataclass(frozen=True)
class Card:
    """A group with its next meeting, or without one."""

    group: SteeringGroup
    last_at: datetime | None
    meeting: Meeting | None = None
    figures: tuple[tuple[str, int], ...] = ()
    rows: tuple[Row, ...] = ()


def cards_of(read: Read) -> list[Card]:
    """Give a card for each group that goes on: soonest meeting first, those without one last."""
    facts = {one.meeting.pk: one for one in read.facts}
    place = {pk: number for number, pk in enumerate(facts)}
    groups = [one for one in read.groups if one.next_id or not one.is_over(read.today)]
    in_order = sorted(groups, key=lambda one: place.get(one.next_id or 0, len(place)))
    return [_card(one, facts.get(one.next_id or 0), read) for one in in_order]


def _card(planned: Planned, facts: Facts | None, read: Read) -> Card:
    if facts is None:
        return Card(planned.group, planned.last_at)
    told = is_awaited(facts)
    steps = {step.name: step for step in steps_of(facts)}
    batches = {one.batch: one for one in read.batches}
    agenda = _sending_row("Agenda", SendingKind.AGENDA, steps["Agenda out"], facts, batches)
    invitation = _sending_row("Invitation", SendingKind.INVITATION, steps["Invite"], facts, batches)
    return Card(
        group=planned.group,
        last_at=planned.last_at,
        meeting=facts.meeting,
        figures=_replies(facts.forecast) if told else _members(facts, read),
        rows=(*_coming(facts), agenda) if told else (invitation, agenda),
    )


def _members(facts: Facts, read: Read) -> tuple[tuple[str, int], ...]:
    people = members_for(facts.meeting, read.now)
    return ((("member" if len(people) == 1 else "members"), len(people)),)


def _replies(forecast: Forecast) -> tuple[tuple[str, int], ...]:
    """All members, never by capacity."""
    return (
        ("coming", forecast.coming),
        ("apology" if forecast.apologies == 1 else "apologies", forecast.apologies),
        ("deputy" if forecast.deputies == 1 else "deputies", forecast.deputies),
        ("silent", forecast.silent),
    )


def _coming(facts: Facts) -> tuple[Row, ...]:
    forecast = facts.forecast
    quorum = Row("Quorum", forecast.quorum_in_words)
    if quorum_is_at_risk(facts):
        counts = f"{forecast.quorum.there} expected, {forecast.quorum.needed} needed"
        quorum = Row("Quorum", counts, "At risk")
    core = _core(forecast)
    return (quorum, core) if core else (quorum,)


def _core(forecast: Forecast) -> Row | None:
    """Which core agencies are missing, by name; None for a group without any."""
    number = len(forecast.covered) + len(forecast.missing) + len(forecast.unknown)
    if not number:
        return None
    silent = f"No reply yet from {', '.join(forecast.unknown)}" if forecast.unknown else ""
    if forecast.missing:
        lines = (", ".join(forecast.missing), silent)
        text = ". ".join(filter(None, lines))
        return Row("Core agencies", text, f"{len(forecast.missing)} of {number} missing")
    if silent:
        return Row("Core agencies", f"{len(forecast.covered)} of {number} so far. {silent}")
    return Row("Core agencies", forecast.core_in_words)


def _sending_row(
    name: str, kind: SendingKind, step: Step, facts: Facts, batches: dict[str, Batch]
) -> Row:
    sending = facts.sent(kind)
    if step.state == DONE and sending:
        batch = batches.get(str(sending.batch))
        sent = f"Sent {_on(sending.took_effect_at, facts.today)}"
        return Row(name, ", ".join([sent, *(batch.not_arrived if batch else [])]))
    if sending or step.due is None or step.state in (RUNNING, NOT_NEEDED):
        return Row(name, step.fact)
    days_late = (facts.today - step.due).days
    late = f"{counted(days_late, 'day')} late" if days_late > 0 else ""
    return Row(name, f"Due out {long_date(step.due)}", late)


def _on(moment: datetime | None, today: date) -> str:
    return "today" if moment and timezone.localdate(moment) == today else long_date(moment)
