"""All steps of a meeting in order, and which of them waits for the administrator."""

from dataclasses import replace
from datetime import date

from steering.enums import MeetingState
from steering.life import after, before
from steering.life.facts import Facts
from steering.life.step import LATE, LATER, NEXT, Step


def steps_of(facts: Facts) -> list[Step]:
    """Give the steps in order. At most one of them is NEXT (or LATE in its place)."""
    if facts.meeting.state == MeetingState.CANCELLED:
        return [before.plan(facts), before.cancelled(facts)]
    steps = [
        before.plan(facts),
        before.invite(facts),
        before.agenda(facts),
        before.replies(facts),
        after.hold(facts),
        after.minutes(facts),
        after.chair(facts),
        after.circulate(facts),
        after.confirm(facts),
    ]
    return _with_next(steps, facts.today)


def next_step(steps: list[Step]) -> Step | None:
    """Give the step that waits for the administrator, if any does."""
    return next((step for step in steps if step.state in (NEXT, LATE)), None)


def open_steps(steps: list[Step]) -> list[Step]:
    """Give every step that can be done now, whether or not it is the next one."""
    return [step for step in steps if step.verb and step.state in (LATER, NEXT, LATE)]


def _with_next(steps: list[Step], today: date) -> list[Step]:
    waiting = next((n for n, step in enumerate(steps) if step.state == LATER), None)
    if waiting is not None and steps[waiting].verb:
        step = steps[waiting]
        late = step.due is not None and step.due < today
        steps[waiting] = replace(step, state=LATE if late else NEXT)
    return [replace(step, today=today) for step in steps]
