"""Somebody's own calendar address: what it shows, to whom, and until when."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from django.test import Client
from django.utils import timezone

from sites.enums import Role
from sites.models import SiteRole
from steering.models import CalendarFeed, Meeting, Membership
from steering.services import meetings
from steering.services.feeds import make_feed, revoke_feed
from tests import make
from tests.ical_js import Reader
from tests.make import make_group, make_meeting, make_member, make_role, make_site, make_user

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def amy() -> Membership:
    return make_member(group=make_group(name="Northfield steering group"))


@pytest.fixture
def token(amy: Membership) -> str:
    return make_feed(person=amy.person, now=timezone.now())


@pytest.fixture
def program(client: Client) -> Client:
    """A calendar program: it has no session."""
    return client


def at(days: int) -> datetime:
    return (timezone.now() + days * DAY).replace(minute=0, second=0, microsecond=0)


def meeting_of(amy: Membership, days: int, **more: object) -> Meeting:
    announced_at = more.pop("announced_at", timezone.now() - 400 * DAY)
    return make_meeting(group=amy.group, starts_at=at(days), announced_at=announced_at, **more)


def address(token: str) -> str:
    return f"/calendar/{token}.ics"


def test_it_shows_the_meetings_that_were_told_from_half_a_year_back_on(
    by_ical_js: Reader, program: Client, amy: Membership, token: str
) -> None:
    for days in (-200, -180, -1, 1, 400):
        meeting_of(amy, days, title=f"{days}; days, off")
    meeting_of(amy, 2, announced_at=None, title="untold")
    meeting_of(make_member(group=make_group()), 2, title="of another group")
    response = program.get(address(token))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    read = by_ical_js(response.text)
    assert [one.title for one in read] == [f"{days}; days, off" for days in (-180, -1, 1, 400)]
    assert [one.starts_at for one in read] == [at(days) for days in (-180, -1, 1, 400)]
    assert {one.status for one in read} == {"CONFIRMED"}


def test_a_cancelled_meeting_stays_and_says_so(
    by_ical_js: Reader, program: Client, amy: Membership, token: str
) -> None:
    meeting = meeting_of(amy, 5)
    meetings.cancel_meeting(meeting=meeting, now=timezone.now())
    [read] = by_ical_js(program.get(address(token)).text)
    assert (read.uid, read.sequence, read.status) == (str(meeting.uid), 1, "CANCELLED")


def test_it_names_nobody_and_nothing_that_was_said(
    program: Client, amy: Membership, token: str
) -> None:
    meeting = meeting_of(amy, 5, agenda=("The merger",))
    make.make_minutes(meeting=meeting, text="We spoke of the merger.")
    text = program.get(address(token)).text
    for word in ("@", "mailto", "ORGANIZER", "ATTENDEE", "METHOD", "VALARM", "merger", "minutes"):
        assert word not in text, word
    assert amy.person.name not in text
    for line in ("X-WR-CALNAME:", "NAME:", "REFRESH-INTERVAL;VALUE=DURATION:PT1H"):
        assert f"\r\n{line}" in text


def test_members_see_the_meetings_of_their_own_days(
    by_ical_js: Reader, program: Client, amy: Membership, token: str
) -> None:
    for days in (-10, -3, 3, 10):
        meeting_of(amy, days, title=str(days))
    today = timezone.localdate()
    Membership.objects.update(joined_on=today - 5 * DAY, left_on=today + 5 * DAY)
    assert [one.title for one in by_ical_js(program.get(address(token)).text)] == ["-3", "3"]


def test_who_serves_a_site_sees_its_groups_and_those_of_its_localities(
    by_ical_js: Reader, program: Client
) -> None:
    region = make_site()
    helen = make_role(person=make.make_person(), site=region, role=Role.ADMINISTRATOR).person
    told = timezone.now()
    for site in (region, make_site(parent=region), make_site()):
        make_meeting(group=make_group(site=site), starts_at=at(3), announced_at=told)
    token = make_feed(person=helen, now=told)
    assert len(by_ical_js(program.get(address(token)).text)) == 2
    SiteRole.objects.update(ended_on=timezone.localdate())
    assert program.get(address(token)).status_code == 404


class TestAskingAgain:
    def test_nothing_new_is_not_sent_again(
        self, program: Client, amy: Membership, token: str
    ) -> None:
        meeting_of(amy, 5)
        first = program.get(address(token))
        for header, value in (
            ("If-None-Match", first["ETag"]),
            ("If-Modified-Since", first["Last-Modified"]),
        ):
            again = program.get(address(token), headers={header: value})
            assert (again.status_code, again.content) == (304, b"")

    def test_a_change_is_sent(self, program: Client, amy: Membership, token: str) -> None:
        meeting = meeting_of(amy, 5)
        first = program.get(address(token))
        Meeting.objects.filter(pk=meeting.pk).update(place="Library")
        again = program.get(address(token), headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 200
        assert "LOCATION:Library" in again.text

    def test_an_end_of_membership_is_sent_the_day_it_comes(
        self, program: Client, amy: Membership, token: str
    ) -> None:
        """Nothing is changed that day, but there is less to show."""
        make_member(group=make_group(), person=amy.person)
        feed = program.get(address(token))
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        assert parsedate_to_datetime(feed["Last-Modified"]) >= midnight

    def test_head_gives_the_same_without_the_text(
        self, program: Client, amy: Membership, token: str
    ) -> None:
        meeting_of(amy, 5)
        got, asked = program.get(address(token)), program.head(address(token))
        assert (asked.status_code, asked.content, asked["ETag"]) == (200, b"", got["ETag"])

    def test_it_is_for_no_cache_between_and_no_search_engine(
        self, program: Client, token: str
    ) -> None:
        response = program.get(address(token))
        assert response["Cache-Control"] == "private, no-cache"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert "sessionid" not in response.cookies

    def test_nothing_is_written_at_it(self, program: Client, token: str) -> None:
        assert program.post(address(token)).status_code == 405


class TestWhenItIsOver:
    def test_revoked(self, program: Client, amy: Membership, token: str) -> None:
        revoke_feed(person=amy.person, now=timezone.now())
        assert program.get(address(token)).status_code == 404

    def test_replaced(self, program: Client, amy: Membership, token: str) -> None:
        new = make_feed(person=amy.person, now=timezone.now())
        assert program.get(address(token)).status_code == 404
        assert program.get(address(new)).status_code == 200

    def test_left_the_last_group(self, program: Client, amy: Membership, token: str) -> None:
        meeting_of(amy, -5)
        other = make_member(group=make_group(), person=amy.person)
        Membership.objects.filter(pk=amy.pk).update(left_on=timezone.localdate())
        assert "VEVENT" not in program.get(address(token)).text
        Membership.objects.filter(pk=other.pk).update(left_on=timezone.localdate())
        assert program.get(address(token)).status_code == 404

    def test_a_dead_address_says_no_more_than_one_that_never_was(
        self, program: Client, amy: Membership, token: str
    ) -> None:
        revoke_feed(person=amy.person, now=timezone.now())
        dead, never = program.get(address(token)), program.get(address("x" * 43))
        assert (dead.status_code, dead.content) == (never.status_code, never.content)

    def test_whoever_tries_addresses_is_slowed_down(self, program: Client, token: str) -> None:
        answers = [program.get(address(f"guess-{number}")).status_code for number in range(31)]
        assert (answers[0], answers[-1]) == (404, 429)
        assert program.get(address(token)).status_code == 200


class TestThePage:
    @pytest.fixture
    def page(self, client: Client, amy: Membership) -> Client:
        client.force_login(make_user(person=amy.person))
        return client

    def test_it_shows_the_address_once_and_keeps_its_hash_alone(self, page: Client) -> None:
        assert "Make your address" in page.get("/calendar/").text
        made = page.post("/calendar/make/").text
        token = made.partition("/calendar/")[2].partition(".ics")[0]
        assert page.get(address(token)).status_code == 200
        assert "webcal://" in made
        assert token not in page.get("/calendar/").text
        stored = CalendarFeed.objects.values().get()
        assert token not in str(stored)
        assert len(token) == 43

    def test_a_new_one_replaces_it(self, page: Client) -> None:
        page.post("/calendar/make/")
        assert "Make a new address instead" in page.get("/calendar/").text
        page.post("/calendar/make/")
        working = CalendarFeed.objects.filter(revoked_at__isnull=True)
        assert (CalendarFeed.objects.count(), working.count()) == (2, 1)

    def test_ending_it(self, page: Client) -> None:
        page.post("/calendar/make/")
        ended = page.post("/calendar/revoke/", follow=True).text
        assert "The address works no longer" in ended
        assert "Make your address" in ended

    def test_a_click_changes_nothing(self, page: Client) -> None:
        assert page.get("/calendar/make/").status_code == 405
        assert page.get("/calendar/revoke/").status_code == 405
        assert not CalendarFeed.objects.exists()

    def test_my_meetings_lead_to_it(self, page: Client) -> None:
        assert 'href="/calendar/"' in page.get("/").text


def test_no_line_is_too_long_and_what_separates_is_escaped(
    by_ical_js: Reader, program: Client, amy: Membership, token: str
) -> None:
    title = "Ä, ö; ü\\ “n” " * 14
    meeting_of(amy, 5, title=title.strip(), place="Großer Saal, Haus 2; Tür 3")
    content = program.get(address(token)).content
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    [read] = by_ical_js(content.decode())
    assert (read.title, read.where) == (title.strip(), "Großer Saal, Haus 2; Tür 3")
