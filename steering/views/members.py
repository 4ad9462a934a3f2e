"""The members of a group as its administrator keeps them. These pages are for no screen on a wall.

They show capacities and addresses; what the group reads is the group's own page.
"""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from calendars.wording import long_date
from people.models import Person
from people.requests import SignedInRequest
from people.services import correct_address
from steering.documents.entry_words import said_of_entries
from steering.documents.members import members_of
from steering.documents.register import labelled, people_known_within
from steering.errors import SteeringError
from steering.forms.members import AddMemberForm, AddressForm, SeatForm
from steering.models import Membership, SteeringGroup
from steering.rules import administered_sites, can_change_group, can_view_capacities
from steering.services import memberships as services
from steering.services.entries import settle_everywhere, told_meetings
from steering.vacancies import secondments_ending, vacancies_of
from steering.views.loading import changeable_group, group_with_vacancies, seat_of
from steering.views.way_back import way_back

A_PAGE = 100


def member_list(request: HttpRequest, key: str) -> HttpResponse:
    """Who sits, will sit and sat on the group, with capacities for those who may see them."""
    today = timezone.localdate()
    group = group_with_vacancies(request, key, today)
    if not can_view_capacities(request.user, group):
        raise PermissionDenied
    members = members_of(group, today)
    context = {
        "group": group,
        "changeable": can_change_group(request.user, group),
        "sitting": len(members.sitting),
        "page": Paginator(members.sitting, A_PAGE).get_page(request.GET.get("page")),
        "joining": members.joining,
        "past": members.past[:A_PAGE],
        "more_past": len(members.past) > A_PAGE,
        "vacancies": vacancies_of(group),
        "secondments": secondments_ending([group], today),
    }
    return render(request, "steering/members/list.html", context)


def add(request: SignedInRequest, key: str) -> HttpResponse:
    """Let somebody known here, or somebody new, sit on the group."""
    group = changeable_group(request, key)
    now = timezone.now()
    people = labelled(people_known_within(administered_sites(request.user)))
    initial = {"joined_on": timezone.localdate(now)}
    form = AddMemberForm(request.POST or None, people=people, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            seat = _add(group, form, now)
        except SteeringError as error:
            form.add_error("joined_on", str(error))
        else:
            said = f"{seat.person.name} is a member from {long_date(seat.joined_on)}."
            messages.success(request, " ".join([said, *said_of_entries(seat.person, group, now)]))
            return redirect("members", key=group.key)
    told = told_meetings(group, now).count()
    context = {"group": group, "form": form, "known": people, "told": told}
    return render(request, "steering/members/add.html", context)


def _add(group: SteeringGroup, form: AddMemberForm, now: datetime) -> Membership:
    if form.person:
        return services.add_member(group=group, person=form.person, terms=form.terms(), now=now)
    name, email = form.cleaned_data["name"], form.cleaned_data["email"]
    return services.add_new_member(group=group, name=name, email=email, terms=form.terms(), now=now)


def change(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Correct in what capacity and role somebody sits, and how they appear."""
    group = changeable_group(request, key)
    seat = seat_of(group, pk)
    form = SeatForm(request.POST or None, initial=SeatForm.initial_of(seat))
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            services.change_membership(membership=seat, terms=form.terms(), now=now)
        except SteeringError as error:
            form.add_error("joined_on", str(error))
        else:
            said = f"The membership of {seat.person.name} is changed."
            messages.success(request, " ".join([said, *said_of_entries(seat.person, group, now)]))
            return redirect("members", key=group.key)
    context = {"group": group, "person": seat.person, "seat": seat, "form": form}
    return render(request, "steering/members/change.html", context)


def change_address(request: HttpRequest, key: str, person: int) -> HttpResponse:
    """Correct where somebody gets mail who sits or sat on the group or came to a meeting.

    `next` names the page to go back to.
    """
    group = changeable_group(request, key)
    concerned = Q(memberships__group=group) | Q(attendances__meeting__group=group)
    somebody = get_object_or_404(Person.objects.filter(concerned).distinct(), pk=person)
    back = way_back(request, otherwise=reverse("members", args=[group.key]))
    form = AddressForm(request.POST or None, initial={"email": somebody.email})
    if request.method == "POST" and form.is_valid():
        now, before = timezone.now(), somebody.email
        correct_address(person=somebody, email=form.cleaned_data["email"])
        if somebody.email != before:
            settle_everywhere(person=somebody, now=now)
        said = [_said_of(somebody), *said_of_entries(somebody, group, now)]
        messages.success(request, " ".join(said))
        return redirect(back)
    signs_in = hasattr(somebody, "user") and somebody.user.is_active
    context = {
        "group": group,
        "person": somebody,
        "form": form,
        "back": back,
        "signs_in": signs_in,
    }
    return render(request, "steering/members/address.html", context)


def _said_of(person: Person) -> str:
    if person.email:
        return f"Mail to {person.name} goes to {person.email} from now on."
    return f"{person.name} has no e-mail address now and gets everything by post, from you."
