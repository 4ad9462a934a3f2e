"""The agenda of a meeting: to read, and to change."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from steering.errors import SteeringError
from steering.forms.agenda import AgendaRows, rows_of, wanted_order
from steering.models import Meeting, Minutes
from steering.services.meetings import set_agenda
from steering.views.frame import meeting_context
from steering.views.loading import changeable_meeting, visible_meeting


def agenda_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be talked about, in order."""
    meeting = visible_meeting(request, pk)
    context = meeting_context(request, meeting, "Agenda")
    context["items"] = meeting.agenda_items.all()
    if not context["changeable"]:
        minutes = Minutes.objects.visible_to(request.user).filter(meeting=meeting)
        context["readable_minutes"] = minutes.first()
    if not context["items"] and context["changeable"]:
        context["earlier"] = _last_with_agenda(meeting)
    return render(request, "steering/meeting/agenda.html", context)


def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change titles and order, add items, take items off; or begin with an earlier agenda."""
    meeting = changeable_meeting(request, pk)
    rows = AgendaRows(request.POST or None, initial=_starting_rows(request, meeting))
    if request.method == "POST" and rows.is_valid():
        try:
            set_agenda(meeting=meeting, titles=wanted_order(rows, meeting))
        except SteeringError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "The agenda is saved.")
            return redirect("agenda", pk=meeting.pk)
    context = {"meeting": meeting, "group": meeting.group, "formset": rows}
    return render(request, "steering/meeting/change_agenda.html", context)


def _starting_rows(request: HttpRequest, meeting: Meeting) -> list[dict[str, object]]:
    rows = rows_of(meeting)
    if rows or "like_last_time" not in request.GET:
        return rows
    earlier = _last_with_agenda(meeting)
    items = earlier.agenda_items.all() if earlier else []
    return [{"place": item.position, "title": item.title} for item in items]


def _last_with_agenda(meeting: Meeting) -> Meeting | None:
    return (
        meeting.group.meetings.filter(starts_at__lt=meeting.starts_at, agenda_items__isnull=False)
        .order_by("-starts_at")
        .first()
    )
