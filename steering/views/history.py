"""The history of a group."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from steering.documents.history import Reader, history_of
from steering.forms.history import HistoryFilter
from steering.rules import can_view_capacities, can_view_reasons
from steering.views.loading import visible_group

A_PAGE = 50


def history_page(request: HttpRequest, key: str) -> HttpResponse:
    """Who joined, left and took over, newest first; the filter is in the address."""
    group = visible_group(request, key)
    reader = Reader(
        reasons=can_view_reasons(request.user, group),
        notes=can_view_capacities(request.user, group),
    )
    form = HistoryFilter(request.GET)
    kind = form.wanted("kind")
    events = [event for event in history_of(group, reader) if kind in ("", event.kind)]
    context = {
        "group": group,
        "form": form,
        "page": Paginator(events, A_PAGE).get_page(request.GET.get("page")),
        "today": timezone.localdate(),
    }
    return render(request, "steering/history.html", context)
