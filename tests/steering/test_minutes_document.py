"""The minutes as a document: what it says, whichever form it takes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sites.enums import Role
from steering.documents.attendance import Attendee, WhoWasThere
from steering.documents.contacts import administrator_of
from steering.documents.items import ActionLine, DecisionLine
from steering.documents.quorum import Quorum
from steering.enums import Capacity, MeetingState, MemberRole, MinutesState
from steering.models import Meeting, Minutes
from tests import make
from tests.steering.alderfleet import NEXT, PRESENT, STARTS, Alderfleet, alderfleet
from tests.steering.documents import minutes_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Alderfleet:
    return alderfleet()


def test_who_was_there_is_named_as_each_chose(world: Alderfleet) -> None:
    assert minutes_document(world.meeting).attendance == WhoWasThere(
        recorded=True,
        quorum=Quorum(members=8, came=6, there=7, needed=4),
        there=(
            Attendee("Celia Brandreth (chair)", "Alderfleet Council"),
            Attendee("Rohan Deverell (deputy chair)", "Fleetmoor Mental Health NHS Trust"),
            Attendee("Joy Abernethy, for Lorna Pettifer", "Fleetmoor Mental Health NHS Trust"),
            Attendee("Odette Lamb", "For the families of Withy Bank"),
            Attendee("Terence Oduya", "Group member"),
            Attendee("Bea Rostron", "Group member"),
            Attendee("Samir Vance", "Group member"),
        ),
        apologies=("Lorna Pettifer (deputy: Joy Abernethy)",),
        absent=("Gideon Strake",),
        in_attendance=(
            "Fergus Adair (project manager)",
            "Judith Amankwah (Head of early help, Alderfleet Council)",
            "Imogen Tarrant (administrator)",
        ),
    )


def test_decisions_and_actions_are_numbered_by_meeting_and_agenda(world: Alderfleet) -> None:
    document = minutes_document(world.meeting)
    assert document.decisions == (
        DecisionLine("2.1", "The service told first arranges it."),
        DecisionLine("2.2", "The report goes out in May"),
    )
    assert [(one.number, one.text, one.who, one.by) for one in document.actions] == [
        ("2.1", "Put the five-day rule in version 4.", "Rohan Deverell", "11 December 2026"),
        ("2.2", "Find a room", "Nobody yet", "No date"),
        ("2.3", "Ask the surgery for a named contact", "Samir Vance", "18 December 2026"),
    ]
    assert [(item.number, item.title, len(item.actions)) for item in document.items] == [
        (1, "Welcome and apologies", 0),
        (2, "Joint visits: the shared protocol", 2),
        (3, "Any other business", 0),
    ]
    assert document.other_decisions == document.decisions[1:]
    assert document.other_actions == document.actions[2:]


def test_an_action_that_nobody_has_taken_on_is_nobodys(world: Alderfleet) -> None:
    document = minutes_document(world.meeting)
    assert document.actions_of(world.people["Samir Vance"].pk) == document.actions[2:]
    assert document.actions_of(None) == ()


def test_an_action_reads_as_a_sentence() -> None:
    action = ActionLine(
        pk=1,
        number="2.1",
        text="Find a room",
        owner="Samir Vance",
        owner_id=1,
        due_on=date(2026, 12, 8),
        done_on=None,
    )
    kept_together = "8 December 2026".replace(" ", "\N{NO-BREAK SPACE}")
    assert action.sentence == f"Find a room. Samir Vance, by {kept_together}."
    assert replace(action, due_on=None).sentence == "Find a room. Samir Vance."
    assert replace(action, owner="", owner_id=None).sentence == f"Find a room. By {kept_together}."
    assert replace(action, owner="", due_on=None, text="Is it open?").sentence == "Is it open?"
    assert replace(action, text="Find a room.").task == "Find a room, by 8 December 2026."


@pytest.mark.parametrize(
    ("state", "word", "box", "stands", "foot"),
    [
        (
            MinutesState.DRAFT,
            "DRAFT",
            "Not yet circulated, version 2.",
            "Draft, not yet circulated.",
            "Minutes 2, draft version 2, not yet circulated. To be confirmed on 19 January 2027.",
        ),
        (
            MinutesState.WITH_CHAIR,
            "WITH THE CHAIR",
            "Not yet circulated, version 2.",
            "With the chair, not yet circulated.",
            "Minutes 2, draft version 2, not yet circulated. To be confirmed on 19 January 2027.",
        ),
        (
            MinutesState.CIRCULATED,
            "DRAFT",
            "Circulated on Tuesday 8 December 2026, version 2. The group will be asked to confirm "
            "these minutes on Tuesday 19 January 2027.",
            "Draft.",
            "Minutes 2, draft version 2, circulated 8 December 2026. "
            "To be confirmed on 19 January 2027.",
        ),
        (
            MinutesState.APPROVED,
            "",
            None,
            None,
            "Minutes 2, version 2, confirmed on 19 January 2027.",
        ),
    ],
)
def test_every_state_says_what_it_means(
    state: MinutesState, word: str, box: str | None, stands: str | None, foot: str
) -> None:
    document = minutes_document(alderfleet(state=state).meeting)
    assert (document.box_word, document.foot) == (word, foot)
    assert document.mark == ("" if state == MinutesState.APPROVED else "DRAFT")
    if box is not None:
        assert (document.box_text, document.stands) == (box, stands)
    else:
        assert document.confirmation == "Confirmed on Tuesday 19 January 2027."


def test_what_it_is_called(world: Alderfleet) -> None:
    document = minutes_document(world.meeting)
    assert document.caption == "Alderfleet steering group, meeting 2"
    assert document.heading == "Minutes of Tuesday 24 November 2026"
    assert document.title == "Alderfleet steering group: minutes of meeting 2"
    assert document.subject == "DRAFT minutes: Alderfleet steering group, 24 November 2026"
    assert document.time_and_place == (
        "10:00am to 12:00pm. Alderfleet Guildhall, Room 2, and online."
    )
    assert document.file_stem == f"{document.group_key}-2026-11-24-minutes-v2-draft"
    confirmed = replace(document, state=MinutesState.APPROVED, approved_on=NEXT.date())
    assert confirmed.subject == "Minutes: Alderfleet steering group, 24 November 2026"
    assert confirmed.file_stem == f"{document.group_key}-2026-11-24-minutes-v2"


def test_corrections_go_to_the_administrator_until_the_next_agenda_is_due(
    world: Alderfleet,
) -> None:
    assert minutes_document(world.meeting).corrections == (
        "Corrections to Imogen Tarrant, imogen.tarrant@example.org, by Monday 11 January 2027."
    )


def test_corrections_go_to_the_nearest_administrator() -> None:
    region = make.make_site()
    group = make.make_group(site=make.make_site(parent=region))
    meeting = make.make_meeting(group=group, starts_at=STARTS)
    make.make_minutes(meeting=meeting)
    assert minutes_document(meeting).administrator == ""
    for place, name in ((region, "Of the region"), (group.site, "Of the site")):
        person = make.make_person(name=name)
        make.make_role(person=person, site=place, role=Role.ADMINISTRATOR)
        assert minutes_document(meeting).administrator == name
        assert administrator_of(group) == person
    serving = make.make_person(name="Of the group")
    make.make_member(group=group, person=serving, role=MemberRole.ADMINISTRATOR)
    assert minutes_document(meeting).administrator == "Of the group"
    assert administrator_of(group) == serving


def test_without_a_next_meeting_no_day_is_promised(world: Alderfleet) -> None:
    world.meeting.group.meetings.filter(starts_at=NEXT).update(state=MeetingState.CANCELLED)
    document = minutes_document(world.meeting)
    assert document.to_be_confirmed_on is None
    assert document.confirmation == (
        "The group will be asked to confirm these minutes at its next meeting."
    )
    assert document.corrections == "Corrections to Imogen Tarrant, imogen.tarrant@example.org."


def test_a_version_corrected_since_it_was_sent_says_so(world: Alderfleet) -> None:
    Minutes.objects.filter(pk=world.minutes.pk).update(version=3, circulated_version=2)
    document = minutes_document(world.meeting)
    assert document.box_text.startswith(
        "Version 2 was circulated on Tuesday 8 December 2026. "
        "This is version 3, corrected since and not yet sent. "
    )
    sent = document.circulated(on=date(2026, 12, 10))
    assert sent.box_text.startswith("Circulated on Thursday 10 December 2026, version 3. ")


def test_too_few_members_are_said_above_all(world: Alderfleet) -> None:
    world.meeting.attendances.filter(status=PRESENT).exclude(
        person=world.people["Celia Brandreth"]
    ).delete()
    attendance = minutes_document(world.meeting).attendance
    assert attendance.sentence == "2 of 8 members came or had a deputy there. The quorum is 4."
    assert attendance.warning == (
        "The meeting did not have its quorum (2 of 8, 4 needed). Decisions are noted, not taken."
    )


def test_a_register_not_kept_is_not_an_empty_meeting(world: Alderfleet) -> None:
    world.meeting.attendances.all().delete()
    attendance = minutes_document(world.meeting).attendance
    assert attendance.sentence == "Who was there has not been recorded."
    assert attendance.warning == ""


def test_a_deputy_is_shown_with_an_agency_only_where_the_member_is(world: Alderfleet) -> None:
    stood_in = world.meeting.attendances.get(person=world.people["Joy Abernethy"])
    stood_in.on_behalf_of = world.people["Terence Oduya"]
    stood_in.save()
    world.meeting.attendances.filter(person=world.people["Terence Oduya"]).delete()
    there = minutes_document(world.meeting).attendance.there
    assert Attendee("Joy Abernethy, for Terence Oduya", "Group member") in there


def test_a_member_in_attendance_is_named_no_closer_than_in_the_table(world: Alderfleet) -> None:
    samir = world.people["Samir Vance"]
    make.make_post(
        person=samir, agency=make.make_agency(name="Lamplight"), title="Young carer worker"
    )
    world.meeting.attendances.filter(person=samir).update(status="in_attendance")
    attendance = minutes_document(world.meeting).attendance
    assert "Samir Vance (Group member)" in attendance.in_attendance


def test_one_text_for_the_whole_meeting_stands_under_the_agenda(world: Alderfleet) -> None:
    meeting = make.make_meeting(agenda=("Money", "Schools"), starts_at=STARTS)
    make.make_minutes(meeting=meeting, text="# Money\n\nThere was none.")
    document = minutes_document(meeting)
    assert (document.agenda, document.by_item) == (("Money", "Schools"), ())
    assert document.whole_text == "# Money\n\nThere was none."
    by_item = minutes_document(world.meeting)
    assert (by_item.agenda, by_item.by_item) == ((), by_item.items)


@pytest.mark.parametrize("number", [1, 3, 300])
def test_as_many_queries_however_much_was_recorded(number: int) -> None:
    meeting = _meeting_with(number)
    with CaptureQueriesContext(connection) as queries:
        document = minutes_document(meeting)
    assert len(document.actions) == len(document.attendance.there) == number
    assert len(queries) == 6


def _meeting_with(number: int) -> Meeting:
    meeting = make.make_meeting(agenda=("Everything",), starts_at=STARTS)
    item = meeting.agenda_items.get()
    make.make_minutes(meeting=meeting, item=item)
    for place in range(number):
        member = make.make_member(
            group=meeting.group,
            capacity=Capacity.SERVICE_USER,
            joined_on=STARTS.date() - timedelta(days=place),
        )
        make.make_attendance(meeting=meeting, person=member.person)
        make.make_action(meeting=meeting, item=item, owner=member.person)
        make.make_decision(meeting=meeting, item=item)
    return meeting
