"""The frame around every part of a meeting: its title, its steps and the way to its parts."""

from django.http import HttpRequest
from django.utils import timezone

from steering.life import facts_of, next_step, steps_of
from steering.models import Meeting
from steering.rules import can_change_meeting


def meeting_context(request: HttpRequest, meeting: Meeting, part: str) -> dict[str, object]:
    """Give what `steering/meeting/part.html` shows around `part`, the title of a part.

    Readers get no steps: a member sees title, place, agenda and papers.
    """
    changeable = can_change_meeting(request.user, meeting)
    context: dict[str, object] = {
        "meeting": meeting,
        "group": meeting.group,
        "part": part,
        "changeable": changeable,
    }
    if changeable:
        facts = facts_of(meeting, timezone.now())
        steps = steps_of(facts)
        context |= {
            "chair": facts.chair,
            "steps": steps,
            "next_step": next_step(steps),
            "minutes_state": facts.minutes.state if facts.minutes else None,
        }
    return context
