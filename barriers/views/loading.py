"""How a view gets at its object: a stranger is told 404, a mere reader 403."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from barriers.models import Factor
from barriers.rules import can_change_factor, reads_factors
from people.models import User
from people.requests import SignedInRequest
from sites.enums import Role
from sites.models import Site
from sites.rules import holds, site_access
from steering.models import Meeting
from steering.rules import group_access


def readable_sites(request: SignedInRequest) -> QuerySet[Site]:
    """The sites of which the person may read what helps and hinders. Raises Http404 for none."""
    user = request.user
    if not reads_factors(user):
        raise Http404("There is no site of which this person may read what helps and hinders.")
    sites = Site.objects.order_by("name")
    if holds(user, Role.SUPPORTER):
        return sites
    return sites.filter(pk__in=site_access(user).any | group_access(user).sites)


def visible_factor(request: SignedInRequest, key: str) -> Factor:
    """Give an entry that the person may see; else raise Http404."""
    rows = Factor.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("site", "theme", "meeting"), key=key)


def changeable_factor(request: SignedInRequest, key: str) -> Factor:
    """The same for one that the person may change; raises PermissionDenied for a reader."""
    factor = visible_factor(request, key)
    if not can_change_factor(request.user, factor):
        raise PermissionDenied
    return factor


def open_meetings(user: User, factors: list[Factor]) -> set[int]:
    """The ids of the entries' meetings that the person may open."""
    ids = {factor.meeting_id for factor in factors if factor.meeting_id is not None}
    meetings = Meeting.objects.visible_to(user).filter(pk__in=ids)
    return set(meetings.values_list("pk", flat=True))
