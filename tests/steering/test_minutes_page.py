"""The page on which minutes are read, and the files beside it."""

import io
import re
from datetime import date

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from sites.enums import Role
from steering.enums import MinutesState
from steering.models import Meeting
from tests import make
from tests.steering.alderfleet import Alderfleet, alderfleet

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Alderfleet:
    return alderfleet()


def signed_in(world: Alderfleet, name: str) -> Client:
    client = Client()
    client.force_login(make.make_user(person=world.people[name]))
    return client


def page_for(world: Alderfleet, name: str) -> str:
    response = signed_in(world, name).get(reverse("minutes", args=[world.meeting.pk]))
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    without_tags = re.sub(r"<[^>]+>", " ", html.partition('id="main">')[2].partition("</main>")[0])
    return " ".join(without_tags.replace("\N{NO-BREAK SPACE}", " ").split())


def test_it_says_first_what_it_is_and_what_is_to_be_done(world: Alderfleet) -> None:
    assert words(page_for(world, "Celia Brandreth")).startswith(
        "Alderfleet steering group, meeting 2 Minutes of Tuesday 24 November 2026 "
        "10:00am to 12:00pm. Alderfleet Guildhall, Room 2, and online. "
        "DRAFT Circulated on Tuesday 8 December 2026, version 2. "
        "The group will be asked to confirm these minutes on Tuesday 19 January 2027. "
        "3 actions No. Action Who By "
        "2.1 Put the five-day rule in version 4. Rohan Deverell 11 December 2026 "
        "2.2 Find a room Nobody yet No date "
        "2.3 Ask the surgery for a named contact Samir Vance 18 December 2026 "
        "2 decisions 2.1 The service told first arranges it. 2.2 The report goes out in May "
        "Who was there 7 of 8 members came or had a deputy there. The quorum is 4. "
    )


def test_ones_own_action_is_marked_and_can_be_marked_as_done(world: Alderfleet) -> None:
    page = page_for(world, "Samir Vance")
    action = world.meeting.actions.get(owner=world.people["Samir Vance"])
    address = reverse("action_done", args=[action.pk])
    back = reverse("minutes", args=[world.meeting.pk])
    assert words(page).count("(you)") == 1
    assert "3 actions , 1 is yours" in words(page)
    assert f'href="{address}?next={back}"' in page
    assert page.count("app-table__own") == 1
    assert "app-table__own" not in page_for(world, "Celia Brandreth")


def test_ones_own_action_that_is_done_says_so(world: Alderfleet) -> None:
    world.meeting.actions.update(done_on=date(2026, 12, 3))
    page = words(page_for(world, "Samir Vance"))
    assert page.count("Done on 3 December 2026") == 1
    assert "Mark as done" not in page


def test_the_outline_has_one_title_and_no_gap(world: Alderfleet) -> None:
    text = world.minutes.texts.get(agenda_item__position=2)
    text.text = "# Large\n\n##### Small\n\nWords."
    text.save()
    page = page_for(world, "Celia Brandreth").partition("<main")[2].partition("<aside")[0]
    assert [int(level) for level in re.findall(r"<h([1-6])", page)] == [
        *(1, 2, 2, 2, 2, 3, 3, 4, 5, 3)
    ]


def test_the_contents_lead_to_what_is_there(world: Alderfleet) -> None:
    page = page_for(world, "Celia Brandreth")
    contents = page.partition('aria-labelledby="contents"')[2].partition("</nav>")[0]
    targets = re.findall(r'href="#([^"]+)"', contents)
    assert targets == ["actions", "decisions", "attendance", "item-1", "item-2", "item-3"]
    assert all(f'id="{target}"' in page for target in targets)


