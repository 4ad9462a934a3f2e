"""The administrator's work passes to somebody else in one step."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from outbox.enums import State
from outbox.models import Mailbox, Message
from outbox.services import Draft, open_mailbox, put
from people.enums import Route
from people.models import Person, User
from sites.enums import Role
from steering.documents.contacts import administrator_of
from steering.enums import Capacity, HandoverOf, MemberRole, NoticeKind
from steering.models import Handover, Meeting, NoticeHold, SteeringGroup
from steering.services import entries
from steering.services.administration import (
    NeedsAnAddress,
    NobodyToTakeOverFrom,
    hand_over_administration,
)
from steering.services.dated_changes import Newcomer
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> SteeringGroup:
    return make.make_group()


@pytest.fixture
def giver(group: SteeringGroup) -> Person:
    person = make.make_person(name="Leah Morgan", email="leah@example.org")
    make.make_role(person=person, site=group.site, role=Role.ADMINISTRATOR)
    make.make_member(group=group, person=person, role=MemberRole.ADMINISTRATOR)
    return person


@pytest.fixture
def taker(group: SteeringGroup) -> Person:
    person = make.make_person(name="Sam Ford", email="sam@example.org")
    return make.make_member(group=group, person=person).person


@pytest.fixture
def user(giver: Person) -> User:
    return make.make_user(person=giver)


@pytest.fixture
def administrator(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def waiting(group: SteeringGroup, key: str, reply_to: str, state: State = State.QUEUED) -> Message:
    draft = Draft(
        key=key,
        kind="reminder",
        to_address="somebody@example.org",
        subject="Reminder",
        text="We meet tomorrow. Leah Morgan",
        from_name="Leah Morgan",
        reply_to=reply_to,
    )
    mailbox = open_mailbox(key=group.key, name=group.name)
    (message,) = put(mailbox=mailbox, drafts=[draft], now=timezone.now())
    sent_at = timezone.now() if state == State.SENT else None
    Message.objects.filter(pk=message.pk).update(state=state, sent_at=sent_at)
    return message


def hand_over(group: SteeringGroup, to: Person | Newcomer, user: User) -> Any:
    return hand_over_administration(
        group=group, to=to, note="Good luck", by=user, now=timezone.now()
    )


class TestService:
    def test_role_contact_and_note_pass_and_the_site_role_stays(
        self, group: SteeringGroup, giver: Person, taker: Person, user: User
    ) -> None:
        hand_over(group, taker, user)
        assert administrator_of(group) == taker
        today = timezone.localdate()
        seats = group.memberships.active_on(today).order_by("person__name")
        assert list(seats.values_list("person__name", "role")) == [
            ("Leah Morgan", "member"),
            ("Sam Ford", "administrator"),
        ]
        assert giver.site_roles.get().ended_on is None
        assert not taker.site_roles.exists()
        note = Handover.objects.get(what=HandoverOf.ADMINISTRATION)
        assert (note.giver, note.taker, note.handed_on, note.note) == (
            giver,
            taker,
            today,
            "Good luck",
        )

    def test_only_what_waits_in_the_givers_name_in_this_group_passes(
        self, group: SteeringGroup, taker: Person, user: User
    ) -> None:
        held = waiting(group, "held", "leah@example.org", State.HELD)
        queued = waiting(group, "queued", "Leah@example.org")
        again = waiting(group, "other-name", "chair@example.org")
        sent = waiting(group, "sent", "leah@example.org", State.SENT)
        elsewhere = waiting(make.make_group(), "elsewhere", "leah@example.org")
        assert hand_over(group, taker, user).messages == 2
        for message, name in (
            (held, "Sam Ford"),
            (queued, "Sam Ford"),
            (again, "Leah Morgan"),
            (sent, "Leah Morgan"),
            (elsewhere, "Leah Morgan"),
        ):
            before = message.text
            message.refresh_from_db()
            assert (message.key, message.from_name) == (message.key, name)
            assert message.text == before
        held.refresh_from_db()
        assert (held.reply_to, held.state) == ("sam@example.org", State.HELD)

    def test_calendars_get_the_new_organiser_in_the_same_step(
        self, group: SteeringGroup, taker: Person, user: User
    ) -> None:
        now = timezone.now()
        meeting = make.make_meeting(group=group, starts_at=now + timedelta(days=30))
        amy = make.make_member(group=group).person
        Meeting.objects.filter(pk=meeting.pk).update(announced_at=now)
        entries.settle(group=group, people=[amy], now=now, are_new=True)
        Message.objects.update(state=State.SENT, sent_at=now)

        assert hand_over(group, taker, user).meetings == 1

        entry = Message.objects.get(state=State.HELD)
        assert (entry.to_address, entry.calendar_method) == (amy.email, "REQUEST")
        assert "mailto:sam@example.org" in entry.calendar.replace("\r\n ", "")

    def test_a_notice_that_is_held_stays_held(
        self, group: SteeringGroup, taker: Person, user: User
    ) -> None:
        meeting = make.make_meeting(group=group)
        hold = NoticeHold.objects.create(
            meeting=meeting,
            kind=NoticeKind.REMINDER,
            starts_at=meeting.starts_at,
            held_by=user,
            held_at=timezone.now(),
        )
        hand_over(group, taker, user)
        hold.refresh_from_db()
        assert (hold.held_by, hold.released_at, hold.dropped_at) == (user, None, None)

    def test_from_the_administrator_of_the_site_to_somebody_who_joins(
        self, group: SteeringGroup
    ) -> None:
        giver = make.make_person(name="Of The Site")
        make.make_role(person=giver, site=group.site, role=Role.ADMINISTRATOR)
        joins = Newcomer(None, "New Hand", "new@example.org", None, Capacity.PROFESSIONAL)
        handed = hand_over(group, joins, make.make_user(person=giver))
        assert (handed.handover.giver, handed.handover.taker.name) == (giver, "New Hand")
        assert administrator_of(group) == handed.handover.taker

    def test_what_cannot_be_handed_over_changes_nothing(
        self, group: SteeringGroup, giver: Person, user: User
    ) -> None:
        unreachable = make.make_member(group=group, person=make.make_person(email="")).person
        with pytest.raises(NeedsAnAddress, match="has no e-mail address"):
            hand_over(group, unreachable, user)
        assert administrator_of(group) == giver
        assert not Handover.objects.exists()
        nobodys = make.make_group()
        with pytest.raises(NobodyToTakeOverFrom):
            hand_over(nobodys, unreachable, user)


class TestPages:
    def test_one_step_leads_to_the_page_for_the_successor(
        self, administrator: Client, group: SteeringGroup, taker: Person
    ) -> None:
        waiting(group, "one", "leah@example.org")
        url = reverse("hand_over_administration", args=[group.key])
        assert "Leah Morgan administers this group today" in text_of(administrator.get(url))
        entered = {"who": "member", "member": str(taker.pk), "note": "Ring the Town Hall"}
        done = administrator.post(url, entered, follow=True)
        assert done.redirect_chain == [(reverse("handover_notes", args=[group.key]), 302)]
        page = text_of(done)
        assert "Sam Ford administers the group from today. 1 message that waited goes" in page

    def test_somebody_is_chosen(
        self, administrator: Client, group: SteeringGroup, giver: Person
    ) -> None:
        url = reverse("hand_over_administration", args=[group.key])
        entered = {"who": "member", "member": str(giver.pk), "note": "typed"}
        response = administrator.post(url, entered)
        assert "Choose one of the list" in text_of(response)
        assert response.context["form"]["note"].value() == "typed"

    def test_a_group_without_an_administrator_names_one(self, group: SteeringGroup) -> None:
        silent = make.make_person(email="")
        make.make_role(person=silent, site=group.site, role=Role.ADMINISTRATOR)
        client = Client()
        client.force_login(make.make_user(person=silent))
        page = text_of(client.get(reverse("hand_over_administration", args=[group.key])))
        assert "nothing to hand over" in page

    def test_the_page_for_the_successor(
        self, administrator: Client, group: SteeringGroup, taker: Person
    ) -> None:
        make.make_contact(
            person=taker, route=Route.TELEPHONE, telephone="01632 960001", large_print=True
        )
        soon = timezone.now() + timedelta(days=30)
        meeting = make.make_meeting(group=group, starts_at=soon, announced_at=timezone.now())
        held = make.make_meeting(group=group, starts_at=timezone.now() - timedelta(days=20))
        make.make_minutes(meeting=held)
        make.make_action(meeting=held, text="Write to the schools", owner=taker)
        make.make_action(meeting=held, text="Done long ago", done_on=timezone.localdate())
        page = text_of(administrator.get(reverse("handover_notes", args=[group.key])))
        for words in (
            meeting.title,
            "Write to the schools",
            "large print; rung on 01632 960001",
            "Reminder with place and joining link",
            "No chair has been named yet",
            held.title,
        ):
            assert words in page
        assert "Done long ago" not in page

    @pytest.mark.parametrize("rows", [1, 30])
    def test_reads_as_much_however_much_there_is(
        self,
        administrator: Client,
        group: SteeringGroup,
        rows: int,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        Mailbox.objects.create(key=group.key, name=group.name)
        for number in range(rows):
            person = make.make_member(group=group).person
            make.make_contact(person=person, route=Route.POST)
            meeting = make.make_meeting(
                group=group, starts_at=timezone.now() + timedelta(days=number + 1)
            )
            make.make_action(meeting=meeting, owner=person)
            make.make_minutes(meeting=meeting)
        for page in ("hand_over_administration", "handover_notes"):
            url = reverse(page, args=[group.key])
            administrator.get(url)
            with django_assert_max_num_queries(10):
                administrator.get(url)
