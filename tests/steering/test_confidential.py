"""What each reads of a confidential item, in mails and minutes: nothing, or all of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outbox.models import Message
from people.models import Person
from sites.enums import Role
from steering.documents import sendings as documents
from steering.enums import MeetingState, MemberRole, MinutesState, SendingKind
from steering.models import AgendaItem, Meeting, PaperFile
from steering.services.checking import Check, prepare, with_check
from steering.services.sendings import ListHasChanged, Shown, send
from tests import make
from tests.uploads import files

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SECRETS = ("Proposed merger", "Two teams become one", "merger.pdf", "Speak to both teams")


@pytest.fixture
def meeting() -> Meeting:
    meeting = make.make_meeting(
        starts_at=NOW + timedelta(weeks=4), announced_at=NOW, agenda=("Welcome",)
    )
    for name, role in (("Margaret Ellis", MemberRole.CHAIR), ("Amy Rudd", MemberRole.MEMBER)):
        make.make_member(group=meeting.group, person=make.make_person(name=name), role=role)
    named = make.make_member(group=meeting.group, person=make.make_person(name="Nadia Khan"))
    item = make.make_item(
        meeting=meeting,
        title="Proposed merger",
        notes="Two teams become one.",
        confidential=True,
        named=(named.person,),
    )
    paper = make.make_paper(item=item, title="The two teams")
    make.make_paper_file(paper=paper, file_name="merger.pdf", content=files.pdf(9))
    pilot = make.make_item(meeting=meeting, title="The pilot")
    make.make_paper_file(paper=make.make_paper(item=pilot), file_name="pilot.pdf")
    return meeting


@pytest.fixture
def administrator(meeting: Meeting) -> Client:
    person = make.make_person(name="Ruth Adeyemi")
    make.make_role(person=person, site=meeting.group.site, role=Role.ADMINISTRATOR)
    client = Client()
    client.force_login(make.make_user(person=person))
    return client


def check_of(meeting: Meeting, kind: SendingKind, by: Person) -> Check:
    loaded = with_check(Meeting.objects.all(), kind).get(pk=meeting.pk)
    user = by.user if hasattr(by, "user") else make.make_user(person=by)
    return prepare(meeting=loaded, kind=kind, by=user, now=timezone.now())


def send_all(meeting: Meeting, kind: SendingKind, *, shown: Check | None = None) -> None:
    sender = Person.objects.filter(name="Ruth Adeyemi").first() or make.make_person(
        name="Ruth Adeyemi"
    )
    check = shown or check_of(meeting, kind, sender)
    send(
        meeting=meeting,
        kind=kind,
        batch=uuid4(),
        shown=Shown(
            check.content.sha256,
            {one.person.pk: one.address for one in check.recipients.by_mail},
        ),
        by=sender.user,
        now=timezone.now(),
    )


def read_by(name: str) -> tuple[str, list[str]]:
    """All the words of the mail to somebody, and the names of what goes with it."""
    message = Message.objects.get(to_name=name)
    enclosed = message.enclosures.order_by("position").values_list("file_name", flat=True)
    return f"{message.subject} {message.text} {message.html}", list(enclosed)


class TestAgenda:
    def test_everybody_gets_what_they_may_see(self, meeting: Meeting) -> None:
        send_all(meeting, SendingKind.AGENDA)
        for name in ("Margaret Ellis", "Nadia Khan"):
            words, enclosed = read_by(name)
            assert "2. Proposed merger" in words
            assert "Two teams become one" in words
            assert enclosed == ["merger.pdf", "pilot.pdf"]
        words, enclosed = read_by("Amy Rudd")
        assert "2. Confidential item" in words
        assert "3. The pilot" in words
        assert not any(secret in words for secret in SECRETS)
        assert enclosed == ["pilot.pdf"]

    def test_the_invitation_tells_others_nothing_either(self, meeting: Meeting) -> None:
        send_all(meeting, SendingKind.INVITATION)
        words, enclosed = read_by("Amy Rudd")
        assert "2. Confidential item" in words
        assert not any(secret in words for secret in SECRETS)
        assert enclosed == ["invite.ics"]

    def test_the_check_says_how_many_get_it(self, administrator: Client, meeting: Meeting) -> None:
        url = reverse("check_and_send", args=[meeting.pk, "agenda"])
        page = " ".join(administrator.get(url).text.split())
        assert "1 item is confidential: 2 people get what they may read of it" in page

    def test_a_change_of_what_only_some_read_has_to_be_checked_again(
        self, meeting: Meeting
    ) -> None:
        sender = make.make_person(name="Ruth Adeyemi")
        checked = check_of(meeting, SendingKind.AGENDA, sender)
        item = AgendaItem.objects.get(title="Proposed merger")
        for change in ("words", "readers", "file"):
            checked = check_of(meeting, SendingKind.AGENDA, sender)
            if change == "words":
                AgendaItem.objects.filter(pk=item.pk).update(notes="Three teams")
            elif change == "readers":
                item.named.add(Person.objects.get(name="Amy Rudd"))
            else:
                PaperFile.objects.filter(file_name="merger.pdf").update(size=77)
            with pytest.raises(ListHasChanged, match="The text has changed"):
                send_all(meeting, SendingKind.AGENDA, shown=checked)

    def test_whoever_left_reads_nothing(self, meeting: Meeting) -> None:
        meeting.group.memberships.filter(person__name="Nadia Khan").update(
            left_on=timezone.localdate()
        )
        check = check_of(meeting, SendingKind.AGENDA, make.make_person())
        assert check.readers_of_secrets == 1

    def test_papers_that_are_too_large_are_on_the_page(
        self, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(documents, "PAPERS_TOGETHER", 40)
        send_all(meeting, SendingKind.AGENDA)
        words, enclosed = read_by("Margaret Ellis")
        assert "too large to go with this e-mail" in words
        assert f"/meetings/{meeting.pk}/papers/" in words
        assert enclosed == []
        assert read_by("Amy Rudd")[1] == ["pilot.pdf"]


class TestMinutes:
    @pytest.fixture
    def held(self, meeting: Meeting) -> Meeting:
        Meeting.objects.filter(pk=meeting.pk).update(
            state=MeetingState.HELD, starts_at=NOW - timedelta(days=3)
        )
        item = AgendaItem.objects.get(title="Proposed merger")
        make.make_minutes(meeting=meeting, item=item, text="Two teams become one in May.")
        make.make_decision(meeting=meeting, text="Proposed merger goes on", item=item)
        owner = Person.objects.get(name="Amy Rudd")
        make.make_action(meeting=meeting, text="Speak to both teams", item=item)
        make.make_action(meeting=meeting, text="Book a room", item=item, owner=owner)
        make.make_action(meeting=meeting, text="Thank the schools")
        meeting.refresh_from_db()
        return meeting

    def test_mails_of_minutes(self, held: Meeting) -> None:
        send_all(held, SendingKind.MINUTES)
        for name in ("Margaret Ellis", "Nadia Khan"):
            assert "Two teams become one in May" in read_by(name)[0]
        words, _ = read_by("Amy Rudd")
        assert "Confidential item" in words
        assert not any(secret in words for secret in SECRETS)
        assert "Book a room" in words, "what she has taken on herself"
        files_of = {
            message.to_name: message.enclosures.get().attachment.sha256
            for message in Message.objects.all()
        }
        assert files_of["Margaret Ellis"] == files_of["Nadia Khan"] != files_of["Amy Rudd"]

    def test_the_page_and_its_files(self, held: Meeting) -> None:
        held.minutes.__class__.objects.update(state=MinutesState.CIRCULATED)
        amy = make.make_user(person=Person.objects.get(name="Amy Rudd"))
        chair = make.make_user(person=Person.objects.get(name="Margaret Ellis"))
        for user, reads in ((amy, False), (chair, True)):
            client = Client()
            client.force_login(user)
            page = client.get(reverse("minutes", args=[held.pk])).text
            assert ("Two teams become one" in page) == reads
            assert ("Speak to both teams" in page) == reads
            assert ">1.3<" in page or "1.3" in page, "numbers do not jump"
            for name in ("minutes_docx", "minutes_pdf"):
                assert client.get(reverse(name, args=[held.pk])).status_code == 200
