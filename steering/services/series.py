"""Planning several meetings at once, changing and cancelling those of a series together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from calendars.local_time import moment_of
from steering.enums import Mode, SeriesRule
from steering.models import Meeting, MeetingSeries, SteeringGroup
from steering.series import moved_with
from steering.services.meetings import (
    MeetingPlan,
    cancel_meeting,
    change_meeting,
    plan_meeting,
    usual_title,
)


@dataclass(frozen=True)
class Change:
    """A planned meeting and how it is to be."""

    meeting: Meeting
    plan: MeetingPlan


@transaction.atomic
def plan_series(
    *, group: SteeringGroup, rule: SeriesRule, every: int, plans: Sequence[MeetingPlan]
) -> MeetingSeries:
    """Plan meetings that belong together, each with the group's standing items.

    `every` counts the months or weeks between two of them. Nobody is told yet.
    """
    series = MeetingSeries.objects.create(group=group, rule=rule, every=every)
    for plan in plans:
        plan_meeting(group=group, plan=plan, series=series)
    return series


@transaction.atomic
def change_meetings(*, changes: Iterable[Change], now: datetime) -> None:
    """Change all of these meetings or none of them. Raises MeetingIsOver."""
    for change in changes:
        change_meeting(meeting=change.meeting, plan=change.plan, now=now)


@transaction.atomic
def cancel_meetings(*, meetings: Iterable[Meeting], now: datetime) -> None:
    """Cancel all of these meetings or none of them. Raises MeetingIsOver."""
    for meeting in meetings:
        cancel_meeting(meeting=meeting, now=now)


def from_here_on(meeting: Meeting) -> list[Meeting]:
    """The planned meetings of the same series that begin after `meeting`, soonest first.

    They share its group and series, so that what was read of these is not read again.
    """
    if meeting.series is None:
        return []
    later = list(meeting.series.meetings.after(meeting.starts_at))
    for one in later:
        one.group, one.series = meeting.group, meeting.series
    return later


def carried_on(meeting: Meeting, plan: MeetingPlan, later: Meeting) -> MeetingPlan:
    """How a later meeting of the series is to be when `meeting` becomes as `plan` says.

    What does not change of `meeting` stays as it is with the later one, which may have been
    changed by itself. A change of day keeps the rule of the series, one of time the clock on
    the wall.
    """
    starts_at, ends_at = _times(meeting, plan, later)
    elsewhere = (meeting.mode, meeting.place) != (plan.mode, plan.place)
    relinked = meeting.joining_link != plan.joining_link
    return MeetingPlan(
        title=_title(meeting, plan, later, starts_at),
        starts_at=starts_at,
        ends_at=ends_at,
        mode=plan.mode if elsewhere else Mode(later.mode),
        place=plan.place if elsewhere else later.place,
        joining_link=plan.joining_link if relinked else later.joining_link,
    )


def _times(meeting: Meeting, plan: MeetingPlan, later: Meeting) -> tuple[datetime, datetime]:
    was, was_until = _local(meeting.starts_at), _local(meeting.ends_at)
    becomes, becomes_until = _local(plan.starts_at), _local(plan.ends_at)
    own, own_until = _local(later.starts_at), _local(later.ends_at)
    day = own.date()
    if was.date() != becomes.date() and later.series:
        day = moved_with(later.series, day, was=was.date(), becomes=becomes.date())
    retimed = (was.time(), was_until.time()) != (becomes.time(), becomes_until.time())
    begins, ends = (becomes, becomes_until) if retimed else (own, own_until)
    nights = ends.date() - begins.date()
    return moment_of(day, begins.time()), moment_of(day + nights, ends.time())


def _title(meeting: Meeting, plan: MeetingPlan, later: Meeting, starts_at: datetime) -> str:
    """Usual titles name the day, so they change with it."""
    usual = usual_title(later.group, starts_at)
    becomes_usual = plan.title == usual_title(meeting.group, plan.starts_at)
    was_usual = meeting.title == usual_title(meeting.group, meeting.starts_at)
    if plan.title == meeting.title or (was_usual and becomes_usual):
        stays = later.title != usual_title(later.group, later.starts_at)
        return later.title if stays else usual
    return usual if becomes_usual else plan.title


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment)
