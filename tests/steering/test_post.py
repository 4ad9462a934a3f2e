"""What goes by post: the letters, large where it is needed, and what is noted as posted."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from people.enums import Route
from people.models import Person, User
from sites.enums import Role
from steering.documents.pdf import pages_in
from steering.enums import Capacity, SendingKind
from steering.models import Meeting, Posting, SteeringGroup
from steering.services.checking import with_check
from steering.services.posting import ByPost, NothingToPost, letters_of, mark_posted
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> SteeringGroup:
    return make.make_group(name="Northmoor steering group")


@pytest.fixture
def user(group: SteeringGroup) -> User:
    somebody = make.make_person(name="Leah Morgan")
    make.make_role(person=somebody, site=group.site, role=Role.ADMINISTRATOR)
    make.make_contact(person=somebody, telephone="01632 960 100")
    return make.make_user(person=somebody)


@pytest.fixture
def administrator(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


@pytest.fixture
def ola(group: SteeringGroup) -> Person:
    """Gets everything by post, in large print."""
    member = make.make_member(
        group=group, person=make.make_person(name="Ola Price"), capacity=Capacity.CARER
    )
    make.make_contact(
        person=member.person,
        route=Route.POST,
        postal_address="4 Mill Lane\nNorthmoor\nNM1 2AB",
        large_print=True,
    )
    return member.person


@pytest.fixture
def meeting(group: SteeringGroup, ola: Person) -> Meeting:
    make.make_member(group=group, person=make.make_person(name="Mail Reader"))
    return make.make_meeting(
        group=group,
        title="Spring meeting",
        starts_at=timezone.now() + timedelta(days=30),
        agenda=("Welcome", "The *merger*, and what it means for a great many people at both sites"),
    )


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def of_post(meeting: Meeting, kind: SendingKind, user: User) -> list[ByPost]:
    loaded = with_check(Meeting.objects.all(), kind).get(pk=meeting.pk)
    return letters_of(meeting=loaded, kind=kind, by=user, now=timezone.now())


class TestLetters:
    @pytest.mark.parametrize("kind", [SendingKind.INVITATION, SendingKind.AGENDA])
    def test_the_words_of_the_mail_without_what_belongs_to_mails(
        self, meeting: Meeting, user: User, ola: Person, kind: SendingKind
    ) -> None:
        (one,) = of_post(meeting, kind, user)
        assert one.letter.window == ("Ola Price", "4 Mill Lane", "Northmoor", "NM1 2AB")
        assert one.letter.large
        text = one.letter.text
        assert text.startswith("Dear Ola Price,")
        assert "When: " in text
        assert "Where: Town Hall" in text
        assert "2. The *merger*, and what it means for a great many people at both sites" in text
        assert "ring Leah Morgan on 01632 960 100" in text
        assert "Leah Morgan" in text
        assert not re.search("e-mail|/reply/|\\[|carer", text, re.IGNORECASE)

    def test_a_cancellation(self, meeting: Meeting, user: User) -> None:
        Meeting.objects.update(state="cancelled")
        (one,) = of_post(meeting, SendingKind.CANCELLATION, user)
        assert "will not take place" in one.letter.text
        assert "e-mail" not in one.letter.text

    def test_minutes_have_headings_and_whole_lines(
        self, group: SteeringGroup, user: User, ola: Person
    ) -> None:
        held = make.make_meeting(group=group, starts_at=timezone.now() - timedelta(days=3))
        long = "The pilot went well at the first three schools, and the fourth one begins in May."
        make.make_minutes(meeting=held, text=long)
        make.make_action(meeting=held, text="Write to the schools", owner=ola)
        (one,) = of_post(held, SendingKind.MINUTES, user)
        headings = [part.lines[0] for part in one.letter.parts if part.is_heading]
        assert headings[:3] == ["YOUR ACTIONS", "ACTIONS", "DECISIONS"]
        assert long in one.letter.text
        assert "----" not in one.letter.text

    def test_as_one_pdf_each_from_a_page_of_its_own(
        self, administrator: Client, meeting: Meeting, group: SteeringGroup, ola: Person
    ) -> None:
        make.make_member(group=group, person=make.make_person(name="No <b>#Mail</b>", email=""))
        url = reverse("letters_pdf", args=[meeting.pk, "invitation"])
        response = administrator.get(url)
        assert response["Content-Type"] == "application/pdf"
        assert pages_in(response.content) == 2
        assert pages_in(administrator.get(f"{url}?to={ola.pk}").content) == 1
        page = text_of(administrator.get(reverse("letters", args=[meeting.pk, "invitation"])))
        assert page.count("app-letter__window") == 2
        assert page.count("app-letter--large") == 1
        assert "No &lt;b&gt;#Mail&lt;/b&gt;" in page


class TestPosting:
    def test_what_is_noted_as_posted_stays_word_for_word(
        self, administrator: Client, meeting: Meeting, ola: Person, user: User
    ) -> None:
        url = reverse("by_post", args=[meeting.pk, "invitation"])
        assert "4 Mill Lane, Northmoor, NM1 2AB. Large print." in text_of(administrator.get(url))
        mark = reverse("mark_posted", args=[meeting.pk, "invitation"])
        page = text_of(administrator.post(mark, {"person": [ola.pk]}, follow=True))
        assert "1 letter noted as posted today." in page
        assert "by Leah Morgan" in page
        posting = Posting.objects.get()
        assert (posting.person, posting.posted_by) == (ola, user)
        assert posting.text.startswith("Dear Ola Price,")
        shown = text_of(administrator.get(reverse("meeting_messages", args=[meeting.pk])))
        assert "Ola Price</strong>: Invitation: Spring meeting" in shown

    def test_twice_is_once_and_other_words_are_another_letter(
        self, meeting: Meeting, ola: Person, user: User
    ) -> None:
        def posted() -> int:
            loaded = with_check(Meeting.objects.all(), SendingKind.INVITATION).get(pk=meeting.pk)
            return mark_posted(
                meeting=loaded,
                kind=SendingKind.INVITATION,
                people=[ola.pk],
                by=user,
                now=timezone.now(),
            )

        assert posted() == 1
        with pytest.raises(NothingToPost):
            posted()
        Meeting.objects.update(place="Library")
        assert posted() == 1
        assert Posting.objects.count() == 2

    def test_without_an_address_nothing_is_posted(
        self, administrator: Client, meeting: Meeting, group: SteeringGroup
    ) -> None:
        nowhere = make.make_member(group=group, person=make.make_person(email="")).person
        page = administrator.get(reverse("by_post", args=[meeting.pk, "invitation"]))
        assert "It is not known where to send it." in text_of(page)
        mark = reverse("mark_posted", args=[meeting.pk, "invitation"])
        refused = administrator.post(mark, {"person": [nowhere.pk, "x"]}, follow=True)
        assert "Choose letters that have an address" in text_of(refused)
        assert not Posting.objects.exists()

    def test_minutes_that_are_not_written_are_said_so(
        self, administrator: Client, meeting: Meeting
    ) -> None:
        for page in ("by_post", "letters"):
            response = administrator.get(reverse(page, args=[meeting.pk, "minutes"]))
            assert "The minutes are not written yet." in text_of(response)
        pdf = administrator.get(reverse("letters_pdf", args=[meeting.pk, "minutes"]))
        assert pdf.status_code == 404

    @pytest.mark.parametrize("rows", [1, 60])
    def test_reads_as_much_however_many_there_are(
        self,
        administrator: Client,
        meeting: Meeting,
        group: SteeringGroup,
        rows: int,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        for _ in range(rows):
            person = make.make_member(group=group).person
            make.make_contact(person=person, route=Route.POST, postal_address="4 Mill Lane")
        for page in ("by_post", "letters", "letters_pdf"):
            url = reverse(page, args=[meeting.pk, "invitation"])
            administrator.get(url)
            with django_assert_max_num_queries(10):
                administrator.get(url)
