"""What helped and hindered, on the pages of a meeting."""

from collections.abc import Collection
from functools import cache
from typing import Any

from django import template
from django.template import Context
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.safestring import SafeString

from barriers.enums import Direction, FactorState, Strength, View
from barriers.models import Factor
from barriers.rules import views_to_log
from calendars.wording import long_date
from govuk_forms.patterns import Pattern, gap
from sites.models import Site
from steering.models import Meeting

register = template.Library()


@register.inclusion_tag("barriers/of_meeting.html", takes_context=True)
def factors_of_meeting(context: Context, meeting: Meeting) -> dict[str, Any]:
    """The entries that were logged in a meeting, and the way to log one. One SQL query.

    Only on pages that are shown: minutes and what is circulated never hold them.
    """
    user = context["request"].user
    rows = Factor.objects.visible_to(user).filter(meeting=meeting).select_related("theme")
    return {
        "meeting": meeting,
        "factors": rows.order_by("pk"),
        "may_log": bool(views_to_log(user, meeting.group.site)),
    }


@register.inclusion_tag("barriers/beside_minutes.html")
def factors_beside_minutes(meeting: Meeting) -> dict[str, Meeting]:
    """The way to them from where minutes are written; that page has no SQL query to spare."""
    return {"meeting": meeting}


@register.inclusion_tag("barriers/link_to_log.html", takes_context=True)
def link_to_log(context: Context, site: Site) -> dict[str, Any]:
    """The way to log what helped or hindered at a site, for whoever may. No SQL query."""
    return {"site": site, "may_log": bool(views_to_log(context["request"].user, site))}


@register.simple_tag
def direction_colour(direction: str) -> str:
    """The colour of the tag of a direction."""
    return {"helped": "teal", "hindered": "hindered"}.get(direction, "grey")


@register.simple_tag
def factor_line(factor: Factor, open_meetings: Collection[int] | None = None) -> SafeString:
    """An entry as a line of a list.

    `open_meetings` are the ids of those meetings that the reader may open; without them the
    list is one meeting's own, so neither meeting nor site is named.
    """
    linked = open_meetings is not None and factor.meeting_id in open_meetings
    facts = _facts(factor) if open_meetings is None else [factor.site.name, *_facts(factor)]
    return _line(Direction(factor.direction), View(factor.view), linked).filled(
        url=reverse("factor", args=[factor.key]),
        theme=factor.theme.short_name,
        description=linebreaksbr(factor.description),
        facts=" · ".join(facts),
        meeting_url=reverse("outcomes", args=[factor.meeting_id]) if linked else "",
        meeting=factor.meeting.title if linked and factor.meeting else "",
    )


def _facts(factor: Factor) -> list[str]:
    state = f"{FactorState(factor.state).label} {long_date(factor.ended_on)}".rstrip()
    return [Strength(factor.strength).label, state, f"noticed {long_date(factor.noticed_on)}"]


@cache
def _line(direction: Direction, view: View, linked: bool) -> Pattern:
    texts = ("url", "theme", "description", "facts", "meeting_url", "meeting")
    return Pattern(
        "barriers/line.html",
        {name: gap(name) for name in texts}
        | {"direction": direction, "supporters_view": view == View.SUPPORTER, "linked": linked},
    )
