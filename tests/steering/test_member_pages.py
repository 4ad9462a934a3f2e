"""The members of a group on the pages of their administrator."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from people.models import Person, User
from sites.enums import Role
from steering.enums import Appearance, AttendanceStatus, Capacity, LeftBecause, MemberRole
from steering.models import Membership, SteeringGroup
from tests import make

pytestmark = pytest.mark.django_db

SEAT = {
    "agency": "",
    "capacity": "service_user",
    "appears": "",
    "role": "member",
    "joined_on_day": "2",
    "joined_on_month": "3",
    "joined_on_year": "2026",
}
KNOWN = SEAT | {"who": "known", "known": "Amy Rudd"}
NEW = SEAT | {"who": "new", "name": "Amy Rudd", "email": "amy@example.org"}


@pytest.fixture
def group() -> SteeringGroup:
    return make.make_group(name="Northmoor steering group")


def signed_in(client: Client, group: SteeringGroup, role: Role) -> Client:
    person = make.make_person(name="Leah Morgan")
    make.make_role(person=person, site=group.site, role=role)
    client.force_login(make.make_user(person=person))
    return client


@pytest.fixture
def administrator(client: Client, group: SteeringGroup) -> Client:
    return signed_in(client, group, Role.ADMINISTRATOR)


@pytest.fixture
def amy(group: SteeringGroup) -> Person:
    """Known at the site, as she sits on another group of it."""
    amy = make.make_person(name="Amy Rudd", email="amy.rudd@example.org")
    make.make_member(group=make.make_group(site=group.site), person=amy)
    return amy


def address(name: str, group: SteeringGroup, pk: int | str | None = None) -> str:
    return reverse(name, args=[group.key] if pk is None else [group.key, pk])


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


class TestTheList:
    @pytest.fixture
    def seats(self, group: SteeringGroup) -> list[Membership]:
        today = timezone.localdate()
        people = [make.make_person(name=name) for name in ("Ann Marsh", "Bob Fell", "Cy Holt")]
        seats = [
            make.make_member(group=group, person=people[0], capacity=Capacity.YOUNG_CARER),
            make.make_member(group=group, person=people[1], joined_on=today + timedelta(days=3)),
            make.make_member(group=group, person=people[2], left_on=today),
        ]
        Membership.objects.filter(pk=seats[2].pk).update(left_because=LeftBecause.POST_LOST)
        return seats

    def test_who_sits_who_will_and_who_did(
        self, administrator: Client, group: SteeringGroup, seats: list[Membership]
    ) -> None:
        response = administrator.get(address("members", group))
        found = [
            [row.seat.pk for row in response.context[name]] for name in ("page", "joining", "past")
        ]
        assert found == [[one.pk] for one in seats]
        page = text_of(response)
        for shown in ("1 member today", "Young carer", seats[0].person.email, "Post lost"):
            assert shown in page

    @pytest.mark.parametrize("chairs", [True, False])
    def test_supporter_and_chair_read_it_without_addresses_and_links(
        self, client: Client, group: SteeringGroup, seats: list[Membership], chairs: bool
    ) -> None:
        if chairs:
            chair = make.make_member(group=group, role=MemberRole.CHAIR)
            client.force_login(make.make_user(person=chair.person))
        else:
            signed_in(client, group, Role.SUPPORTER)
        assert address("members", group) in text_of(client.get(address("group", group)))
        page = text_of(client.get(address("members", group)))
        assert "Young carer" in page
        assert seats[0].person.email not in page
        assert address("change_member", group, seats[0].pk) not in page

    def test_the_page_of_the_group_says_nothing_of_it(
        self, administrator: Client, group: SteeringGroup, seats: list[Membership]
    ) -> None:
        page = text_of(administrator.get(address("group", group)))
        assert "Group member" in page
        assert "carer" not in page.casefold()
        assert seats[0].person.email not in page

    def test_a_member_is_led_to_neither(self, client: Client, group: SteeringGroup) -> None:
        member = make.make_member(group=group)
        client.force_login(make.make_user(person=member.person))
        page = text_of(client.get(address("group", group)))
        assert address("members", group) not in page
        assert address("change_group", group) not in page


class TestOnesOwnCapacity:
    """In what capacity one takes part oneself stands on the page of the group."""

    OWN = "In what capacity you take part"

    def page(self, client: Client, group: SteeringGroup, user: User) -> str:
        client.force_login(user)
        return text_of(client.get(address("group", group)))

    @pytest.fixture
    def meera(self, group: SteeringGroup) -> User:
        seat = make.make_member(group=group, capacity=Capacity.YOUNG_CARER)
        return make.make_user(person=seat.person)

    def test_is_told_to_oneself(self, client: Client, group: SteeringGroup, meera: User) -> None:
        page = self.page(client, group, meera)
        assert page.count(self.OWN) == 1
        assert "<b>Young carer</b>" in page

    @pytest.mark.parametrize("role", [MemberRole.MEMBER, MemberRole.DEPUTY_CHAIR, MemberRole.CHAIR])
    def test_and_to_no_other_member(
        self, client: Client, group: SteeringGroup, meera: User, role: MemberRole
    ) -> None:
        other = make.make_member(group=group, capacity=Capacity.PROFESSIONAL, role=role)
        page = self.page(client, group, make.make_user(person=other.person))
        assert page.count(self.OWN) == 1
        assert "<b>Professional</b>" in page
        assert "carer" not in page.casefold()

    def test_nor_to_whoever_does_not_sit_there(
        self, client: Client, group: SteeringGroup, meera: User
    ) -> None:
        manager = make.make_person()
        make.make_role(person=manager, site=group.site, role=Role.PROJECT_MANAGER)
        for user in (make.make_user(person=manager), make.make_user(is_owner=True)):
            page = self.page(client, group, user)
            assert self.OWN not in page
            assert "carer" not in page.casefold()


class TestAdding:
    def test_somebody_known(self, administrator: Client, group: SteeringGroup, amy: Person) -> None:
        assert "Amy Rudd" in text_of(administrator.get(address("add_member", group)))
        entered = KNOWN | {"known": " amy  rudd"}
        added = administrator.post(address("add_member", group), entered, follow=True)
        assert "Amy Rudd is a member from 2 March 2026." in text_of(added)
        seat = group.memberships.get()
        assert (seat.person, seat.capacity, seat.shown_with) == (
            amy,
            "service_user",
            "Group member",
        )

    def test_somebody_new(self, administrator: Client, group: SteeringGroup) -> None:
        administrator.post(address("add_member", group), NEW)
        seat = group.memberships.get()
        assert (seat.person.name, seat.person.email) == ("Amy Rudd", "amy@example.org")
        assert seat.joined_on == date(2026, 3, 2)

    def test_whoever_has_nothing_to_do_with_the_site_is_not_offered(
        self, administrator: Client, group: SteeringGroup
    ) -> None:
        stranger = make.make_member(group=make.make_group()).person
        url = address("add_member", group)
        assert stranger.name not in text_of(administrator.get(url))
        refused = administrator.post(url, KNOWN | {"known": stranger.name})
        assert f"Nobody known here is called “{stranger.name}”" in text_of(refused)
        assert not group.memberships.exists()

    @pytest.mark.parametrize(
        ("entered", "said"),
        [
            (KNOWN | {"known": ""}, "Enter the name"),
            (NEW | {"name": ""}, "Enter the name"),
            (NEW, "Somebody called Amy Rudd is known here"),
            (NEW | {"name": "New", "email": "amy@"}, "Enter an e-mail address such as"),
            (KNOWN | {"capacity": ""}, "Choose in what capacity they take part"),
            (KNOWN | {"joined_on_day": "31", "joined_on_month": "2"}, "Enter a real date"),
            (KNOWN | {"appears": "own_words"}, "Enter the words that stand beside the name"),
            (KNOWN | {"appears": "agency"}, "Choose the agency above"),
        ],
    )
    def test_what_is_wrong_is_said(
        self,
        administrator: Client,
        group: SteeringGroup,
        amy: Person,
        entered: dict[str, str],
        said: str,
    ) -> None:
        response = administrator.post(address("add_member", group), entered)
        assert said in text_of(response)
        assert response.context["form"]["known"].value() == entered.get("known")
        assert not group.memberships.exists()

    def test_somebody_who_is_a_member_already(
        self, administrator: Client, group: SteeringGroup, amy: Person
    ) -> None:
        make.make_member(group=group, person=amy)
        refused = administrator.post(address("add_member", group), KNOWN)
        assert "Amy Rudd has been a member since 1 January 2020." in text_of(refused)
        assert group.memberships.count() == 1


class TestChanging:
    def test_begins_with_what_there_is(
        self, administrator: Client, group: SteeringGroup, amy: Person
    ) -> None:
        agency = make.make_agency()
        seat = make.make_member(group=group, person=amy, agency=agency)
        url = address("change_member", group, seat.pk)
        form = administrator.get(url).context["form"]
        assert (form["capacity"].value(), form["appears"].value()) == ("professional", "")
        entered = SEAT | {"agency": str(agency.pk), "appears": "own_words", "own_words": "Parent"}
        changed = administrator.post(url, entered, follow=True)
        assert "The membership of Amy Rudd is changed." in text_of(changed)
        seat.refresh_from_db()
        assert (seat.agency, seat.capacity, seat.shown_with) == (agency, "service_user", "Parent")

    def test_words_that_are_not_chosen_are_not_kept(
        self, administrator: Client, group: SteeringGroup, amy: Person
    ) -> None:
        seat = make.make_member(group=group, person=amy)
        Membership.objects.filter(pk=seat.pk).update(
            appears=Appearance.OWN_WORDS, own_words="Parent"
        )
        entered = SEAT | {"appears": "group_member", "own_words": "Parent"}
        administrator.post(address("change_member", group, seat.pk), entered)
        seat.refresh_from_db()
        assert (seat.appears, seat.own_words) == ("group_member", "")

    def test_a_seat_of_another_group_is_not_here(
        self, administrator: Client, group: SteeringGroup
    ) -> None:
        seat = make.make_member(group=make.make_group(site=group.site))
        for name in ("change_member", "end_membership"):
            assert administrator.get(address(name, group, seat.pk)).status_code == 404


class TestEnding:
    def test_today_unless_another_day_is_given(
        self, administrator: Client, group: SteeringGroup, amy: Person
    ) -> None:
        seat = make.make_member(group=group, person=amy)
        url = address("end_membership", group, seat.pk)
        assert administrator.get(url).context["form"]["left_on"].value() == timezone.localdate()
        day = {"left_on_day": "1", "left_on_month": "6", "left_on_year": "2026"}
        ended = administrator.post(url, day | {"because": "workload"}, follow=True)
        assert "From 1 June 2026, Amy Rudd is no longer a member." in text_of(ended)
        seat.refresh_from_db()
        assert (seat.left_on, seat.left_because) == (date(2026, 6, 1), "workload")
        assert administrator.get(url).context["form"]["because"].value() == "workload"

    def test_says_how_many_messages_do_not_go_out(
        self, administrator: Client, group: SteeringGroup, amy: Person
    ) -> None:
        seat = make.make_member(group=group, person=amy)
        mailbox = make.make_mailbox()
        type(mailbox).objects.filter(pk=mailbox.pk).update(key=group.key)
        make.make_message(now=timezone.now(), mailbox=mailbox, recipient=f"person:{amy.pk}")
        day = {"left_on_day": "1", "left_on_month": "6", "left_on_year": "2026", "because": ""}
        ended = administrator.post(address("end_membership", group, seat.pk), day, follow=True)
        assert "1 message that had not left will not go out." in text_of(ended)

    def test_not_before_the_day_of_joining(
        self, administrator: Client, group: SteeringGroup, amy: Person
    ) -> None:
        seat = make.make_member(group=group, person=amy)
        day = {"left_on_day": "1", "left_on_month": "6", "left_on_year": "2019", "because": ""}
        refused = administrator.post(address("end_membership", group, seat.pk), day)
        assert "the day of joining comes first" in text_of(refused)


class TestTheAddress:
    def test_of_a_member(self, administrator: Client, group: SteeringGroup, amy: Person) -> None:
        make.make_member(group=group, person=amy)
        url = address("change_address", group, amy.pk)
        changed = administrator.post(url, {"email": "new@example.org"})
        assert changed.headers["Location"] == address("members", group)
        amy.refresh_from_db()
        assert amy.email == "new@example.org"

    def test_of_somebody_who_came_to_a_meeting(
        self, administrator: Client, group: SteeringGroup
    ) -> None:
        guest = make.make_person(name="Gus Tell")
        meeting = make.make_meeting(group=group)
        make.make_attendance(meeting=meeting, person=guest, status=AttendanceStatus.IN_ATTENDANCE)
        administrator.post(address("change_address", group, guest.pk), {"email": "", "next": "/"})
        guest.refresh_from_db()
        assert guest.email == ""

    def test_not_of_somebody_of_another_group(
        self, administrator: Client, group: SteeringGroup, amy: Person
    ) -> None:
        assert administrator.get(address("change_address", group, amy.pk)).status_code == 404

    def test_nobody_gets_into_an_account_by_it(
        self, administrator: Client, group: SteeringGroup, amy: Person
    ) -> None:
        make.make_member(group=group, person=amy)
        account = make.make_user(person=amy)
        url = address("change_address", group, amy.pk)
        assert "still uses the address of their account" in text_of(administrator.get(url))
        administrator.post(url, {"email": "somebody.else@example.org"})
        account.refresh_from_db()
        assert account.email == "amy.rudd@example.org"
        assert not User.objects.filter(email="somebody.else@example.org").exists()

    def test_what_is_no_address_is_said(
        self, administrator: Client, group: SteeringGroup, amy: Person
    ) -> None:
        make.make_member(group=group, person=amy)
        refused = administrator.post(address("change_address", group, amy.pk), {"email": "amy@"})
        assert "Enter an e-mail address such as name@example.org" in text_of(refused)

    def test_from_check_and_send_and_back_there(
        self, administrator: Client, group: SteeringGroup
    ) -> None:
        """The numbers on the page are new, and who was left out still is."""
        people = [make.make_person(name=name, email="") for name in ("Ann Marsh", "Bob Fell")]
        for person in [*people, make.make_person(name="Cy Holt")]:
            make.make_member(group=group, person=person)
        meeting = make.make_meeting(group=group, starts_at=timezone.now() + timedelta(days=30))
        check = reverse("check_and_send", args=[meeting.pk, "invitation"])
        here = f"{check}?without={people[1].pk}"
        page = administrator.get(here)
        change = address("change_address", group, people[0].pk)
        assert f'href="{change}?next={check.replace("/", "%2F")}%3Fwithout%3D' in text_of(page)
        assert "Send to 1 person" in text_of(page)
        back = administrator.post(change, {"email": "ann@example.org", "next": here}, follow=True)
        assert back.redirect_chain == [(here, 302)]
        said = text_of(back)
        assert "Mail to Ann Marsh goes to ann@example.org from now on." in said
        assert "Send to 2 people" in said
        assert "Left out by you:</strong> Bob Fell" in said


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_reads_as_much_however_many_there_are(
    administrator: Client,
    group: SteeringGroup,
    rows: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    today = timezone.localdate()
    for number in range(rows):
        ends = {0: None, 1: today}.get(number % 2)
        seat = make.make_member(group=group, agency=make.make_agency(), left_on=ends)
    pages = {
        "group": [],
        "members": [],
        "add_member": [],
        "change_group": [],
        "change_member": [seat.pk],
        "move_member": [seat.pk],
        "end_membership": [seat.pk],
        "change_address": [seat.person.pk],
    }
    for name, more in pages.items():
        with django_assert_max_num_queries(10):
            administrator.get(address(name, group, *more))
