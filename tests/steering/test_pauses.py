"""Pausing all mail of a group: what waits, what leaves when it is resumed, and what is told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outbox.enums import State
from outbox.models import Mailbox, Message
from outbox.services import open_mailbox, pause
from outbox.services.delivery import deliver
from outbox.services.sweeping import sweep
from people.models import User
from sites.enums import Role
from steering.models import SteeringGroup
from steering.services.notices import queue_due
from steering.services.pauses import NotPaused, pause_mail, resume_mail, what_waits
from tests import make
from tests.mail_server import running_mail_server
from tests.steering.cycle.scene import EIGHTH, Scene, nine, scene

NOON = nine(24, 11) + timedelta(hours=3)
"""A Tuesday, a fortnight before the meeting of Tuesday 8 December."""


@pytest.fixture
def cycle(db: None) -> Scene:
    return scene()


def administrator(group: SteeringGroup) -> User:
    person = make.make_person(name="Helen Marsh")
    make.make_role(person=person, site=group.site, role=Role.ADMINISTRATOR)
    return make.make_user(person=person)


def message(group: SteeringGroup, **of_it: object) -> Message:
    mailbox = open_mailbox(key=group.key, name=group.name)
    return make.make_message(mailbox=mailbox, now=NOON, **of_it)


def test_a_message_of_a_paused_group_does_not_leave_and_that_of_another_does(
    cycle: Scene, settings
) -> None:
    group, helen = cycle.group, administrator(cycle.group)
    own, other = message(group), message(make.make_group())
    with running_mail_server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        pause_mail(group=group, by=helen, now=NOON)
        deliver(clock=lambda: NOON)
        assert server.message_ids == [other.message_id]
        code = make.make_sign_in_code(now=NOON)
        deliver(clock=lambda: NOON)
        assert server.message_ids == [other.message_id, code.message_id]
        resume_mail(group=group, now=NOON)
        deliver(clock=lambda: NOON)
        assert server.message_ids == [other.message_id, code.message_id, own.message_id]


def test_it_is_kept_who_paused_and_since_when(cycle: Scene) -> None:
    group, helen = cycle.group, administrator(cycle.group)
    pause_mail(group=group, by=helen, now=NOON)
    pause_mail(group=group, by=make.make_user(), now=NOON + timedelta(hours=1))
    mailbox = Mailbox.objects.get(key=group.key)
    assert (mailbox.paused, mailbox.paused_at, mailbox.paused_by) == (True, NOON, "Helen Marsh")
    resume_mail(group=group, now=NOON)
    mailbox.refresh_from_db()
    assert (mailbox.paused, mailbox.paused_at, mailbox.paused_by) == (False, None, "")
    with pytest.raises(NotPaused):
        resume_mail(group=group, now=NOON)


def test_what_waits(cycle: Scene) -> None:
    group = cycle.group
    message(group)
    held = message(group)
    Message.objects.filter(pk=held.pk).update(state=State.HELD)
    message(make.make_group())
    waits = what_waits(group, NOON, None)
    assert (waits.leaving, waits.held, waits.messages, waits.lapsed) == (1, 1, 2, 0)
    assert [one.kind for one in waits.due] == ["agenda_with_chair"]
    assert [one.kind for one in waits.to_come] == ["agenda_out", "second_request"]
    assert waits.over == []


def test_what_was_over_before_it_was_resumed_does_not_go(cycle: Scene) -> None:
    group = cycle.group
    expiring = message(group, expires_at=EIGHTH)
    pause_mail(group=group, by=administrator(group), now=NOON)
    after = EIGHTH + timedelta(hours=3)
    assert queue_due(now=nine(7, 12)) == 0
    sweep(now=after)
    expiring.refresh_from_db()
    assert expiring.state == State.WITHDRAWN
    waits = what_waits(group, after, NOON)
    assert (waits.leaving, waits.lapsed) == (0, 1)
    assert [one.kind for one in waits.over] == ["agenda_out", "second_request", "reminder"]
    resume_mail(group=group, now=NOON)
    assert queue_due(now=after) == 0


def test_a_notice_that_is_still_current_goes_once_it_is_resumed(cycle: Scene) -> None:
    group = cycle.group
    pause_mail(group=group, by=administrator(group), now=NOON)
    reminded = nine(7, 12)
    assert queue_due(now=reminded) == 0
    resume_mail(group=group, now=NOON)
    assert queue_due(now=reminded) > 0
    assert "reminder" in Message.objects.values_list("kind", flat=True)


class TestPages:
    @pytest.fixture
    def group(self, db: None) -> SteeringGroup:
        return make.make_group(name="Northfield steering group")

    @pytest.fixture
    def browser(self, group: SteeringGroup, client: Client) -> Client:
        client.force_login(administrator(group))
        return client

    def test_the_check_then_the_pause_then_the_resumption(self, group, browser) -> None:
        mailbox = open_mailbox(key=group.key, name=group.name)
        make.make_message(mailbox=mailbox, now=timezone.now())
        address = reverse("pause_mail", args=[group.key])
        assert (
            "Nothing leaves for the Northfield steering group until you resume: 1 message waits, "
            "and no notice would go in the next 7 days."
        ) in browser.get(address).content.decode()
        assert not Mailbox.objects.get(key=group.key).paused
        page = browser.post(address, follow=True).content.decode()
        assert "Resume the mail of the Northfield steering group?" in page
        assert "1 message waits and leaves at once." in page
        assert Mailbox.objects.get(key=group.key).paused
        resumed = browser.post(reverse("resume_mail", args=[group.key]), follow=True)
        assert "The mail of the Northfield steering group leaves again." in resumed.content.decode()
        assert not Mailbox.objects.get(key=group.key).paused
        again = browser.post(reverse("resume_mail", args=[group.key]), follow=True)
        assert "is not paused" in again.content.decode()

    def test_while_paused_today_the_group_its_meetings_and_messages_say_so(
        self, group, browser
    ) -> None:
        meeting = make.make_meeting(group=group, announced_at=NOON)
        other = make.make_group(site=group.site, name="Lagan locality team")
        make.make_meeting(group=other)
        places = [
            reverse("home"),
            reverse("group", args=[group.key]),
            reverse("meeting", args=[meeting.pk]),
            reverse("meeting_messages", args=[meeting.pk]),
            reverse("outbox"),
        ]
        said = (
            "All mail of the Northfield steering group is paused since "
            "Tuesday 24 November 2026, 12:00pm, by Helen Marsh."
        )
        for place in places:
            assert said not in browser.get(place).content.decode()
        mailbox = open_mailbox(key=group.key, name=group.name)
        pause(mailbox=mailbox, now=NOON, by="Helen Marsh")
        for place in places:
            page = browser.get(place).content.decode()
            assert said in page, place
            assert "Lagan locality team is paused" not in page

    def test_a_member_is_told_nothing_of_it(self, group, client) -> None:
        person = make.make_person()
        make.make_member(group=group, person=person)
        client.force_login(make.make_user(person=person))
        pause(mailbox=open_mailbox(key=group.key, name=group.name), now=NOON, by="Helen Marsh")
        page = client.get(reverse("group", args=[group.key])).content.decode()
        assert "is paused" not in page
