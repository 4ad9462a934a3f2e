"""When each step of a meeting's life is due. The defaults of the administrator's cycle.

Nothing here is stored: moving a meeting moves every date. Units and defaults come from the
product's domain description, "The administrator's cycle".
"""

from datetime import date, datetime, time

from django.utils import timezone

from calendars.working_days import (
    clear_days_before,
    clear_working_days_before,
    working_days_after,
    working_days_before,
)
from sites.enums import Nation

NOTICES_GO_AT = time(9, 0)
AGENDA_CLEAR_WORKING_DAYS = 5
AGENDA_CLEAR_DAYS_NORTHERN_IRELAND = 7
INVITATION_WORKING_DAYS = 20
REMINDER_WORKING_DAYS = 1
TO_CHAIR_WORKING_DAYS = 5
CIRCULATE_WORKING_DAYS = 10


def day_of(moment: datetime) -> date:
    """The local day of `moment`."""
    return timezone.localdate(moment)


def at_nine(day: date) -> datetime:
    """09:00 local time on `day`, whatever the clock change."""
    return timezone.make_aware(datetime.combine(day, NOTICES_GO_AT))


def invitation_due(starts_at: datetime, nation: str) -> date:
    """T−20 working days: the call for items and the invitation."""
    return working_days_before(day_of(starts_at), INVITATION_WORKING_DAYS, nation)


def agenda_due(starts_at: datetime, nation: str) -> date:
    """T−5 clear working days; in Northern Ireland T−7 clear days."""
    if nation == Nation.NORTHERN_IRELAND:
        return clear_days_before(day_of(starts_at), AGENDA_CLEAR_DAYS_NORTHERN_IRELAND)
    return clear_working_days_before(day_of(starts_at), AGENDA_CLEAR_WORKING_DAYS, nation)


def reminder_due(starts_at: datetime, nation: str) -> datetime:
    """T−1 working day at 09:00 local time."""
    return at_nine(working_days_before(day_of(starts_at), REMINDER_WORKING_DAYS, nation))


def minutes_to_chair_due(starts_at: datetime, nation: str) -> date:
    """T+5 working days."""
    return working_days_after(day_of(starts_at), TO_CHAIR_WORKING_DAYS, nation)


def minutes_out_due(starts_at: datetime, nation: str) -> date:
    """T+10 working days."""
    return working_days_after(day_of(starts_at), CIRCULATE_WORKING_DAYS, nation)
