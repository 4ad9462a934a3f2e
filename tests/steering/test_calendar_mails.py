"""Every case of a calendar mail, by RFC 5546, as ical.js reads it back."""

import email
import email.policy
import re
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from outbox.enums import State
from outbox.mime import build
from outbox.models import Message
from people.services import correct_address
from steering.enums import Appearance, Capacity, LeftBecause, MemberRole, SendingKind
from steering.handles import about, handle_of
from steering.links import Purpose, read_link
from steering.models import Meeting
from steering.services import entries, meetings, sendings
from steering.services.checking import prepare, with_check
from steering.services.memberships import SeatTerms, add_member, change_membership, end_membership
from steering.services.sendings import Shown
from tests.make import (
    LONDON,
    make_group,
    make_item,
    make_meeting,
    make_member,
    make_person,
    make_user,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
TODAY = NOW.date()
SECOND, MINUTE, HOLD = timedelta(seconds=1), timedelta(minutes=1), timedelta(minutes=5)
DECEMBER = datetime(2026, 12, 8, 10, 0, tzinfo=LONDON)
JANUARY = datetime(2027, 1, 12, 10, 0, tzinfo=LONDON)
AMY, TOM = "mailto:amy@example.org", "mailto:tom@example.org"
TERMS = SeatTerms(
    agency=None,
    capacity=Capacity.PROFESSIONAL,
    role=MemberRole.MEMBER,
    appears=Appearance.BY_CAPACITY,
    own_words="",
    joined_on=TODAY,
)


@pytest.fixture
def helen():
    return make_user(person=make_person(name="Helen Marsh", email="helen@example.org"))


@pytest.fixture
def group(helen):
    group = make_group(name="Northfield steering group")
    make_member(group=group, person=helen.person, role=MemberRole.ADMINISTRATOR)
    return group


@pytest.fixture
def amy(group):
    person = make_person(name="Amy Rudd", email="amy@example.org")
    return make_member(group=group, person=person)


@pytest.fixture
def tom():
    return make_person(name="Tom Ash", email="tom@example.org")


@pytest.fixture
def meeting(group, amy, helen):
    """A meeting of which Amy was told an hour ago."""
    return told(make_meeting(group=group, starts_at=DECEMBER, title="We meet"), helen)


@pytest.fixture
def later_meeting(meeting, helen):
    return told(make_meeting(group=meeting.group, starts_at=JANUARY, title="We meet again"), helen)


def press(meeting, by, kind=SendingKind.INVITATION, now=NOW):
    loaded = with_check(Meeting.objects.all(), kind).get(pk=meeting.pk)
    check = prepare(meeting=loaded, kind=kind, by=by, now=now)
    addresses = {one.person.pk: one.address for one in check.recipients.by_mail}
    shown = Shown(text_sha256=check.content.sha256, addresses=addresses)
    return sendings.send(
        meeting=meeting, kind=kind, batch=uuid.uuid4(), shown=shown, by=by, now=now
    )


def told(meeting, by):
    press(meeting, by, now=NOW - timedelta(hours=1))
    all_leaves(NOW - timedelta(minutes=50))
    meeting.refresh_from_db()
    return meeting


def all_leaves(moment):
    """What waits and may go by then has gone."""
    waiting = Message.objects.waiting().filter(send_after__lte=moment)
    waiting.update(state=State.SENT, sent_at=moment, changed_at=moment)
    sendings.settle(now=moment)


def waiting():
    return list(Message.objects.waiting().order_by("created_at", "pk"))


def change(meeting, now=NOW, **changes):
    names = ("title", "starts_at", "ends_at", "mode", "place", "joining_link")
    plan = meetings.MeetingPlan(**{name: getattr(meeting, name) for name in names} | changes)
    return meetings.change_meeting(meeting=meeting, plan=plan, now=now)


def a_day_later(meeting):
    return {
        "starts_at": meeting.starts_at + timedelta(days=1),
        "ends_at": meeting.ends_at + timedelta(days=1),
    }


def leave(seat, left_on=TODAY, now=NOW):
    end_membership(membership=seat, left_on=left_on, because=LeftBecause.OTHER, now=now)


def agrees(read, message, meeting, *, method, sequence, status):
    """That ical.js read what Python meant, and the mail says the same."""
    assert read.method == method == message.calendar_method
    assert (read.uid, read.sequence, read.status) == (str(meeting.uid), sequence, status)
    assert (read.starts_at, read.ends_at) == (meeting.starts_at, meeting.ends_at)
    assert read.title == meeting.title
    assert (read.where, read.link) == (meeting.where, meeting.joining_link)
    assert read.organiser == (("Helen Marsh", "mailto:helen@example.org"),)
    assert read.attendees == ((message.to_name, f"mailto:{message.to_address}"),)
    assert not read.repeats
    assert read.alarms == (1 if method == "REQUEST" else 0)
    [file] = message.enclosures.all()
    assert (file.file_name, file.content_type) == ("invite.ics", "application/ics")
    assert file.attachment.content.tobytes() == message.calendar.encode()


def the_one(by_ical_js, meeting, *, method, sequence, status):
    [message] = waiting()
    [read] = by_ical_js(message.calendar)
    agrees(read, message, meeting, method=method, sequence=sequence, status=status)
    return message


def test_an_invitation(by_ical_js, group, amy, helen):
    meeting = make_meeting(group=group, starts_at=DECEMBER)
    press(meeting, helen)
    message = the_one(by_ical_js, meeting, method="REQUEST", sequence=0, status="CONFIRMED")
    assert message.to_address == "amy@example.org"


@pytest.mark.parametrize(
    "changes",
    [
        {"starts_at": DECEMBER + timedelta(days=1), "ends_at": DECEMBER + timedelta(days=2)},
        {"ends_at": DECEMBER + timedelta(hours=1)},
        {"place": "Library"},
        {"title": "We meet; all of us, again"},
        {"joining_link": "https://meet.example.org/a?b=1,2;3&c=ü"},
        {"mode": "hybrid"},
    ],
    ids=["day", "end", "place", "title", "link", "mode"],
)
def test_a_change_of_what_the_entry_says(by_ical_js, meeting, helen, changes):
    meeting = change(meeting, **changes)
    assert waiting() == []  # it goes after a check
    press(meeting, helen)
    message = the_one(by_ical_js, meeting, method="REQUEST", sequence=1, status="CONFIRMED")
    assert message.subject.startswith("Changed: ")


def test_what_stays_as_it_was_is_no_change(meeting):
    assert (change(meeting).sequence, change(meeting).changed_in) == (0, 0)


def test_a_cancellation(by_ical_js, meeting, helen):
    meeting = meetings.cancel_meeting(meeting=meeting, now=NOW)
    press(meeting, helen, SendingKind.CANCELLATION)
    message = the_one(by_ical_js, meeting, method="CANCEL", sequence=1, status="CANCELLED")
    assert message.subject.startswith("Cancelled: ")


def test_who_joins_gets_the_present_entry_and_nobody_else_gets_anything(by_ical_js, meeting, tom):
    meeting = change(meeting, place="Library")
    add_member(group=meeting.group, person=tom, terms=TERMS, now=NOW)
    message = the_one(by_ical_js, meeting, method="REQUEST", sequence=1, status="CONFIRMED")
    assert (message.to_address, message.kind) == ("tom@example.org", "invitation")
    assert (message.state, message.held_until) == (State.HELD, NOW + HOLD)
    assert (message.from_name, message.reply_to) == ("Helen Marsh", "helen@example.org")
    assert message.subject == "Invitation: We meet, 8 December 2026"
    [(stands, link)] = message.private_links.items()
    assert stands in message.text
    assert read_link(link.split("/")[-2], Purpose.REPLY, now=NOW).person == tom


def test_who_joins_gets_every_meeting_to_come_that_members_know_of(group, later_meeting, tom):
    make_meeting(group=group, starts_at=JANUARY + timedelta(days=7))
    make_meeting(group=group, starts_at=NOW - timedelta(days=9), announced_at=NOW)
    add_member(group=group, person=tom, terms=TERMS, now=NOW)
    titles = ["Invitation: We meet, 8 December 2026", "Invitation: We meet again, 12 January 2027"]
    assert [one.subject for one in waiting()] == titles


def test_who_joins_later_gets_the_invitation_at_nine_that_day(group, later_meeting, tom):
    joins = replace(TERMS, joined_on=date(2027, 1, 4))
    add_member(group=group, person=tom, terms=joins, now=NOW)
    [message] = waiting()
    assert message.about == about(later_meeting)
    assert message.send_after == datetime(2027, 1, 4, 9, 0, tzinfo=LONDON)


def test_who_leaves_gets_a_cancellation_alone_and_the_others_nothing(by_ical_js, meeting, amy):
    leave(amy)
    meeting.refresh_from_db()
    [message] = waiting()
    [read] = by_ical_js(message.calendar)
    agrees(read, message, meeting, method="CANCEL", sequence=1, status="")
    assert (message.to_address, message.kind) == ("amy@example.org", "cancellation")
    assert (message.state, message.held_until) == (State.HELD, NOW + HOLD)
    assert message.subject == "No longer in your calendar: We meet, 8 December 2026"


def test_the_others_need_not_know_that_one_was_taken_off(meeting, amy, helen):
    leave(amy)
    meeting.refresh_from_db()
    assert (meeting.sequence, meeting.changed_in) == (1, 0)
    make_member(group=meeting.group)
    loaded = with_check(Meeting.objects.all(), SendingKind.INVITATION).get(pk=meeting.pk)
    check = prepare(meeting=loaded, kind=SendingKind.INVITATION, by=helen, now=NOW)
    assert not check.content.words(helen.person).subject.startswith("Changed")


def test_only_meetings_from_the_day_of_leaving_on_are_taken_out(later_meeting, amy):
    leave(amy, left_on=date(2026, 12, 9))
    assert [one.about for one in waiting()] == [about(later_meeting)]


def test_who_leaves_a_day_later_after_all_gets_back_what_is_theirs(by_ical_js, meeting, amy):
    leave(amy)
    all_leaves(NOW + HOLD)
    leave(amy, left_on=date(2026, 12, 31), now=NOW + timedelta(hours=1))
    meeting.refresh_from_db()
    the_one(by_ical_js, meeting, method="REQUEST", sequence=1, status="CONFIRMED")


def test_a_day_of_leaving_that_is_corrected_while_held_sends_nothing(meeting, amy):
    leave(amy)
    leave(amy, left_on=date(2026, 12, 31), now=NOW + HOLD - SECOND)
    assert waiting() == []


def test_who_joins_and_leaves_while_held_gets_nothing(meeting, tom):
    seat = add_member(group=meeting.group, person=tom, terms=TERMS, now=NOW)
    leave(seat, now=NOW + HOLD - SECOND)
    assert waiting() == []


def test_who_leaves_after_the_invitation_went_gets_the_cancellation(meeting, tom):
    seat = add_member(group=meeting.group, person=tom, terms=TERMS, now=NOW)
    all_leaves(NOW + HOLD)
    leave(seat, now=NOW + HOLD + SECOND)
    assert [(one.calendar_method, one.to_address) for one in waiting()] == [
        ("CANCEL", "tom@example.org")
    ]


def test_a_leaver_gets_nothing_after_that(meeting, amy, helen):
    leave(amy)
    all_leaves(NOW + HOLD)
    meeting = meetings.cancel_meeting(meeting=change(meeting, place="Library"), now=NOW + HOLD)
    leave(amy, left_on=TODAY - timedelta(days=1), now=NOW + timedelta(hours=1))
    assert waiting() == []


def test_who_leaves_a_cancelled_meeting_before_that_is_sent_learns_of_it(by_ical_js, meeting, amy):
    meeting = meetings.cancel_meeting(meeting=meeting, now=NOW)
    leave(amy)
    meeting.refresh_from_db()
    the_one(by_ical_js, meeting, method="CANCEL", sequence=2, status="CANCELLED")


def test_a_meeting_of_a_series_is_an_entry_of_its_own(by_ical_js, meeting, later_meeting, helen):
    moved = change(meeting, **a_day_later(meeting))
    press(moved, helen)
    the_one(by_ical_js, moved, method="REQUEST", sequence=1, status="CONFIRMED")
    later_meeting.refresh_from_db()
    assert (later_meeting.sequence, moved.uid != later_meeting.uid) == (0, True)


def test_a_corrected_address_gets_the_entry_and_the_old_one_nothing(by_ical_js, meeting, amy):
    correct_address(person=amy.person, email="a.rudd@example.org")
    entries.settle_everywhere(person=amy.person, now=NOW)
    message = the_one(by_ical_js, meeting, method="REQUEST", sequence=0, status="CONFIRMED")
    assert message.to_address == "a.rudd@example.org"
    entries.settle_everywhere(person=amy.person, now=NOW + MINUTE)
    assert waiting() == [message]


def test_an_address_that_is_corrected_twice_while_held_makes_one_mail(meeting, amy):
    for minute, address in enumerate(("a@example.org", "amy.rudd@example.org")):
        correct_address(person=amy.person, email=address)
        entries.settle_everywhere(person=amy.person, now=NOW + minute * MINUTE)
    assert [one.to_address for one in waiting()] == ["amy.rudd@example.org"]


def test_an_address_that_is_set_back_while_held_sends_nothing(meeting, amy):
    for address in ("a@example.org", "amy@example.org"):
        correct_address(person=amy.person, email=address)
        entries.settle_everywhere(person=amy.person, now=NOW)
    assert waiting() == []


def test_who_has_no_address_any_more_gets_nothing(meeting, amy):
    correct_address(person=amy.person, email="")
    entries.settle_everywhere(person=amy.person, now=NOW)
    assert waiting() == []


def test_a_new_organiser_is_named_with_a_risen_sequence(by_ical_js, meeting, amy, helen):
    seat = meeting.group.memberships.get(person=helen.person)
    seat.delete()
    owen = make_person(name="Owen Hart", email="owen@example.org")
    make_member(group=meeting.group, person=owen, role=MemberRole.ADMINISTRATOR)
    entries.settle(group=meeting.group, people=[amy.person], now=NOW)
    assert waiting() == []  # nobody is written to for that alone
    assert entries.pass_to_organiser(group=meeting.group, now=NOW) == 1
    [message] = waiting()
    [read] = by_ical_js(message.calendar)
    assert (read.uid, read.method, read.sequence) == (str(meeting.uid), "REQUEST", 1)
    assert read.organiser == (("Owen Hart", "mailto:owen@example.org"),)
    assert message.to_address == "amy@example.org"
    assert entries.pass_to_organiser(group=meeting.group, now=NOW + MINUTE) == 0


def test_a_new_organiser_while_the_invitation_is_held_makes_one_mail(by_ical_js, meeting, tom):
    add_member(group=meeting.group, person=tom, terms=TERMS, now=NOW)
    meeting.group.memberships.filter(role=MemberRole.ADMINISTRATOR).delete()
    owen = make_person(name="Owen Hart", email="owen@example.org")
    make_member(group=meeting.group, person=owen, role=MemberRole.ADMINISTRATOR)
    entries.pass_to_organiser(group=meeting.group, now=NOW + MINUTE)
    read = by_ical_js(*(one.calendar for one in waiting()))
    assert [one.to_address for one in waiting()] == ["amy@example.org", "tom@example.org"]
    assert {one.organiser[0][1] for one in read} == {"mailto:owen@example.org"}


def test_nothing_in_an_entry_concerns_anybody_else(meeting, later_meeting, amy, tom, helen):
    """Who else sits on the group, in what capacity, and what is on the agenda."""
    make_item(meeting=meeting, title="The merger of two teams")
    make_item(meeting=meeting, title="A complaint", confidential=True)
    terms = replace(TERMS, capacity=Capacity.CARER)
    add_member(group=meeting.group, person=tom, terms=terms, now=NOW)
    leave(amy)
    press(change(later_meeting, place="Library"), helen)
    messages = Message.objects.exclude(calendar="").order_by("pk")
    assert {one.calendar_method for one in messages} == {"REQUEST", "CANCEL"}
    for one in messages:
        entry = one.calendar.replace("\r\n ", "")
        addresses = set(re.findall(r"[\w.+-]+@[\w.-]+", entry))
        assert addresses == {"helen@example.org", one.to_address}
        for word in ("arer", "merger", "complaint", "Professional"):
            assert word not in entry, word


@pytest.mark.parametrize("case", ["joins", "leaves"])
def test_the_mail_holds_the_entry_for_reading_and_as_a_file(by_ical_js, meeting, amy, tom, case):
    if case == "joins":
        add_member(group=meeting.group, person=tom, terms=TERMS, now=NOW)
    else:
        leave(amy)
    [message] = waiting()
    wire = build(message, list(message.enclosures.all()), now=NOW)
    mail = email.message_from_bytes(wire, policy=email.policy.SMTP)
    alternative, file = mail.iter_parts()
    kinds = [part.get_content_type() for part in alternative.iter_parts()]
    assert (mail.get_content_type(), alternative.get_content_type()) == (
        "multipart/mixed",
        "multipart/alternative",
    )
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    entry = list(alternative.iter_parts())[-1]
    assert entry["Content-Type"].params["method"] == message.calendar_method
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "invite.ics")
    inside, attached = entry.get_payload(decode=True), file.get_payload(decode=True)
    assert inside.rstrip() == attached.rstrip()
    assert by_ical_js(inside.decode()) == by_ical_js(message.calendar)
    assert b"\n" not in attached.replace(b"\r\n", b"")


