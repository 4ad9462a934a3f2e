"""A meeting's page, and planning, changing and cancelling it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from steering.documents.calendar import Contact, file_of
from steering.documents.contacts import administrator_of
from steering.errors import SteeringError
from steering.forms.meetings import AgendaTextForm, MeetingForm, initial_for, initial_of
from steering.models import Meeting
from steering.services import meetings as services
from steering.views.agenda import agenda_page
from steering.views.loading import changeable_group, changeable_meeting, visible_meeting


def meeting_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting with its steps; its agenda is the part that is open."""
    return agenda_page(request, pk)


def by_key(request: HttpRequest, key: str) -> HttpResponse:
    """Lead from a meeting's key, as files know it, to its page."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), key=key)
    return redirect("meeting", pk=meeting.pk)


def calendar_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting as an .ics file."""
    meeting = visible_meeting(request, pk)
    administrator = administrator_of(meeting.group)
    organiser = Contact(administrator.name, administrator.email) if administrator else None
    return HttpResponse(
        file_of(meeting, organiser=organiser, now=timezone.now()),
        content_type="text/calendar; charset=utf-8; method=PUBLISH",
        headers={"Content-Disposition": f'attachment; filename="{meeting.key}.ics"'},
    )


def plan(request: HttpRequest, key: str) -> HttpResponse:
    """Plan a meeting with its agenda. Nobody is told until the invitation is sent."""
    group = changeable_group(request, key)
    form = MeetingForm(request.POST or None, group=group, initial=initial_for(group))
    standing = group.standing_items.values_list("title", flat=True)
    agenda = AgendaTextForm(request.POST or None, initial={"agenda": "\n".join(standing)})
    if request.method == "POST" and form.is_valid() & agenda.is_valid():
        meeting = services.plan_meeting(
            group=group, plan=form.plan(), agenda=agenda.cleaned_data["agenda"]
        )
        messages.success(request, "The meeting is planned. Nobody has been told of it yet.")
        return redirect("meeting", pk=meeting.pk)
    return render(
        request,
        "steering/meeting/plan.html",
        {"group": group, "form": form, "agenda": agenda, "forms": [agenda]},
    )


def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a meeting, or change its place or title."""
    meeting = changeable_meeting(request, pk)
    form = MeetingForm(request.POST or None, group=meeting.group, initial=initial_of(meeting))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_meeting(meeting=meeting, plan=form.plan(), now=timezone.now())
        except SteeringError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The meeting is changed.")
            return redirect("meeting", pk=meeting.pk)
    return render(
        request,
        "steering/meeting/change.html",
        {"meeting": meeting, "group": meeting.group, "form": form},
    )


def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then cancel."""
    meeting = changeable_meeting(request, pk)
    if request.method == "POST":
        try:
            services.cancel_meeting(meeting=meeting, now=timezone.now())
            messages.success(request, "The meeting is cancelled. No reminder will go out for it.")
        except SteeringError as error:
            messages.error(request, str(error))
        return redirect("meeting", pk=meeting.pk)
    return render(
        request, "steering/meeting/cancel.html", {"meeting": meeting, "group": meeting.group}
    )
