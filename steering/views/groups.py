"""The groups somebody may open, and the page of one."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from steering.models import Meeting, SteeringGroup
from steering.rules import can_change_group
from steering.views.loading import visible_group

MEETINGS_SHOWN = 30


def group_list(request: HttpRequest) -> HttpResponse:
    """Every group that the person may open, with its next meeting."""
    now = timezone.now()
    groups = (
        SteeringGroup.objects.visible_to(request.user)
        .select_related("site")
        .prefetch_related(
            Prefetch(
                "meetings",
                queryset=Meeting.objects.visible_to(request.user).after(now),
                to_attr="coming",
            )
        )
        .order_by("site__name", "name")
    )
    return render(request, "steering/groups.html", {"groups": groups})


def group_page(request: HttpRequest, key: str) -> HttpResponse:
    """A group's meetings and members. Agencies are shown as each person chose."""
    group = visible_group(request, key)
    now = timezone.now()
    meetings = Meeting.objects.visible_to(request.user).filter(group=group)
    members = group.memberships.active_on(timezone.localdate(now))
    context = {
        "group": group,
        "changeable": can_change_group(request.user, group),
        "coming": meetings.after(now),
        "earlier": meetings.exclude(pk__in=meetings.after(now))
        .select_related("minutes")
        .order_by("-starts_at")[:MEETINGS_SHOWN],
        "members": members.select_related("person", "agency").order_by("role", "person__name"),
    }
    return render(request, "steering/group.html", context)
