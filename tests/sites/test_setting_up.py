"""What the owner enters: sites, agencies, posts and roles, with kind words for clumsy input."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.models import Person, User
from people.services import create_owner, invite
from sites.enums import AgencyKind, Role
from sites.errors import RoleHeldAlready
from sites.models import Agency, Post, Site, SiteRole
from sites.services.roles import end_role, give_role
from tests import make

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return create_owner(email="owner@example.org", now=timezone.now())


@pytest.fixture
def page(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def day(name: str, value: date) -> dict[str, str]:
    """A date as its three fields send it."""
    return {f"{name}_{part}": str(getattr(value, part)) for part in ("day", "month", "year")}


def site_data(**changes: object) -> dict[str, object]:
    known = {"name": "Eastbrook", "nation": "england", "parent": ""}
    return known | day("started_on", TODAY) | changes


class TestSites:
    def test_a_region_and_a_locality_below_it(self, page: Client) -> None:
        page.post(reverse("add_site"), site_data(name="Glen Region"))
        region = Site.objects.get()
        assert (region.key, region.started_on) == ("glen-region", TODAY)
        page.post(reverse("add_site"), site_data(name="Upper Glen", parent=region.pk))
        assert list(region.localities.values_list("key", flat=True)) == ["upper-glen"]

    def test_one_level_deep_is_said_before_the_database_is_asked(self, page: Client) -> None:
        region = make.make_site(name="Region")
        locality = make.make_site(name="Locality", parent=region)
        other = make.make_site(name="Other")
        below = page.post(reverse("add_site"), site_data(parent=locality.pk))
        assert "Choose one of the list" in text_of(below)
        moved = page.post(reverse("change_site", args=[region.key]), site_data(parent=other.pk))
        assert "Region has localities below it" in text_of(moved)
        itself = page.post(reverse("change_site", args=[other.key]), site_data(parent=other.pk))
        assert "Choose one of the list" in text_of(itself)

    def test_clumsy_input_is_answered_in_sentences(self, page: Client) -> None:
        make.make_site(name="Eastbrook")
        answer = text_of(page.post(reverse("add_site"), {"name": "eastbrook"}))
        for sentence in (
            "There is a site of this name already. Choose another",
            "Choose the nation",
            "Enter the start",
        ):
            assert sentence in answer

    def test_a_site_ends(self, page: Client) -> None:
        site = make.make_site(name="Eastbrook")
        url = reverse("change_site", args=[site.key])
        early = page.post(url, site_data() | day("ended_on", TODAY - DAY))
        assert "The end must not be before the start" in text_of(early)
        page.post(url, site_data() | day("ended_on", TODAY + DAY))
        assert Site.objects.get().ended_on == TODAY + DAY


class TestAgencies:
    def test_found_by_a_part_of_the_name_picked_and_saved(self, page: Client) -> None:
        url = reverse("add_agency")
        assert "Belfast Health and Social Care Trust" in text_of(page.get(url, {"q": "belf heal"}))
        form = page.get(url, {"pick": "BHSCT"}).context["form"]
        assert form.initial == {
            "name": "Belfast Health and Social Care Trust",
            "kind": AgencyKind.HSC_TRUST,
        }
        refused = page.post(url, form.initial)
        assert "Choose core, near or far" in text_of(refused)
        page.post(url, form.initial | {"interface": "core"})
        agency = Agency.objects.get()
        assert (agency.key, agency.interface) == ("belfast-health-and-social-care-trust", "core")
        assert "Entered already" in text_of(page.get(url, {"q": "belf heal"}))
        again = page.post(url, form.initial | {"interface": "core"})
        assert "There is an agency of this name already" in text_of(again)

    def test_choices_alone_for_whoever_types(self, page: Client) -> None:
        url = reverse("found_agencies")
        part = text_of(page.get(url, {"q": "adur"}))
        assert "Adur District Council" in part
        assert "<html" not in part
        assert text_of(page.get(url, {"q": "a"})) == ""
        assert "Nothing on the lists fits “zzz”" in text_of(page.get(url, {"q": "zzz"}))
        assert "more fit. Type more of the name." in text_of(page.get(url, {"q": "nhs"}))

    def test_the_page_names_source_date_and_licence(self, page: Client) -> None:
        text = text_of(page.get(reverse("add_agency")))
        for part in (
            "mySociety, CC BY 4.0. List of 10 July 2025",
            "February 2022",
            "Open Government Licence v3.0",
        ):
            assert part in text


class TestPosts:
    def test_entered_and_ended(self, page: Client) -> None:
        person, agency = make.make_person(name="Ann Marsh"), make.make_agency()
        known = {"agency": agency.pk, "title": "Head of service", "seniority": "head_of_service"}
        url = reverse("add_post", args=[person.key])
        page.post(url, known | day("started_on", TODAY) | day("secondment_ends_on", TODAY + DAY))
        post = Post.objects.get()
        assert (post.person, post.agency, post.secondment_ends_on) == (person, agency, TODAY + DAY)
        twin = page.post(url, known | day("started_on", TODAY))
        assert "This post of Ann Marsh from that day is entered already." in text_of(twin)
        change = reverse("change_post", args=[post.pk])
        early = page.post(change, known | day("started_on", TODAY) | day("ended_on", TODAY - DAY))
        assert "must not be before the first day in the post" in text_of(early)
        page.post(change, known | day("started_on", TODAY) | day("ended_on", TODAY + DAY))
        assert Post.objects.get().ended_on == TODAY + DAY


class TestRoles:
    @pytest.fixture
    def site(self) -> Site:
        return make.make_site(name="Eastbrook")

    @pytest.fixture
    def ann(self) -> Person:
        return make.make_person(name="Ann Marsh")

    def test_given_from_the_page(self, page: Client, site: Site, ann: Person) -> None:
        url = reverse("give_role")
        asked = page.get(url, {"person": ann.key, "site": site.key}).context["form"].initial
        assert (asked["person"], asked["site"]) == (ann, site)
        data = {"person": ann.pk, "site": site.pk, "role": "administrator"}
        page.post(url, data | day("started_on", TODAY))
        role = SiteRole.objects.get()
        assert (role.person, role.site, role.role, role.started_on) == (
            ann,
            site,
            "administrator",
            TODAY,
        )
        twice = page.post(url, data | day("started_on", TODAY + DAY))
        assert "Ann Marsh is administrator of Eastbrook from 24 November 2026 already." in text_of(
            twice
        )

    @pytest.mark.parametrize(
        ("held", "wanted", "free"),
        [
            ((0, None), 5, False),
            ((0, 5), 5, True),  # an end is the first day on which it no longer holds
            ((0, 5), 4, False),
            ((5, 9), 0, False),  # without an end it would run into the later one
            ((5, 5), 0, True),  # held on no day
            ((0, 0), 0, True),  # the same, taken up again
        ],
    )
    def test_held_once_at_a_time(self, site: Site, ann: Person, held, wanted, free) -> None:
        starts, ends = (None if one is None else TODAY + one * DAY for one in held)
        make.make_role(person=ann, site=site, role=Role.SUPPORTER, started_on=starts, ended_on=ends)
        from_day = TODAY + wanted * DAY
        if free:
            given = give_role(site=site, person=ann, role=Role.SUPPORTER, started_on=from_day)
            assert (given.started_on, given.ended_on) == (from_day, None)
        else:
            with pytest.raises(RoleHeldAlready):
                give_role(site=site, person=ann, role=Role.SUPPORTER, started_on=from_day)

    @pytest.mark.parametrize(
        ("starts", "ends", "then"), [(-9, None, 0), (3, None, 3), (-9, -2, -2), (-9, 4, 0)]
    )
    def test_an_end_holds_from_today(self, site: Site, ann: Person, starts, ends, then) -> None:
        role = make.make_role(
            person=ann,
            site=site,
            role=Role.SUPPORTER,
            started_on=TODAY + starts * DAY,
            ended_on=None if ends is None else TODAY + ends * DAY,
        )
        end_role(role=role, today=TODAY)
        role.refresh_from_db()
        assert role.ended_on == TODAY + then * DAY

    def test_ended_in_the_middle_of_a_session(self, page: Client, site: Site, ann: Person) -> None:
        role = make.make_role(person=ann, site=site, role=Role.PROJECT_MANAGER)
        anns = Client()
        anns.force_login(make.make_user(person=ann))
        url = reverse("site", args=[site.key])
        assert anns.get(url).status_code == 200
        answer = page.post(reverse("end_role", args=[role.pk]), {"back": "access"})
        assert answer.headers["Location"] == reverse("access")
        assert anns.get(url).status_code == 404


def fill(owner: User, number: int) -> None:
    """As many sites, agencies and people, each of whom is everything that the lists show."""
    for _ in range(number):
        person, site = make.make_person(), make.make_site()
        make.make_post(person=person, agency=make.make_agency())
        make.make_role(person=person, site=site, role=Role.ADMINISTRATOR)
        make.make_member(group=make.make_group(site=site), person=person)
        invite(person=person, by=owner, now=timezone.now())


LISTS = ["setup", "access", "setup_sites", "setup_agencies", "setup_people"]


@pytest.mark.parametrize("name", LISTS)
def test_as_few_queries_however_much_is_entered(page: Client, owner: User, name: str) -> None:
    counts = []
    for more in (1, 2, 297):
        fill(owner, more)
        page.get(reverse(name))
        with CaptureQueriesContext(connection) as queries:
            assert page.get(reverse(name)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= 10


@pytest.mark.parametrize("name", ["setup_person", "add_post", "change_person"])
def test_as_few_queries_on_a_persons_pages(page: Client, owner: User, name: str) -> None:
    fill(owner, 1)
    person = Person.objects.earliest("pk")
    counts = []
    for more in (0, 2, 297):
        for _ in range(more):
            make.make_post(person=person, agency=make.make_agency())
            make.make_role(person=person, site=make.make_site(), role=Role.SUPPORTER)
        with CaptureQueriesContext(connection) as queries:
            assert page.get(reverse(name, args=[person.key])).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= 10


def test_a_site_without_an_administrator_is_marked(page: Client) -> None:
    region = make.make_site(name="Region")
    make.make_site(name="Locality", parent=region)
    make.make_site(name="Alone")
    make.make_role(person=make.make_person(), site=region, role=Role.ADMINISTRATOR)
    served = page.get(reverse("setup_sites")).context["sites"]
    assert [(site.name, site.administered) for site in served] == [
        ("Alone", False),
        ("Region", True),
        ("Locality", True),
    ]
    step = page.get(reverse("setup")).context["page"].steps[3]
    assert (step.fact, step.done) == ("1 site without an administrator", False)
