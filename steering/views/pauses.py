"""`/groups/<key>/pause/`: pausing all mail of a group, and resuming it, each after a check."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from people.requests import SignedInRequest
from steering.pauses import pause_of
from steering.services import pauses as services
from steering.services.pauses import NotPaused
from steering.views.loading import changeable_group


def pause(request: SignedInRequest, key: str) -> HttpResponse:
    """Say what a pause keeps back; a POST pauses. While paused: what resuming lets go."""
    group, now = changeable_group(request, key), timezone.now()
    if request.method == "POST":
        services.pause_mail(group=group, by=request.user, now=now)
        messages.success(request, f"All mail of the {group.name} is paused.")
        return redirect("pause_mail", key=group.key)
    paused = pause_of(group)
    waits = services.what_waits(group, now, paused.since if paused else None)
    context = {"group": group, "pause": paused, "waits": waits}
    return render(request, "steering/pause.html", context)


@require_POST
def resume(request: SignedInRequest, key: str) -> HttpResponse:
    """Let the mail of a group leave again."""
    group = changeable_group(request, key)
    try:
        services.resume_mail(group=group, now=timezone.now())
    except NotPaused as error:
        messages.info(request, str(error))
    else:
        messages.success(request, f"The mail of the {group.name} leaves again.")
    return redirect("group", key=group.key)
