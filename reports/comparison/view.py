"""`/compare/`: themes by sites, from the log or from a closed round of ratings.

`?cell=theme:site` opens what is recorded in a cell, `?round=…&format=csv` gives the ratings as a
file, `?names=hidden` puts letters for the names in all of it.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from barriers.models import Factor, RatingRound, Theme
from barriers.querysets import FactorQuerySet
from barriers.rules import views_to_log
from people.models import User
from people.requests import SignedInRequest
from reports.comparison.columns import Column, columns_for, sees_names
from reports.comparison.download import ratings_csv
from reports.comparison.drawing import cells_of
from reports.comparison.forms import CompareForm
from reports.comparison.matrix import Cell, Row, rows_of
from reports.comparison.ratings import RatedCell, RatedRow, by_level, rated_rows
from reports.comparison.revealing import counting_members, warning_of
from sites.models import Site
from sites.rules import site_access
from steering.models import Meeting

AnyCell = TypeVar("AnyCell", Cell, RatedCell)

Told = dict[str, object]
"""What the page says of names, whatever it compares."""

MOST_SHOWN = 20
"""Entries in the panel; the rest are in the log."""


@require_safe
def compare(request: SignedInRequest) -> HttpResponse:
    """The matrix. For supporters, administrators and project managers; 404 for others."""
    user = request.user
    if not site_access(user).any:
        raise Http404("The comparison is for supporters and for those who serve a site.")
    form = CompareForm(request.GET, sees_names=sees_names(user))
    form.is_valid()
    sites = list(counting_members(Site.objects.all(), timezone.localdate()))
    columns = columns_for(
        user,
        sites,
        nation=form.cleaned_data.get("nation", ""),
        hide_names=form.hides_names,
    )
    told: Told = {"sees_names": sees_names(user), "warning": warning_of(columns, sites)}
    if form.rating_round:
        return _of_a_round(request, form, form.rating_round, columns, told)
    if request.GET.get("format") == "csv":
        raise Http404("A file is made of a closed round of ratings alone.")
    return _of_the_log(request, form, columns, sites, told)


def _of_the_log(
    request: SignedInRequest,
    form: CompareForm,
    columns: list[Column],
    sites: Iterable[Site],
    told: Told,
) -> HttpResponse:
    user, asked = request.user, form.cleaned_data
    period: tuple[date | None, date | None] = (asked.get("since"), asked.get("until"))
    entries = Factor.objects.comparable_by(user).within(*period)
    rows = rows_of(Theme.objects.all(), columns, entries)
    context = _frame(form, columns, rows) | told
    if wanted := request.GET.get("cell"):
        cell = _open((cell for row in rows for cell in row.cells), wanted)
        site = next(site for site in sites if site.pk == cell.column.site_id)
        readable = Factor.objects.visible_to(user).within(*period)
        context |= {"open_cell": cell} | _evidence(user, cell, site, readable)
    return _drawn(request, context)


def _of_a_round(
    request: SignedInRequest,
    form: CompareForm,
    in_round: RatingRound,
    columns: list[Column],
    told: Told,
) -> HttpResponse:
    columns = by_level(columns, in_round)
    rows = rated_rows(in_round, columns, constructs=form.constructs)
    if request.GET.get("format") == "csv":
        return ratings_csv(in_round, columns, rows)
    context = _frame(form, columns, rows) | told | {"in_round": in_round}
    if wanted := request.GET.get("cell"):
        context |= {"open_cell": _open((cell for row in rows for cell in row.cells), wanted)}
    return _drawn(request, context)


def _frame(
    form: CompareForm, columns: list[Column], rows: list[Row] | list[RatedRow]
) -> dict[str, Any]:
    return {
        "form": form,
        "in_round": None,
        "columns": columns,
        "rows": rows,
        "filled": sum(cell.state != "nothing" for row in rows for cell in row.cells),
        "cells": len(rows) * len(columns),
        "open_cell": None,
    }


def _drawn(request: SignedInRequest, context: dict[str, Any]) -> HttpResponse:
    to_cell, opened = _to_cell(request), context["open_cell"]
    lines = [(row, cells_of(row, to_cell, opened)) for row in context["rows"]]
    return render(request, "reports/compare/page.html", context | {"lines": lines})


def _to_cell(request: SignedInRequest) -> str:
    """The beginning of a cell's address, filters included; its token follows."""
    asked = request.GET.copy()
    asked.pop("cell", None)
    return f"?{asked.urlencode()}&cell=" if asked else "?cell="


def _open(cells: Iterable[AnyCell], token: str) -> AnyCell:
    """Give the cell of an address. One of a hidden site's key is as unknown as any other."""
    found = next((cell for cell in cells if cell.token == token), None)
    if found is None:
        raise Http404("There is no such cell.")
    return found


def _evidence(user: User, cell: Cell, site: Site, readable: FactorQuerySet) -> dict[str, object]:
    """What is written of the cell's site. Of a hidden site that is nothing."""
    if not cell.column.is_named:
        return {"factors": [], "more": 0, "may_log": False, "open_meetings": set()}
    entries = readable.filter(theme=cell.theme, site=site).select_related("meeting")
    factors = list(entries.newest_first()[:MOST_SHOWN])
    meetings = Meeting.objects.visible_to(user).filter(
        pk__in={factor.meeting_id for factor in factors if factor.meeting_id}
    )
    return {
        "factors": factors,
        "more": cell.counts.entries - len(factors),
        "may_log": bool(views_to_log(user, site)),
        "open_meetings": set(meetings.values_list("pk", flat=True)),
    }
