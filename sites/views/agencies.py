"""Agencies: entered by hand, or picked by typing from the lists of public bodies."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.owners import for_the_owner
from people.requests import SignedInRequest
from records.dates import holds_on
from sites.forms.agencies import AgencyForm, initial_of, picked
from sites.models import Agency
from sites.public_bodies import find, public_bodies
from sites.services import agencies as services


@for_the_owner
def agency_list(request: SignedInRequest) -> HttpResponse:
    """Every agency with the number of people who hold a post there today."""
    there = holds_on(timezone.localdate(), start="posts__started_on", end="posts__ended_on")
    agencies = Agency.objects.annotate(
        people=Count("posts__person", filter=Q(there), distinct=True)
    ).order_by("name")
    return render(request, "sites/agencies.html", {"agencies": agencies})


@for_the_owner
def add(request: SignedInRequest) -> HttpResponse:
    """Search the lists (`q`), pick a body of them (`pick`), or type it all by hand."""
    body = public_bodies().get(request.GET.get("pick", ""))
    form = AgencyForm(request.POST or None, initial=picked(body) if body else None)
    if request.method == "POST" and form.is_valid():
        agency = services.add_agency(**form.cleaned_data)
        messages.success(request, f"{agency.name} is entered.")
        return redirect("setup_agencies")
    context = {"form": form, "picked": body, **_found(request.GET.get("q", ""))}
    return render(request, "sites/add_agency.html", context)


@require_safe
@for_the_owner
def found(request: SignedInRequest) -> HttpResponse:
    """The bodies that fit what was typed so far, as a part of the page."""
    return render(request, "sites/found.html", _found(request.GET.get("q", "")))


@for_the_owner
def change(request: SignedInRequest, key: str) -> HttpResponse:
    """Change an agency."""
    agency = get_object_or_404(Agency, key=key)
    form = AgencyForm(request.POST or None, agency=agency, initial=initial_of(agency))
    if request.method == "POST" and form.is_valid():
        services.change_agency(agency=agency, **form.cleaned_data)
        messages.success(request, f"{agency.name} is changed.")
        return redirect("setup_agencies")
    return render(request, "sites/change_agency.html", {"form": form, "agency": agency})


def _found(text: str) -> dict[str, object]:
    found = find(text)
    names = [body.name for body in found.bodies]
    entered = set(Agency.objects.filter(name__in=names).values_list("name", flat=True))
    return {
        "q": text,
        "bodies": [(body, body.name in entered) for body in found.bodies],
        "more": found.more,
    }
