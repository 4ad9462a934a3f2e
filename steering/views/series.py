"""Planning several meetings: by which rule, and then a look at each before any is planned."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from calendars.wording import counted
from govuk_forms.answers import what_was_typed
from people.requests import SignedInRequest
from steering.clashes import Span, clashes_of
from steering.forms.meetings import initial_for
from steering.forms.series import ROWS, DayForm, DayRows, SeriesForm
from steering.series import in_words
from steering.services.meetings import MeetingPlan
from steering.services.series import plan_series
from steering.views.loading import changeable_group
from steering.views.stages import Stage, stage_of


@dataclass(frozen=True)
class Line:
    """A meeting before it is planned, with what speaks against its day."""

    row: DayForm
    plan: MeetingPlan
    clashes: list[str]


def plan(request: SignedInRequest, key: str) -> HttpResponse:
    """Plan meetings that follow one another, by a rule or on days chosen one by one."""
    group = changeable_group(request, key)
    form = SeriesForm(request.POST or None, group=group, initial=initial_for(group))
    if request.method == "POST" and form.is_valid() and stage_of(request, form) != Stage.TYPE:
        return _look_at_each(request, form)
    return render(request, "steering/meeting/plan_series.html", {"group": group, "form": form})


def _look_at_each(request: SignedInRequest, form: SeriesForm) -> HttpResponse:
    """Show every meeting with its clashes; plan them once each day was looked at."""
    rows, moved = DayRows.of(form, request.POST), False
    if rows.is_bound and rows.is_valid():
        if "checked" in request.POST and rows.seen:
            return _planned(request, form, rows.meeting_days())
        rows, moved = rows.shown_next(), not rows.seen
    context = {
        "group": form.group,
        "form": form,
        "formset": rows,
        "lines": _lines(request, form, rows.forms),
        "rule": in_words(form.series_rule, form.cleaned_data["day"], form.every),
        "typed": [one for one in what_was_typed(request.POST) if not one[0].startswith(f"{ROWS}-")],
        "moved": moved,
    }
    return render(request, "steering/meeting/check_series.html", context)


def _lines(request: SignedInRequest, form: SeriesForm, rows: list[DayForm]) -> list[Line]:
    plans = [form.plan_on(row.day_shown) for row in rows]
    wanted = [
        Span(plan.starts_at, plan.ends_at)
        for row, plan in zip(rows, plans, strict=True)
        if not row.is_out
    ]
    found = iter(clashes_of(form.group, wanted, user=request.user) if wanted else [])
    return [
        Line(row, plan, [] if row.is_out else next(found))
        for row, plan in zip(rows, plans, strict=True)
    ]


def _planned(request: SignedInRequest, form: SeriesForm, days: list[date]) -> HttpResponse:
    plan_series(
        group=form.group,
        rule=form.series_rule,
        every=form.every,
        plans=[form.plan_on(day) for day in days],
    )
    planned = f"{counted(len(days), 'meeting')} {'is' if len(days) == 1 else 'are'} planned"
    messages.success(request, f"{planned}. Nobody has been told of them yet.")
    return redirect("group", key=form.group.key)
