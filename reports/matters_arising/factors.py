"""What the site noticed to help or hinder, or saw change, ease or end, since the group last met."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, cast

from barriers.enums import Direction, FactorState, View
from barriers.models import Factor
from calendars.wording import long_date, lower_first
from reports.matters_arising.lines import About, Line, Since, sentence
from sites.models import Site

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext import WithAnnotations


class _Then(TypedDict):
    direction_then: str | None
    state_then: str | None


OVER = (FactorState.EASED, FactorState.ENDED)


def factor_lines(site: Site, since: Since) -> list[Line]:
    """Give a line for each entry in the site's view; the supporter's is not for members.

    One SQL query.
    """
    rows = (
        Factor.objects.filter(site=site, view=View.SITE)
        .as_at(since.meeting.ends_at)
        .order_by("noticed_on", "pk")
    )
    factors = cast("Iterable[WithAnnotations[Factor, _Then]]", rows)
    return [
        Line(About.FACTOR, one.pk, f"{_direction(one)}: {sentence(one.description)} {what}.")
        for one in factors
        if (what := _happened(one, since))
    ]


def _direction(factor: Factor) -> str:
    return Direction(factor.direction).label


def _happened(factor: WithAnnotations[Factor, _Then], since: Since) -> str:
    """What became of an entry in these days, in words; empty for nothing."""
    noticed = f"Noticed on {long_date(factor.noticed_on)}"
    # What was logged at the last meeting is no news to the group, but what came of it is.
    if since.holds(factor.noticed_on) and factor.meeting_id != since.meeting.pk:
        if _is_over(factor):
            return f"{noticed}, {lower_first(_over(factor))}"
        return f"{noticed}, anticipated" if factor.state == FactorState.ANTICIPATED else noticed
    if _is_over(factor) and (since.holds(factor.ended_on) or _changed(factor)):
        return _over(factor)
    return _changed(factor)


def _is_over(factor: Factor) -> bool:
    return factor.state in OVER and factor.ended_on is not None


def _over(factor: Factor) -> str:
    return f"{FactorState(factor.state).label} since {long_date(factor.ended_on)}"


def _changed(factor: WithAnnotations[Factor, _Then]) -> str:
    """`Changed from hindered to mixed`; one that was entered since has not changed."""
    pairs = [
        (Direction, factor.direction_then, factor.direction),
        (FactorState, factor.state_then, factor.state),
    ]
    changes = [
        f"from {kind(then).label.lower()} to {kind(now).label.lower()}"
        for kind, then, now in pairs
        if then and then != now
    ]
    return f"Changed {' and '.join(changes)}" if changes else ""
