"""School holidays, of which whoever plans a meeting is warned."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from people.owners import for_the_owner
from people.requests import SignedInRequest
from sites.forms.school_holidays import SchoolHolidayForm, initial_of
from sites.models import SchoolHoliday
from sites.services import school_holidays as services


@dataclass(frozen=True)
class Place:
    """A nation or a site, with the school holidays that are entered for it."""

    title: str
    coming: list[SchoolHoliday]
    past: list[SchoolHoliday]


@for_the_owner
def holiday_list(request: SignedInRequest) -> HttpResponse:
    """School holidays by nation and site, those that are over folded away."""
    holidays = SchoolHoliday.objects.select_related("site").order_by(
        "nation", F("site__name").asc(nulls_first=True), "starts_on", "pk"
    )
    places = list(_by_place(holidays, timezone.localdate()))
    return render(request, "sites/school_holidays/list.html", {"places": places})


def _by_place(holidays: Iterable[SchoolHoliday], today: date) -> Iterable[Place]:
    for title, of_place in groupby(holidays, key=_place):
        rows = list(of_place)
        coming = [one for one in rows if one.ends_on > today]
        yield Place(title, coming, [one for one in rows if one.ends_on <= today])


def _place(holiday: SchoolHoliday) -> str:
    nation = holiday.get_nation_display()
    return f"{holiday.site.name}, {nation}" if holiday.site else f"All of {nation}"


@for_the_owner
def add(request: SignedInRequest) -> HttpResponse:
    """Enter a school holiday."""
    form = SchoolHolidayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        holiday = services.add_school_holiday(**form.what)  # type: ignore[arg-type]
        return _saved(request, f"{holiday.name} is entered.")
    return _form(request, form, title="Add a school holiday")


@for_the_owner
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a school holiday."""
    holiday = get_object_or_404(SchoolHoliday, pk=pk)
    form = SchoolHolidayForm(request.POST or None, initial=initial_of(holiday))
    if request.method == "POST" and form.is_valid():
        services.change_school_holiday(holiday=holiday, **form.what)  # type: ignore[arg-type]
        return _saved(request, f"{holiday.name} is changed.")
    return _form(request, form, title=f"Change {holiday.name}")


@for_the_owner
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once more, then remove a school holiday."""
    holiday = get_object_or_404(SchoolHoliday.objects.select_related("site"), pk=pk)
    if request.method == "POST":
        services.remove_school_holiday(holiday=holiday)
        return _saved(request, f"{holiday.name} is removed.")
    context = {"holiday": holiday, "place": _place(holiday)}
    return render(request, "sites/school_holidays/remove.html", context)


def _form(request: SignedInRequest, form: SchoolHolidayForm, **context: Any) -> HttpResponse:
    return render(request, "sites/school_holidays/form.html", {"form": form, **context})


def _saved(request: SignedInRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("school_holidays")