def test_changes_while_the_invitation_is_held_make_one_mail_of_the_newest(
    by_ical_js, group, amy, helen
):
    meeting = make_meeting(group=group, starts_at=DECEMBER)
    press(meeting, helen)
    meeting = change(meeting, now=NOW + MINUTE, place="Library")
    meeting = change(meeting, now=NOW + 2 * MINUTE, **a_day_later(meeting))
    message = the_one(by_ical_js, meeting, method="REQUEST", sequence=2, status="CONFIRMED")
    assert message.held_until == NOW + 2 * MINUTE + HOLD
    assert (message.from_name, message.subject.split(":")[0]) == ("Helen Marsh", "Invitation")
    withdrawn = Message.objects.filter(state=State.WITHDRAWN).order_by("pk")
    reasons = [one.explanation for one in withdrawn]
    assert reasons == ["The meeting was changed.", "The meeting was moved."]
    all_leaves(NOW + 2 * MINUTE + HOLD)
    meeting.refresh_from_db()
    assert meeting.announced_at == NOW + 2 * MINUTE + HOLD


def test_a_change_in_the_last_second_of_the_hold_is_in_time_and_one_after_it_is_not(
    group, amy, helen
):
    for after, mails in ((HOLD - SECOND, 1), (HOLD + SECOND, 0)):
        meeting = make_meeting(group=group, starts_at=DECEMBER)
        press(meeting, helen)
        if after > HOLD:
            all_leaves(NOW + HOLD)
        change(meeting, now=NOW + after, place="Library")
        rows = Message.objects.about(about(meeting))
        assert (rows.waiting().count(), rows.filter(state=State.SENT).count()) == (mails, 1 - mails)


