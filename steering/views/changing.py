"""Changing and cancelling a planned meeting, alone or with those of its series after it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from calendars.wording import day_date, span
from govuk_forms.answers import what_was_typed
from people.requests import SignedInRequest
from steering.clashes import Span, clashes_of
from steering.errors import SteeringError
from steering.forms.series import LATER, CancelForm, ChangeMeetingForm
from steering.life.moving import MovedDate, moved_dates
from steering.models import Meeting
from steering.services.series import Change, cancel_meetings, change_meetings, from_here_on
from steering.views.loading import changeable_meeting
from steering.views.stages import Stage, stage_of


@dataclass(frozen=True)
class Fact:
    """Something about a meeting as it is and as it is to be."""

    name: str
    was: str
    becomes: str


@dataclass(frozen=True)
class Line:
    """A meeting that is about to change: what of it, what clashes, and which dates move."""

    meeting: Meeting
    facts: list[Fact]
    clashes: list[str]
    dates: list[MovedDate]


def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Move a meeting, or change its place or title; what follows from it is shown first."""
    meeting = changeable_meeting(request, pk)
    later = from_here_on(meeting)
    form = ChangeMeetingForm(request.POST or None, meeting=meeting, later=later)
    if request.method == "POST" and form.is_valid():
        stage = stage_of(request, form)
        if stage == Stage.CHECK:
            return _check(request, meeting, form.changes())
        if stage == Stage.SAVE and _save(request, form):
            return redirect("meeting", pk=meeting.pk)
    context = {"meeting": meeting, "group": meeting.group, "form": form}
    return render(request, "steering/meeting/change.html", context)


def _save(request: SignedInRequest, form: ChangeMeetingForm) -> bool:
    """Save what was checked; when that cannot be, say so in the form and give False."""
    changes = form.changes()
    try:
        change_meetings(changes=changes, now=timezone.now())
    except SteeringError as error:
        form.add_error(None, str(error))
        return False
    many = f"{len(changes)} meetings are" if len(changes) > 1 else "The meeting is"
    messages.success(request, f"{many} changed.")
    return True


def _check(request: SignedInRequest, meeting: Meeting, changes: list[Change]) -> HttpResponse:
    lines = _lines(request, meeting, changes)
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "lines": [line for line in lines if line.facts],
        "same": sum(not line.facts for line in lines),
        "told": sum(bool(line.facts and line.meeting.announced_at) for line in lines),
        "members": meeting.group.memberships.active_on(timezone.localdate()).count(),
        "today": timezone.localdate(),
        "typed": what_was_typed(request.POST),
    }
    return render(request, "steering/meeting/check_change.html", context)


def _lines(request: SignedInRequest, meeting: Meeting, changes: list[Change]) -> list[Line]:
    spans = [Span(one.plan.starts_at, one.plan.ends_at) for one in changes]
    changing = [one.meeting.pk for one in changes]
    clashes = clashes_of(meeting.group, spans, user=request.user, without=changing)
    return [
        Line(
            one.meeting,
            _facts(one),
            against,
            moved_dates(one.meeting, one.plan.starts_at),
        )
        for one, against in zip(changes, clashes, strict=True)
    ]


def _facts(change: Change) -> list[Fact]:
    """What is another afterwards."""
    meeting, plan = change.meeting, change.plan
    becomes = Meeting(mode=plan.mode, place=plan.place)
    facts = [
        Fact("Day", day_date(meeting.starts_at), day_date(plan.starts_at)),
        Fact("Time", span(meeting.starts_at, meeting.ends_at), span(plan.starts_at, plan.ends_at)),
        Fact("Place", meeting.where or "To be announced", becomes.where or "To be announced"),
        Fact("Joining link", meeting.joining_link or "None", plan.joining_link or "None"),
        Fact("Title", meeting.title, plan.title),
    ]
    return [fact for fact in facts if fact.was != fact.becomes]


def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once more, then cancel a meeting, or all of its series from it on."""
    meeting = changeable_meeting(request, pk)
    later = from_here_on(meeting)
    sent = request.POST if request.method == "POST" else None
    form = CancelForm(sent, later=len(later)) if later else None
    if sent is not None and (form is None or form.is_valid()):
        further = later if form and form.cleaned_data["which"] == LATER else []
        return _cancelled(request, [meeting, *further])
    told = sum(one.announced_at is not None for one in later)
    context = {"meeting": meeting, "group": meeting.group, "form": form, "later": later}
    return render(request, "steering/meeting/cancel.html", context | {"told": told})


def _cancelled(request: SignedInRequest, meetings: list[Meeting]) -> HttpResponse:
    try:
        cancel_meetings(meetings=meetings, now=timezone.now())
    except SteeringError as error:
        messages.error(request, str(error))
    else:
        many = f"{len(meetings)} meetings are" if len(meetings) > 1 else "The meeting is"
        messages.success(request, f"{many} cancelled. No reminder will go out.")
    return redirect("meeting", pk=meetings[0].pk)