def test_corrections_and_files_stand_beside_it(world: Alderfleet) -> None:
    page = words(page_for(world, "Celia Brandreth"))
    assert (
        "Is something wrong? Tell Imogen Tarrant by Monday 11 January 2027: "
        "imogen.tarrant@example.org . Corrections are recorded at the next meeting."
    ) in page
    assert re.search(r"To keep or print PDF, 2 pages \(\d+ KB\) Word On this page", page)


def test_only_who_may_correct_the_text_is_shown_the_way(world: Alderfleet) -> None:
    site = world.meeting.group.site
    make.make_role(person=world.people["Imogen Tarrant"], site=site, role=Role.ADMINISTRATOR)
    assert "Correct the text" in page_for(world, "Imogen Tarrant")
    assert "Correct the text" not in page_for(world, "Celia Brandreth")


def test_confirmed_minutes_have_no_box_and_are_not_corrected() -> None:
    world = alderfleet(state=MinutesState.APPROVED)
    site = world.meeting.group.site
    make.make_role(person=world.people["Imogen Tarrant"], site=site, role=Role.ADMINISTRATOR)
    page = page_for(world, "Imogen Tarrant")
    assert "Confirmed on Tuesday 19 January 2027." in page
    assert "DRAFT" not in page
    assert "Correct the text" not in page


def test_the_words_of_a_meeting_as_a_whole_stand_under_the_agenda(world: Alderfleet) -> None:
    world.meeting.decisions.all().delete()
    world.meeting.actions.all().delete()
    world.minutes.texts.all().delete()
    world.minutes.texts.create(text="# Money\n\nThere was none.")
    page = words(page_for(world, "Celia Brandreth"))
    assert (
        "Minutes Agenda Welcome and apologies Joint visits: the shared protocol "
        "Any other business Money There was none."
    ) in page
    assert "Actions No actions. Decisions No decisions. Who was there" in page


@pytest.mark.parametrize("state", [MinutesState.DRAFT, MinutesState.WITH_CHAIR])
@pytest.mark.parametrize("name", ["minutes", "minutes_pdf", "minutes_docx"])
def test_members_do_not_see_what_was_not_circulated(state: MinutesState, name: str) -> None:
    world = alderfleet(state=state)
    address = reverse(name, args=[world.meeting.pk])
    assert signed_in(world, "Samir Vance").get(address).status_code == 404
    assert signed_in(world, "Celia Brandreth").get(address).status_code == 200  # the chair


def test_a_meeting_without_minutes_has_no_page(world: Alderfleet) -> None:
    following = world.meeting.group.meetings.latest("starts_at")
    response = signed_in(world, "Celia Brandreth").get(reverse("minutes", args=[following.pk]))
    assert response.status_code == 404


@pytest.mark.parametrize(
    ("name", "ending", "content_type"),
    [
        ("minutes_pdf", "pdf", "application/pdf"),
        (
            "minutes_docx",
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_files_are_kept_under_a_name_that_says_what_they_are(
    world: Alderfleet, name: str, ending: str, content_type: str
) -> None:
    response = signed_in(world, "Samir Vance").get(reverse(name, args=[world.meeting.pk]))
    stem = f"{world.meeting.group.key}-2026-11-24-minutes-v2-draft"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{stem}.{ending}"'
    assert response.headers["Content-Type"] == content_type
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    if ending == "pdf":
        assert len(PdfReader(io.BytesIO(response.content)).pages) == 2
    else:
        title = docx.Document(io.BytesIO(response.content)).paragraphs[0].text
        assert title == "Alderfleet steering group: minutes of meeting 2"


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_however_much_was_recorded(world: Alderfleet, number: int) -> None:
    for _ in range(number):
        owner = make.make_member(group=world.meeting.group).person
        make.make_attendance(meeting=world.meeting, person=owner)
        make.make_action(meeting=world.meeting, owner=owner)
    client = signed_in(world, "Samir Vance")
    assert _queries(client, world.meeting) == 10


def _queries(client: Client, meeting: Meeting) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("minutes", args=[meeting.pk]))
    return len(queries)