def test_undoing_after_a_change_undoes_the_one_mail(group, amy, helen):
    meeting = make_meeting(group=group, starts_at=DECEMBER)
    press(meeting, helen)
    change(meeting, now=NOW + MINUTE, place="Library")
    sendings.undo(sending=sendings.under_way(meeting, SendingKind.INVITATION), now=NOW + MINUTE)
    assert waiting() == []


def test_who_joins_while_the_invitation_is_held_is_part_of_it(group, amy, helen, tom):
    meeting = make_meeting(group=group, starts_at=DECEMBER)
    sending = press(meeting, helen)
    add_member(group=group, person=tom, terms=TERMS, now=NOW + MINUTE)
    assert {one.to_address for one in waiting()} == {"amy@example.org", "tom@example.org"}
    change(meeting, now=NOW + 2 * MINUTE, place="Library")
    assert {one.to_address for one in waiting()} == {"amy@example.org", "tom@example.org"}
    assert len(waiting()) == 2
    sending.refresh_from_db()
    assert sending.dropped_at == NOW + 2 * MINUTE
    sendings.undo(sending=sendings.under_way(meeting, SendingKind.INVITATION), now=NOW + 2 * MINUTE)
    assert waiting() == []


def test_a_change_while_a_newcomers_invitation_is_held_makes_it_one_mail(by_ical_js, meeting, tom):
    add_member(group=meeting.group, person=tom, terms=TERMS, now=NOW)
    meeting = change(meeting, now=NOW + MINUTE, **a_day_later(meeting))
    meeting = change(meeting, now=NOW + 2 * MINUTE, title="We meet after all")
    message = the_one(by_ical_js, meeting, method="REQUEST", sequence=2, status="CONFIRMED")
    assert (message.to_address, message.held_until) == (
        "tom@example.org",
        NOW + 2 * MINUTE + HOLD,
    )


