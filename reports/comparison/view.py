"""`/compare/`: themes by sites; `?cell=theme:site` opens what is recorded in a cell."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from barriers.models import Factor, Theme
from barriers.querysets import FactorQuerySet
from barriers.rules import views_to_log
from people.requests import SignedInRequest
from reports.comparison.columns import columns_for, sees_names
from reports.comparison.forms import CompareForm
from reports.comparison.matrix import Cell, Row, rows_of
from sites.models import Site
from sites.rules import site_access
from steering.models import Meeting

MOST_SHOWN = 20
"""Entries in the panel; the rest are in the log."""


@require_safe
def compare(request: SignedInRequest) -> HttpResponse:
    """The matrix. For supporters, administrators and project managers; 404 for others."""
    user = request.user
    if not site_access(user).any:
        raise Http404("The comparison is for supporters and for those who serve a site.")
    names = sees_names(user)
    form = CompareForm(request.GET, by_nation=names)
    form.is_valid()
    asked = form.cleaned_data
    sites = list(Site.objects.all())
    columns = columns_for(user, sites, asked.get("nation", ""))
    period: tuple[date | None, date | None] = (asked.get("since"), asked.get("until"))
    rows = rows_of(Theme.objects.all(), columns, Factor.objects.comparable_by(user).within(*period))
    context: dict[str, object] = {
        "form": form,
        "columns": columns,
        "rows": rows,
        "names_shown": names,
        "filled": sum(cell.state != "nothing" for row in rows for cell in row.cells),
        "cells": len(rows) * len(columns),
        "open_cell": None,
    }
    if wanted := request.GET.get("cell"):
        cell = _cell(rows, wanted)
        site = next(site for site in sites if site.pk == cell.column.site_id)
        readable = Factor.objects.visible_to(user).within(*period)
        context |= {"open_cell": cell} | _evidence(request, cell, site, readable)
    return render(request, "reports/compare/page.html", context)


def _cell(rows: list[Row], token: str) -> Cell:
    """Give the cell of an address. One of a hidden site's key is as unknown as any other."""
    for row in rows:
        for cell in row.cells:
            if cell.token == token:
                return cell
    raise Http404("There is no such cell.")


def _evidence(
    request: SignedInRequest, cell: Cell, site: Site, readable: FactorQuerySet
) -> dict[str, object]:
    """What is written of the cell's site. Of a hidden site that is nothing."""
    if not cell.column.is_named:
        return {"factors": [], "more": 0, "may_log": False, "open_meetings": set()}
    entries = readable.filter(theme=cell.theme, site=site).select_related("meeting")
    factors = list(entries.newest_first()[:MOST_SHOWN])
    meetings = Meeting.objects.visible_to(request.user).filter(
        pk__in={factor.meeting_id for factor in factors if factor.meeting_id}
    )
    return {
        "factors": factors,
        "more": cell.counts.entries - len(factors),
        "may_log": bool(views_to_log(request.user, site)),
        "open_meetings": set(meetings.values_list("pk", flat=True)),
    }
