"""Check and send: who gets what, held with Undo, once, and what it brings about."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from outbox.enums import State
from outbox.models import Mailbox, Message
from outbox.services import TooLateToUndo, open_mailbox
from steering.enums import MeetingState, MemberRole, MinutesState, SendingKind
from steering.models import Meeting, Minutes, Sending
from steering.services import meetings, sendings
from steering.services.checking import AlreadyUnderWay, NothingToSend, prepare, with_check
from steering.services.minutes import Draft, MinutesAreGoingOut, save_texts
from steering.services.sendings import ListHasChanged, Shown
from tests.make import (
    LONDON,
    make_action,
    make_attendance,
    make_group,
    make_meeting,
    make_member,
    make_minutes,
    make_person,
    make_user,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
IN_TIME = datetime(2026, 12, 8, 10, 0, tzinfo=LONDON)
INVITATION = SendingKind.INVITATION


@pytest.fixture
def helen():
    return make_user(person=make_person(name="Helen Marsh", email="helen@example.org"))


@pytest.fixture
def group(helen):
    group = make_group(name="Northfield steering group")
    make_member(group=group, person=helen.person, role=MemberRole.ADMINISTRATOR)
    for name in ("Amy Rudd", "Tom Ash"):
        address = f"{name.split()[0].lower()}@example.org"
        make_member(group=group, person=make_person(name=name, email=address))
    return group


@pytest.fixture
def meeting(group):
    return make_meeting(group=group, starts_at=IN_TIME, agenda=("Welcome", "The pilot"))


def look(meeting, by, kind=INVITATION, **more):
    loaded = with_check(Meeting.objects.all(), kind).get(pk=meeting.pk)
    return prepare(meeting=loaded, kind=kind, by=by, now=NOW, **more)


def as_shown(check) -> Shown:
    return Shown(
        text_sha256=check.content.sha256,
        addresses={one.person.pk: one.address for one in check.recipients.by_mail},
    )


def press(meeting, by, *, kind=INVITATION, batch=None, shown=None, left_out=(), now=NOW):
    shown = shown or as_shown(look(meeting, by, kind, left_out=left_out))
    return sendings.send(
        meeting=meeting,
        kind=kind,
        batch=batch or uuid.uuid4(),
        shown=shown,
        left_out=left_out,
        by=by,
        now=now,
    )


def leave(sending, when):
    """What the worker does to the messages of a sending, in one step."""
    Message.objects.of_batch(str(sending.batch)).update(
        state=State.SENT, sent_at=when, changed_at=when
    )


def test_each_member_but_the_sender_gets_one_message_held_for_the_groups_time(meeting, helen):
    sending = press(meeting, helen)
    assert sending.leaves_at == NOW + timedelta(minutes=5)
    messages = Message.objects.order_by("to_name")
    assert [
        (one.to_name, one.to_address, one.state, one.held_until, one.expires_at) for one in messages
    ] == [
        ("Amy Rudd", "amy@example.org", State.HELD, sending.leaves_at, IN_TIME),
        ("Tom Ash", "tom@example.org", State.HELD, sending.leaves_at, IN_TIME),
    ]
    amy = messages[0]
    assert (amy.from_name, amy.reply_to) == ("Helen Marsh", "helen@example.org")
    assert amy.calendar_method == "REQUEST"
    assert "mailto:amy@example.org" in amy.calendar.replace("\r\n ", "")
    assert "tom@example.org" not in amy.calendar
    assert "1. Welcome\n2. The pilot" in amy.text


def test_pressing_twice_sends_once(meeting, helen):
    batch = uuid.uuid4()
    first = press(meeting, helen, batch=batch)
    again = press(meeting, helen, batch=batch, shown=Shown("", {}))
    assert again == first
    assert Message.objects.count() == 2


def test_a_second_sending_waits_until_the_first_has_left(meeting, helen):
    shown = as_shown(look(meeting, helen))
    press(meeting, helen)
    with pytest.raises(AlreadyUnderWay):
        press(meeting, helen, shown=shown)


def test_nothing_goes_when_the_list_has_changed_since_it_was_shown(meeting, helen, group):
    shown = as_shown(look(meeting, helen))
    gone = group.memberships.get(person__name="Tom Ash")
    gone.left_on = date(2020, 1, 2)
    gone.save()
    make_member(group=group, person=make_person(name="Sunita Rao", email="rao@example.org"))
    amy = group.memberships.get(person__name="Amy Rudd").person
    amy.email = "amy.rudd@example.org"
    amy.save()
    with pytest.raises(ListHasChanged) as refused:
        press(meeting, helen, shown=shown)
    assert str(refused.value) == (
        "The list has changed since you looked: Sunita Rao was added, "
        "Tom Ash is no longer on it, the address of Amy Rudd is another. Check again."
    )
    assert (Sending.objects.count(), Message.objects.count()) == (0, 0)


def test_nothing_goes_when_the_text_has_changed_since_it_was_shown(meeting, helen):
    shown = as_shown(look(meeting, helen))
    meeting.agenda_items.filter(position=2).update(title="Another item")
    with pytest.raises(ListHasChanged, match="The text has changed since you looked"):
        press(meeting, helen, shown=shown)
    assert Message.objects.count() == 0


def test_whoever_is_left_out_gets_nothing_and_is_named(meeting, helen, group):
    amy = group.memberships.get(person__name="Amy Rudd").person
    check = look(meeting, helen, left_out=[amy.pk])
    assert [one.person for one in check.recipients.left_out] == [amy]
    press(meeting, helen, left_out=[amy.pk])
    assert [one.to_name for one in Message.objects.all()] == ["Tom Ash"]


def test_undo_sends_nothing_and_one_can_send_again(meeting, helen):
    sending = press(meeting, helen)
    sendings.undo(sending=sending, now=NOW + timedelta(minutes=1))
    assert set(Message.objects.values_list("state", flat=True)) == {State.WITHDRAWN}
    press(meeting, helen)
    assert Message.objects.filter(state=State.HELD).count() == 2


def test_undo_is_refused_once_a_message_has_gone(meeting, helen):
    sending = press(meeting, helen)
    left_at = NOW + timedelta(minutes=5)
    Message.objects.filter(to_name="Amy Rudd").update(
        state=State.SENT, sent_at=left_at, changed_at=left_at
    )
    with pytest.raises(TooLateToUndo):
        sendings.undo(sending=sending, now=left_at)
    sending.refresh_from_db()
    assert sending.dropped_at is None
    assert Message.objects.get(to_name="Tom Ash").state == State.HELD


def test_members_count_as_told_from_the_first_message_that_left(meeting, helen):
    sending = press(meeting, helen)
    left_at = NOW + timedelta(minutes=5, seconds=2)
    assert sendings.settle(now=left_at) == 0
    meeting.refresh_from_db()
    assert meeting.announced_at is None
    leave(sending, left_at)
    assert sendings.settle(now=left_at) == 1
    assert sendings.settle(now=left_at) == 0
    meeting.refresh_from_db()
    assert meeting.announced_at == left_at


def test_a_sending_of_which_nothing_arrived_comes_to_nothing(meeting, helen):
    sending = press(meeting, helen)
    Message.objects.update(state=State.FAILED, explanation="No such mailbox.")
    sendings.settle(now=NOW + timedelta(hours=1))
    meeting.refresh_from_db()
    sending.refresh_from_db()
    assert (meeting.announced_at, sending.took_effect_at) == (None, None)
    assert sendings.under_way(meeting, INVITATION) is None


def test_a_changed_time_is_sent_as_a_change_of_the_same_calendar_entry(meeting, helen):
    leave(press(meeting, helen), NOW)
    sendings.settle(now=NOW + timedelta(minutes=6))
    plan = meetings.MeetingPlan(
        title=meeting.title,
        starts_at=IN_TIME + timedelta(days=1),
        ends_at=IN_TIME + timedelta(days=1, hours=2),
        mode=meeting.mode,
        place=meeting.place,
    )
    meeting = meetings.change_meeting(meeting=meeting, plan=plan, now=NOW)
    press(meeting, helen)
    message = Message.objects.filter(state=State.HELD).first()
    assert message.subject.startswith("Changed: ")
    assert "SEQUENCE:1" in message.calendar
    assert f"UID:{meeting.uid}" in message.calendar


def test_a_cancellation_takes_the_meeting_out_of_calendars(meeting, helen):
    meeting = meetings.cancel_meeting(meeting=meeting, now=NOW)
    press(meeting, helen, kind=SendingKind.CANCELLATION)
    assert set(Message.objects.values_list("calendar_method", flat=True)) == {"CANCEL"}
    with pytest.raises(NothingToSend, match="This meeting is cancelled"):
        look(meeting, helen)


def test_only_an_invitation_is_headed_as_a_change(meeting, helen):
    leave(press(meeting, helen), NOW)
    sendings.settle(now=NOW + timedelta(minutes=6))
    meeting = meetings.cancel_meeting(meeting=meeting, now=NOW)
    check = look(meeting, helen, SendingKind.CANCELLATION)
    assert check.content.words(helen.person).subject.startswith("Cancelled: ")


def test_a_list_without_an_address_cannot_be_sent(helen):
    group = make_group()
    make_member(group=group, person=make_person(email=""))
    with pytest.raises(NothingToSend, match="Nobody on the list has an e-mail address"):
        press(make_meeting(group=group, starts_at=IN_TIME), helen)


def test_a_group_that_holds_nothing_back_sends_at_once(meeting, helen):
    Mailbox.objects.create(key=meeting.group.key, name="x", hold_seconds=0)
    sending = press(meeting, helen)
    assert sending.leaves_at == NOW
    assert set(Message.objects.values_list("state", flat=True)) == {State.QUEUED}


def test_what_is_unusual_comes_first_and_says_why(meeting, helen, group):
    make_member(group=group, person=make_person(name="Diane Foster", email=""))
    make_member(group=group, person=make_person(name="Fay Hale", email="fay@example.org"))
    make_member(group=group, person=make_person(name="Max Shaw", email="office@example.org"))
    new = make_person(name="Nia Penn", email="nia@example.org")
    make_member(group=group, person=new, joined_on=date(2026, 11, 17))
    make_member(group=group, person=make_person(name="Al Twin", email="amy@example.org"))
    Message.objects.create(
        mailbox=open_mailbox(key=group.key, name=group.name),
        key="earlier",
        kind="agenda",
        to_address="fay@example.org",
        subject="s",
        text="t",
        state=State.FAILED,
        explanation="Mailbox full.",
        send_after=NOW,
        created_at=NOW - timedelta(days=1),
        changed_at=NOW - timedelta(days=1),
    )
    looked_at = look(meeting, helen).recipients.to_look_at
    assert [(one.person.name, one.look.tag, one.look.note) for one in looked_at] == [
        ("Diane Foster", "No e-mail", "Gets a printed copy by post, from you."),
        ("Fay Hale", "Came back", "The last message failed on 23 November 2026."),
        ("Max Shaw", "Shared mailbox", "Others may read this mailbox."),
        ("Nia Penn", "New address", "Joined on 17 November 2026. Never written to before."),
        ("Amy Rudd", "Two people", "Somebody else on this list has this address."),
        ("Al Twin", "Two people", "Somebody else on this list has this address."),
    ]


def test_minutes_go_to_members_and_to_those_in_attendance_and_say_why(helen, group):
    day = datetime(2026, 11, 10, 10, 0, tzinfo=LONDON)
    meeting = make_meeting(group=group, starts_at=day, state=MeetingState.HELD)
    amy, tom = (group.memberships.get(person__name=name).person for name in ("Amy Rudd", "Tom Ash"))
    chair = make_member(group=group, person=make_person(name="Meg Ellis"), role=MemberRole.CHAIR)
    former = make_member(
        group=group, person=make_person(name="Kevin Moss"), left_on=date(2026, 11, 16)
    )
    deputy = make_person(name="Sue Ray")
    visitor = make_person(name="Ruth Day")
    make_attendance(meeting=meeting, person=amy)
    make_attendance(meeting=meeting, person=tom, status="apologies")
    make_attendance(meeting=meeting, person=former.person)
    make_attendance(meeting=meeting, person=deputy, status="deputy", on_behalf_of=tom)
    make_attendance(meeting=meeting, person=visitor, status="in_attendance")
    joined_later = make_member(group=group, joined_on=date(2026, 11, 20)).person
    make_minutes(meeting=meeting, text="All was said.")
    recipients = look(meeting, helen, SendingKind.MINUTES).recipients
    assert {one.person.name: one.why for one in recipients.by_mail} == {
        chair.person.name: "Chair",
        "Amy Rudd": "Was there",
        "Tom Ash": "Apologies",
        "Sue Ray": "Deputy",
        "Ruth Day": "In attendance",
        joined_later.name: "Member",
    }
    assert recipients.not_sent_to == ("Kevin Moss, who left the group on 16 November 2026",)


def test_whoever_changes_seats_before_the_meeting_gets_what_is_sent_once(helen, group):
    moving = make_person(name="Ida Moor")
    change = date(2026, 12, 1)
    make_member(group=group, person=moving, left_on=change)
    make_member(group=group, person=moving, joined_on=change)
    ahead = make_meeting(group=group, starts_at=IN_TIME)
    behind = make_meeting(
        group=group, starts_at=datetime(2026, 11, 10, 10, 0, tzinfo=LONDON), state=MeetingState.HELD
    )
    make_minutes(meeting=behind, text="All was said.")
    for meeting, kind in ((ahead, INVITATION), (behind, SendingKind.MINUTES)):
        listed = [one.person for one in look(meeting, helen, kind).recipients.by_mail]
        assert listed.count(moving) == 1


def test_whoever_is_to_join_later_gets_the_minutes_of_a_meeting_they_came_to(helen, group):
    meeting = make_meeting(
        group=group, starts_at=datetime(2026, 11, 10, 10, 0, tzinfo=LONDON), state=MeetingState.HELD
    )
    make_minutes(meeting=meeting, text="All was said.")
    visitor = make_person(name="Ruth Day")
    make_attendance(meeting=meeting, person=visitor, status="in_attendance")
    make_member(group=group, person=visitor, joined_on=date(2026, 12, 1))
    listed = look(meeting, helen, SendingKind.MINUTES).recipients.by_mail
    assert [one.why for one in listed if one.person == visitor] == ["In attendance"]


@pytest.mark.parametrize("kind", SendingKind)
def test_nobody_checks_what_is_on_its_way_out(helen, group, kind):
    state = {SendingKind.MINUTES: MeetingState.HELD, SendingKind.CANCELLATION: "cancelled"}.get(
        kind, MeetingState.PLANNED
    )
    meeting = make_meeting(group=group, starts_at=IN_TIME, state=state, agenda=("Welcome",))
    make_minutes(meeting=meeting, text="All was said.")
    sending = press(meeting, helen, kind=kind)
    with pytest.raises(AlreadyUnderWay):
        look(meeting, helen, kind)
    sendings.undo(sending=sending, now=NOW)
    assert look(meeting, helen, kind).recipients.by_mail


def test_minutes_count_as_circulated_when_the_first_message_has_left(helen, group):
    day = datetime(2026, 11, 10, 10, 0, tzinfo=LONDON)
    meeting = make_meeting(
        group=group, starts_at=day, state=MeetingState.HELD, agenda=("Welcome", "The pilot")
    )
    tom = group.memberships.get(person__name="Tom Ash").person
    make_minutes(meeting=meeting, text="The pilot *goes on*.", item=meeting.agenda_items.last())
    make_action(meeting=meeting, text="Write to the schools", owner=tom)
    sending = press(meeting, helen, kind=SendingKind.MINUTES)
    meeting.minutes.refresh_from_db()
    assert meeting.minutes.state == MinutesState.DRAFT
    message = Message.objects.get(to_name="Tom Ash")
    assert message.subject == "DRAFT minutes: Northfield steering group, 10 November 2026"
    assert "Circulated on Tuesday 24 November 2026, version 1." in " ".join(message.text.split())
    assert message.text.index("YOUR ACTIONS") < message.text.index("The pilot goes on.")
    assert "YOUR ACTIONS" not in Message.objects.get(to_name="Amy Rudd").text
    enclosed = message.enclosures.select_related("attachment").get()
    assert enclosed.file_name == f"{group.key}-2026-11-10-minutes-v1-draft.pdf"
    assert bytes(enclosed.attachment.content).startswith(b"%PDF-")
    left_at = NOW + timedelta(minutes=5)
    leave(sending, left_at)
    sendings.settle(now=left_at)
    minutes = Minutes.objects.get(meeting=meeting)
    assert (minutes.state, minutes.circulated_at) == (MinutesState.CIRCULATED, left_at)


@pytest.mark.parametrize(
    ("text", "state", "sentence"),
    [
        ("", MinutesState.DRAFT, "The minutes are not written yet."),
        ("Done.", MinutesState.APPROVED, "These minutes are confirmed"),
    ],
)
def test_minutes_that_are_empty_or_confirmed_are_not_sent(helen, group, text, state, sentence):
    meeting = make_meeting(group=group, state=MeetingState.HELD)
    make_minutes(meeting=meeting, text=text, state=state)
    with pytest.raises(NothingToSend, match=sentence):
        look(meeting, helen, SendingKind.MINUTES)


def test_what_is_held_cannot_be_changed_and_a_correction_afterwards_is_one_new_version(
    helen, group
):
    day = datetime(2026, 11, 10, 10, 0, tzinfo=LONDON)
    meeting = make_meeting(group=group, starts_at=day, state=MeetingState.HELD)
    make_minutes(meeting=meeting, text="First.")
    sending = press(meeting, helen, kind=SendingKind.MINUTES)
    with pytest.raises(MinutesAreGoingOut, match="Undo the sending first"):
        save_texts(meeting=meeting, drafts=[Draft(None, "Second.", 1)], now=NOW)
    leave(sending, NOW)
    sendings.settle(now=NOW + timedelta(minutes=5))
    for version, text in ((1, "Second."), (2, "Third.")):
        save_texts(meeting=meeting, drafts=[Draft(None, text, version)], now=NOW)
    minutes = Minutes.objects.get(meeting=meeting)
    assert (minutes.version, minutes.circulated_version) == (2, 1)
    leave(press(meeting, helen, kind=SendingKind.MINUTES), NOW)
    sendings.settle(now=NOW + timedelta(minutes=5))
    minutes.refresh_from_db()
    assert (minutes.version, minutes.circulated_version) == (2, 2)
