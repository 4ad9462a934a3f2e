"""What members replied, by name: for the administrator, who also enters what they are told."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from people.requests import SignedInRequest
from steering.documents.replies import ReplyRow, reply_rows
from steering.enums import MeetingState, MemberRole
from steering.errors import SteeringError
from steering.forms.replies import EnteredReplyForm, initial_of
from steering.models import Meeting
from steering.services import replies as services
from steering.views.frame import meeting_context
from steering.views.loading import changeable_meeting


def replies_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who comes, who does not, who is silent, and what each needs."""
    meeting = changeable_meeting(request, pk)
    context = meeting_context(request, meeting, "Replies and register")
    rows = reply_rows(meeting)
    return render(
        request,
        "steering/replies/page.html",
        context | {"rows": rows, "open": _is_open(meeting), "summary": _summary(rows)},
    )


def enter(request: SignedInRequest, pk: int, person: int) -> HttpResponse:
    """Enter what a member told the administrator."""
    meeting = changeable_meeting(request, pk)
    row = next((row for row in reply_rows(meeting) if row.person.pk == person), None)
    if row is None:
        raise Http404("Not a member on the day of the meeting.")
    usual = services.usual_deputy(meeting, row.person)
    form = EnteredReplyForm(
        request.POST or None, meeting=meeting, initial=initial_of(row.reply, usual)
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.reply(
                meeting=meeting,
                person=row.person,
                said=form.said(),
                now=timezone.now(),
                entered_by=request.user,
            )
        except SteeringError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"The reply of {row.person.name} is saved.")
            return redirect("replies", pk=meeting.pk)
    context = {"meeting": meeting, "person": row.person, "form": form}
    return render(request, "steering/replies/enter.html", context)


def _is_open(meeting: Meeting) -> bool:
    return meeting.state == MeetingState.PLANNED and meeting.starts_at > timezone.now()


def _summary(rows: list[ReplyRow]) -> str:
    """How many replied, of those who count: whoever only administers the group does not."""
    members = [row for row in rows if row.seat.role != MemberRole.ADMINISTRATOR]
    replied = sum(row.reply is not None for row in members)
    return f"{replied} of {len(members)} have replied." if replied else "Nobody has replied yet."
