"""How a view gets at its object: a stranger is told 404, a mere reader 403."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from steering.life.facts import with_counts
from steering.models import Meeting, SteeringGroup
from steering.rules import can_change_group, can_change_meeting


def visible_meeting(request: HttpRequest, pk: int) -> Meeting:
    """Give a meeting that the person may see, with its number, group, site, minutes and counts.

    Else raise Http404.
    """
    return get_object_or_404(
        with_counts(Meeting.objects.visible_to(request.user).numbered()), pk=pk
    )


def changeable_meeting(request: HttpRequest, pk: int) -> Meeting:
    """The same for a meeting that the person may change; raises PermissionDenied for a reader."""
    meeting = visible_meeting(request, pk)
    if not can_change_meeting(request.user, meeting):
        raise PermissionDenied
    return meeting


def visible_group(request: HttpRequest, key: str) -> SteeringGroup:
    """Give a group that the person may see, with its site; else raise Http404."""
    return get_object_or_404(
        SteeringGroup.objects.visible_to(request.user).select_related("site"), key=key
    )


def changeable_group(request: HttpRequest, key: str) -> SteeringGroup:
    """The same for a group that the person may change; raises PermissionDenied for a reader."""
    group = visible_group(request, key)
    if not can_change_group(request.user, group):
        raise PermissionDenied
    return group
