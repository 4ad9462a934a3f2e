"""The start page at `/`: each person's own, by the first of their roles."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.requests import SignedInRequest
from reports.my_meetings import my_meetings
from reports.my_sites import in_short, site_lines
from reports.today import today_of
from reports.today.page import LINES_SHOWN
from sites.enums import Role
from sites.rules import holds, is_owner, site_access
from steering.rules import group_access


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """Administrator: Today. Manager and supporter: their sites. Member: their meetings."""
    user = request.user
    if holds(user, Role.ADMINISTRATOR):
        return _today(request)
    if site_access(user).any:
        return _my_sites(request)
    if group_access(user).member:
        return _my_meetings(request)
    if is_owner(user):
        return redirect("groups")
    return render(request, "reports/no_role.html")


def _today(request: SignedInRequest) -> HttpResponse:
    page = today_of(request.user, timezone.now())
    shown = page.needs if "all" in request.GET else page.needs[:LINES_SHOWN]
    return render(request, "reports/today.html", {"page": page, "shown": shown})


def _my_sites(request: SignedInRequest) -> HttpResponse:
    sites = site_lines(site_access(request.user).any, timezone.now())
    return render(request, "reports/my_sites.html", {"sites": sites, "in_short": in_short(sites)})


def _my_meetings(request: SignedInRequest) -> HttpResponse:
    return render(
        request, "reports/my_meetings.html", {"page": my_meetings(request.user, timezone.now())}
    )
