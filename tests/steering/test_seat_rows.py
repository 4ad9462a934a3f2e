"""The rows of the register are filled into patterns: they must read as their template does."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from people.models import Person
from steering.documents.register import Seat
from steering.enums import Appearance, AttendanceStatus, MemberRole
from steering.forms.register import SeatForm
from steering.forms.seat_rows import TEMPLATE, seat_rows, sent_rows
from steering.models import Meeting, Membership

DEPUTY = Person(pk=9, name="Joanne “Jo” <Bell>")
STANDINGS = [
    ("", None),
    (AttendanceStatus.PRESENT, None),
    (AttendanceStatus.APOLOGIES, None),
    (AttendanceStatus.ABSENT, None),
    (AttendanceStatus.ABSENT, DEPUTY),
    (AttendanceStatus.APOLOGIES, DEPUTY),
]


@pytest.mark.parametrize(("status", "deputy"), STANDINGS)
@pytest.mark.parametrize("role", MemberRole)
def test_a_row_reads_as_its_template(status: str, deputy: Person | None, role: MemberRole) -> None:
    member = Membership(
        person=Person(pk=7, name="Siân O'Neill & <script>"),
        role=role,
        appears=Appearance.OWN_WORDS,
        own_words='Parents" Forum <i>',
    )
    seat = Seat(member, status, deputy)
    url = reverse("record_attendance", args=[3, 7])
    (row,) = seat_rows(Meeting(pk=3), [seat])
    assert row == render_to_string(TEMPLATE, {"form": SeatForm(seat=seat), "record_url": url})


def test_a_row_that_was_sent_shows_what_is_wrong() -> None:
    member = Membership(person=Person(pk=7, name="Colin Frost"), own_words="Carers’ centre")
    form = SeatForm({"7-state": "deputy"}, seat=Seat(member, "", None))
    (row,) = sent_rows(Meeting(pk=3), [form])
    assert "Enter who came for Colin Frost" in row
