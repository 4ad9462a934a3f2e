"""The frame around every part of a meeting: its title, its steps and the way to its parts."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from steering.enums import MeetingState
from steering.forecast import forecast_of
from steering.life import facts_of, next_step, steps_of
from steering.models import Meeting
from steering.pauses import pause_of
from steering.rules import can_change_meeting, can_view_forecast


def meeting_context(request: HttpRequest, meeting: Meeting, part: str) -> dict[str, object]:
    """Give what `steering/meeting/part.html` shows around `part`, the title of a part.

    Readers get no steps: a member sees title, place, agenda and papers. Who is coming is told to
    administrator and chair, in numbers, from the invitation to the start of the meeting.
    """
    changeable = can_change_meeting(request.user, meeting)
    context: dict[str, object] = {
        "meeting": meeting,
        "group": meeting.group,
        "part": part,
        "changeable": changeable,
    }
    now = timezone.now()
    if can_view_forecast(request.user, meeting) and _is_awaited(meeting, now):
        context["forecast"] = forecast_of(meeting)
    if changeable:
        facts = facts_of(meeting, now)
        steps = steps_of(facts)
        context |= {
            "chair": facts.chair,
            "pauses": [pause] if (pause := pause_of(meeting)) else [],
            "steps": steps,
            "next_step": next_step(steps),
            "register_is_open": facts.today >= timezone.localdate(meeting.starts_at),
            "minutes_state": facts.minutes.state if facts.minutes else None,
        }
    return context


def _is_awaited(meeting: Meeting, now: datetime) -> bool:
    """Whether members were told of the meeting, and it is still to come."""
    planned = meeting.state == MeetingState.PLANNED
    return planned and meeting.announced_at is not None and meeting.starts_at > now
