"""The groups somebody may open, and the page of one."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from people.models import User
from people.requests import SignedInRequest
from sites.models import Site
from steering.documents.register import by_office
from steering.enums import MeetingState
from steering.errors import SteeringError
from steering.forms.groups import GroupForm, StartGroupForm
from steering.models import Meeting, Membership, SteeringGroup
from steering.pauses import pause_of
from steering.rules import (
    administered_sites,
    can_change_group,
    can_view_capacities,
    can_view_capacity,
    can_view_reasons,
)
from steering.services import groups as services
from steering.services.groups import GroupTerms
from steering.vacancies import secondments_ending, vacancies_of
from steering.views.loading import changeable_group, group_with_vacancies

MEETINGS_SHOWN = 30


def group_list(request: HttpRequest) -> HttpResponse:
    """Every group that the person may open, with its next meeting."""
    now = timezone.now()
    groups = (
        SteeringGroup.objects.visible_to(request.user)
        .select_related("site")
        .prefetch_related(
            Prefetch(
                "meetings",
                queryset=Meeting.objects.visible_to(request.user).after(now),
                to_attr="coming",
            )
        )
        .order_by("site__name", "name")
    )
    may_start = bool(administered_sites(request.user))
    return render(request, "steering/groups.html", {"groups": groups, "may_start": may_start})


def group_page(request: SignedInRequest, key: str) -> HttpResponse:
    """A group's meetings and members. Agencies are shown as each person chose."""
    now = timezone.now()
    today = timezone.localdate(now)
    group = group_with_vacancies(request, key, today)
    meetings = Meeting.objects.visible_to(request.user).filter(group=group)
    members = sorted(
        group.memberships.active_on(today).select_related("person", "agency"), key=by_office
    )
    sees_secondments = can_view_reasons(request.user, group)
    changeable, pause = can_change_group(request.user, group), pause_of(group)
    context = {
        "group": group,
        "changeable": changeable,
        "pauses": [pause] if changeable and pause else [],
        "sees_capacities": can_view_capacities(request.user, group),
        "coming": meetings.after(now),
        "earlier": meetings.exclude(state=MeetingState.PLANNED, starts_at__gt=now)
        .select_related("minutes")
        .order_by("-starts_at")[:MEETINGS_SHOWN],
        "members": members,
        "own_seat": _own_seat(request.user, members),
        "vacancies": vacancies_of(group),
        "secondments": secondments_ending([group], today) if sees_secondments else [],
    }
    return render(request, "steering/group.html", context)


def _own_seat(user: User, members: list[Membership]) -> Membership | None:
    """The seat whose capacity is told on this page, which is the person's own and no other."""
    own = (seat for seat in members if seat.person_id == user.person_id)
    return next((seat for seat in own if can_view_capacity(user, seat)), None)


def start(request: SignedInRequest) -> HttpResponse:
    """Start a group of one of the sites that the person administers; `?site=` chooses it."""
    sites = Site.objects.filter(pk__in=administered_sites(request.user)).order_by("name")
    if not sites:
        raise Http404("Only administrators start groups.")
    chosen = get_object_or_404(sites, key=request.GET["site"]) if "site" in request.GET else None
    own = SteeringGroup.objects.administered_by(request.user).select_related("site")
    form = StartGroupForm(
        request.POST or None,
        sites=sites,
        groups=own.order_by("name", "pk"),
        initial={"site": chosen.key} if chosen else None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            group = _start(form)
        except SteeringError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _said_of_start(group, form.copied()))
            return redirect("group" if form.copied() else "change_group", key=group.key)
    return render(request, "steering/groups/start.html", {"form": form})


def _start(form: StartGroupForm) -> SteeringGroup:
    site, name = form.cleaned_data["site"], form.cleaned_data["name"]
    if other := form.copied():
        today = timezone.localdate()
        return services.start_group_like(other=other, site=site, name=name, today=today)
    return services.start_group(site=site, terms=GroupTerms(name=name))


def _said_of_start(group: SteeringGroup, other: SteeringGroup | None) -> str:
    if other:
        like = f", with the settings of the {other.name}"
        return f"The {group.name} is started{like}. It has no members yet."
    return (
        f"The {group.name} is started. It has no members yet. "
        "Enter here what its terms of reference say; what you leave stays as usual."
    )


def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change a group's name, terms of reference and usual meeting, and its messages' hold."""
    group = changeable_group(request, key)
    form = GroupForm.of(group, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_group(group=group, terms=form.terms())
        except SteeringError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, "The group is changed.")
            return redirect("group", key=group.key)
    return render(request, "steering/groups/change.html", {"group": group, "form": form})
