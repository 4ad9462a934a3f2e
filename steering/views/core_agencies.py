"""The core agencies of a group: those that must be represented on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from calendars.wording import long_date
from steering.errors import SteeringError
from steering.forms.core_agencies import CoreAgencyForm, EndCoreAgencyForm
from steering.rules import can_change_group
from steering.services import core_agencies as services
from steering.vacancies import vacancies_of
from steering.views.loading import changeable_group, group_with_vacancies


def core_agencies(request: HttpRequest, key: str) -> HttpResponse:
    """The agencies that must be represented, those to come and those of before."""
    today = timezone.localdate()
    group = group_with_vacancies(request, key, today)
    rows = list(group.core_agencies.select_related("agency").order_by("agency__name", "from_on"))
    vacant_since = {one.agency: one.since for one in vacancies_of(group)}
    context = {
        "group": group,
        "changeable": can_change_group(request.user, group),
        "lines": [
            (row, vacant_since.get(row.agency.name))
            for row in rows
            if row.until_on is None or row.until_on > today
        ],
        "ended": [row for row in rows if row.until_on and row.until_on <= today],
        "today": today,
    }
    return render(request, "steering/core_agencies/list.html", context)


def add(request: HttpRequest, key: str) -> HttpResponse:
    """Let one more agency be a core agency from a day on."""
    group = changeable_group(request, key)
    form = CoreAgencyForm(request.POST or None, initial={"from_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            core = services.add_core_agency(group=group, **form.cleaned_data)
        except SteeringError as error:
            form.add_error("from_on", str(error))
        else:
            said = f"{core.agency.name} is a core agency from {long_date(core.from_on)}."
            messages.success(request, said)
            return redirect("core_agencies", key=group.key)
    return render(request, "steering/core_agencies/add.html", {"group": group, "form": form})


def end(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """End that an agency must be represented; one that has ended gets another day."""
    group = changeable_group(request, key)
    core = get_object_or_404(group.core_agencies.select_related("agency", "group"), pk=pk)
    initial = {"until_on": core.until_on or timezone.localdate()}
    form = EndCoreAgencyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        until_on = form.cleaned_data["until_on"]
        try:
            services.end_core_agency(core=core, until_on=until_on)
        except SteeringError as error:
            form.add_error("until_on", str(error))
        else:
            said = f"From {long_date(until_on)}, {core.agency.name} is no longer a core agency."
            messages.success(request, said)
            return redirect("core_agencies", key=group.key)
    context = {"group": group, "core": core, "form": form}
    return render(request, "steering/core_agencies/end.html", context)
