"""A step that is done by checking and sending something."""

from dataclasses import replace

from django.urls import reverse

from calendars.wording import long_date
from steering.enums import SendingKind
from steering.life.facts import Facts
from steering.life.step import DONE, NOT_NEEDED, RUNNING, Step


def address(name: str, facts: Facts, **more: str) -> str:
    return reverse(name, kwargs={"pk": facts.meeting.pk, **more})


def sending_step(facts: Facts, kind: SendingKind, step: Step, *, no_need: str = "") -> Step:
    """`step` with how its sending stands; `no_need` says why nothing has to go, if so."""
    if held := facts.held(kind):
        return replace(
            step,
            state=RUNNING,
            fact="Held, with Undo, before it goes",
            when=long_date(held.leaves_at),
            url=address("held", facts, kind=kind),
        )
    if sent := facts.sent(kind):
        return replace(
            step,
            state=DONE,
            fact=f"{kind.label} sent",
            when=long_date(sent.took_effect_at),
            url=address("meeting_messages", facts),
        )
    if no_need:
        return replace(step, state=NOT_NEEDED, fact=no_need, when="")
    return replace(step, url=address("check_and_send", facts, kind=kind), sends=True)
