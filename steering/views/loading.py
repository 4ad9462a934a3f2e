"""How a view gets at its object: a stranger is told 404, a mere reader 403."""

from collections.abc import Callable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from steering.life.facts import with_counts
from steering.models import Meeting, Membership, SteeringGroup
from steering.pauses import own_pause
from steering.querysets import MeetingQuerySet
from steering.vacancies import with_vacancies


def with_all(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """The same meetings, each with its number, group, site, minutes and counts."""
    return with_counts(meetings.numbered())


def visible_meeting(request: HttpRequest, pk: int) -> Meeting:
    """Give a meeting that the person may see, loaded `with_all`; else raise Http404."""
    return get_object_or_404(with_all(Meeting.objects.visible_to(request.user)), pk=pk)


def changeable_meeting(
    request: HttpRequest,
    pk: int,
    load: Callable[[MeetingQuerySet], MeetingQuerySet] = with_all,
) -> Meeting:
    """The same for a meeting that the person may change; raises PermissionDenied for a reader.

    `load` says with what it is loaded. Only who may not change it is asked whether they may see it.
    """
    meeting = load(Meeting.objects.administered_by(request.user)).filter(pk=pk).first()
    if meeting is None:
        visible_meeting(request, pk)
        raise PermissionDenied
    return meeting


def visible_group(request: HttpRequest, key: str) -> SteeringGroup:
    """Give a group that the person may see, with its site; else raise Http404."""
    return get_object_or_404(
        SteeringGroup.objects.visible_to(request.user).select_related("site"), key=key
    )


def group_with_vacancies(request: HttpRequest, key: str, today: date) -> SteeringGroup:
    """The same with what `vacancies_of` and `pause_of` need, in the same SQL query."""
    groups = SteeringGroup.objects.visible_to(request.user).select_related("site")
    paused = groups.annotate(own_pause=own_pause("key"))
    return get_object_or_404(with_vacancies(paused, today), key=key)


def changeable_group(request: HttpRequest, key: str) -> SteeringGroup:
    """The same for a group that the person may change; raises PermissionDenied for a reader.

    Only who may not change it is asked whether they may see it.
    """
    changeable = SteeringGroup.objects.administered_by(request.user).select_related("site")
    group = changeable.annotate(own_pause=own_pause("key")).filter(key=key).first()
    if group is None:
        visible_group(request, key)
        raise PermissionDenied
    return group


def seat_of(group: SteeringGroup, pk: int) -> Membership:
    """Give a row of the group's memberships with its person and agency; else raise Http404."""
    return get_object_or_404(group.memberships.select_related("person", "agency"), pk=pk)
