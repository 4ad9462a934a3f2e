"""The page of a site: what each part says, and to whom."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from barriers.enums import Direction, View
from people.models import Person
from reports.one_site import site_page
from reports.one_site.attendance import LETTERS
from reports.one_site.reading import sites_to_open
from sites.enums import AgencyKind, ChangeKind, ChangeStatus, Interface, Role, SignUpLevel
from sites.models import OrganisationalChange, Post, SignUp, Site
from steering.enums import AttendanceStatus, Capacity, MeetingState, MemberRole
from tests import make
from tests.reports.scene import NOW, local

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


@pytest.fixture
def site() -> Site:
    site = make.make_site(name="Northfield")
    Site.objects.filter(pk=site.pk).update(started_on=date(2025, 9, 1))
    site.refresh_from_db()
    return site


def serving(site: Site, role: Role = Role.PROJECT_MANAGER):
    user = make.make_user()
    make.make_role(person=user.person, site=site, role=role)
    return user


def seen_by(user, site: Site, now=NOW):
    return site_page(user, sites_to_open(user).get(pk=site.pk), now)


def sign_up(site: Site, person: Person, agency, **of_it) -> SignUp:
    of_it = {"level": SignUpLevel.FORMAL, "signed_on": date(2026, 1, 5)} | of_it
    return SignUp.objects.create(site=site, person=person, agency=agency, **of_it)


class TestSupport:
    def holder(self, site: Site, start: date, end: date | None = None, name: str = "") -> None:
        person = make.make_person(name=name)
        make.make_role(
            person=person, site=site, role=Role.ADMINISTRATOR, started_on=start, ended_on=end
        )

    def administrator(self, site: Site):
        return seen_by(make.make_user(is_owner=True), site).support[0]

    def test_gaps_are_told(self, site) -> None:
        self.holder(site, date(2025, 9, 3), date(2026, 2, 16))
        self.holder(site, date(2026, 5, 4), name="Tom Rees")
        found = self.administrator(site)
        assert [one.who for one in found.now] == ["Tom Rees"]
        assert found.past_gaps == ["None for 11 weeks from 16 February 2026"]
        assert found.none_for == ""

    def test_the_post_is_empty_since(self, site) -> None:
        self.holder(site, date(2025, 9, 1), date(2026, 11, 3))
        assert self.administrator(site).none_for == "3 weeks"

    def test_never_filled(self, site) -> None:
        assert self.administrator(site).none_for == "15 months"

    def test_a_role_in_the_region_serves_the_locality(self, site) -> None:
        locality = make.make_site(parent=site)
        self.holder(site, date(2019, 1, 1), name="Tom Rees")
        assert [one.who for one in self.administrator(locality).now] == ["Tom Rees"]

    def test_two_who_overlap_leave_no_gap(self, site) -> None:
        self.holder(site, date(2025, 9, 1), date(2026, 11, 1))
        self.holder(site, date(2026, 1, 1), date(2026, 2, 1))
        self.holder(site, date(2026, 10, 1))
        assert self.administrator(site).gaps == ()


class TestAttendance:
    def test_one_mark_an_agency_however_many_came(self, site) -> None:
        group = make.make_group(site=site)
        trust = make.make_agency(name="Trust")
        surgery = make.make_agency(name="Surgery", kind=AgencyKind.GP, interface=Interface.FAR)
        first, second, doctor = (
            make.make_member(group=group, agency=agency).person
            for agency in (trust, trust, surgery)
        )
        made = [
            make.make_meeting(group=group, starts_at=local(day, 11), state=MeetingState.HELD)
            for day in (3, 5, 9, 11, 13)
        ]
        for person in (first, second):
            make.make_attendance(meeting=made[0], person=person)
        make.make_attendance(meeting=made[0], person=doctor, status=AttendanceStatus.APOLOGIES)
        make.make_attendance(meeting=made[1], person=first, status=AttendanceStatus.APOLOGIES)
        make.make_attendance(
            meeting=made[1],
            person=make.make_person(),
            status=AttendanceStatus.DEPUTY,
            on_behalf_of=second,
        )
        make.make_attendance(meeting=made[2], person=first, status=AttendanceStatus.ABSENT)
        make.make_attendance(meeting=made[4], person=first)
        [found] = seen_by(serving(site), site).attendance
        assert [
            (
                "".join(LETTERS[mark.how] or "." for mark in row.marks),
                row.agency.name,
                row.came,
                row.of,
            )
            for row in found.rows
        ] == [("PD–.P", "Trust", 3, 4), ("A––.–", "Surgery", 0, 4)]
        assert [row.is_core for row in found.rows] == [True, False]

    @pytest.mark.parametrize("capacity", [one for one in Capacity if one != Capacity.PROFESSIONAL])
    def test_people_who_use_services_are_left_out(self, site, capacity) -> None:
        group = make.make_group(site=site)
        charity, forum = make.make_agency(name="Charity"), make.make_agency(name="Forum")
        met = make.make_meeting(group=group, starts_at=local(3, 11), state=MeetingState.HELD)
        make.make_attendance(
            meeting=met,
            person=make.make_member(group=group, agency=charity).person,
            status=AttendanceStatus.ABSENT,
        )
        for agency in (charity, forum):
            member = make.make_member(group=group, agency=agency, capacity=capacity)
            make.make_attendance(meeting=met, person=member.person)
        [found] = seen_by(serving(site), site).attendance
        assert [(row.agency.name, row.came) for row in found.rows] == [("Charity", 0)]

    def test_the_last_year_alone_and_not_what_is_to_come_or_was_called_off(self, site) -> None:
        group = make.make_group(site=site)
        make.make_member(group=group, agency=make.make_agency())
        make.make_meeting(group=group, starts_at=local(20, 11, year=2025), state=MeetingState.HELD)
        make.make_meeting(group=group, starts_at=local(3, 11), state=MeetingState.CANCELLED)
        make.make_meeting(group=group, starts_at=local(8))
        assert seen_by(serving(site), site).attendance == []

    def test_an_agency_that_had_no_seat_yet(self, site) -> None:
        group = make.make_group(site=site)
        for day in (3, 17):
            met = make.make_meeting(group=group, starts_at=local(day, 11), state=MeetingState.HELD)
            make.make_attendance(meeting=met, person=make.make_person())
        make.make_member(group=group, agency=make.make_agency(), joined_on=date(2026, 11, 10))
        [found] = seen_by(serving(site), site).attendance
        [row] = found.rows
        assert ([mark.how for mark in row.marks], row.of) == (["no member", "nobody"], 1)


def test_actions_late_first(site) -> None:
    met = make.make_meeting(group=make.make_group(site=site))
    for text, due_on, done_on in (
        ("Some day", None, None),
        ("Soon", date(2026, 11, 24), None),
        ("Late", date(2026, 11, 20), None),
        ("Later", date(2026, 11, 10), None),
        ("Done", date(2026, 11, 1), date(2026, 11, 1)),
    ):
        make.make_action(meeting=met, text=text, due_on=due_on, done_on=done_on)
    page = seen_by(serving(site), site)
    assert [(one.action.text, one.days_late) for one in page.actions] == [
        ("Later", 14),
        ("Late", 4),
        ("Soon", 0),
        ("Some day", 0),
    ]
    assert (page.actions_late, page.actions_done) == (2, 1)


def test_a_sign_up_ends_with_the_post(site) -> None:
    agencies = [make.make_agency(name=name) for name in ("Council", "Trust", "Charity")]
    people = [make.make_person() for _ in agencies]
    for person, agency in zip(people, agencies, strict=True):
        make.make_post(person=person, agency=agency)
        sign_up(site, person, agency)
    Post.objects.filter(person=people[1]).update(ended_on=date(2027, 1, 1))
    Post.objects.filter(person=people[2]).update(ended_on=date(2026, 10, 1))
    page = seen_by(make.make_user(is_owner=True), site)
    assert [(one.row.agency, one.row.end, one.ended) for one in page.sign_ups] == [
        ("Council", None, False),
        ("Trust", date(2027, 1, 1), False),
        ("Charity", date(2026, 10, 1), True),
    ]
    assert page.agencies_signed_up == 2


def test_themes_with_entries_and_those_without(site) -> None:
    for direction in (Direction.HELPED, Direction.HELPED, Direction.HINDERED, Direction.MIXED):
        make.make_factor(site=site, direction=direction)
    make.make_factor(site=site, view=View.SUPPORTER)
    page = seen_by(serving(site, Role.ADMINISTRATOR), site)
    [line] = page.themes
    assert [(one.number, one.word) for one in line.helped] == [(2, "general")]
    assert [(one.number, one.word) for one in line.hindered] == [(1, "general")]
    assert [(one.number, one.word) for one in line.mixed] == [(1, "general")]
    assert len(page.themes_without) == 11
    assert seen_by(serving(site), site).entries == 5


class TestTimeline:
    def rows(self, site: Site, user=None) -> list[tuple[str, str]]:
        page = seen_by(user or serving(site), site)
        return [(one.kind, one.name) for one in page.timeline.rows]

    def pictured(self, site: Site) -> list[str]:
        return [one.name for one in seen_by(serving(site), site).timeline.drawing.picture.placed]

    def test_meetings_with_the_number_present(self, site) -> None:
        group = make.make_group(site=site, quorum="50%", name="Northfield group")
        members = [make.make_member(group=group).person for _ in range(4)]
        for day, came in ((3, 2), (17, 1), (20, 0)):
            met = make.make_meeting(group=group, starts_at=local(day, 11), state=MeetingState.HELD)
            for person in members[:came]:
                make.make_attendance(meeting=met, person=person)
        make.make_meeting(group=group, starts_at=local(8))
        make.make_meeting(group=group, starts_at=local(9), state=MeetingState.CANCELLED)
        assert [name for kind, name in self.rows(site) if kind == "Meeting"] == [
            "Northfield group, 8 December 2026: planned",
            "Northfield group, 20 November 2026: register not recorded",
            "Northfield group, 17 November 2026: 1 of 4 members present, inquorate",
            "Northfield group, 3 November 2026: 2 of 4 members present",
        ]

    def test_an_empty_post_is_drawn_and_is_no_row(self, site) -> None:
        for start, end in ((date(2025, 9, 1), date(2026, 2, 16)), (date(2026, 5, 4), None)):
            make.make_role(
                person=make.make_person(name="Tom Rees"),
                site=site,
                role=Role.ADMINISTRATOR,
                started_on=start,
                ended_on=end,
            )
        gap = "No administrator for 11 weeks, from 16 February 2026 to 4 May 2026"
        assert f"None for 11 weeks: {gap}" in self.pictured(site)
        assert gap not in [name for _, name in self.rows(site)]

    def test_nobody_who_sits_on_a_group_is_named(self, site) -> None:
        group = make.make_group(site=site)
        names = []
        for capacity in Capacity:
            for role in MemberRole:
                person = make.make_person(name=f"Somebody {capacity} {role}")
                names.append(person.name)
                make.make_member(
                    group=group,
                    person=person,
                    capacity=capacity,
                    role=role,
                    joined_on=date(2026, 1, 1),
                    left_on=date(2026, 10, 1),
                )
        told = " ".join([*self.pictured(site), *(name for _, name in self.rows(site))])
        assert "1 left" in told
        assert "No chair for 7 weeks" in told
        assert not [name for name in names if name in told]
        assert "service" not in told
        assert "carer" not in told

    def test_changes_sponsors_and_factors(self, site) -> None:
        agency = make.make_agency(name="Trust")
        person = make.make_person(name="Paul Okafor")
        sign_up(site, person, agency)
        OrganisationalChange.objects.create(
            site=site,
            kind=ChangeKind.MERGER,
            status=ChangeStatus.PROPOSED,
            starts_on=date(2026, 10, 1),
            description="Two trusts.",
            harm="Posts.",
        )
        make.make_factor(site=site, noticed_on=date(2026, 3, 1), description="They came.")
        assert [row for row in self.rows(site) if "manager" not in row[1]] == [
            ("Change", "Proposed: merger: Two trusts. Recorded: harm."),
            ("Helped", "Competing priorities. Helped, general: They came."),
            ("People", "Sponsor: Paul Okafor (formal), Trust"),
        ]

    def test_filter_and_months_in_the_address(self, client, site) -> None:
        Site.objects.filter(pk=site.pk).update(started_on=date(2020, 1, 1))
        fill(site, 3)
        client.force_login(serving(site))
        text = client.get(f"/sites/{site.key}/?show=changes").text
        table = text[text.index('id="table" open') : text.index('id="attendance-title"')]
        assert table.count("<tr") == 1 + 3
        assert 'href="?show=changes#table" aria-current="true"' in table
        earlier = client.get(f"/sites/{site.key}/?to=2024-01").text
        assert ">Earlier</a>" in earlier
        assert ">Later</a>" in earlier
        assert ">Later</a>" not in client.get(f"/sites/{site.key}/?to=nonsense").text

    def test_of_others_as_the_rules_allow(self, site) -> None:
        fill(site, 2)
        owner = make.make_user(is_owner=True)
        assert {kind for kind, _ in self.rows(site, owner)} == {"Change", "People"}
        elsewhere = serving(make.make_site(), Role.SUPPORTER)
        assert {kind for kind, _ in self.rows(site, elsewhere)} == {"Change", "People", "Helped"}


class TestThePage:
    @pytest.fixture
    def busy(self, site: Site) -> Site:
        return fill(site, 3)

    @pytest.mark.parametrize("role", list(Role))
    def test_whoever_serves_the_site_sees_all_parts(self, client, busy, role) -> None:
        client.force_login(serving(busy, role))
        text = client.get(f"/sites/{busy.key}/").text
        for part in (
            "Attendance by agency",
            "Actions: 3 open",
            "What helps and hinders, by theme",
            "Organisational changes",
            "Sign-up from senior managers",
            "Two teams become one.",
        ):
            assert part in text

    def test_the_owner_sees_neither_meetings_nor_factors(self, client, busy) -> None:
        client.force_login(make.make_user(is_owner=True))
        text = client.get(f"/sites/{busy.key}/").text
        assert "Organisational changes" in text
        for part in ("Attendance", "Actions", "What helps and hinders, by theme", "Next meeting"):
            assert part not in text

    def test_a_supporter_of_another_site_sees_factors_but_no_group(self, client, busy) -> None:
        client.force_login(serving(make.make_site(), Role.SUPPORTER))
        text = client.get(f"/sites/{busy.key}/").text
        assert "What helps and hinders, by theme" in text
        for part in ("Attendance", "Actions", "Next meeting", "Chair", "/groups/", "/meetings/"):
            assert part not in text.replace('href="/groups/"', "")

    def test_a_new_site_says_what_will_appear(self, client, site) -> None:
        client.force_login(serving(site))
        text = client.get(f"/sites/{site.key}/").text
        assert "No action is open." in text
        assert "No meeting in the last year." in text
        assert "Nobody has signed up yet." in text

    def test_five_actions_and_then_all(self, client, site) -> None:
        met = make.make_meeting(group=make.make_group(site=site))
        for _ in range(7):
            make.make_action(meeting=met)
        client.force_login(serving(site))
        address = f"/sites/{site.key}/"
        assert client.get(address).text.count(f"/meetings/{met.pk}/outcomes/") == 5
        assert client.get(f"{address}?actions=all").text.count("/outcomes/") == 7

    @pytest.mark.parametrize("rows", [1, 3, 300])
    def test_ten_queries_however_much(self, client, site, django_assert_num_queries, rows) -> None:
        fill(site, rows)
        client.force_login(serving(site))
        with django_assert_num_queries(10):
            assert client.get(f"/sites/{site.key}/?actions=all").status_code == 200


def fill(site: Site, rows: int) -> Site:
    """Write as many rows of everything to the site."""
    group = make.make_group(site=site, quorum="50%")
    today = timezone.localdate()
    for number in range(rows):
        day = today - timedelta(days=number)
        person, agency = make.make_person(), make.make_agency()
        make.make_member(group=group, person=person, agency=agency, role=MemberRole.CHAIR)
        make.make_role(
            person=person, site=site, role=Role.SUPPORTER, started_on=day, ended_on=today
        )
        meeting = make.make_meeting(
            group=group,
            starts_at=timezone.now() - timedelta(days=number + 1),
            state=MeetingState.HELD,
        )
        make.make_attendance(meeting=meeting, person=person)
        make.make_action(meeting=meeting, owner=person)
        make.make_factor(site=site, meeting=meeting, noticed_on=day)
        sign_up(site, person, agency, signed_on=day)
        OrganisationalChange.objects.create(
            site=site,
            kind=ChangeKind.RESTRUCTURE,
            status=ChangeStatus.ACTUAL,
            agency=agency,
            starts_on=day,
            description="Two teams become one.",
            opportunity="One head.",
            harm="Posts go.",
        )
    return site
