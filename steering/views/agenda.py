"""The agenda of a meeting: to read, and to build."""

from django.contrib import messages
from django.db.models import BigIntegerField, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from calendars.wording import long_date
from people.models import Person
from people.requests import SignedInRequest
from steering.documents.agenda import agenda_for, agenda_of_members
from steering.documents.register import labelled, people_known_at
from steering.enums import CHAIR_ROLES, MeetingState
from steering.errors import SteeringError
from steering.forms.agenda import AgendaItemForm, OrderForm
from steering.models import AgendaItem, Meeting, Minutes
from steering.services import agenda as services
from steering.services.standing_items import begin_agenda, last_with_agenda
from steering.views.frame import meeting_context
from steering.views.loading import changeable_meeting, visible_meeting


def agenda_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be talked about, in order, as the person may read it."""
    meeting = visible_meeting(request, pk)
    context = meeting_context(request, meeting, "Agenda")
    sheet = agenda_for(request.user, meeting, reminders=bool(context["changeable"]))
    context |= {"sheet": sheet, "open": meeting.state != MeetingState.CANCELLED}
    context["now"] = timezone.now()
    if not context["changeable"]:
        minutes = Minutes.objects.visible_to(request.user).filter(meeting=meeting)
        context["readable_minutes"] = minutes.first()
    elif context["open"]:
        context |= _offers(meeting, empty=not sheet.lines)
    return render(request, "steering/meeting/agenda.html", context)


def _offers(meeting: Meeting, *, empty: bool) -> dict[str, object]:
    """What the administrator may take up: what waits, and with what an empty agenda can begin."""
    # One query for both kinds of row: a standing item is proposed for no meeting.
    waiting = meeting.group.backlog.open().values_list(Value(False), "proposed_for")
    standing = meeting.group.standing_items.values_list(Value(True), Value(None, BigIntegerField()))
    rows = list(waiting.union(standing, all=True) if empty else waiting)
    number = sum(stands for stands, _ in rows)
    return {
        "waiting": len(rows) - number,
        "proposed": sum(meeting_pk == meeting.pk for _, meeting_pk in rows),
        "standing": number,
        "earlier": last_with_agenda(meeting) if empty and not number else None,
    }


def as_members(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda as a member reads it who is named on nothing."""
    meeting = changeable_meeting(request, pk)
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "part": "As members will see it",
        "changeable": False,
        "preview": True,
        "sheet": agenda_of_members(meeting),
    }
    return render(request, "steering/agenda/as_members.html", context)


@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin an empty agenda with the standing items, or like last time."""
    meeting = changeable_meeting(request, pk)
    try:
        begin_agenda(meeting=meeting)
        messages.success(request, "The agenda is begun. Change it as you need it.")
    except SteeringError as error:
        messages.error(request, str(error))
    return redirect("agenda", pk=meeting.pk)


def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put an item at the end of the agenda."""
    meeting = changeable_meeting(request, pk)
    people = labelled(people_known_at(meeting.group.site))
    form = AgendaItemForm(request.POST or None, people=people, members=_members(meeting))
    if request.method == "POST" and form.is_valid():
        try:
            item = services.add_item(meeting=meeting, terms=form.terms())
        except SteeringError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"“{item.title}” is item {item.position}.")
            return redirect("agenda", pk=meeting.pk)
    context = {"meeting": meeting, "heading": "Add an item", "form": form, "known": people}
    return render(request, "steering/agenda/item.html", context)


