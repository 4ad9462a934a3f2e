"""The pages that the personal link of an invitation opens."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from people.models import Contact, Person
from sites.enums import Role
from steering.enums import Answer, Capacity, Deputies, Mode
from steering.links import Purpose, personal_link
from steering.models import Deputy, Meeting, Membership, Reply, SteeringGroup
from steering.replies import replies_of
from steering.services.meetings import cancel_meeting
from tests import make

pytestmark = pytest.mark.django_db

OWEN = {"deputy_name": "Owen Tranter", "deputy_email": "owen@example.org"}


@pytest.fixture
def starts_at() -> datetime:
    day = timezone.localdate() + timedelta(days=30)
    return datetime(day.year, day.month, day.day, 10, 0, tzinfo=make.LONDON)


@pytest.fixture
def meeting(starts_at: datetime) -> Meeting:
    group = make.make_group(name="Northfield steering group")
    leah = make.make_person(name="Leah Morgan", email="leah.morgan@example.org")
    make.make_role(person=leah, site=group.site, role=Role.ADMINISTRATOR)
    Contact.objects.create(person=leah, telephone="01632 960 123")
    return make.make_meeting(
        group=group, starts_at=starts_at, mode=Mode.HYBRID, place="Civic Centre, Room 2"
    )


@pytest.fixture
def priya(meeting: Meeting) -> Person:
    person = make.make_person(name="Priya Nair")
    make.make_member(group=meeting.group, person=person, capacity=Capacity.SERVICE_USER)
    return person


@pytest.fixture
def link(meeting: Meeting, priya: Person) -> str:
    return path_of(personal_link(Purpose.REPLY, meeting=meeting, person=priya))


def path_of(link: str) -> str:
    return "/" + link.split("/", 3)[3]


def send(client: Client, link: str, answer: Answer | str, **more: str) -> str:
    """Send the form as the page has it, and give what comes."""
    starts_at = more.pop("starts_at", "") or asked_for(client, link)
    data = {"answer": answer, "starts_at": starts_at, **more}
    return client.post(link, data, follow=True).text


def asked_for(client: Client, link: str) -> str:
    page = client.get(link)
    return page.context["form"]["starts_at"].value()


def move(meeting: Meeting, days: int = 7) -> None:
    meeting.starts_at += timedelta(days=days)
    meeting.ends_at += timedelta(days=days)
    meeting.save()


def test_the_page_asks_one_question_and_nothing_is_chosen(client: Client, link: str) -> None:
    page = client.get(link).text

    assert "Priya, can you come on " in page
    assert "10:00am to 12:00pm. Civic Centre, Room 2, or online." in page
    for choice in ("I will come", "I cannot come", "I will send somebody"):
        assert choice in page
    assert "checked" not in page
    assert "Leah Morgan, administrator" in page
    assert "01632 960 123" in page
    assert "Please reply by " in page


@pytest.mark.parametrize(
    ("answer", "chosen"), [("coming", 1), ("apologies", 1), ("deputy", 1), ("late", 0), ("x", 0)]
)
def test_a_link_in_the_mail_chooses_but_only_the_button_sends(
    client: Client, link: str, answer: str, chosen: int
) -> None:
    page = client.get(f"{link}?answer={answer}").text

    assert page.count(" checked") == chosen
    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    ("answer", "more", "said"),
    [
        ("coming", {}, ["You will come.", "Add to your calendar"]),
        ("coming", {"arrives": "10:30"}, ["You will come, arriving late: 10:30."]),
        ("apologies", OWEN, ["You cannot come.", "You will get the minutes."]),
        (
            "deputy",
            OWEN,
            [
                "Owen Tranter will come in your place.",
                "Leah Morgan will send Owen the agenda and papers.",
            ],
        ),
        (
            "deputy",
            {"deputy_name": "Owen Tranter"},
            ["Leah Morgan will get the agenda and papers to Owen another way."],
        ),
    ],
)
def test_the_next_page_says_what_was_understood_and_what_happens_now(
    client: Client, link: str, answer: str, more: dict[str, str], said: list[str]
) -> None:
    page = send(client, link, answer, **more)

    assert "Thank you. We have told the administrator." in page
    assert [sentence for sentence in said if sentence not in page] == []
    assert ("Add to your calendar" in page) == (answer == "coming")


def test_opened_again_the_last_reply_is_chosen_and_may_be_changed(
    client: Client, link: str, meeting: Meeting
) -> None:
    send(client, link, "apologies", needs="Large print")

    page = client.get(link).text
    assert "You replied on " in page
    assert ": I cannot come" in page
    assert page.count(" checked") == 1
    assert 'value="Large print"' in page

    send(client, link, "coming")
    [row] = replies_of(meeting)
    assert (row.answer, row.entered_by) == (Answer.COMING, None)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({}, "Choose whether you can come"),
        ({"answer": "perhaps"}, "Choose one of the list"),
        ({"answer": "late"}, "Choose one of the list"),
        ({"answer": "deputy"}, "Enter the name of the person you are sending"),
        (
            {"answer": "deputy", "deputy_name": "Owen", "deputy_email": "owen"},
            "Enter an e-mail address such as name@example.org",
        ),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: Client, link: str, data: dict[str, str], problem: str
) -> None:
    page = client.post(link, {"starts_at": asked_for(client, link), "needs": "A lift", **data}).text

    assert problem in page
    assert "<title>Error: " in page
    assert 'value="A lift"' in page
    assert not Reply.objects.exists()


def test_half_an_address_is_no_matter_to_whoever_comes(client: Client, link: str) -> None:
    assert "You will come." in send(client, link, "coming", deputy_email="owen@")


def test_a_member_is_not_taken_for_a_deputy(client: Client, link: str, meeting: Meeting) -> None:
    ruth = make.make_member(group=meeting.group).person

    page = send(client, link, "deputy", deputy_name=ruth.name, deputy_email=ruth.email)

    assert "is a member of the group, so cannot come in somebody’s place" in page


def test_the_usual_deputy_is_filled_in(
    client: Client, link: str, meeting: Meeting, priya: Person
) -> None:
    owen = make.make_person(name="Owen Tranter", email="owen@example.org")
    Deputy.objects.create(group=meeting.group, member=priya, deputy=owen, named_on=make.LONG_AGO)

    page = client.get(link).text

    assert 'value="Owen Tranter"' in page
    assert 'value="owen@example.org"' in page


def test_where_nobody_may_stand_in_there_is_no_third_choice(
    client: Client, link: str, meeting: Meeting
) -> None:
    SteeringGroup.objects.filter(pk=meeting.group_id).update(deputies=Deputies.NONE)

    page = client.get(link).text

    assert "I will send somebody" not in page
    assert "deputy_name" not in page
    assert "Choose one of the list" in send(client, link, "deputy", **OWEN)


def test_an_old_link_of_a_moved_meeting_asks_for_the_new_date(
    client: Client, link: str, meeting: Meeting
) -> None:
    send(client, link, "apologies")
    move(meeting)

    page = client.get(link).text
    assert "This meeting was moved from " in page
    assert "Can you come at the new time?" in page
    assert "You replied" not in page
    assert "checked" not in page

    assert "You will come." in send(client, link, "coming")
    assert "This meeting was moved" not in client.get(link).text


def test_a_reply_to_the_old_time_does_not_count_for_the_new_one(
    client: Client, link: str, meeting: Meeting
) -> None:
    before = asked_for(client, link)
    move(meeting)

    page = send(client, link, "coming", starts_at=before, needs="A lift")

    assert "Can you come at the new time?" in page
    assert 'value="A lift"' in page
    assert not Reply.objects.exists()
    assert before not in page


def test_a_cancelled_meeting_has_no_form(client: Client, link: str, meeting: Meeting) -> None:
    cancel_meeting(meeting=meeting, now=timezone.now())

    answer = client.get(link)

    assert answer.status_code == 410
    assert "This meeting will not take place." in answer.text
    assert "<form" not in answer.text
    assert "leah.morgan@example.org" in answer.text


def test_who_has_left_reads_whom_to_ask_and_no_more(
    client: Client, link: str, meeting: Meeting, priya: Person
) -> None:
    Membership.objects.filter(person=priya).update(left_on=timezone.localdate())

    for address in (link, f"{link}done/", f"{link}meeting.ics"):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "This link is no longer in use." in answer.text
        assert "leah.morgan@example.org" in answer.text
        for detail in (meeting.group.name, meeting.place, "Priya"):
            assert detail not in answer.text
    assert client.post(link, {"answer": "coming"}).status_code == 410


def test_a_meeting_that_has_started_takes_no_more_replies(
    client: Client, meeting: Meeting, priya: Person
) -> None:
    meeting.starts_at = timezone.now() - timedelta(minutes=1)
    meeting.ends_at = timezone.now() + timedelta(hours=1)
    meeting.save()
    link = path_of(personal_link(Purpose.REPLY, meeting=meeting, person=priya))

    answer = client.get(link)

    assert answer.status_code == 410
    assert "This meeting has started" in answer.text


def test_a_link_that_is_not_ours_tells_nothing(client: Client, link: str) -> None:
    answer = client.get(link[:-4] + "/")

    assert answer.status_code == 404
    assert "This link does not work." in answer.text
    assert "@example.org" not in answer.text


def test_whoever_tries_link_after_link_is_slowed_down(client: Client) -> None:
    answers = [client.get(f"/reply/1-{number}-3.x/").status_code for number in range(35)]

    assert answers == [404] * 30 + [429] * 5


def test_the_page_is_not_cached_not_indexed_and_sets_no_cookie(client: Client, link: str) -> None:
    answer = client.get(link)

    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert not answer.cookies
    assert "<nav" not in answer.text
    assert "Sign in" not in answer.text


def test_the_reply_needs_no_cookie(link: str, meeting: Meeting) -> None:
    strict = Client(enforce_csrf_checks=True)

    send(strict, link, "coming")

    assert replies_of(meeting).count() == 1


def test_whoever_is_signed_in_sees_the_same_plain_page(
    client: Client, link: str, meeting: Meeting
) -> None:
    somebody = make.make_person(name="Somebody Else")
    client.force_login(make.make_user(person=somebody))

    page = client.get(link).text

    assert "Somebody Else" not in page
    assert "Sign out" not in page
    assert "Priya, can you come on " in page


def test_nothing_tells_why_somebody_is_a_member(client: Client, link: str) -> None:
    pages = [client.get(link).text, send(client, link, "coming"), link]

    for page in pages:
        for word in ("service user", "service_user", "carer", "representative", "professional"):
            assert word not in page.casefold()


def test_the_calendar_file_is_that_of_the_meeting(
    client: Client, link: str, meeting: Meeting
) -> None:
    answer = client.get(f"{link}meeting.ics")

    assert answer["Content-Type"].startswith("text/calendar")
    assert str(meeting.uid) in answer.text


def test_done_without_a_reply_leads_back_to_the_question(client: Client, link: str) -> None:
    assert client.get(f"{link}done/")["Location"] == link


def test_the_pages_ask_the_database_ten_times_at_most(
    client: Client, link: str, django_assert_max_num_queries
) -> None:
    send(client, link, "deputy", **OWEN)

    for address in (link, f"{link}done/", f"{link}meeting.ics"):
        with django_assert_max_num_queries(10):
            client.get(address)
