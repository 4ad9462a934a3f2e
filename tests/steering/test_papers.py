"""Papers: promised, handed in by whoever brings them, and fetched by whoever may see the item."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import User
from sites.enums import Role
from steering.models import AgendaItem, Meeting, Paper, PaperContent, PaperFile
from tests import make
from tests.uploads import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return make.make_meeting(
        starts_at=timezone.now() + timedelta(weeks=4),
        announced_at=timezone.now(),
        agenda=("Welcome", "The pilot"),
    )


@pytest.fixture
def pilot(meeting: Meeting) -> AgendaItem:
    return meeting.agenda_items.get(title="The pilot")


@pytest.fixture
def administrator(client: Client, meeting: Meeting) -> Client:
    person = make.make_person(name="Ruth Adeyemi")
    make.make_role(person=person, site=meeting.group.site, role=Role.ADMINISTRATOR)
    client.force_login(make.make_user(person=person))
    return client


@pytest.fixture
def owner(meeting: Meeting) -> User:
    person = make.make_person(name="Samuel Okafor")
    return make.make_user(person=make.make_member(group=meeting.group, person=person).person)


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def upload(client: Client, paper: Paper, name: str, content: bytes, **more: str) -> Any:
    url = reverse("upload_paper", args=[paper.item.meeting_id, paper.pk])
    return client.post(url, {"file": SimpleUploadedFile(name, content), "form": "", **more})


class TestHandingIn:
    def test_from_promise_to_file(
        self, administrator: Client, meeting: Meeting, pilot: AgendaItem, owner: User
    ) -> None:
        url = reverse("promise_paper", args=[meeting.pk])
        typed = {
            "item": pilot.pk,
            "title": "The first three months",
            "owner": "Samuel Okafor",
            "formats": ["easy_read"],
        }
        administrator.post(url, typed)
        paper = Paper.objects.get()
        assert (paper.item, paper.owner, paper.in_easy_read) == (pilot, owner.person, True)
        page = text_of(administrator.get(reverse("papers", args=[meeting.pk])))
        assert "Not in" in page
        upload(as_user(owner), paper, "../Pilot.PDF", files.pdf(4))
        file = PaperFile.objects.get()
        assert (file.file_name, file.pages, file.uploaded_by) == ("Pilot.pdf", 4, owner)
        page = text_of(administrator.get(reverse("agenda", args=[meeting.pk])))
        assert "Paper, 4 pages" in page
        assert "in easy read" in page

    def test_a_newer_file_takes_the_place_of_the_older_which_is_kept(
        self, administrator: Client, pilot: AgendaItem
    ) -> None:
        paper = make.make_paper(item=pilot)
        for pages in (1, 2):
            upload(administrator, paper, "Pilot.pdf", files.pdf(pages))
        upload(administrator, paper, "Pilot.docx", files.word(), form="easy_read")
        old, new, easy = PaperFile.objects.order_by("pk")
        assert old.replaced_at
        assert (new.replaced_at, easy.replaced_at) == (None, None)

    @pytest.mark.parametrize(
        ("name", "content", "says"),
        [
            ("page.pdf", b"<html>", "is none of PDF, Word"),
            ("run.docx", b"MZ\x90", "is none of PDF, Word"),
            ("macro.docx", files.office(parts={"word/vbaProject.bin": b"x"}), "a program"),
            ("drawing.svg", b"<svg/>", "is of another"),
            ("empty.pdf", b"", "this one is empty"),
            ("large.pdf", b"%PDF-1.7\n" + b" " * 21 * 1024 * 1024, "at most 20 MB"),
        ],
    )
    def test_what_is_not_taken_is_said_in_a_sentence(
        self, administrator: Client, pilot: AgendaItem, name: str, content: bytes, says: str
    ) -> None:
        response = upload(administrator, make.make_paper(item=pilot), name, content)
        assert says in text_of(response)
        assert PaperContent.objects.count() == 0

    def test_other_members_hand_in_nothing(self, meeting: Meeting, pilot: AgendaItem) -> None:
        user = make.make_user(person=make.make_member(group=meeting.group).person)
        paper = make.make_paper(item=pilot)
        assert upload(as_user(user), paper, "a.pdf", files.pdf()).status_code == 403

    def test_removing_erases(self, administrator: Client, pilot: AgendaItem) -> None:
        paper = make.make_paper(item=pilot)
        for pages in (1, 2):
            upload(administrator, paper, "Pilot.pdf", files.pdf(pages))
        url = reverse("remove_paper", args=[pilot.meeting_id, paper.pk])
        assert "2 files will be erased" in text_of(administrator.get(url))
        administrator.post(url)
        assert (Paper.objects.count(), PaperContent.objects.count()) == (0, 0)


class TestFetching:
    def test_a_file_is_saved_and_never_shown(self, owner: User, pilot: AgendaItem) -> None:
        file = make.make_paper_file(
            paper=make.make_paper(item=pilot), file_name="Pilot “1”.pdf", content=files.pdf()
        )
        response = as_user(owner).get(reverse("paper_file", args=[file.pk]))
        assert response.content == files.pdf()
        assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response.headers["Cache-Control"] == "private, no-store"

    def test_a_replaced_file_is_the_administrators(
        self, administrator: Client, owner: User, pilot: AgendaItem
    ) -> None:
        file = make.make_paper_file(paper=make.make_paper(item=pilot))
        PaperFile.objects.update(replaced_at=timezone.now())
        url = reverse("paper_file", args=[file.pk])
        assert as_user(owner).get(url).status_code == 404
        assert administrator.get(url).status_code == 200

    def test_a_confidential_paper_is_for_those_named(self, meeting: Meeting, owner: User) -> None:
        item = make.make_item(meeting=meeting, confidential=True)
        file = make.make_paper_file(paper=make.make_paper(item=item, title="Merger plan"))
        url, papers = reverse("paper_file", args=[file.pk]), reverse("papers", args=[meeting.pk])
        assert as_user(owner).get(url).status_code == 404
        assert "Merger plan" not in text_of(as_user(owner).get(papers))
        item.named.add(owner.person)
        assert as_user(owner).get(url).status_code == 200
        assert "Merger plan" in text_of(as_user(owner).get(papers))


def test_the_start_page_has_the_papers_and_ones_own_to_hand_in(
    meeting: Meeting, pilot: AgendaItem, owner: User
) -> None:
    make.make_paper_file(paper=make.make_paper(item=pilot, title="The budget"))
    make.make_paper(item=pilot, title="My report", owner=owner.person)
    make.make_paper(item=pilot, title="From somebody else")
    secret = make.make_item(meeting=meeting, confidential=True)
    make.make_paper_file(paper=make.make_paper(item=secret, title="Merger plan"))
    page = text_of(as_user(owner).get(reverse("home")))
    assert "The budget" in page
    assert 'Hand in a file<span class="govuk-visually-hidden"> for My report' in page
    assert "From somebody else" not in page
    assert "Merger plan" not in page
