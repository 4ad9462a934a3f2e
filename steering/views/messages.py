"""What went to whom: the messages of a meeting, and of all groups one administers.

The owner learns how many there are, and nothing of what they say or to whom they go.
"""

from dataclasses import dataclass

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from calendars.wording import counted
from outbox import services as outbox
from outbox.enums import NOT_ARRIVED, State
from outbox.models import Message
from outbox.querysets import MessageQuerySet
from people.models import Person
from sites.rules import is_owner
from steering.forms.outbox import OutboxFilter
from steering.handles import about
from steering.message_counts import counts_by_group
from steering.models import Meeting, Posting, SteeringGroup
from steering.pauses import own_pause, pause_of
from steering.rules import can_change_meeting, can_view_messages
from steering.views.frame import meeting_context
from steering.views.loading import visible_meeting

ADMINISTRATORS_ALONE = "Messages carry addresses: for others than administrators there are none."
A_PAGE = 50
COLOURS = {
    State.HELD: "blue",
    State.QUEUED: "blue",
    State.CLAIMED: "blue",
    State.SENDING: "blue",
    State.RETRYING: "yellow",
    State.FAILED: "red",
    State.UNCONFIRMED: "orange",
    State.WITHDRAWN: "grey",
}


def of_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """A row for each recipient of what was sent for a meeting, newest first."""
    meeting = visible_meeting(request, pk)
    if not can_view_messages(request.user, meeting.group):
        raise Http404(ADMINISTRATORS_ALONE)
    rows = Message.objects.listed().about(about(meeting)).not_sent_again()
    context = meeting_context(request, meeting, "Messages")
    return render(
        request,
        "steering/meeting/messages.html",
        context
        | _listing(request, rows)
        | {"counts": _in_words(rows), "postings": _postings(meeting)},
    )


def _postings(meeting: Meeting) -> list[Posting]:
    """What went by post, newest first."""
    rows = meeting.postings.select_related("person", "posted_by__person")
    return list(rows.order_by("-posted_at", "person__name"))


def outbox_page(request: HttpRequest) -> HttpResponse:
    """The messages of the groups that the person administers; for the owner, how many of each."""
    rows = SteeringGroup.objects.administered_by(request.user).order_by("name")
    groups: list[SteeringGroup] = list(rows.annotate(own_pause=own_pause("key")))
    owner = is_owner(request.user)
    if not groups and not owner:
        raise Http404(ADMINISTRATORS_ALONE)
    counts = counts_by_group(timezone.now()) if owner else []
    context: dict[str, object] = {
        "owner": owner,
        "counts": counts,
        "form": None,
        "pauses": [pause for one in groups if (pause := pause_of(one))],
    }
    if groups:
        context |= _narrowed(request, groups)
    return render(request, "steering/outbox.html", context)


def _narrowed(request: HttpRequest, groups: list[SteeringGroup]) -> dict[str, object]:
    """What the filter lets through; it is in the address."""
    rows = Message.objects.listed().filter(mailbox__key__in=[group.key for group in groups])
    form = OutboxFilter(request.GET, groups=groups)
    if key := form.wanted("group"):
        rows = rows.filter(mailbox__key=key)
    form.say_how_many(rows.counts_by_state())
    if state := form.wanted("state"):
        rows = rows.filter(state=state)
    return _listing(request, rows) | {"form": form}


def message_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One message as it was frozen: its words, when it went, and what the server said."""
    message = get_object_or_404(_administered(request).select_related("mailbox"), pk=pk)
    meeting = _meeting_of(request, message)
    return render(
        request,
        "steering/message.html",
        {"message": message, "meeting": meeting, "colour": COLOURS.get(State(message.state), "")},
    )


@require_POST
def send_again(request: HttpRequest) -> HttpResponse:
    """Send again the chosen messages that did not arrive, to the person's address of today."""
    chosen = [pk for pk in request.POST.getlist("message") if pk.isdecimal()]
    rows = list(_administered(request).not_arrived().filter(pk__in=chosen))
    if not rows:
        notes.error(request, "Choose the messages that are to be sent again.")
        return _back(request, rows)
    try:
        again = outbox.send_again(
            messages=rows, now=timezone.now(), addresses=_addresses_of_today(rows)
        )
    except outbox.CannotSendAgain as error:
        notes.error(request, str(error))
    else:
        notes.success(request, f"{counted(len(again), 'message')} will be sent again now.")
    return _back(request, rows)


def _administered(request: HttpRequest) -> MessageQuerySet:
    groups = SteeringGroup.objects.administered_by(request.user)
    if not groups.exists():
        raise Http404(ADMINISTRATORS_ALONE)
    rows: MessageQuerySet = Message.objects.listed().filter(mailbox__key__in=groups.values("key"))
    return rows


@dataclass(frozen=True)
class Row:
    """A message as a row of a list."""

    message: Message

    @property
    def colour(self) -> str:
        return COLOURS.get(State(self.message.state), "")

    @property
    def did_not_arrive(self) -> bool:
        return self.message.state in NOT_ARRIVED


def _listing(request: HttpRequest, rows: MessageQuerySet) -> dict[str, object]:
    ordered = rows.select_related("mailbox", "again_of").defer("html", "text", "calendar")
    page = Paginator(ordered.order_by("-created_at", "pk"), A_PAGE).get_page(
        request.GET.get("page")
    )
    shown = [Row(message) for message in page]
    return {
        "page": page,
        "rows": shown,
        "some_did_not_arrive": any(row.did_not_arrive for row in shown),
    }


def _in_words(rows: MessageQuerySet) -> list[tuple[str, str, int]]:
    """How many are in each state that occurs: value, words, number."""
    counts = rows.counts_by_state()
    return [(state, state.label, counts[state]) for state in State if state in counts]


def _addresses_of_today(rows: list[Message]) -> dict[int, str]:
    ids = {row.pk: row.recipient.removeprefix("person:") for row in rows}
    people = Person.objects.filter(pk__in=[pk for pk in ids.values() if pk.isdecimal()])
    address = {str(person.pk): person.email for person in people if person.email}
    return {row: address[person] for row, person in ids.items() if person in address}


def _meeting_of(request: HttpRequest, message: Message) -> Meeting | None:
    pk = message.about.removeprefix("meeting:")
    if not pk.isdecimal():
        return None
    meeting = Meeting.objects.visible_to(request.user).select_related("group__site")
    found = meeting.filter(pk=pk).first()
    return found if found and can_change_meeting(request.user, found) else None


def _back(request: HttpRequest, rows: list[Message]) -> HttpResponse:
    meeting = _meeting_of(request, rows[0]) if rows else None
    if meeting and request.POST.get("from") == "meeting":
        return redirect("meeting_messages", pk=meeting.pk)
    return redirect("outbox")
