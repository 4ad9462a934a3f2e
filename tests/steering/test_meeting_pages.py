"""The administrator's pages of a meeting, through the client."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from outbox.enums import State
from outbox.models import Message
from sites.enums import Role
from steering.enums import MeetingState, MemberRole, SendingKind
from steering.models import Meeting, Sending
from tests.make import (
    LONDON,
    make_group,
    make_meeting,
    make_member,
    make_person,
    make_role,
    make_site,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return make_group(site=make_site(name="Northfield"), name="Northfield steering group")


@pytest.fixture
def administrator(client, group):
    user = make_user(person=make_person(name="Helen Marsh", email="helen@example.org"))
    make_role(person=user.person, site=group.site, role=Role.ADMINISTRATOR)
    client.force_login(user)
    return user


@pytest.fixture
def in_four_weeks():
    day = timezone.localdate() + timedelta(weeks=4)
    return datetime(day.year, day.month, day.day, 10, 0, tzinfo=LONDON)


PLAN = {
    "day_day": "8",
    "day_month": "12",
    "day_year": "2026",
    "starts": "10am",
    "ends": "12:00",
    "mode": "hybrid",
    "place": "Town Hall",
    "joining_link": "https://meet.example.org/abc",
    "title": "",
    "agenda": "1. Welcome\r\n\r\n• The pilot\r\nAny other business",
}


def plan(client, group, **changes):
    url = reverse("plan_meeting", args=[group.key])
    return client.post(url, {**PLAN, **changes})


def test_a_meeting_is_planned_from_one_form_and_nobody_is_told(client, group, administrator):
    response = plan(client, group)
    meeting = Meeting.objects.get()
    assert response.url == reverse("meeting", args=[meeting.pk])
    assert (meeting.title, meeting.starts_at, meeting.ends_at) == (
        "Northfield steering group, 8 December 2026",
        datetime(2026, 12, 8, 10, 0, tzinfo=LONDON),
        datetime(2026, 12, 8, 12, 0, tzinfo=LONDON),
    )
    titles = list(meeting.agenda_items.values_list("title", flat=True))
    assert titles == ["Welcome", "The pilot", "Any other business"]
    assert (Message.objects.count(), meeting.announced_at) == (0, None)
    assert "Nobody has been told of it yet" in client.get(response.url).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"day_day": "31", "day_month": "2"}, "2026"),
        ({"ends": "9am"}, "The meeting must end after it starts"),
        ({"starts": "half past"}, "time"),
        ({"place": ""}, "Enter the place, or choose “Online”"),
        ({"joining_link": "see mail"}, "Enter the whole link"),
        (
            {"day_day": "29", "day_month": "3", "day_year": "2026", "starts": "1:30am"},
            "skip this time",
        ),
        ({"agenda": "x" * 501}, "Shorten “"),
        ({"agenda": "\n".join("abcdefgh" * 8)}, "64 items"),
    ],
)
def test_a_plan_that_cannot_be_says_why_and_loses_nothing(
    client, group, administrator, changes, sentence
):
    response = plan(client, group, **changes)
    page = response.content.decode()
    assert response.status_code == 200
    assert "<title>Error: Plan a meeting" in page
    assert sentence in page
    typed = {**PLAN, **changes}
    assert typed["agenda"].splitlines()[0] in page
    assert f'value="{typed["starts"]}"' in page
    assert Meeting.objects.count() == 0


def test_the_form_starts_with_how_the_group_met_last(client, group, administrator):
    make_meeting(group=group, starts_at=datetime(2026, 7, 7, 14, 30, tzinfo=LONDON))
    page = client.get(reverse("plan_meeting", args=[group.key])).content.decode()
    assert all(value in page for value in ('value="2:30pm"', 'value="Town Hall"', 'value="4"'))


def test_the_steps_say_what_is_next_and_where(client, group, administrator, in_four_weeks):
    meeting = make_meeting(group=group, starts_at=in_four_weeks, agenda=("Welcome",))
    response = client.get(reverse("meeting", args=[meeting.pk]))
    steps = {step.name: (step.word, step.url) for step in response.context["steps"]}
    assert [name for name, (word, _) in steps.items() if word in ("Next",)] == ["Invite"]
    assert response.context["next_step"].verb == "Check and send invitation"
    send = reverse("check_and_send", args=[meeting.pk, "invitation"])
    assert f'href="{send}"' in response.content.decode()


def test_check_and_send_shows_exactly_what_is_then_sent(
    client, group, administrator, in_four_weeks
):
    make_member(group=group, person=make_person(name="Amy Rudd", email="amy@example.org"))
    make_member(group=group, person=make_person(name="Tom Ash", email="tom@example.org"))
    meeting = make_meeting(group=group, starts_at=in_four_weeks, agenda=("Welcome",))
    url = reverse("check_and_send", args=[meeting.pk, "invitation"])
    page = client.get(url)
    assert "Send to 2 people" in page.content.decode()
    data = {"batch": page.context["batch"], "shown": []}
    for name, value in page.context["shown"]:
        data[name] = [*data["shown"], value] if name == "shown" else value
    response = client.post(url, data)
    assert response.url == reverse("held", args=[meeting.pk, "invitation"])
    assert client.post(url, data).url == response.url
    shown = Message.objects.get(to_name=page.context["copy_for"].name)
    assert shown.text == page.context["words"].text
    assert Message.objects.count() == 2
    held = client.get(response.url).content.decode()
    assert "2 people will get the invitation at" in held
    undone = client.post(reverse("undo_sending", args=[meeting.pk, "invitation"]), follow=True)
    assert "Nothing was sent." in undone.content.decode()
    assert set(Message.objects.values_list("state", flat=True)) == {State.WITHDRAWN}


def test_a_list_that_changed_since_is_not_sent_and_says_so(
    client, group, administrator, in_four_weeks
):
    meeting = make_meeting(group=group, starts_at=in_four_weeks, agenda=("Welcome",))
    make_member(group=group, person=make_person(name="Amy Rudd"))
    url = reverse("check_and_send", args=[meeting.pk, "invitation"])
    page = client.get(url)
    make_member(group=group, person=make_person(name="Tom Ash"))
    data = {"batch": page.context["batch"], **dict(page.context["shown"])}
    response = client.post(url, data)
    text = response.content.decode()
    assert "<title>Error: Check and send the invitation" in text
    assert "Tom Ash was added" in text
    assert Message.objects.count() == 0


@pytest.mark.parametrize("batch", ["", "no-uuid"])
def test_a_send_without_what_was_shown_sends_nothing(
    client, group, administrator, in_four_weeks, batch
):
    make_member(group=group)
    meeting = make_meeting(group=group, starts_at=in_four_weeks, agenda=("Welcome",))
    url = reverse("check_and_send", args=[meeting.pk, "invitation"])
    response = client.post(url, {"batch": batch, "without": "x", "shown": "nonsense"})
    assert response.status_code == 200
    assert "Nothing was sent" in response.content.decode()
    assert Message.objects.count() == 0


def test_the_mail_is_shown_as_it_will_be_sent_under_a_policy_of_its_own(
    client, group, administrator, in_four_weeks
):
    member = make_member(group=group, person=make_person(name="<b>Amy</b>"))
    meeting = make_meeting(group=group, starts_at=in_four_weeks, agenda=("<script>x</script>",))
    url = reverse("mail_preview", args=[meeting.pk, "invitation"])
    response = client.get(f"{url}?{urlencode({'copy': member.person.pk})}")
    assert response.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
    )
    page = response.content.decode()
    assert "Dear &lt;b&gt;Amy&lt;/b&gt;" in page
    assert "<script>" not in page


def test_moving_a_meeting_says_that_members_still_have_the_old_time(
    client, group, administrator, in_four_weeks
):
    meeting = make_meeting(group=group, starts_at=in_four_weeks, announced_at=timezone.now())
    Sending.objects.create(
        meeting=meeting,
        kind=SendingKind.INVITATION,
        batch="00000000-0000-0000-0000-000000000001",
        sequence=0,
        text_sha256="0" * 64,
        pressed_by=administrator,
        pressed_at=timezone.now(),
        leaves_at=timezone.now(),
        took_effect_at=timezone.now(),
    )
    client.post(
        reverse("change_meeting", args=[meeting.pk]),
        {**PLAN, "place": "Library", "day_year": str(in_four_weeks.year + 1), "checked": "1"},
    )
    response = client.get(reverse("meeting", args=[meeting.pk]))
    assert response.context["next_step"].verb == "Check and send the change"


def test_cancelling_asks_first_and_then_offers_to_tell_the_members(
    client, group, administrator, in_four_weeks
):
    meeting = make_meeting(group=group, starts_at=in_four_weeks, announced_at=timezone.now())
    url = reverse("cancel_meeting", args=[meeting.pk])
    assert "Cancel this meeting?" in client.get(url).content.decode()
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.PLANNED
    page = client.post(url, follow=True)
    assert page.context["next_step"].verb == "Check and send cancellation"
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CANCELLED


def test_the_calendar_file_opens_for_whoever_may_see_the_meeting(client, group, in_four_weeks):
    meeting = make_meeting(group=group, starts_at=in_four_weeks, announced_at=timezone.now())
    member = make_member(group=group)
    client.force_login(make_user(person=member.person))
    response = client.get(reverse("meeting_ics", args=[meeting.pk]))
    assert response.headers["Content-Type"].startswith("text/calendar")
    assert response.headers["Content-Disposition"] == f'attachment; filename="{meeting.key}.ics"'
    assert str(meeting.uid) in response.content.decode()


def test_a_member_sees_agenda_and_place_but_neither_steps_nor_messages(
    client, group, in_four_weeks
):
    meeting = make_meeting(
        group=group, starts_at=in_four_weeks, agenda=("Welcome",), announced_at=timezone.now()
    )
    member = make_member(group=group)
    client.force_login(make_user(person=member.person))
    page = client.get(reverse("meeting", args=[meeting.pk])).content.decode()
    assert "Welcome" in page
    assert "Town Hall" in page
    assert not any(word in page for word in ("Check and send", "Messages", "Register", "Change"))


def test_nothing_on_a_groups_page_tells_in_what_capacity_somebody_sits(client, group):
    for capacity in ("service_user", "carer", "young_carer", "representative"):
        make_member(group=group, capacity=capacity)
    member = make_member(group=group, role=MemberRole.CHAIR)
    client.force_login(make_user(person=member.person))
    page = client.get(reverse("group", args=[group.key])).content.decode().casefold()
    assert page.count("group member") == 5
    assert not any(word in page for word in ("carer", "service user", "representative"))


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_the_pages_ask_the_database_as_often_however_much_there_is(
    client, group, administrator, rows, django_assert_max_num_queries
):
    soon = timezone.now() + timedelta(weeks=4)
    meeting = make_meeting(group=group, starts_at=soon, agenda=("x",) * rows)
    for number in range(rows):
        make_member(group=group, person=make_person(email=f"m{number}@example.org"))
        make_meeting(
            group=group,
            starts_at=datetime(2020, 1, 1, 10, tzinfo=UTC) + timedelta(days=number),
            state=MeetingState.HELD,
        )
    for name, args in (
        ("groups", []),
        ("group", [group.key]),
        ("meeting", [meeting.pk]),
        ("meeting_messages", [meeting.pk]),
        ("change_agenda", [meeting.pk]),
        ("outbox", []),
    ):
        with django_assert_max_num_queries(10):
            client.get(reverse(name, args=args))


def test_reading_the_outbox_is_for_administrators_of_the_group(client, group, in_four_weeks):
    meeting = make_meeting(group=group, starts_at=in_four_weeks, agenda=("Welcome",))
    chair = make_member(group=group, role=MemberRole.CHAIR, joined_on=date(2020, 1, 1))
    client.force_login(make_user(person=chair.person))
    assert client.get(reverse("outbox")).status_code == 404
    assert client.get(reverse("meeting_messages", args=[meeting.pk])).status_code == 404
