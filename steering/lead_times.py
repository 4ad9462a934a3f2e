"""When each notice and each step of a meeting's life is due: the group's own lead times.

Nothing here is stored but what a group changed (`NoticeSetting`): moving a meeting moves every
date. Units and defaults come from the product's domain description, "The administrator's cycle".
For many groups at once, annotate them or their meetings with `notice_settings.own_notices`.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from calendars.working_days import (
    clear_days_after,
    clear_days_before,
    clear_working_days_after,
    clear_working_days_before,
    working_days_after,
    working_days_before,
)
from sites.enums import Nation
from steering.enums import LeadUnit, NoticeKind
from steering.models import SteeringGroup
from steering.notice_settings import setting_of

NOTICES_GO_AT = time(9, 0)

AFTER_THE_MEETING = frozenset(
    {
        NoticeKind.YOUR_ACTIONS,
        NoticeKind.MINUTES_TO_CHAIR,
        NoticeKind.MINUTES_OUT,
        NoticeKind.CONFIRMED_OUT,
    }
)
"""The lead times that count from the meeting on; all others count back from it."""


@dataclass(frozen=True)
class LeadTime:
    """So many days of a unit before or after a meeting."""

    number: int
    unit: LeadUnit

    def before(self, day: date, nation: str) -> date:
        """The day that lies so long before `day` in a nation with its own bank holidays."""
        if self.unit == LeadUnit.CLEAR_DAYS:
            return clear_days_before(day, self.number)
        if self.unit == LeadUnit.CLEAR_WORKING_DAYS:
            return clear_working_days_before(day, self.number, nation)
        return working_days_before(day, self.number, nation)

    def after(self, day: date, nation: str) -> date:
        """The day that lies so long after `day`."""
        if self.unit == LeadUnit.CLEAR_DAYS:
            return clear_days_after(day, self.number)
        if self.unit == LeadUnit.CLEAR_WORKING_DAYS:
            return clear_working_days_after(day, self.number, nation)
        return working_days_after(day, self.number, nation)


WORKING_DAYS = {
    NoticeKind.CALL_FOR_ITEMS: 20,
    NoticeKind.FIRST_CHASE: 20,
    NoticeKind.AGENDA_WITH_CHAIR: 15,
    NoticeKind.FORMATS_DUE: 12,
    NoticeKind.PAPERS_DUE: 10,
    NoticeKind.SECOND_CHASE: 10,
    NoticeKind.SECOND_REQUEST: 5,
    NoticeKind.QUORUM_AT_RISK: 2,
    NoticeKind.REMINDER: 1,
    NoticeKind.YOUR_ACTIONS: 2,
    NoticeKind.MINUTES_TO_CHAIR: 5,
    NoticeKind.MINUTES_OUT: 10,
    NoticeKind.CONFIRMED_OUT: 5,
}
AGENDA_OUT = LeadTime(5, LeadUnit.CLEAR_WORKING_DAYS)
AGENDA_OUT_IN_NORTHERN_IRELAND = LeadTime(7, LeadUnit.CLEAR_DAYS)


def usual(kind: NoticeKind, nation: str) -> LeadTime:
    """The lead time that holds for a group that has set none of its own."""
    if kind != NoticeKind.AGENDA_OUT:
        return LeadTime(WORKING_DAYS[kind], LeadUnit.WORKING_DAYS)
    in_northern_ireland = nation == Nation.NORTHERN_IRELAND
    return AGENDA_OUT_IN_NORTHERN_IRELAND if in_northern_ireland else AGENDA_OUT


def lead_time(kind: NoticeKind, group: SteeringGroup) -> LeadTime:
    """The group's own lead time, or the usual one."""
    if own := setting_of(group, kind):
        return LeadTime(own["number"], LeadUnit(own["unit"]))
    return usual(kind, group.site.nation)


def due_on(kind: NoticeKind, starts_at: datetime, group: SteeringGroup) -> date:
    """The local day on which what the notice is about is due, for a meeting at `starts_at`."""
    lead, day = lead_time(kind, group), timezone.localdate(starts_at)
    reckon = lead.after if kind in AFTER_THE_MEETING else lead.before
    return reckon(day, group.site.nation)


def goes_at(kind: NoticeKind, starts_at: datetime, group: SteeringGroup) -> datetime:
    """When the notice goes: 09:00 local time, whatever the clock change.

    It goes on the day that is due, but that of the agenda a working day before: it reminds of it.
    """
    day = due_on(kind, starts_at, group)
    if kind == NoticeKind.AGENDA_OUT:
        day = working_days_before(day, 1, group.site.nation)
    return at_nine(day)


def at_nine(day: date) -> datetime:
    """09:00 local time on `day`."""
    return timezone.make_aware(datetime.combine(day, NOTICES_GO_AT))


def invitation_due(starts_at: datetime, group: SteeringGroup) -> date:
    """When the members are invited: with the call for items."""
    return due_on(NoticeKind.CALL_FOR_ITEMS, starts_at, group)


def agenda_due(starts_at: datetime, group: SteeringGroup) -> date:
    """When agenda and papers are out."""
    return due_on(NoticeKind.AGENDA_OUT, starts_at, group)


def replies_due(starts_at: datetime, group: SteeringGroup) -> date:
    """Until when members are asked to reply: then it is told whether the quorum is at risk."""
    return due_on(NoticeKind.QUORUM_AT_RISK, starts_at, group)


def minutes_to_chair_due(starts_at: datetime, group: SteeringGroup) -> date:
    """When the draft minutes are with the chair."""
    return due_on(NoticeKind.MINUTES_TO_CHAIR, starts_at, group)


def minutes_out_due(starts_at: datetime, group: SteeringGroup) -> date:
    """When the draft minutes are out."""
    return due_on(NoticeKind.MINUTES_OUT, starts_at, group)
