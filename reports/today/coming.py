"""Who is coming to a meeting that its members were told of, as Today says it."""

from calendars.wording import counted
from steering.forecast import Forecast
from steering.lead_times import agenda_due
from steering.life import Facts


def is_awaited(facts: Facts) -> bool:
    """Whether members were told of a meeting that is still to come."""
    told = facts.meeting.announced_at is not None
    return told and facts.is_planned and not facts.has_begun


def quorum_is_at_risk(facts: Facts) -> bool:
    """Whether too few are expected, and it is time to say so.

    That is once the silent could not make up for it any more, and at any rate from the day on
    which the agenda is due out: until then most members have simply not replied yet.
    """
    if not (is_awaited(facts) and facts.forecast.is_at_risk):
        return False
    late = facts.today >= agenda_due(facts.meeting.starts_at, facts.meeting.group)
    return late or not facts.forecast.may_be_met


def short_of(forecast: Forecast) -> str:
    """`3 apologies, no deputies, 4 have not replied.`"""
    apologies = counted(forecast.apologies, "apology", "apologies") if forecast.apologies else ""
    deputies = counted(forecast.deputies, "deputy", "deputies") if forecast.deputies else ""
    silent = f"{forecast.silent} {'has' if forecast.silent == 1 else 'have'} not replied"
    return f"{apologies or 'No apologies'}, {deputies or 'no deputies'}, {silent}."
