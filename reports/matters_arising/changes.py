"""Organisational changes of the site that began or ended since the group last met."""

from django.db.models import Q

from calendars.wording import long_date
from reports.matters_arising.lines import About, Line, Since, sentence
from sites.enums import ChangeKind, ChangeStatus
from sites.models import OrganisationalChange, Site


def change_lines(site: Site, since: Since) -> list[Line]:
    """Give a line for each, oldest first. What it brings or harms is left out. One SQL query."""
    days = (since.day, since.today)
    rows = OrganisationalChange.objects.filter(
        Q(starts_on__range=days) | Q(ends_on__range=days), site=site
    )
    return [
        Line(About.CHANGE, one.pk, f"{_what(one)}: {sentence(one.description)} {_when(one, since)}")
        for one in rows.select_related("agency").order_by("starts_on", "pk")
    ]


def _what(change: OrganisationalChange) -> str:
    kind = "Change" if change.kind == ChangeKind.OTHER else ChangeKind(change.kind).label
    return f"{kind} at {change.agency.name}" if change.agency else kind


def _when(change: OrganisationalChange, since: Since) -> str:
    proposed = change.status == ChangeStatus.PROPOSED
    began = f"{'Proposed to begin' if proposed else 'Began'} on {long_date(change.starts_on)}"
    ended = f"{'Proposed to end' if proposed else 'Ended'} on {long_date(change.ends_on)}"
    if not since.holds(change.ends_on):
        return f"{began}."
    if not since.holds(change.starts_on):
        return f"{ended}."
    return f"{began}. {ended}."
