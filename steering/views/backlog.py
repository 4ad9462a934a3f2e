"""What waits for a later agenda of a group: put off, or proposed by a member."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from calendars.wording import long_date
from steering.errors import SteeringError
from steering.forms.agenda import CloseForm, TakeForm
from steering.models import BacklogItem, Meeting, SteeringGroup
from steering.services import agenda as services
from steering.views.loading import changeable_group

MOST_MEETINGS = 12
"""Onto how many coming agendas something can be taken: the soonest."""


def backlog_page(request: HttpRequest, key: str) -> HttpResponse:
    """What waits, oldest first, each with the meetings onto whose agenda it can be taken."""
    group = changeable_group(request, key)
    waiting = group.backlog.open().select_related("presenter", "proposed_by", "proposed_for")
    context = {"group": group, "waiting": waiting, "meetings": _meetings(group)}
    return render(request, "steering/agenda/backlog.html", context)


@require_POST
def take(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take something onto the agenda of the meeting that was chosen."""
    group = changeable_group(request, key)
    waiting = _waiting(group, pk)
    form = TakeForm(request.POST, meetings=_meetings(group))
    if not form.is_valid():
        messages.error(request, "Choose a planned meeting of this group.")
        return redirect("backlog", key=group.key)
    meeting = form.cleaned_data["meeting"]
    try:
        item = services.take_from_backlog(waiting=waiting, meeting=meeting)
    except SteeringError as error:
        messages.error(request, str(error))
        return redirect("backlog", key=group.key)
    said = f"“{item.title}” is item {item.position} on {long_date(meeting.starts_at)}."
    messages.success(request, said)
    return redirect("agenda", pk=meeting.pk)


def close(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Ask why something comes onto no agenda, and close it."""
    group = changeable_group(request, key)
    waiting = _waiting(group, pk)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.close_backlog_item(
                waiting=waiting, because=form.cleaned_data["because"], now=timezone.now()
            )
            messages.success(request, f"“{waiting.title}” comes onto no agenda.")
        except SteeringError as error:
            messages.error(request, str(error))
        return redirect("backlog", key=group.key)
    context = {"group": group, "waiting": waiting, "form": form}
    return render(request, "steering/agenda/close.html", context)


def _waiting(group: SteeringGroup, pk: int) -> BacklogItem:
    return get_object_or_404(group.backlog.select_related("proposed_by"), pk=pk)


def _meetings(group: SteeringGroup) -> list[Meeting]:
    return list(group.meetings.after(timezone.now())[:MOST_MEETINGS])
