"""The reminder of a meeting: its words, who gets it, and holding it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from calendars.wording import day_and_time
from outbox.enums import State
from outbox.models import Message
from people.requests import SignedInRequest
from steering.errors import SteeringError
from steering.models import Meeting
from steering.services.notice_holds import (
    TooLateToHold,
    drop_reminder,
    hold_reminder,
    release_reminder,
)
from steering.services.notices import reminder_of, reminder_words
from steering.views.loading import changeable_meeting


@require_safe
def reminder_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """What goes out, when and to whom; whether it is held, has gone, or does not go at all."""
    meeting = changeable_meeting(request, pk)
    now = timezone.now()
    notice = reminder_of(meeting, now=now)
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "notice": notice,
        "begun": meeting.starts_at <= now,
        "due_passed": notice.due <= now,
        "gone": Message.objects.of_batch(notice.batch)
        .exclude(state__in=[State.HELD, State.WITHDRAWN])
        .order_by("created_at")
        .first(),
        "words": reminder_words(meeting, notice.people[0]) if notice.people else None,
    }
    return render(request, "steering/reminder.html", context)


@require_POST
def hold(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep it from going until it is released."""
    meeting = changeable_meeting(request, pk)
    try:
        hold_reminder(meeting=meeting, by=request.user, now=timezone.now())
    except TooLateToHold as error:
        where = reverse("meeting_messages", args=[pk])
        link = format_html('<a class="govuk-link" href="{}">See its messages</a>', where)
        messages.error(request, format_html("{} {}", error, link))
    except SteeringError as error:
        messages.error(request, str(error))
    else:
        messages.info(request, "Held. It will not go out until you release it.")
    return _back(request, meeting)


@require_POST
def release(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let it go: at its time, or now when that has passed."""
    meeting = changeable_meeting(request, pk)
    now = timezone.now()
    try:
        release_reminder(meeting=meeting, now=now)
    except SteeringError as error:
        messages.error(request, str(error))
    else:
        due = reminder_of(meeting, now=now).due
        when = f"on {day_and_time(due)}" if due > now else "now"
        messages.info(request, f"Released. It goes out {when}.")
    return _back(request, meeting)


@require_POST
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send no reminder for this meeting."""
    meeting = changeable_meeting(request, pk)
    try:
        drop_reminder(meeting=meeting, now=timezone.now())
    except SteeringError as error:
        messages.error(request, str(error))
    else:
        messages.info(request, "Dropped. No reminder goes out for this meeting.")
    return _back(request, meeting)


def _back(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    """To the row on Today that was pressed, which then has the focus; else to the reminder."""
    if request.POST.get("from") == "today":
        return redirect(f"{reverse('home')}#reminder-{meeting.pk}")
    return redirect("reminder", pk=meeting.pk)
