"""`/today/month/?month=2026-12&group=…`: the month of an administrator."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.requests import SignedInRequest
from reports.month.page import NoSuchGroup, month_page
from reports.one_site.timeline.window import later, month_of
from sites.enums import Role
from sites.rules import holds


@require_safe
def month(request: SignedInRequest) -> HttpResponse:
    """What goes out on which day of a month, what the administrator sends, and the meetings."""
    if not holds(request.user, Role.ADMINISTRATOR):
        raise Http404("Only administrators have a month of what goes out.")
    now, asked = timezone.now(), request.GET.get("month", "")
    first = month_of(asked) if asked else later(timezone.localdate(now), 0)
    if first is None:
        messages.error(request, f"“{asked[:20]}” is no month. Write it like 2026-12.")
        return redirect("month")
    try:
        page = month_page(request.user, first, request.GET.get("group", ""), now)
    except NoSuchGroup as error:
        raise Http404("There is no such group.") from error
    return render(request, "reports/month.html", {"page": page})
