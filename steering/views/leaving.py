"""The end of a membership, with what is handed on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from calendars.wording import counted, long_date
from people.requests import SignedInRequest
from steering.documents.entry_words import said_of_entries
from steering.documents.in_hand import in_hand
from steering.documents.members import people_on
from steering.enums import MemberRole
from steering.errors import SteeringError
from steering.forms.leaving import LeaveForm
from steering.services.entries import told_meetings
from steering.services.leaving import Left, leave
from steering.views.loading import changeable_group, seat_of


def end(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """End a membership; one that has ended gets another day or reason."""
    group = changeable_group(request, key)
    seat = seat_of(group, pk)
    now = timezone.now()
    today = timezone.localdate(now)
    has_role = seat.role != MemberRole.MEMBER and seat.left_on is None
    form = LeaveForm(
        request.POST or None,
        members=people_on(group, today, but=seat.person),
        tasks=in_hand(seat.person, group, now),
        role=seat.get_role_display().lower() if has_role else "",
        initial={"left_on": seat.left_on or today, "because": seat.left_because},
    )
    if request.method == "POST" and form.is_valid():
        left_on = form.cleaned_data["left_on"]
        try:
            left = leave(
                membership=seat,
                left_on=left_on,
                because=form.reason(),
                passing=form.passing(),
                by=request.user,
                now=now,
            )
        except SteeringError as error:
            form.add_error("left_on", str(error))
        else:
            said = f"From {long_date(left_on)}, {seat.person.name} is no longer a member."
            more = [*_more(left, seat.person.name), *said_of_entries(seat.person, group, now)]
            messages.success(request, " ".join([said, *more]))
            return redirect("members", key=group.key)
    context = {
        "group": group,
        "seat": seat,
        "form": form,
        "today": today,
        "told": told_meetings(group, now).count(),
    }
    return render(request, "steering/members/end.html", context)


def _more(left: Left, name: str) -> list[str]:
    """What else is to be said of it, a sentence each."""
    said = []
    if left.withdrawn:
        said.append(f"{counted(left.withdrawn, 'message')} that had not left will not go out.")
    if left.passed:
        said.append(f"{counted(left.passed, 'thing')} in hand passed on.")
    if left.stayed:
        stays = "stays" if left.stayed == 1 else "stay"
        said.append(f"{counted(left.stayed, 'thing')} in hand {stays} in the name of {name}.")
    return said
