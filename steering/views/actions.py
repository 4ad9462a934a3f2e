"""An action by itself: whoever took it on says when it is done."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from steering.models import Action
from steering.rules import can_do_action, can_view_meeting
from steering.services.outcomes import finish_action


def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then mark the action as done. `next` names the page to go back to."""
    actions = Action.objects.visible_to(request.user)
    action = get_object_or_404(actions.select_related("meeting__group__site", "owner"), pk=pk)
    if not can_do_action(request.user, action):
        raise PermissionDenied
    back = _way_back(request, action)
    if request.method == "POST":
        finish_action(action=action, now=timezone.now())
        messages.success(request, f"Done: “{action.text}”")
        return redirect(back)
    context = {"action": action, "meeting": action.meeting, "back": back}
    return render(request, "steering/outcomes/done.html", context)


def _way_back(request: HttpRequest, action: Action) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    if can_view_meeting(request.user, action.meeting):
        return reverse("outcomes", kwargs={"pk": action.meeting_id})
    return "/"
