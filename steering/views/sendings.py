"""Check and send, held with Undo, and what is read before."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from calendars.wording import clock
from outbox.models import Message
from outbox.services import TooLateToUndo
from people.models import Person
from people.requests import SignedInRequest
from steering.enums import SendingKind
from steering.errors import SteeringError
from steering.models import Sending
from steering.services import sendings as services
from steering.services.checking import AlreadyUnderWay, Check, NothingToSend, prepare, with_check
from steering.services.sendings import ListHasChanged, Shown
from steering.views.loading import changeable_meeting

WHAT = {
    SendingKind.INVITATION: "the invitation",
    SendingKind.AGENDA: "the agenda",
    SendingKind.MINUTES: "the draft minutes",
    SendingKind.CANCELLATION: "the cancellation",
}


@dataclass(frozen=True)
class Form:
    """One way to look at what will be sent; `name` is the value of `?as=`."""

    name: str
    title: str


MAIL, PLAIN = Form("mail", "Mail"), Form("text", "Plain text")


def check_and_send(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Show the text and everybody who gets it; a POST sends exactly that, held with Undo."""
    kind = _kind_of_changeable(request, pk, kind)
    left_out = _ids(request.POST if request.method == "POST" else request.GET, "without")
    problem = ""
    if request.method == "POST":
        try:
            _send(request, pk, kind, left_out)
            return redirect("held", pk=pk, kind=kind)
        except SteeringError as error:
            problem = str(error)
    try:
        check = _check(request, pk, kind, left_out)
    except AlreadyUnderWay:
        if problem:
            messages.info(request, problem)
        return redirect("held", pk=pk, kind=kind)
    except NothingToSend as error:
        messages.error(request, str(error))
        return redirect("meeting", pk=pk)
    return render(
        request,
        "steering/sendings/check.html",
        _check_context(request, check, left_out, problem),
    )


def _send(request: SignedInRequest, pk: int, kind: SendingKind, left_out: list[int]) -> None:
    services.send(
        meeting=changeable_meeting(request, pk),
        kind=kind,
        batch=_batch(request),
        shown=_shown(request.POST),
        left_out=left_out,
        by=request.user,
        now=timezone.now(),
    )


def _check(request: SignedInRequest, pk: int, kind: SendingKind, left_out: list[int]) -> Check:
    meeting = changeable_meeting(request, pk, partial(with_check, kind=kind))
    return prepare(
        meeting=meeting, kind=kind, by=request.user, left_out=left_out, now=timezone.now()
    )


def _check_context(
    request: SignedInRequest, check: Check, left_out: list[int], problem: str
) -> dict[str, object]:
    copy_for = _copy_for(request, check)
    query_without = "".join(f"&without={pk}" for pk in left_out)
    return {
        "meeting": check.meeting,
        "group": check.meeting.group,
        "kind": check.kind,
        "what": WHAT[check.kind],
        "check": check,
        "recipients": check.recipients,
        "number": len(check.recipients.by_mail),
        "hold_minutes": int(check.hold.total_seconds() // 60),
        "left_out": left_out,
        "problem": problem,
        "form_of_text": PLAIN if request.GET.get("as") == "text" else MAIL,
        "forms_of_text": [MAIL, PLAIN],
        "copy_for": copy_for,
        "words": check.content.words(copy_for) if copy_for else None,
        "with_it": check.content.with_it(copy_for) if copy_for else (),
        "query_without": query_without,
        "here": f"{request.path}?{query_without.removeprefix('&')}".rstrip("?"),
        "batch": uuid.uuid4(),
        "shown": _as_shown(check),
    }


def mail_preview(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """One recipient's mail exactly as it will be sent, in a frame of its own.

    Mails carry inline styles; this one answer therefore allows them, and nothing else.
    """
    try:
        check = _check(request, pk, _kind_of_changeable(request, pk, kind), [])
    except (AlreadyUnderWay, NothingToSend) as error:
        raise Http404(str(error)) from None
    person = _copy_for(request, check)
    if person is None:
        raise Http404("Nobody would get it.")
    response = HttpResponse(check.content.words(person).html)
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
    )
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def held(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """What is held, until when, and Undo; once it has left, lead to the messages."""
    meeting = changeable_meeting(request, pk)
    kind = _kind(kind)
    now = timezone.now()
    sending = services.under_way(meeting, kind)
    if sending is None or sending.leaves_at <= now:
        return redirect("meeting_messages", pk=pk)
    batch = Message.objects.of_batch(str(sending.batch)).order_by("to_name")
    return render(request, "steering/sendings/held.html", _held_context(sending, list(batch), now))


def _held_context(sending: Sending, batch: list[Message], now: datetime) -> dict[str, object]:
    what = WHAT[SendingKind(sending.kind)]
    left = max(0, int((sending.leaves_at - now).total_seconds()))
    return {
        "meeting": sending.meeting,
        "group": sending.meeting.group,
        "kind": sending.kind,
        "what": what,
        "title": what.removeprefix("the ").capitalize(),
        "sending": sending,
        "batch": batch,
        "left": f"{left // 60}:{left % 60:02}",
    }


@require_POST
def undo(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Send nothing after all, if nothing has left."""
    meeting = changeable_meeting(request, pk)
    kind = _kind(kind)
    sending = services.under_way(meeting, kind)
    if sending is None:
        messages.info(request, "There was nothing left to undo.")
        return redirect("meeting_messages", pk=pk)
    try:
        services.undo(sending=sending, now=timezone.now())
    except TooLateToUndo as error:
        messages.error(request, f"Too late to undo: the messages left at {clock(error.since)}.")
        return redirect("meeting_messages", pk=pk)
    messages.success(request, "Nothing was sent. The text and the list are as they were.")
    return redirect("check_and_send", pk=pk, kind=kind)


def _kind_of_changeable(request: SignedInRequest, pk: int, kind: str) -> SendingKind:
    """The kind; of one that is not sent, whoever may not send anything learns nothing."""
    if kind not in SendingKind.values:
        changeable_meeting(request, pk)
    return _kind(kind)


def _kind(kind: str) -> SendingKind:
    if kind not in SendingKind.values:
        raise Http404("Nothing of that kind is sent.")
    return SendingKind(kind)


def _ids(data: QueryDict, name: str) -> list[int]:
    return sorted({int(value) for value in data.getlist(name) if value.isdecimal()})


def _batch(request: SignedInRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("batch", ""))
    except ValueError:
        raise ListHasChanged("This page was out of date. Check again.") from None


def _as_shown(check: Check) -> list[tuple[str, str]]:
    """The hidden fields that say what the page showed."""
    addresses = [("shown", f"{one.person.pk} {one.address}") for one in check.recipients.by_mail]
    return [("text_sha256", check.content.sha256), *addresses]


def _shown(data: QueryDict) -> Shown:
    pairs = (value.partition(" ") for value in data.getlist("shown"))
    return Shown(
        text_sha256=data.get("text_sha256", ""),
        addresses={int(pk): address for pk, _, address in pairs if pk.isdecimal()},
    )


def _copy_for(request: SignedInRequest, check: Check) -> Person | None:
    people = [one.person for one in (*check.recipients.by_mail, *check.recipients.by_post)]
    wanted = request.GET.get("copy", "")
    return next((person for person in people if str(person.pk) == wanted), None) or next(
        iter(people), None
    )
