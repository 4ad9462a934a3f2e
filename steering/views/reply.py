"""Replying to an invitation with the personal link in the mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from calendars.wording import day_date
from people.names import familiar
from steering import lead_times
from steering.documents.calendar import Contact, file_of
from steering.documents.contacts import administrator_of
from steering.documents.replies import said_by
from steering.enums import Answer, Mode
from steering.errors import SteeringError
from steering.forms.replies import ReplyForm, initial_of
from steering.links import Link, Purpose
from steering.models import Meeting, Reply
from steering.replies import reply_of
from steering.services import replies as services
from steering.views.personal_links import opened_by, whom_to_ask

CHOICES = (Answer.COMING, Answer.APOLOGIES, Answer.DEPUTY)


@opened_by(Purpose.REPLY)
def reply(request: HttpRequest, link: Link) -> HttpResponse:
    """Ask whether the person comes; only POST answers."""
    if request.method == "POST":
        return _take(request, link)
    replied = reply_of(link.meeting, link.person.pk)
    initial = initial_of(replied, services.usual_deputy(link.meeting, link.person))
    if (answer := request.GET.get("answer")) in CHOICES:
        initial["answer"] = answer
    return _ask(request, link, ReplyForm(meeting=link.meeting, initial=initial), replied)


@opened_by(Purpose.REPLY)
def done(request: HttpRequest, link: Link) -> HttpResponse:
    """Say what was understood, and what happens now."""
    replied = reply_of(link.meeting, link.person.pk)
    if replied is None:
        return redirect("reply", token=link.token)
    context = _frame(link) | {
        "reply": replied,
        "comes": replied.answer in (Answer.COMING, Answer.LATE),
        "understood": _understood(replied),
        "said": said_by("You", replied),
        "deputy": familiar(replied.deputy.name) if replied.deputy else "",
    }
    return render(request, "steering/reply/done.html", context)


@opened_by(Purpose.REPLY)
def calendar_file(request: HttpRequest, link: Link) -> HttpResponse:
    """The meeting as an .ics file."""
    administrator = administrator_of(link.meeting.group)
    organiser = Contact(administrator.name, administrator.email) if administrator else None
    return HttpResponse(
        file_of(link.meeting, organiser=organiser, now=timezone.now()),
        content_type="text/calendar; charset=utf-8; method=PUBLISH",
        headers={"Content-Disposition": f'attachment; filename="{link.meeting.key}.ics"'},
    )


def _take(request: HttpRequest, link: Link) -> HttpResponse:
    form = ReplyForm(request.POST, meeting=link.meeting)
    if form.is_valid():
        said, now = form.said(), timezone.now()
        try:
            services.reply(meeting=link.meeting, person=link.person, said=said, now=now)
        except services.MeetingWasMoved:
            initial = {**form.cleaned_data, "answer": ""}
            form = ReplyForm(meeting=link.meeting, initial=initial)
            return _ask(request, link, form, None, moved=True)
        except SteeringError as error:
            form.add_error("deputy_name" if said.deputy_name else None, str(error))
        else:
            return redirect("reply_done", token=link.token)
    return _ask(request, link, form, reply_of(link.meeting, link.person.pk))


def _ask(
    request: HttpRequest,
    link: Link,
    form: ReplyForm,
    replied: Reply | None,
    *,
    moved: bool = False,
) -> HttpResponse:
    meeting = link.meeting
    due = lead_times.replies_due(meeting.starts_at, meeting.group)
    context = _frame(link) | {
        "form": form,
        "question": f"{link.called}, can you come on {day_date(meeting.starts_at)}?",
        "due": due if due >= timezone.localdate() else None,
        "moved": moved or (link.moved and replied is None),
        "moved_from": link.made_for,
        "replied": replied,
        "said_before": said_by("I", replied) if replied else "",
    }
    return render(request, "steering/reply/ask.html", context)


def _frame(link: Link) -> dict[str, object]:
    meeting = link.meeting
    return {"link": link, "meeting": meeting, "where": _where(meeting), **whom_to_ask(meeting)}


def _where(meeting: Meeting) -> str:
    """`Town Hall, or online`: whoever comes to such a meeting may choose."""
    if meeting.mode == Mode.HYBRID and meeting.place:
        return f"{meeting.place}, or online"
    return meeting.where


def _understood(reply: Reply) -> str:
    if reply.deputy:
        return f"{reply.deputy.name} will come in your place."
    return f"{said_by('You', reply)}."