def test_a_leavers_cancellation_outlives_a_change_and_a_cancellation(by_ical_js, meeting, amy):
    leave(amy)
    meeting = change(meeting, now=NOW + MINUTE, **a_day_later(meeting))
    assert [one.calendar_method for one in waiting()] == ["CANCEL"]
    meeting = meetings.cancel_meeting(meeting=meeting, now=NOW + 2 * MINUTE)
    meeting.refresh_from_db()
    message = the_one(by_ical_js, meeting, method="CANCEL", sequence=5, status="CANCELLED")
    assert message.recipient == handle_of(amy.person)


def test_a_cancelled_meeting_invites_no_newcomer(meeting, tom):
    add_member(group=meeting.group, person=tom, terms=TERMS, now=NOW)
    meetings.cancel_meeting(meeting=meeting, now=NOW + MINUTE)
    assert waiting() == []


def test_who_was_told_before_an_import_is_taken_off_by_mail_and_not_invited_anew(group, amy, tom):
    meeting = make_meeting(group=group, starts_at=DECEMBER, announced_at=NOW - timedelta(days=1))
    change_membership(
        membership=amy, terms=replace(TERMS, joined_on=TODAY - timedelta(days=30)), now=NOW
    )
    assert waiting() == []
    leave(amy)
    assert [(one.about, one.calendar_method) for one in waiting()] == [(about(meeting), "CANCEL")]


