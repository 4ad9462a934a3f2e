"""Sites as the owner sets them up."""

from django.contrib import messages
from django.db.models import Exists, F, Prefetch
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from people.owners import for_the_owner
from people.requests import SignedInRequest
from records.dates import holds_on
from sites.administrators import administrators_of_a_site
from sites.forms.sites import SiteForm, initial_of
from sites.models import Site, SiteRole
from sites.services import sites as services


@for_the_owner
def site_list(request: SignedInRequest) -> HttpResponse:
    """Every site with those who serve it today, localities after their region."""
    today = timezone.localdate()
    serving = (
        SiteRole.objects.filter(holds_on(today, start="started_on", end="ended_on"))
        .select_related("person")
        .order_by("role", "person__name")
    )
    sites = (
        Site.objects.annotate(administered=Exists(administrators_of_a_site(today)))
        .prefetch_related(Prefetch("roles", serving, to_attr="serving"))
        .order_by(Coalesce("parent__name", "name"), F("parent").asc(nulls_first=True), "name")
    )
    return render(request, "sites/sites.html", {"sites": sites, "today": today})


@for_the_owner
def add(request: SignedInRequest) -> HttpResponse:
    """Enter a site."""
    form = SiteForm(request.POST or None, initial={"started_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        site = services.add_site(**form.cleaned_data)
        messages.success(request, f"{site.name} is entered.")
        return redirect("setup_sites")
    return render(request, "sites/site.html", {"form": form, "title": "Add a site"})


@for_the_owner
def change(request: SignedInRequest, key: str) -> HttpResponse:
    """Change a site, or end it."""
    site = get_object_or_404(Site.objects.visible_to(request.user), key=key)
    form = SiteForm(request.POST or None, site=site, initial=initial_of(site))
    if request.method == "POST" and form.is_valid():
        services.change_site(site=site, **form.cleaned_data)
        messages.success(request, f"{site.name} is changed.")
        return redirect("setup_sites")
    return render(request, "sites/site.html", {"form": form, "title": f"Change {site.name}"})
