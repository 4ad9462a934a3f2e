"""Decisions and actions of a meeting: to read, and to change."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from govuk_forms.forms import GovukForm
from steering.documents.numbering import Outcome, numbered
from steering.documents.writing import people_for_actions
from steering.errors import SteeringError
from steering.forms.outcomes import ActionForm, ChangeActionForm, DecisionForm, ItemForm
from steering.models import Action, Meeting
from steering.rules import (
    can_do_action,
    can_record_actions,
    can_view_action,
    can_view_decision,
)
from steering.services import outcomes as services
from steering.services.minutes import why_record_is_frozen
from steering.views.frame import meeting_context
from steering.views.loading import changeable_meeting, visible_meeting


def outcomes_page(request: HttpRequest, pk: int) -> HttpResponse:
    """All decisions and actions of the meeting that the person may see."""
    meeting = visible_meeting(request, pk)
    user = request.user
    decisions = meeting.decisions.in_order().select_related("agenda_item")
    actions = meeting.actions.in_order().select_related("owner", "agenda_item")
    context = meeting_context(request, meeting, "Decisions and actions") | {
        "frozen": why_record_is_frozen(meeting, now=timezone.now()),
        "decisions": [
            (number, decision)
            for number, decision in numbered(meeting, decisions)
            if can_view_decision(user, decision)
        ],
        "actions": [
            (number, action, can_do_action(user, action))
            for number, action in numbered(meeting, actions)
            if can_view_action(user, action)
        ],
        "actions_changeable": can_record_actions(request.user, meeting),
        "today": timezone.localdate(),
    }
    return render(request, "steering/outcomes/page.html", context)


def add_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a decision under one of the agenda items."""
    meeting = changeable_meeting(request, pk)
    items = ItemForm(request.POST or None, items=meeting.agenda_items.all())
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and items.is_valid() & form.is_valid():
        try:
            services.add_decision(
                meeting=meeting,
                agenda_item=items.cleaned_data["item"],
                now=timezone.now(),
                **form.cleaned_data,
            )
            return _done(request, meeting, "The decision is recorded.")
        except SteeringError as error:
            form.add_error(None, str(error))
    return _form(request, meeting, "Add a decision", items, form)


def change_decision(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    """Put other words to a decision."""
    meeting = changeable_meeting(request, pk)
    number, row = _numbered_row(meeting, meeting.decisions.in_order(), decision)
    form = DecisionForm(request.POST or None, initial={"text": row.text})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_decision(decision=row, now=timezone.now(), **form.cleaned_data)
            return _done(request, meeting, f"Decision {number} is changed.")
        except SteeringError as error:
            form.add_error(None, str(error))
    return _form(request, meeting, f"Change decision {number}", form)


def remove_decision(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    """Ask once more, then take a decision out of the record."""
    meeting = changeable_meeting(request, pk)
    number, row = _numbered_row(meeting, meeting.decisions.in_order(), decision)
    if request.method == "POST":
        try:
            services.remove_decision(decision=row, now=timezone.now())
            return _done(request, meeting, f"Decision {number} is removed.")
        except SteeringError as error:
            messages.error(request, str(error))
            return redirect("outcomes", pk=meeting.pk)
    return _check(request, meeting, f"decision {number}", row.text)


def add_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Record an action under one of the agenda items."""
    meeting = _meeting_for_actions(request, pk)
    items = ItemForm(request.POST or None, items=meeting.agenda_items.visible_to(request.user))
    form = ActionForm(request.POST or None, people=people_for_actions(meeting))
    if request.method == "POST" and items.is_valid() & form.is_valid():
        try:
            services.add_action(
                meeting=meeting,
                agenda_item=items.cleaned_data["item"],
                now=timezone.now(),
                **form.cleaned_data,
            )
            return _done(request, meeting, "The action is recorded.")
        except SteeringError as error:
            form.add_error(None, str(error))
    return _form(request, meeting, "Add an action", items, form)


def change_action(request: HttpRequest, pk: int, action: int) -> HttpResponse:
    """Change an action: its words, who does it, by when, and when it was done."""
    meeting = _meeting_for_actions(request, pk)
    rows = meeting.actions.in_order().select_related("owner")
    number, row = _numbered_row(meeting, rows, action)
    _refuse_a_secret(request, row)
    form = ChangeActionForm.of(row, people_for_actions(meeting), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_action(action=row, now=timezone.now(), **form.cleaned_data)
            return _done(request, meeting, f"Action {number} is changed.")
        except SteeringError as error:
            form.add_error(None, str(error))
    return _form(request, meeting, f"Change action {number}", form)


def remove_action(request: HttpRequest, pk: int, action: int) -> HttpResponse:
    """Ask once more, then take an action out of the record."""
    meeting = _meeting_for_actions(request, pk)
    number, row = _numbered_row(meeting, meeting.actions.in_order(), action)
    _refuse_a_secret(request, row)
    if request.method == "POST":
        try:
            services.remove_action(action=row, now=timezone.now())
            return _done(request, meeting, f"Action {number} is removed.")
        except SteeringError as error:
            messages.error(request, str(error))
            return redirect("outcomes", pk=meeting.pk)
    return _check(request, meeting, f"action {number}", row.text)


def _meeting_for_actions(request: HttpRequest, pk: int) -> Meeting:
    meeting = visible_meeting(request, pk)
    if not can_record_actions(request.user, meeting):
        raise PermissionDenied
    return meeting


def _numbered_row(meeting: Meeting, rows: QuerySet[Outcome], pk: int) -> tuple[str, Outcome]:
    """Give one row with its number; a row of another meeting raises Http404."""
    get_object_or_404(rows, pk=pk)
    return next((number, row) for number, row in numbered(meeting, rows) if row.pk == pk)


def _refuse_a_secret(request: HttpRequest, action: Action) -> None:
    """For whom an action does not exist, since its item is confidential, it is not found."""
    if not can_view_action(request.user, action):
        raise Http404


def _done(request: HttpRequest, meeting: Meeting, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("outcomes", pk=meeting.pk)


def _form(request: HttpRequest, meeting: Meeting, heading: str, *forms: GovukForm) -> HttpResponse:
    context = {"meeting": meeting, "group": meeting.group, "heading": heading, "forms": forms}
    return render(request, "steering/outcomes/form.html", context)


def _check(request: HttpRequest, meeting: Meeting, which: str, text: str) -> HttpResponse:
    context = {"meeting": meeting, "group": meeting.group, "which": which, "text": text}
    return render(request, "steering/outcomes/remove.html", context)
