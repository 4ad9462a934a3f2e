"""Planning a meeting, or another like one that there is. Nobody is told by it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from people.requests import SignedInRequest
from steering.clashes import Span, clashes_of
from steering.forms.meetings import AgendaTextForm, MeetingForm, as_last_time, initial_for
from steering.models import Meeting
from steering.services.another import copied_items, plan_another
from steering.services.meetings import plan_meeting
from steering.views.loading import changeable_group, changeable_meeting
from steering.views.stages import Stage, stage_of


def plan(request: SignedInRequest, key: str) -> HttpResponse:
    """Plan a meeting with its agenda; what speaks against the day is shown first."""
    group = changeable_group(request, key)
    form = MeetingForm(request.POST or None, group=group, initial=initial_for(group))
    standing = group.standing_items.values_list("title", flat=True)
    agenda = AgendaTextForm(request.POST or None, initial={"agenda": "\n".join(standing)})
    context = {"group": group, "form": form, "agenda": agenda, "forms": [agenda]}
    if request.method == "POST" and form.is_valid() & agenda.is_valid():
        stage = stage_of(request, form)
        if clashes := _clashes(request, form, stage):
            return _check(request, form, clashes)
        if stage != Stage.TYPE:
            titles = agenda.cleaned_data["agenda"]
            return _planned(request, plan_meeting(group=group, plan=form.plan(), agenda=titles))
    return render(request, "steering/meeting/plan.html", context)


def another(request: SignedInRequest, pk: int) -> HttpResponse:
    """Plan another meeting like one that there is, with the same agenda."""
    like = changeable_meeting(request, pk)
    form = MeetingForm(request.POST or None, group=like.group, initial=as_last_time(like))
    if request.method == "POST" and form.is_valid():
        stage = stage_of(request, form)
        if clashes := _clashes(request, form, stage):
            return _check(request, form, clashes)
        if stage != Stage.TYPE:
            return _planned(request, plan_another(like=like, plan=form.plan()))
    context = {"group": like.group, "meeting": like, "form": form, "items": copied_items(like)}
    return render(request, "steering/meeting/another.html", context)


def _clashes(request: SignedInRequest, form: MeetingForm, stage: Stage) -> list[str]:
    """What the person has to see before the meeting is planned."""
    if stage != Stage.CHECK:
        return []
    plan = form.plan()
    span = Span(plan.starts_at, plan.ends_at)
    (clashes,) = clashes_of(form.group, [span], user=request.user)
    return clashes


def _check(request: SignedInRequest, form: MeetingForm, clashes: list[str]) -> HttpResponse:
    context = {"group": form.group, "form": form, "clashes": clashes}
    return render(request, "steering/meeting/check_plan.html", context)


def _planned(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    messages.success(request, "The meeting is planned. Nobody has been told of it yet.")
    return redirect("meeting", pk=meeting.pk)
