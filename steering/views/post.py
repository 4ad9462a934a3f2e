"""What goes by post: who gets it, the letters to print, and noting that they are posted."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from calendars.wording import counted
from people.requests import SignedInRequest
from steering.documents.letters_pdf import letters_pdf
from steering.enums import SendingKind
from steering.errors import SteeringError
from steering.models import Meeting
from steering.services.checking import NothingToSend, with_check
from steering.services.posting import ByPost, letters_of, mark_posted
from steering.views.loading import changeable_meeting

WHAT = {
    SendingKind.INVITATION: "The invitation",
    SendingKind.AGENDA: "The agenda",
    SendingKind.MINUTES: "The draft minutes",
    SendingKind.CANCELLATION: "The cancellation",
}


@require_safe
def by_post(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Everybody who gets it by post, with what was posted when."""
    meeting, which = _meeting_and_kind(request, pk, kind)
    context = _context(meeting, which)
    try:
        context["rows"] = _letters(request, meeting, which)
    except NothingToSend as error:
        context |= {"rows": [], "problem": str(error)}
    return render(request, "steering/post/list.html", context)


@require_safe
def letters(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """The letters to print from the browser; `?to=` chooses one by the id of the person."""
    meeting, which = _meeting_and_kind(request, pk, kind)
    context = _context(meeting, which)
    try:
        context["rows"] = _chosen(request, _letters(request, meeting, which))
    except NothingToSend as error:
        context |= {"rows": [], "problem": str(error)}
    return render(request, "steering/post/letters.html", context)


@require_safe
def letters_file(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """The same letters as one PDF."""
    meeting, which = _meeting_and_kind(request, pk, kind)
    try:
        rows = _chosen(request, _letters(request, meeting, which))
    except NothingToSend:
        rows = []
    if not rows:
        raise Http404("Nobody gets it by post.")
    pdf = letters_pdf(
        [one.letter for one in rows],
        group=meeting.group.name,
        title=f"Letters: {meeting.title}",
        today=timezone.localdate(),
    )
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="letters-{meeting.key}-{which}.pdf"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_POST
def mark(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Note that the chosen letters are in the post."""
    meeting, which = _meeting_and_kind(request, pk, kind)
    chosen = [int(one) for one in request.POST.getlist("person") if one.isdecimal()]
    try:
        number = mark_posted(
            meeting=meeting, kind=which, people=chosen, by=request.user, now=timezone.now()
        )
    except SteeringError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{counted(number, 'letter')} noted as posted today.")
    return redirect("by_post", pk=pk, kind=kind)


def _meeting_and_kind(request: SignedInRequest, pk: int, kind: str) -> tuple[Meeting, SendingKind]:
    """The meeting, loaded for the letters; of a kind that is not sent, a reader learns nothing."""
    if kind not in SendingKind.values:
        changeable_meeting(request, pk)
        raise Http404("Nothing of that kind is sent.")
    which = SendingKind(kind)
    return changeable_meeting(request, pk, partial(with_check, kind=which)), which


def _letters(request: SignedInRequest, meeting: Meeting, kind: SendingKind) -> list[ByPost]:
    return letters_of(meeting=meeting, kind=kind, by=request.user, now=timezone.now())


def _chosen(request: SignedInRequest, rows: list[ByPost]) -> list[ByPost]:
    wanted = request.GET.get("to", "")
    return [one for one in rows if str(one.letter.person.pk) == wanted] or rows


def _context(meeting: Meeting, kind: SendingKind) -> dict[str, object]:
    return {
        "meeting": meeting,
        "group": meeting.group,
        "kind": kind,
        "what": WHAT[kind],
        "problem": "",
    }
