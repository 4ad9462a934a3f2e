"""What changes from a day on: a member's agency, and who holds a role."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from calendars.wording import long_date
from people.requests import SignedInRequest
from steering.documents.members import people_on
from steering.documents.register import labelled, people_known_within
from steering.enums import MemberRole
from steering.errors import SteeringError
from steering.forms.dated_changes import HandOverForm, MoveForm, TakerForm
from steering.rules import administered_sites
from steering.services import dated_changes as services
from steering.views.loading import changeable_group, seat_of


def move(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Let a member sit for another agency from a day on."""
    group = changeable_group(request, key)
    seat = seat_of(group, pk)
    initial = {"agency": seat.agency_id, "on": timezone.localdate()}
    form = MoveForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            moved = services.move_to_agency(membership=seat, **form.cleaned_data)
        except services.NothingChanges as error:
            form.add_error("agency", str(error))
        except SteeringError as error:
            form.add_error("on", str(error))
        else:
            sits_for = f"for {moved.agency.name}" if moved.agency else "without an agency"
            said = f"{seat.person.name} sits {sits_for} from {long_date(moved.joined_on)}."
            messages.success(request, said)
            return redirect("members", key=group.key)
    context = {"group": group, "seat": seat, "form": form}
    return render(request, "steering/members/move.html", context)


def hand_over(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Pass a member's role on to another member, or to somebody who joins for it."""
    group = changeable_group(request, key)
    seat = seat_of(group, pk)
    if seat.role == MemberRole.MEMBER:
        raise Http404("A member without a role has none to hand over.")
    now = timezone.now()
    today = timezone.localdate(now)
    people = labelled(people_known_within(administered_sites(request.user)))
    members = people_on(group, today, but=seat.person)
    form = HandOverForm(request.POST or None, members=members, people=people, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            handover = services.hand_over_role(
                membership=seat,
                to=form.taker(),
                on=form.cleaned_data["on"],
                note=form.cleaned_data["note"],
                by=request.user,
                now=now,
            )
        except SteeringError as error:
            form.add_error("on", str(error))
        else:
            role, day = seat.get_role_display().lower(), long_date(handover.handed_on)
            said = f"{handover.taker.name} is {role} from {day}. {seat.person.name} is a member."
            messages.success(request, said)
            return redirect("members", key=group.key)
    context = {"group": group, "seat": seat, "form": form, "known": people}
    return render(request, "steering/members/hand_over.html", context)


def name_to_role(request: SignedInRequest, key: str, role: str) -> HttpResponse:
    """Name somebody to a role from a day on, such as one that nobody holds."""
    group = changeable_group(request, key)
    if role not in MemberRole.values or role == MemberRole.MEMBER:
        raise Http404("There is no such role.")
    given, now = MemberRole(role), timezone.now()
    today = timezone.localdate(now)
    people = labelled(people_known_within(administered_sites(request.user)))
    form = TakerForm(
        request.POST or None,
        members=people_on(group, today),
        people=people,
        initial={"on": today},
    )
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        try:
            seat = services.give_role(group=group, role=given, to=form.taker(), on=on, now=now)
        except SteeringError as error:
            form.add_error("on", str(error))
        else:
            said = f"{seat.person.name} is {given.label.lower()} from {long_date(on)}."
            messages.success(request, said)
            return redirect("members", key=group.key)
    context = {"group": group, "role": given.label.lower(), "form": form, "known": people}
    return render(request, "steering/members/name_to_role.html", context)
