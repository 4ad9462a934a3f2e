"""`/meetings/<pk>/matters-arising/`: what would come onto the agenda, and putting it there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from calendars.wording import counted
from people.requests import SignedInRequest
from reports.matters_arising.form import MattersForm
from reports.matters_arising.item import Outcome, item_of, put_on_agenda, why_they_stay
from reports.matters_arising.matters import matters_of, with_group
from reports.matters_arising.notes import stamp_of
from steering.errors import SteeringError
from steering.models import Meeting
from steering.views.loading import changeable_meeting


def matters_arising(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what happened since the group last met; a POST puts what is ticked on the agenda."""
    meeting = changeable_meeting(request, pk, with_group)
    matters, item = matters_of(meeting, timezone.now()), item_of(meeting)
    closed, form = why_they_stay(meeting, item), None
    if matters and not closed:
        data = request.POST if request.method == "POST" else None
        form = MattersForm(data, matters=matters, item=item)
        if form.is_valid():
            return _put(request, meeting, form)
    context = {
        "meeting": meeting,
        "matters": matters,
        "item": item,
        "closed": closed,
        "form": form,
        "seen": stamp_of(item),
    }
    return render(request, "reports/matters_arising/page.html", context)


def _put(request: SignedInRequest, meeting: Meeting, form: MattersForm) -> HttpResponse:
    """Put what was ticked on the agenda, or say on the page as it is now why not."""
    seen = request.POST.get("seen", "")
    try:
        outcome = put_on_agenda(meeting=meeting, notes=form.notes(), seen=seen)
    except SteeringError as error:
        messages.error(request, str(error))
        return redirect("matters_arising", pk=meeting.pk)
    messages.success(request, _said(outcome))
    return redirect("agenda", pk=meeting.pk)


def _said(outcome: Outcome) -> str:
    item = outcome.item
    lines = counted(outcome.new, "line")
    if not outcome.was_there:
        return f"“{item.title}” is item {item.position} of the agenda, with {lines}."
    if not (outcome.same or outcome.gone):
        return f"“{item.title}”, item {item.position}, now has {lines} on what happened."
    if not (outcome.new or outcome.gone):
        return f"“{item.title}”, item {item.position}, says what it said before."
    counts = f"{outcome.new} new, {outcome.gone} taken out, {outcome.same} as before"
    return f"“{item.title}”, item {item.position}, is brought up to date: {counts}."
