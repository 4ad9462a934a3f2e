"""All that is to be told at a meeting of what happened since the group last met."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from calendars.wording import counted, long_date
from reports.matters_arising.actions import action_lines, actions_since
from reports.matters_arising.changes import change_lines
from reports.matters_arising.decisions import decision_lines, waiting_decisions
from reports.matters_arising.factors import factor_lines
from reports.matters_arising.lines import About, Line, Since
from steering.enums import MeetingState, SendingKind
from steering.models import Action, Decision, Meeting, Minutes, Sending
from steering.querysets import MeetingQuerySet
from steering.rules import OUT


@dataclass(frozen=True)
class Matters:
    """What happened since a day; `left_out` says in sentences what members may not read here."""

    day: date
    lines: tuple[Line, ...]
    left_out: tuple[str, ...]

    def about(self, about: About) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.about == about)


def with_group(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """The same meetings, each with its group and site, and whether its agenda has gone out."""
    sent = Sending.objects.filter(
        meeting=OuterRef("pk"), kind=SendingKind.AGENDA, took_effect_at__isnull=False
    )
    loaded: MeetingQuerySet = meetings.select_related("group__site").annotate(
        agenda_is_out=Exists(sent)
    )
    return loaded


def last_meeting(meeting: Meeting, now: datetime) -> Meeting | None:
    """Give the meeting of the group before this one that has begun and was not called off."""
    found: Meeting | None = (
        meeting.group.meetings.exclude(state=MeetingState.CANCELLED)
        .filter(starts_at__lt=min(meeting.starts_at, now))
        .select_related("minutes")
        .numbered()
        .order_by("-starts_at", "-pk")
        .first()
    )
    return found


def matters_of(meeting: Meeting, now: datetime) -> Matters | None:
    """Give what happened up to `now`; None for a group that never met. Five SQL queries."""
    last = last_meeting(meeting, now)
    if last is None:
        return None
    since = Since(last, timezone.localdate(now))
    actions = actions_since(meeting.group, since)
    decisions = waiting_decisions(last)
    told = [one for one in actions if not _is_secret(one)]
    open_decisions = [pair for pair in decisions if not _is_secret(pair[1])]
    minutes_are_out = _minutes_are_out(last)
    return Matters(
        day=since.day,
        lines=(
            *action_lines(told, since.today),
            *(decision_lines(open_decisions) if minutes_are_out else ()),
            *factor_lines(meeting.group.site, since),
            *change_lines(meeting.group.site, since),
        ),
        left_out=tuple(
            line
            for line in (
                _secrets(len(actions) - len(told), len(decisions) - len(open_decisions)),
                "" if minutes_are_out else _unsent(len(open_decisions), since.day),
            )
            if line
        ),
    )


def _is_secret(outcome: Action | Decision) -> bool:
    return outcome.agenda_item is not None and outcome.agenda_item.confidential


def _minutes_are_out(last: Meeting) -> bool:
    minutes: Minutes | None = getattr(last, "minutes", None)
    return minutes is not None and minutes.state in OUT


def _secrets(actions: int, decisions: int) -> str:
    counts = [
        *([counted(actions, "action")] if actions else []),
        *([counted(decisions, "decision")] if decisions else []),
    ]
    if not counts:
        return ""
    verb = "is" if actions + decisions == 1 else "are"
    return f"{' and '.join(counts)} of confidential items {verb} left out."


def _unsent(decisions: int, day: date) -> str:
    if not decisions:
        return ""
    verb = "is" if decisions == 1 else "are"
    return (
        f"{counted(decisions, 'decision')} {verb} left out until the minutes of {long_date(day)} "
        "have been sent to the members."
    )
