"""Logging what helped or hindered, and noting that it changed, eased or ended."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from barriers.enums import Direction, FactorState, MoneyWouldSolve, Strength, View
from barriers.errors import FactorHasEnded, NotNoticedYet
from barriers.models import Factor, Theme
from people.models import Person
from records.keys import free_key
from sites.models import Site
from steering.models import Meeting


@dataclass(frozen=True)
class FactorDetails:
    """What an entry says. `ended_on` is the first day on which it no longer holds in full."""

    theme: Theme
    direction: Direction
    description: str
    noticed_on: date
    strength: Strength = Strength.GENERAL
    state: FactorState = FactorState.CURRENT
    ended_on: date | None = None
    money_would_solve: MoneyWouldSolve | None = None
    view: View = View.SITE


@transaction.atomic
def log_factor(
    *,
    site: Site,
    details: FactorDetails,
    recorded_by: Person | None,
    meeting: Meeting | None = None,
) -> Factor:
    """Write an entry, of a meeting of the site or of none. Raises NotNoticedYet."""
    key = free_key(f"{site.key}-factor", taken=Factor.objects.all())
    factor: Factor = Factor.objects.create(
        key=key, site=site, meeting=meeting, recorded_by=recorded_by, **_fields(details)
    )
    return factor


@transaction.atomic
def change_factor(*, factor: Factor, details: FactorDetails) -> Factor:
    """Put an entry right. Raises NotNoticedYet."""
    locked = _locked(factor)
    for name, value in _fields(details).items():
        setattr(locked, name, value)
    locked.save()
    return locked


def ease_factor(*, factor: Factor, day: date) -> Factor:
    """Note that it has eased since `day`. Raises FactorHasEnded and NotNoticedYet."""
    return _stop(factor, FactorState.EASED, day)


def end_factor(*, factor: Factor, day: date) -> Factor:
    """Note that it is over since `day`. Raises FactorHasEnded and NotNoticedYet."""
    return _stop(factor, FactorState.ENDED, day)


@transaction.atomic
def _stop(factor: Factor, state: FactorState, day: date) -> Factor:
    locked = _locked(factor)
    if locked.state == FactorState.ENDED:
        raise FactorHasEnded
    if day < locked.noticed_on:
        raise NotNoticedYet
    locked.state, locked.ended_on = state, day
    locked.save(update_fields=["state", "ended_on"])
    return locked


def _locked(factor: Factor) -> Factor:
    locked: Factor = Factor.objects.select_for_update().get(pk=factor.pk)
    return locked


def _fields(details: FactorDetails) -> dict[str, object]:
    if details.ended_on is not None and details.ended_on < details.noticed_on:
        raise NotNoticedYet
    return asdict(details) | {
        "theme": details.theme,
        "money_would_solve": details.money_would_solve or "",
    }
