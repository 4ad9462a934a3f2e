"""An action by itself: whoever took it on says when it is done."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from steering.forms.outcomes import DoneForm
from steering.models import Action
from steering.rules import can_do_action, can_view_meeting
from steering.services.outcomes import finish_action
from steering.views.way_back import way_back


def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then mark the action as done. `next` names the page to go back to."""
    actions = Action.objects.visible_to(request.user)
    action = get_object_or_404(actions.select_related("meeting__group__site", "owner"), pk=pk)
    if not can_do_action(request.user, action):
        raise PermissionDenied
    back = way_back(request, otherwise=_page_of(request, action))
    form = DoneForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        finish_action(action=action, note=form.cleaned_data["note"], now=timezone.now())
        messages.success(request, f"Done: “{action.text}”")
        return redirect(back)
    context = {"action": action, "meeting": action.meeting, "back": back, "form": form}
    return render(request, "steering/outcomes/done.html", context)


def _page_of(request: HttpRequest, action: Action) -> str:
    if can_view_meeting(request.user, action.meeting):
        return reverse("outcomes", kwargs={"pk": action.meeting_id})
    return "/"
