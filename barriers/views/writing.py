"""Logging what helped or hindered, putting it right, and saying that it eased or ended."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from barriers.errors import BarriersError
from barriers.forms.factors import FactorForm, SinceForm, SiteForm, initial_of, initial_of_new
from barriers.models import Factor
from barriers.rules import logs_factors, views_to_log
from barriers.services import factors as services
from barriers.views.loading import changeable_factor, readable_sites
from people.requests import SignedInRequest
from sites.models import Site
from sites.rules import site_access
from steering.models import Meeting

LOGGED = "Logged: {}."
ANOTHER = "another"
"""The name of the button that saves and opens an empty form."""


def log(request: SignedInRequest) -> HttpResponse:
    """Write an entry: of the site in `?site=`, or of the meeting in `?meeting=`."""
    readable = readable_sites(request)
    if not logs_factors(request.user):
        raise PermissionDenied
    meeting = _meeting(request)
    site = meeting.group.site if meeting else _site(request)
    if site is None:
        sites = readable.filter(pk__in=site_access(request.user).any)
        return render(request, "barriers/choose_site.html", {"form": SiteForm(sites=list(sites))})
    views = views_to_log(request.user, site)
    if not views:
        raise PermissionDenied
    today = timezone.localdate()
    form = FactorForm(
        request.POST or None,
        site=site,
        views=views,
        today=today,
        initial=initial_of_new(views, _day(meeting, today)),
    )
    if request.method == "POST" and form.is_valid():
        factor = services.log_factor(
            site=site, details=form.details(), recorded_by=request.user.person, meeting=meeting
        )
        messages.success(request, LOGGED.format(factor.theme.short_name))
        return redirect(_onwards(request, site, meeting))
    context = {"form": form, "site": site, "meeting": meeting}
    return render(request, "barriers/log.html", context)


def change(request: SignedInRequest, key: str) -> HttpResponse:
    """Put an entry right."""
    factor = changeable_factor(request, key)
    form = FactorForm(
        request.POST or None,
        site=factor.site,
        views=views_to_log(request.user, factor.site),
        today=timezone.localdate(),
        words=factor.description,
        initial=initial_of(factor),
    )
    if request.method == "POST" and form.is_valid():
        services.change_factor(factor=factor, details=form.details())
        messages.success(request, "The entry is changed.")
        return redirect("factor", key=key)
    return render(request, "barriers/change.html", {"form": form, "factor": factor})


def ease(request: SignedInRequest, key: str) -> HttpResponse:
    """Note that it has eased, and since when."""
    return _stop(request, key, services.ease_factor, "eased")


def end(request: SignedInRequest, key: str) -> HttpResponse:
    """Note that it is over, and since when."""
    return _stop(request, key, services.end_factor, "ended")


def _stop(
    request: SignedInRequest, key: str, service: Callable[..., Factor], word: str
) -> HttpResponse:
    factor = changeable_factor(request, key)
    today = timezone.localdate()
    form = SinceForm(request.POST or None, today=today, initial={"day": today})
    if request.method == "POST" and form.is_valid():
        try:
            service(factor=factor, day=form.cleaned_data["day"])
        except BarriersError as error:
            form.add_error("day", str(error))
        else:
            messages.success(request, f"Noted: this has {word}.")
            return redirect("factor", key=key)
    return render(request, "barriers/stop.html", {"form": form, "factor": factor, "word": word})


def _meeting(request: SignedInRequest) -> Meeting | None:
    key = request.GET.get("meeting")
    if not key:
        return None
    meetings = Meeting.objects.visible_to(request.user).select_related("group__site")
    meeting: Meeting = get_object_or_404(meetings, key=key)
    return meeting


def _site(request: SignedInRequest) -> Site | None:
    """The site in the address, or the only one that the person may write about."""
    if key := request.GET.get("site"):
        site = readable_sites(request).filter(key=key).first()
        if site is None:
            raise Http404("There is no such site for this person.")
        return site
    own = site_access(request.user).any
    return Site.objects.get(pk=next(iter(own))) if len(own) == 1 else None


def _day(meeting: Meeting | None, today: date) -> date:
    """The day of the meeting, unless that is still to come; otherwise today."""
    return min(today, timezone.localdate(meeting.starts_at)) if meeting else today


def _onwards(request: SignedInRequest, site: Site, meeting: Meeting | None) -> str:
    if ANOTHER in request.POST:
        about = f"meeting={meeting.key}" if meeting else f"site={site.key}"
        return f"{reverse('log_factor')}?{about}"
    if meeting:
        return reverse("outcomes", args=[meeting.pk]) + "#factors"
    return f"{reverse('factors')}?site={site.key}"
