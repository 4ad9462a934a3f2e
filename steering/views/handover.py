"""The administrator's work passes to somebody else, and the page for whoever takes it over."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from calendars.wording import counted
from outbox.models import Message
from people.requests import SignedInRequest
from steering.documents.contacts import administrator_of
from steering.documents.handing_over import needs_of, open_actions_of, with_notes
from steering.documents.members import people_on
from steering.documents.register import labelled, people_known_within
from steering.errors import SteeringError
from steering.forms.handover import AdministrationForm
from steering.models import Meeting, SteeringGroup
from steering.rules import administered_sites, can_change_group
from steering.services import administration as services
from steering.services.administration import HandedOver
from steering.services.notices import Notice, notices_of, situations_among, with_cycle
from steering.vacancies import vacancies_of, with_vacancies
from steering.views.loading import changeable_group

AHEAD = timedelta(days=60)


def hand_over(request: SignedInRequest, key: str) -> HttpResponse:
    """Choose who serves the group as its administrator from today on."""
    group = changeable_group(request, key)
    now = timezone.now()
    giver = administrator_of(group)
    people = labelled(people_known_within(administered_sites(request.user)))
    form = AdministrationForm(
        request.POST or None,
        members=people_on(group, timezone.localdate(now), but=giver),
        people=people,
    )
    if request.method == "POST" and form.is_valid():
        try:
            handed = services.hand_over_administration(
                group=group,
                to=form.taker(),
                note=form.cleaned_data["note"],
                by=request.user,
                now=now,
            )
        except SteeringError as error:
            form.add_error("who", str(error))
        else:
            messages.success(request, _said_of(handed))
            return redirect("handover_notes", key=group.key)
    waiting = Message.objects.waiting().filter(mailbox__key=group.key).count()
    context = {"group": group, "giver": giver, "form": form, "known": people, "waiting": waiting}
    return render(request, "steering/handover/hand_over.html", context)


def notes(request: HttpRequest, key: str) -> HttpResponse:
    """What the successor has to know, to read and to print."""
    now = timezone.now()
    today = timezone.localdate(now)
    groups = SteeringGroup.objects.visible_to(request.user).select_related("site")
    group = get_object_or_404(with_notes(with_vacancies(groups, today)), key=key)
    if not can_change_group(request.user, group):
        raise PermissionDenied
    meetings = list(with_cycle(group.meetings.after(now)))
    for meeting in meetings:
        meeting.group = group  # whose members are read
    context = {
        "group": group,
        "needs": needs_of(group, today),
        "actions": open_actions_of(group),
        "vacancies": vacancies_of(group),
        "meetings": meetings,
        "going_out": _going_out(meetings, now),
        "today": today,
    }
    return render(request, "steering/handover/notes.html", context)


def _going_out(meetings: Sequence[Meeting], now: datetime) -> list[Notice]:
    """The notices that go by themselves within two months, soonest first. One SQL query."""
    found = [
        notice
        for situation in situations_among(meetings, now)
        for notice in notices_of(situation)
        if now < notice.due < now + AHEAD and notice.is_on and notice.addressees
    ]
    return sorted(found, key=lambda one: one.due)


def _said_of(handed: HandedOver) -> str:
    said = [f"{handed.handover.taker.name} administers the group from today."]
    if handed.messages:
        goes = "goes" if handed.messages == 1 else "go"
        said.append(f"{counted(handed.messages, 'message')} that waited {goes} in that name.")
    if handed.meetings:
        meetings = counted(handed.meetings, "meeting")
        said.append(f"Members get {meetings} anew for their calendars; the mails are held first.")
    return " ".join(said)
