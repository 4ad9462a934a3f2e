"""The register of a meeting: everybody here in one action, then the exceptions."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from calendars.wording import clock, counted
from steering.documents.register import labelled, people_known_at, register_of
from steering.errors import SteeringError
from steering.forms.register import InAttendanceForm, SeatForm, seat_forms
from steering.forms.seat_rows import seat_rows, sent_rows
from steering.models import Attendance, Meeting
from steering.services.minutes import why_record_is_frozen
from steering.services.register import (
    record_attendance,
    record_choices,
    record_everyone_present,
    record_in_attendance,
)
from steering.views.frame import meeting_context
from steering.views.loading import changeable_meeting


def register_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was there, to record."""
    meeting = changeable_meeting(request, pk)
    return _page(request, meeting)


@require_POST
def everyone_present(request: HttpRequest, pk: int) -> HttpResponse:
    """Record all members as here of whom nothing is recorded yet."""
    meeting = changeable_meeting(request, pk)
    try:
        number = record_everyone_present(meeting=meeting, now=timezone.now())
    except SteeringError as error:
        messages.error(request, str(error))
    else:
        recorded = counted(number, "member is", "members are") + " recorded as here."
        messages.success(request, recorded if number else "Everybody was recorded already.")
    return redirect("register", pk=meeting.pk)


@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the rows that were changed on the page."""
    meeting = changeable_meeting(request, pk)
    seats = seat_forms(register_of(meeting), request.POST)
    changed = [form for form in seats if form.has_changed()]
    wrong = [form for form in changed if not form.is_valid()]
    if changed and not wrong:
        try:
            choices = [form.choice() for form in changed]
            record_choices(meeting=meeting, choices=choices, now=timezone.now())
        except SteeringError as error:
            changed[0].add_error(None, str(error))
        else:
            messages.success(request, "The register is saved.")
            return redirect("register", pk=meeting.pk)
    elif not wrong:
        messages.info(request, "Nothing was changed, so nothing is saved.")
        return redirect("register", pk=meeting.pk)
    return _page(request, meeting, seats=seats)


@require_POST
def record_person(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Record one member's row as soon as it is chosen; gives the row's state and the counts."""
    meeting = changeable_meeting(request, pk)
    form = _row_of(meeting, person, request.POST)
    if form.is_valid():
        try:
            record_choices(meeting=meeting, choices=[form.choice()], now=timezone.now())
        except SteeringError as error:
            form.add_error(None, str(error))
    saved = "" if form.errors else f"Saved {clock(timezone.now())}"
    context = {
        "form": form if form.errors else _row_of(meeting, person),
        "saved": saved,
        "meeting": meeting,
        "register": register_of(meeting),
    }
    return render(request, "steering/register/saved.html", context)


def _row_of(meeting: Meeting, person: int, data: QueryDict | None = None) -> SeatForm:
    seat = next((seat for seat in register_of(meeting).seats if seat.person.pk == person), None)
    if seat is None:
        raise Http404("Not a member on the day of the meeting.")
    return SeatForm(data, seat=seat)


@require_POST
def add_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Record somebody who was there without being a member."""
    meeting = changeable_meeting(request, pk)
    form = InAttendanceForm(request.POST)
    if form.is_valid():
        try:
            name = form.cleaned_data["name"]
            person = record_in_attendance(meeting=meeting, name=name, now=timezone.now())
        except SteeringError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"{person.name} is recorded as in attendance.")
            return redirect("register", pk=meeting.pk)
    return _page(request, meeting, other=form)


@require_POST
def remove_person(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Take somebody out of the register who is not a member."""
    meeting = changeable_meeting(request, pk)
    row = get_object_or_404(
        Attendance.objects.select_related("person"), meeting=meeting, person=person
    )
    try:
        record_attendance(meeting=meeting, person=row.person, status=None, now=timezone.now())
    except SteeringError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{row.person.name} is taken out of the register.")
    return redirect("register", pk=meeting.pk)


def _page(
    request: HttpRequest,
    meeting: Meeting,
    *,
    seats: list[SeatForm] | None = None,
    other: InAttendanceForm | None = None,
) -> HttpResponse:
    register = register_of(meeting)
    other = other or InAttendanceForm()
    context = meeting_context(request, meeting, "Replies and register") | {
        "register": register,
        "expected": _expected(register.expected_missing),
        "frozen": why_record_is_frozen(meeting, now=timezone.now()),
        "rows": sent_rows(meeting, seats) if seats else seat_rows(meeting, register.seats),
        "other": other,
        "forms": [*(seats or ()), other],
        "known": labelled(people_known_at(meeting.group.site)),
    }
    return render(request, "steering/register/page.html", context)


def _expected(missing: int) -> str:
    """What is filled in from the replies, in a sentence."""
    members = counted(missing, "member")
    return f"{members} replied that they cannot come or send somebody: it is filled in below."
