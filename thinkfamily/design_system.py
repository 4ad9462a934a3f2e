"""All components on one page, in demo mode: to look at, and for the tests."""

from datetime import date, time

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from govuk_forms.fields import DateInputField, TimeInputField
from govuk_forms.forms import GovukForm
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


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def design_system(request: HttpRequest) -> HttpResponse:
    """404 outside demo mode."""
    if not settings.DEMO:
        raise Http404
    initial = {"day": date(2026, 11, 24), "starts": time(10)}
    form = SampleForm(request.POST or None, initial=initial)
    if form.is_valid():
        messages.success(request, "Saved. Nothing was kept: this is a page to look at.")
    return render(request, "pages/design_system.html", {"form": form})
