"""All components on one page, in demo mode: to look at, and for the tests."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from govuk_forms.answers import put_cursor_into
from govuk_forms.fields import DateInputField, TimeInputField
from govuk_forms.files import FileInputField
from govuk_forms.filters import FilterForm
from govuk_forms.forms import GovukForm
from govuk_forms.formsets import RowsFormSet
from govuk_forms.widgets import Checkboxes, Radios


class SampleForm(GovukForm):
    """One field of each kind."""

    title = forms.CharField(label="Title of the meeting", max_length=80)
    email = forms.EmailField(label="E-mail", help_text="Only the administrator reads this.")
    day = DateInputField(label="Day", help_text="For example, 24 11 2026")
    starts = TimeInputField(label="Start time", help_text="For example, 10:00am or 14:30")
    mode = forms.ChoiceField(
        label="How people meet",
        choices=[("room", "In a room"), ("online", "Online"), ("both", "Both")],
        widget=Radios(inline=True),
    )
    reply = forms.ChoiceField(
        label="Can you come?",
        choices=[
            ("yes", "I will come"),
            ("no", "I cannot come"),
            ("deputy", "I will send somebody"),
        ],
        widget=Radios(
            tiles=True,
            hints={"yes": "In the room or online. You need not say which."},
            opens={"deputy": ["deputy"]},
        ),
    )
    deputy = forms.CharField(label="Their name", required=False)
    group = forms.ChoiceField(
        label="Group", choices=[("", "Choose a group"), ("north", "Northfield steering group")]
    )
    needs = forms.MultipleChoiceField(
        label="What do you need?",
        required=False,
        choices=[("large", "Large print"), ("easy", "Easy read"), ("lift", "A lift")],
        widget=Checkboxes(hints={"easy": "Short sentences and pictures"}),
    )
    notes = forms.CharField(
        label="Notes", required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 4})
    )
    told = forms.BooleanField(label="I have told the chair", required=False)
    page = forms.CharField(widget=forms.HiddenInput, initial="design-system")


class WrongForm(GovukForm):
    """One field of each kind, as it looks when what was handed in was wrong."""

    topic = forms.CharField(label="Topic", help_text="In two or three words")
    amount = forms.IntegerField(
        label="How many",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    kind = forms.ChoiceField(
        label="Kind of entry",
        help_text="The nearest will do",
        choices=[("", "Choose a kind"), ("staff", "Staff"), ("rooms", "Rooms")],
    )
    story = forms.CharField(
        label="What happened", help_text="A sentence", max_length=40, widget=forms.Textarea
    )
    when = DateInputField(label="When was it?", help_text="For example, 24 11 2026")
    begins = TimeInputField(label="It begins at", help_text="For example, 10:00am or 14:30")
    how = forms.ChoiceField(
        label="How did you hear of it?",
        choices=[("meeting", "At a meeting"), ("other", "In another way")],
        widget=Radios(opens={"other": ["which"]}),
    )
    which = forms.CharField(label="Which way?", max_length=20, required=False)
    ways = forms.MultipleChoiceField(
        label="Who should be told?",
        help_text="Choose all that apply",
        choices=[("chair", "The chair"), ("site", "The project manager")],
        widget=Checkboxes(hints={"chair": "By e-mail"}),
    )
    agreed = forms.BooleanField(label="They agreed that it is written down")
    proof = FileInputField(label="A file that shows it", kinds=["pdf", "docx"], megabytes=5)


WRONG = QueryDict(
    "wrong-amount=some&wrong-when_day=31&wrong-when_month=11&wrong-when_year=2026"
    "&wrong-begins=2:00&wrong-how=other&wrong-which=A%20letter%20from%20somebody"
    "&wrong-story=This%20sentence%20is%20longer%20than%20there%20is%20room%20for"
)


class Guest(GovukForm):
    """A row of which there can be more."""

    full_name = forms.CharField(label="Who", max_length=80)
    seats = forms.IntegerField(
        label="Seats",
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )


Guests = forms.formset_factory(Guest, formset=RowsFormSet, extra=1, max_num=5, absolute_max=5)


class Narrow(FilterForm):
    """What narrows a list."""

    nation = forms.ChoiceField(
        label="Nation", choices=[("", "All"), ("england", "England"), ("wales", "Wales")]
    )
    year = forms.IntegerField(
        label="Year", widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"})
    )


@dataclass(frozen=True)
class Event:
    """An entry of a history."""

    what: str
    at: datetime
    who: str = ""
    words: str = ""


HISTORY = (
    Event("Chair agreed the draft", datetime(2026, 11, 20, 16, 2, tzinfo=UTC), "Celia Brandreth"),
    Event(
        "Draft sent to the chair",
        datetime(2026, 11, 17, 9, 30, tzinfo=UTC),
        "Imogen Tarrant",
        "With the correction to item 5.",
    ),
    Event("Meeting held", datetime(2026, 11, 10, 11, 50, tzinfo=UTC)),
)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def design_system(request: HttpRequest) -> HttpResponse:
    """404 outside demo mode."""
    if not settings.DEMO:
        raise Http404
    sent = request.POST or None
    guests_sent = sent if sent and "guests-TOTAL_FORMS" in sent else None
    form_sent = None if guests_sent else sent
    form = SampleForm(
        form_sent, request.FILES or None, initial={"day": date(2026, 11, 24), "starts": time(10)}
    )
    guests = Guests(guests_sent, prefix="guests", initial=[{"full_name": "Lorna Pettifer"}])
    if form.is_valid():
        if "check" in request.POST:
            return render(request, "pages/design_system/check_answers.html", {"form": form})
        if name := request.POST.get("change"):
            put_cursor_into(form, name)
        else:
            _nothing_was_kept(request)
    if guests.is_valid():
        _nothing_was_kept(request)
    context = {
        "form": form,
        "formset": guests,
        "wrong": WrongForm(WRONG, prefix="wrong"),
        "narrow": Narrow(request.GET),
        "page": Paginator(range(1, 201), 10).get_page(request.GET.get("page", 7)),
        "history": HISTORY,
    }
    return render(request, "pages/design_system.html", context)


def _nothing_was_kept(request: HttpRequest) -> None:
    messages.success(request, "Saved. Nothing was kept: this is a page to look at.")
