"""The rows of the register as HTML."""

from collections.abc import Iterable
from functools import cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from govuk_forms.patterns import Pattern, gap
from people.models import Person
from steering.documents.register import Seat
from steering.enums import Appearance, AttendanceStatus, MemberRole
from steering.forms.register import SeatForm
from steering.models import Meeting, Membership, Reply

TEMPLATE = "steering/register/seat.html"


def seat_rows(meeting: Meeting, seats: Iterable[Seat]) -> list[SafeString]:
    """Give the row of each seat as the register holds it, filled into a pattern."""
    return [
        _pattern(seat.choice, seat.shown).filled(
            person=seat.person.pk,
            name=seat.person.name,
            about=seat.about,
            deputy=seat.shown_deputy,
            url=_record_url(meeting, seat),
        )
        for seat in seats
    ]


def sent_rows(meeting: Meeting, forms: Iterable[SeatForm]) -> list[SafeString]:
    """Give the row of each form as it was sent, with what is wrong."""
    return [
        render_to_string(TEMPLATE, {"form": form, "record_url": _record_url(meeting, form.seat)})
        for form in forms
    ]


def _record_url(meeting: Meeting, seat: Seat) -> str:
    return reverse("record_attendance", args=[meeting.pk, seat.person.pk])


@cache
def _pattern(choice: str, shown: str) -> Pattern:
    """The row of a seat that stands and is shown so: one for each state that there is."""
    membership = Membership(
        person=Person(pk=gap("person"), name=gap("name")),
        role=MemberRole.MEMBER,
        appears=Appearance.OWN_WORDS,
        own_words=gap("about"),
    )
    deputy = Person(pk=0, name=gap("deputy")) if shown == AttendanceStatus.DEPUTY else None
    if shown != choice:
        seat = Seat(membership, "", None, expected=Reply(answer=shown, deputy=deputy))
    else:
        seat = Seat(membership, "" if deputy else choice, deputy)
    return Pattern(TEMPLATE, {"form": SeatForm(seat=seat), "record_url": gap("url")})
