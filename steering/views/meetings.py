"""A meeting's page, and the meeting as a calendar entry."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from steering.documents.calendar import Contact, file_of
from steering.documents.contacts import administrator_of
from steering.models import Meeting
from steering.views.agenda import agenda_page
from steering.views.loading import visible_meeting


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
