"""The next meeting of each group, as a card."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from calendars.wording import counted, long_date
from reports.today.batches import Batch
from reports.today.reading import Planned, Read
from reports.today.wording import day_and_clock
from steering.enums import NoticeKind, SendingKind
from steering.life import DONE, NOT_NEEDED, RUNNING, Facts, Step, steps_of
from steering.models import Meeting, SteeringGroup
from steering.seats import members_for
from steering.services.notices import Notice, notice_of


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
    batches = {one.batch: one for one in read.batches}
    steps = {step.name: step for step in steps_of(facts)}
    invitation = _batch_of(facts, SendingKind.INVITATION, batches)
    agenda = _batch_of(facts, SendingKind.AGENDA, batches)
    return Card(
        group=planned.group,
        last_at=planned.last_at,
        meeting=facts.meeting,
        figures=_figures(facts, invitation, read),
        rows=(
            _sending_row("Invitation", SendingKind.INVITATION, steps["Invite"], facts, invitation),
            _sending_row("Agenda", SendingKind.AGENDA, steps["Agenda out"], facts, agenda),
            _reminder_row(_reminder_of(facts.meeting, read), batches, read),
        ),
    )


def _batch_of(facts: Facts, kind: SendingKind, batches: dict[str, Batch]) -> Batch | None:
    sending = facts.sent(kind)
    return batches.get(str(sending.batch)) if sending else None


def _figures(facts: Facts, invitation: Batch | None, read: Read) -> tuple[tuple[str, int], ...]:
    members = members_for(facts.meeting, read.now)
    if invitation is None:
        return (("members", len(members)),)
    by_post = sum(not person.email for person in members)
    figures = (("asked", invitation.everybody), ("told", invitation.sent))
    return (*figures, ("by post", by_post)) if by_post else figures


def _sending_row(
    name: str, kind: SendingKind, step: Step, facts: Facts, batch: Batch | None
) -> Row:
    sending = facts.sent(kind)
    if step.state in (RUNNING, NOT_NEEDED):
        return Row(name, step.fact)
    if step.state == DONE and sending:
        return Row(name, f"Sent {_on(sending.took_effect_at, facts.today)}", _risk(batch))
    if sending or step.due is None:
        return Row(name, step.fact, _risk(batch))
    days_late = (facts.today - step.due).days
    late = f"{counted(days_late, 'day')} late" if days_late > 0 else ""
    return Row(name, f"Due out {long_date(step.due)}", late)


def _reminder_of(meeting: Meeting, read: Read) -> Notice:
    situation = next(one for one in read.situations if one.meeting == meeting)
    return notice_of(NoticeKind.REMINDER, situation)


def _reminder_row(notice: Notice, batches: dict[str, Batch], read: Read) -> Row:
    batch = batches.get(notice.batch)
    if batch and batch.everybody > batch.held:
        return Row("Reminder", f"Sent {_on(batch.at, read.today)}", _risk(batch))
    if notice.hold:
        return Row("Reminder", "Dropped" if notice.hold.dropped_at else "Held")
    if not notice.goes:
        to_be_told = notice.is_on and notice.meeting.announced_at is None
        return Row("Reminder", "Goes once the members are told" if to_be_told else "None")
    if notice.due <= read.now:
        return Row("Reminder", "Going now")
    return Row("Reminder", f"Goes {day_and_clock(notice.due)}")


def _on(moment: datetime | None, today: date) -> str:
    return "today" if moment and timezone.localdate(moment) == today else long_date(moment)


def _risk(batch: Batch | None) -> str:
    if batch is None or not (batch.failed or batch.unconfirmed):
        return ""
    if batch.failed:
        return f"{batch.failed} failed"
    return f"{batch.unconfirmed} may not have arrived"
