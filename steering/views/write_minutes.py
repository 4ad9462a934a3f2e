"""Writing minutes: one text for each agenda item, with its decisions and actions beside it.

With JavaScript each text saves itself a second after the last key; without, one button saves
all that was typed. Whatever cannot be saved stays on the page.
"""

import json
from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from calendars.wording import clock
from people.models import Person
from steering.documents.writing import parts_of, people_for_actions
from steering.enums import MinutesState
from steering.errors import SteeringError
from steering.forms.minutes import PartForms, part_forms
from steering.models import Meeting, Minutes
from steering.services import minutes as services
from steering.services.outcomes import add_action, add_decision
from steering.views.loading import changeable_meeting

STALE = "Somebody else changed this text while you were writing. Both are below."


def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The page to write on."""
    meeting = changeable_meeting(request, pk)
    return _page(request, meeting, _forms(meeting, people_for_actions(meeting)))


@login_not_required
@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Save whatever the page sent: one text, all of them, new decisions and actions.

    Whoever was signed out while writing gets their texts back, to keep.
    """
    if not request.user.is_authenticated:
        return _signed_out(request)
    meeting = changeable_meeting(request, pk)
    people = people_for_actions(meeting)
    sent = _forms(meeting, people, request.POST)
    try:
        _save(meeting, sent, now=timezone.now())
    except SteeringError as error:
        return _refused(request, meeting, sent, str(error))
    saved = _forms(meeting, people)
    _keep_what_is_wrong(saved, sent)
    if request.headers.get("HX-Request"):
        return _answer(request, meeting, saved, sent)
    if any(part.wrong for part in saved):
        return _page(request, meeting, saved)
    messages.success(request, "Saved.")
    at = request.POST.get("at", "")
    known = any(part.key == at for part in saved)
    return redirect(
        reverse("write_minutes", kwargs={"pk": meeting.pk}) + (f"#{at}" if known else "")
    )


@require_POST
def to_chair(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the chair has the draft."""
    return _move(request, pk, services.send_to_chair, "The minutes are marked as with the chair.")


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the draft is back from the chair."""
    return _move(request, pk, services.take_back, "The minutes are a draft again.")


def _move(
    request: HttpRequest, pk: int, move: Callable[..., Minutes], sentence: str
) -> HttpResponse:
    meeting = changeable_meeting(request, pk)
    try:
        move(meeting=meeting)
        messages.success(request, sentence)
    except SteeringError as error:
        messages.error(request, str(error))
    return redirect("write_minutes", pk=meeting.pk)


def _forms(
    meeting: Meeting, people: list[Person], data: QueryDict | None = None
) -> list[PartForms]:
    url = reverse("save_minutes", args=[meeting.pk])
    return part_forms(parts_of(meeting), people, data, save_url=url)


def _save(meeting: Meeting, sent: list[PartForms], *, now: datetime) -> None:
    """Save what is valid; note on each part whether its text was stale."""
    texts = {part.key: part for part in sent if part.text.is_bound and part.text.is_valid()}
    drafts = [part.text.draft(part.part) for part in texts.values()]
    saving = services.save_texts(meeting=meeting, drafts=drafts, now=now)
    for stale in saving.stale:
        part = next(part for part in sent if part.part.item == stale.draft.agenda_item)
        part.stale = stale
        part.text.add_error("text", STALE)
    for part in sent:
        item = part.part.item
        if part.decision in part.adds and part.decision.is_valid():
            add_decision(meeting=meeting, agenda_item=item, now=now, **part.decision.cleaned_data)
        if part.action in part.adds and part.action.is_valid():
            add_action(meeting=meeting, agenda_item=item, now=now, **part.action.cleaned_data)


def _keep_what_is_wrong(saved: list[PartForms], sent: list[PartForms]) -> None:
    """Put what could not be saved back in its place, as it was typed."""
    by_key = {part.key: part for part in sent}
    for part in saved:
        if typed := by_key.get(part.key):
            part.put_back(typed)


def _refused(
    request: HttpRequest, meeting: Meeting, sent: list[PartForms], sentence: str
) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return _with_state(HttpResponse(), f"Not saved: {sentence}", ok=False)
    messages.error(request, f"Not saved: {sentence}")
    return _page(request, meeting, sent)


def _answer(
    request: HttpRequest, meeting: Meeting, saved: list[PartForms], sent: list[PartForms]
) -> HttpResponse:
    """Give the pieces of the page that changed, to be put in place of the old ones."""
    texts = {part.key for part in sent if part.text.is_bound}
    added = {part.key for part in sent if part.decision.is_bound or part.action.is_bound}
    context = {
        "meeting": meeting,
        "parts": saved,
        "texts": [part for part in saved if part.key in texts],
        "added": [part for part in saved if part.key in added],
        "focus": "action" if any(part.action.is_bound for part in sent) else "decision",
        "update": True,
    }
    response = render(request, "steering/write/saved.html", context)
    if any(part.stale for part in saved):
        return _with_state(response, "Not saved: changed by somebody else, see both", ok=False)
    if any(part.wrong for part in saved):
        return _with_state(response, "Not saved: see what is missing", ok=False)
    return _with_state(response, "Saved", ok=True)


def _signed_out(request: HttpRequest) -> HttpResponse:
    typed = _typed(request)
    if not typed or request.headers.get("HX-Request"):
        return redirect_to_login(request.path)
    return render(request, "steering/write/signed_out.html", {"typed": typed}, status=403)


def _typed(request: HttpRequest) -> list[str]:
    """Every text that the page sent."""
    texts = [str(request.POST[name]) for name in request.POST if name.endswith("-text")]
    return [text for text in texts if text.strip()]


def _with_state(response: HttpResponse, words: str, *, ok: bool) -> HttpResponse:
    state = {"words": words, "time": clock(timezone.now()) if ok else "", "ok": ok}
    response["HX-Trigger"] = json.dumps({"minutes:state": state})
    return response


def _page(request: HttpRequest, meeting: Meeting, parts: list[PartForms]) -> HttpResponse:
    minutes = getattr(meeting, "minutes", None)
    state = minutes.state if minutes else MinutesState.DRAFT
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "part": "Minutes",
        "changeable": True,
        "minutes": minutes,
        "minutes_state": state,
        "frozen": services.why_record_is_frozen(meeting, now=timezone.now()),
        "saves_itself": state in (MinutesState.DRAFT, MinutesState.WITH_CHAIR),
        "parts": parts,
        "typed": _typed(request),
        "forms": [form for part in parts for form in part.wrong],
    }
    return render(request, "steering/write/page.html", context)