def test_who_was_left_out_of_the_invitation_gets_no_cancellation(group, amy, helen, tom):
    meeting = make_meeting(group=group, starts_at=DECEMBER)
    make_member(group=group, person=tom)
    loaded = with_check(Meeting.objects.all(), SendingKind.INVITATION).get(pk=meeting.pk)
    check = prepare(
        meeting=loaded,
        kind=SendingKind.INVITATION,
        by=helen,
        left_out=[amy.person.pk],
        now=NOW - timedelta(hours=1),
    )
    addresses = {one.person.pk: one.address for one in check.recipients.by_mail}
    sendings.send(
        meeting=meeting,
        kind=SendingKind.INVITATION,
        batch=uuid.uuid4(),
        shown=Shown(text_sha256=check.content.sha256, addresses=addresses),
        left_out=[amy.person.pk],
        by=helen,
        now=NOW - timedelta(hours=1),
    )
    all_leaves(NOW - MINUTE)
    leave(amy)
    assert waiting() == []


def test_settling_twice_adds_nothing(meeting, amy, tom):
    add_member(group=meeting.group, person=tom, terms=TERMS, now=NOW)
    leave(amy)
    before = waiting()
    entries.settle(group=meeting.group, people=[tom, amy.person], now=NOW + MINUTE)
    assert waiting() == before
    assert len(before) == 2
