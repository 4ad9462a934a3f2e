"""The way from the agenda of a meeting to what happened since the group last met."""

from datetime import datetime

from django import template
from django.utils import timezone

from reports.matters_arising.matters import last_meeting
from steering.models import Meeting

register = template.Library()


@register.inclusion_tag("reports/matters_arising/link.html")
def link_to_matters_arising(meeting: Meeting) -> dict[str, int | datetime | None]:
    """The link, for whoever may change the agenda; none for a first meeting. One SQL query."""
    last = last_meeting(meeting, timezone.now())
    return {"pk": meeting.pk, "since": last.starts_at if last else None}
