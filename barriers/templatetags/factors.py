"""What helped and hindered, on the pages of a meeting."""

from typing import Any

from django import template
from django.template import Context

from barriers.models import Factor
from barriers.rules import views_to_log
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
