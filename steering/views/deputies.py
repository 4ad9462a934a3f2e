"""The deputies of members, as the administrator names them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from calendars.wording import long_date
from people.requests import SignedInRequest
from steering.documents.register import labelled, people_known_within
from steering.enums import Deputies
from steering.errors import SteeringError
from steering.forms.deputies import DeputyForm, EndDeputyForm
from steering.rules import administered_sites
from steering.services import deputies as services
from steering.views.loading import changeable_group, seat_of


def name(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Name a deputy of a member, unless the terms of the group say that there are none."""
    group = changeable_group(request, key)
    seat = seat_of(group, pk)
    people = labelled(people_known_within(administered_sites(request.user)))
    form = DeputyForm(request.POST or None, people=people, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            named = services.name_deputy(
                membership=seat,
                deputy=form.person,
                name=data["name"],
                email=data["email"],
                on=data["on"],
            )
        except services.StandsInAlready as error:
            form.add_error("known", str(error))
        except SteeringError as error:
            form.add_error("on", str(error))
        else:
            who, day = named.deputy.name, long_date(named.named_on)
            messages.success(request, f"{who} is a deputy of {seat.person.name} from {day}.")
            return redirect("members", key=group.key)
    none = group.deputies == Deputies.NONE
    context = {"group": group, "seat": seat, "form": form, "known": people, "none": none}
    return render(request, "steering/members/name_deputy.html", context)


def end(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """End that somebody stands in for a member."""
    group = changeable_group(request, key)
    deputy = get_object_or_404(group.deputies_of.select_related("deputy", "member"), pk=pk)
    initial = {"on": deputy.ended_on or timezone.localdate()}
    form = EndDeputyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        try:
            services.end_deputy(deputy=deputy, on=on)
        except SteeringError as error:
            form.add_error("on", str(error))
        else:
            who, whose = deputy.deputy.name, deputy.member.name
            said = f"From {long_date(on)}, {who} is no longer a deputy of {whose}."
            messages.success(request, said)
            return redirect("members", key=group.key)
    context = {"group": group, "deputy": deputy, "form": form}
    return render(request, "steering/members/end_deputy.html", context)