def change_item(request: SignedInRequest, pk: int, item: int) -> HttpResponse:
    """Change what an item says, its minutes, and who may see it."""
    meeting = changeable_meeting(request, pk)
    row = item_of(meeting, item)
    people = labelled(people_known_at(meeting.group.site)) | _presenter(row)
    form = AgendaItemForm(
        request.POST or None,
        people=people,
        members=_members(meeting, named=row),
        initial=AgendaItemForm.initial_of(row, people),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_item(item=row, terms=form.terms(), seen=request.POST.get("seen", ""))
        except SteeringError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Item {row.position} is changed.")
            return redirect("agenda", pk=meeting.pk)
    context = {
        "meeting": meeting,
        "heading": f"Change item {row.position}",
        "form": form,
        "known": people,
        "item": row,
        "seen": services.version_of(row),
    }
    return render(request, "steering/agenda/item.html", context)


def remove_item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Ask what should become of an item, then take it off for good or keep it for later."""
    meeting = changeable_meeting(request, pk)
    row = item_of(meeting, item)
    if request.method != "POST":
        context = {"meeting": meeting, "item": row}
        return render(request, "steering/agenda/remove.html", context)
    try:
        if "keep" in request.POST:
            services.send_to_backlog(item=row, now=timezone.now())
            said = f"“{row.title}” waits in the backlog."
        else:
            services.remove_item(item=row, now=timezone.now())
            said = f"“{row.title}” is taken off the agenda."
        messages.success(request, said)
    except SteeringError as error:
        messages.error(request, str(error))
    return redirect("agenda", pk=meeting.pk)


@require_POST
def put_off(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Move an item to the next meeting, with its papers; without one it waits in the backlog."""
    meeting = changeable_meeting(request, pk)
    row = item_of(meeting, item)
    try:
        later = services.put_off(item=row, now=timezone.now())
    except SteeringError as error:
        messages.error(request, str(error))
    else:
        on = f"is on the agenda of {long_date(later.starts_at)}" if later else ""
        messages.success(request, f"“{row.title}” {on or 'waits in the backlog'}.")
    return redirect("agenda", pk=meeting.pk)


def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the order and the minutes: by typed numbers, or by one place up or down."""
    meeting = changeable_meeting(request, pk)
    items = list(meeting.agenda_items.all())
    form = OrderForm(request.POST or None, items=items)
    if request.method == "POST" and form.is_valid():
        try:
            services.arrange(
                meeting=meeting, places=form.places(), seen=request.POST.get("seen", "")
            )
            _move(request, meeting)
        except SteeringError as error:
            messages.error(request, str(error))
            return redirect("change_agenda", pk=meeting.pk)
        if "move" in request.POST:
            return redirect("change_agenda", pk=meeting.pk)
        messages.success(request, "The order and the minutes are saved.")
        return redirect("agenda", pk=meeting.pk)
    context = {
        "meeting": meeting,
        "form": form,
        "sheet": agenda_for(request.user, meeting),
        "seen": services.order_of(items),
    }
    return render(request, "steering/agenda/arrange.html", context)


def _move(request: HttpRequest, meeting: Meeting) -> None:
    """Move the item whose button was pressed, and say where it is now."""
    which, _, way = request.POST.get("move", "").partition(":")
    if not which.isdecimal():
        return
    item = item_of(meeting, int(which))
    services.move_item(item=item, to=item.position + (1 if way == "down" else -1))
    item.refresh_from_db()
    messages.success(request, f"“{item.title}” is item {item.position} now.")


def item_of(meeting: Meeting, pk: int) -> AgendaItem:
    """Give an item of the meeting; else raise Http404."""
    return get_object_or_404(meeting.agenda_items.select_related("meeting__group"), pk=pk)


def _members(meeting: Meeting, *, named: AgendaItem | None = None) -> list[Person]:
    """Whom a confidential item may name: members on the day but the chair, who sees it anyway."""
    day = timezone.localdate(meeting.starts_at)
    seats = meeting.group.memberships.active_on(day).exclude(role__in=CHAIR_ROLES)
    people = {seat.person.pk: seat.person for seat in seats.select_related("person")}
    if named is not None:
        people |= {person.pk: person for person in named.named.all()}
    return sorted(people.values(), key=lambda person: person.name)


def _presenter(item: AgendaItem) -> dict[str, Person]:
    """Whoever presents it already may go on, known here or not."""
    return {item.presenter.name: item.presenter} if item.presenter else {}
