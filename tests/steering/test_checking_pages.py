"""Check and send as a page: how often it asks the database, and what is on its way already."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.models import User
from sites.enums import Role
from steering.enums import MeetingState, SendingKind
from steering.models import Meeting, Sending
from tests import make

pytestmark = pytest.mark.django_db

STATES = {
    SendingKind.INVITATION: MeetingState.PLANNED,
    SendingKind.AGENDA: MeetingState.PLANNED,
    SendingKind.MINUTES: MeetingState.HELD,
    SendingKind.CANCELLATION: MeetingState.CANCELLED,
}


@pytest.fixture
def helen() -> User:
    return make.make_user(person=make.make_person(name="Helen Marsh"))


@pytest.mark.parametrize("page", ["check_and_send", "mail_preview"])
@pytest.mark.parametrize("kind", SendingKind)
def test_the_page_asks_ten_times_at_most_however_much_there_is(
    helen: User, kind: SendingKind, page: str
) -> None:
    """Nobody serves the group as its administrator, so the site's is found as well."""
    client, url = _at(page, _meeting(helen, kind, members=50), helen, kind)
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    assert len(queries) <= 10


@pytest.mark.parametrize("kind", SendingKind)
def test_what_is_on_its_way_is_shown_instead_of_sent_again(helen: User, kind: SendingKind) -> None:
    meeting = _meeting(helen, kind, members=2)
    client, url = _at("check_and_send", meeting, helen, kind)
    shown = client.get(url).context["shown"]
    batches = ("8a2f3c1e-0f5b-4d5e-9d0a-3f0e7a1b2c3d", "f3c1e8a2-5b0f-4e5d-8d0a-7a1b2c3d3f0e")
    for batch in batches:
        fields = {"batch": batch, "text_sha256": shown[0][1], "shown": [v for _, v in shown[1:]]}
        response = client.post(url, fields, follow=True)
        assert response.redirect_chain == [(reverse("held", args=[meeting.pk, kind]), 302)]
    assert Sending.objects.count() == 1
    assert "This is on its way out already." in response.content.decode()
    assert client.get(url).status_code == 302


def _meeting(helen: User, kind: SendingKind, *, members: int) -> Meeting:
    group = make.make_group()
    make.make_role(person=helen.person, site=group.site, role=Role.ADMINISTRATOR)
    meeting = make.make_meeting(
        group=group,
        starts_at=timezone.now() + timedelta(days=7),
        state=STATES[kind],
        agenda=("Welcome", "The pilot"),
    )
    item = meeting.agenda_items.first()
    make.make_minutes(meeting=meeting, text="All was said.", item=item)
    for _ in range(members):
        person = make.make_member(group=group, agency=make.make_agency()).person
        make.make_attendance(meeting=meeting, person=person)
        make.make_decision(meeting=meeting, item=item)
        make.make_action(meeting=meeting, item=item, owner=person)
    return meeting


def _at(page: str, meeting: Meeting, user: User, kind: SendingKind) -> tuple[Client, str]:
    client = Client()
    client.force_login(user)
    return client, reverse(page, args=[meeting.pk, kind])
