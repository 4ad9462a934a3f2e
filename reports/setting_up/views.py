"""The owner's two pages."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.owners import for_the_owner
from people.requests import SignedInRequest
from reports.setting_up.access import access_page, people_with_access, with_access
from reports.setting_up.steps import first_steps

SHOWN = 50


@require_safe
@for_the_owner
def setup(request: SignedInRequest) -> HttpResponse:
    """The first steps, and how far each is."""
    steps = first_steps(timezone.localdate())
    return render(request, "reports/setup.html", {"page": steps})


@require_safe
@for_the_owner
def access(request: SignedInRequest) -> HttpResponse:
    """Who may do what where; a role ends with one click."""
    now = timezone.now()
    today = timezone.localdate(now)
    everybody = with_access(people_with_access(today), today)
    page = Paginator(everybody, SHOWN).get_page(request.GET.get("page"))
    context = {"page": page, "access": access_page(list(page), now)}
    return render(request, "reports/access.html", context)
