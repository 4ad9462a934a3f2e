"""A notice of a meeting: its words, who gets it, holding it back, and sending it at once."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from calendars.wording import counted, day_and_time
from outbox.enums import State
from outbox.models import Message
from people.requests import SignedInRequest
from steering.enums import NoticeKind
from steering.errors import SteeringError
from steering.models import Meeting
from steering.services import notices as services
from steering.services.notices import Notice, TooLateToHold
from steering.views.loading import changeable_meeting, with_all


@require_safe
def notice_page(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """What goes out, when and to whom; whether it is held, has gone, or does not go at all."""
    notice = _notice(request, pk, kind)
    return render(request, "steering/notices/notice.html", _context(notice))


def send_now(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Say in words what sending a notice at once will do; a POST does it."""
    notice = _notice(request, pk, kind)
    if request.method != "POST":
        if problem := services.why_not_now(notice):
            messages.error(request, problem)
            return redirect("notice", pk=pk, kind=kind)
        return render(request, "steering/notices/send_now.html", _context(notice))
    try:
        number = services.send_now(kind=notice.kind, meeting=notice.meeting, now=timezone.now())
    except SteeringError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _sent(number))
    return redirect("notice", pk=pk, kind=kind)


@require_POST
def hold(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Keep it from going until it is released."""
    meeting, notice_kind = changeable_meeting(request, pk), _kind(kind)
    try:
        services.hold_notice(kind=notice_kind, meeting=meeting, by=request.user, now=timezone.now())
    except TooLateToHold as error:
        where = reverse("meeting_messages", args=[pk])
        link = format_html('<a class="govuk-link" href="{}">See its messages</a>', where)
        messages.error(request, format_html("{} {}", error, link))
    except SteeringError as error:
        messages.error(request, str(error))
    else:
        messages.info(request, "Held. It will not go out until you release it.")
    return _back(request, meeting, notice_kind)


@require_POST
def release(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Let it go: at its time, or now when that has passed."""
    meeting, notice_kind = changeable_meeting(request, pk), _kind(kind)
    now = timezone.now()
    try:
        due = services.release_notice(kind=notice_kind, meeting=meeting, now=now).due
    except SteeringError as error:
        messages.error(request, str(error))
    else:
        when = f"on {day_and_time(due)}" if due > now else "now"
        messages.info(request, f"Released. It goes out {when}.")
    return _back(request, meeting, notice_kind)


@require_POST
def drop(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Never send this notice for this meeting."""
    meeting, notice_kind = changeable_meeting(request, pk), _kind(kind)
    try:
        services.drop_notice(kind=notice_kind, meeting=meeting, now=timezone.now())
    except SteeringError as error:
        messages.error(request, str(error))
    else:
        messages.info(request, "Dropped. It does not go out for this meeting.")
    return _back(request, meeting, notice_kind)


def _kind(kind: str) -> NoticeKind:
    if kind not in NoticeKind.values:
        raise Http404("There is no notice of that kind.")
    return NoticeKind(kind)


def _notice(request: SignedInRequest, pk: int, kind: str) -> Notice:
    """The notice of a meeting that the person may change."""
    meeting = changeable_meeting(request, pk, lambda rows: services.to_read(with_all(rows)))
    [situation] = services.situations_among([meeting], timezone.now())
    return services.notice_of(_kind(kind), situation)


def _context(notice: Notice) -> dict[str, object]:
    meeting, now = notice.meeting, notice.situation.now
    readers = notice.to_show
    return {
        "meeting": meeting,
        "group": meeting.group,
        "notice": notice,
        "over": services.over(notice),
        "cannot_send": services.why_not_now(notice),
        "due_passed": notice.due <= now,
        "expired": notice.until <= now,
        "gone": Message.objects.of_batch(notice.batch)
        .exclude(state__in=[State.HELD, State.WITHDRAWN])
        .order_by("created_at")
        .first(),
        "words": services.words_for(notice, readers[0]) if readers else None,
        "reader": readers[0].person if readers else None,
    }


def _sent(number: int) -> str:
    if not number:
        return "Everybody has had it already, so nothing was sent."
    return f"It goes out now to {counted(number, 'person', 'people')}."


def _back(request: SignedInRequest, meeting: Meeting, kind: NoticeKind) -> HttpResponse:
    """To the row on Today that was pressed, which then has the focus; else to the notice."""
    if request.POST.get("from") == "today":
        return redirect(f"{reverse('home')}#{kind}-{meeting.pk}")
    return redirect("notice", pk=meeting.pk, kind=kind)
