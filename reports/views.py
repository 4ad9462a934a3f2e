"""The start page at `/`, each person's own, by the first of their roles; and pages of sites."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.requests import SignedInRequest
from reports.localities import localities_of, with_localities
from reports.my_meetings import my_meetings
from reports.my_sites import in_short, my_sites
from reports.one_site import site_page
from reports.one_site.reading import sites_to_open
from reports.one_site.timeline.window import month_of
from reports.today import today_of
from reports.today.page import LINES_SHOWN
from sites.enums import Role
from sites.models import Site
from sites.rules import holds, is_owner, sees_every_site, site_access
from steering.rules import group_access

ACTIONS_SHOWN = 5


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """Administrator: Today. Manager and supporter: their sites, or the one. Member: meetings."""
    user = request.user
    if holds(user, Role.ADMINISTRATOR):
        return _today(request)
    if site_access(user).any:
        return _sites_or_the_only_one(request)
    if group_access(user).member:
        return _my_meetings(request)
    if is_owner(user):
        return redirect("setup")
    return render(request, "reports/no_role.html")


def _today(request: SignedInRequest) -> HttpResponse:
    page = today_of(request.user, timezone.now())
    shown = page.needs if "all" in request.GET else page.needs[:LINES_SHOWN]
    return render(request, "reports/today.html", {"page": page, "shown": shown})


def _sites_or_the_only_one(request: SignedInRequest) -> HttpResponse:
    """The list of sites; whoever may open one site alone goes straight to it."""
    served = site_access(request.user).any
    if len(served) > 1 or sees_every_site(request.user):
        return site_list(request)
    return redirect("site", key=Site.objects.get(pk__in=served).key)


def _my_meetings(request: SignedInRequest) -> HttpResponse:
    return render(
        request, "reports/my_meetings.html", {"page": my_meetings(request.user, timezone.now())}
    )


@require_safe
def site_list(request: SignedInRequest) -> HttpResponse:
    """The sites that somebody serves, worst first, and below them those they may open besides."""
    user = request.user
    if not (site_access(user).any or is_owner(user)):
        raise Http404
    mine = my_sites(user, timezone.now())
    return render(
        request,
        "reports/sites.html",
        {"sites": mine.lines, "in_short": in_short(mine.lines), "others": mine.others},
    )


@require_safe
def site(request: SignedInRequest, key: str) -> HttpResponse:
    """All that was recorded of a site, as far as the person may see it."""
    user, now = request.user, timezone.now()
    found = get_object_or_404(with_localities(sites_to_open(user), user, now), key=key)
    page = site_page(
        user,
        found,
        now,
        before=month_of(request.GET.get("to", "")),
        show=request.GET.get("show", ""),
    )
    every = request.GET.get("actions") == "all"
    return render(
        request,
        "reports/site.html",
        {
            "page": page,
            "site": found,
            "localities": localities_of(found, user, now),
            "actions": page.actions if every else page.actions[:ACTIONS_SHOWN],
            "factors_url": _factors_of(found),
        },
    )


def _factors_of(site: Site) -> str:
    """Where the entries of a site are listed; empty in a version without such a page."""
    try:
        return f"{reverse('factors')}?site={site.key}"
    except NoReverseMatch:
        return ""
