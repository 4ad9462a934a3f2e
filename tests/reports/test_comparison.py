"""`/compare/`: what is counted, what is told of other sites, and what a cell opens."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from barriers.enums import Direction, Strength, View
from barriers.models import Factor, Theme
from people.models import User
from reports.comparison.letters import letters_of
from reports.comparison.matrix import Cell
from sites.enums import Nation, Role
from sites.models import Site
from tests import make

pytestmark = pytest.mark.django_db


def serving(site: Site, *roles: Role) -> Client:
    person = make.make_person()
    for role in roles:
        make.make_role(person=person, site=site, role=role)
    return signed_in(make.make_user(person=person))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def own() -> Site:
    return make.make_site(name="Alderfleet")


@pytest.fixture
def other() -> Site:
    return make.make_site(name="Brinsholt", nation=Nation.WALES)


@pytest.fixture
def supporter(own: Site) -> Client:
    return serving(own, Role.SUPPORTER)


@pytest.fixture
def administrator(own: Site) -> Client:
    return serving(own, Role.ADMINISTRATOR)


@pytest.fixture
def manager(own: Site) -> Client:
    return serving(own, Role.PROJECT_MANAGER)


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def page(client: Client, query: str = "") -> Any:
    return client.get(f"{reverse('compare')}?{query}")


def log(site: Site, *directions: Direction, strength: Strength = Strength.GENERAL) -> None:
    """Entries about the first theme."""
    for direction in directions:
        factor = make.make_factor(site=site, direction=direction)
        Factor.objects.filter(pk=factor.pk).update(strength=strength)


def cell_of(response: Any, site: Site) -> Cell:
    """What is shown of the first theme at a site."""
    cells = response.context["rows"][0].cells
    return next(cell for cell in cells if cell.column.site_id == site.pk)


HELPED, HINDERED, MIXED = Direction.HELPED, Direction.HINDERED, Direction.MIXED


class TestACell:
    @pytest.mark.parametrize(
        ("directions", "shown", "words"),
        [
            ((), ("nothing", ""), "Nothing recorded"),
            ((HELPED, HELPED), ("helped", "+2"), "2 helped (2 entries)"),
            ((HINDERED,), ("hindered", "−1"), "1 hindered (1 entry)"),
            (
                (HELPED, HELPED, HINDERED),
                ("mixed", "+2 −1"),
                "Mixed: 2 helped, 1 hindered (3 entries)",
            ),
            ((MIXED,), ("mixed", "+1 −1"), "Mixed: 1 helped, 1 hindered (1 entry)"),
        ],
    )
    def test_counts_what_helped_and_what_hindered(
        self,
        supporter: Client,
        own: Site,
        directions: tuple[Direction, ...],
        shown: tuple[str, str],
        words: str,
    ) -> None:
        log(own, *directions)
        response = page(supporter)
        cell = cell_of(response, own)
        assert ((cell.state, cell.figures), cell.in_words) == (shown, words)
        assert f"app-cell--{shown[0]}" in text_of(response)
        assert f"{words}: Competing priorities, Alderfleet" in text_of(response)

    def test_is_strong_when_an_explicit_example_shows_it(
        self, supporter: Client, own: Site
    ) -> None:
        log(own, HELPED)
        assert not cell_of(page(supporter), own).is_strong
        log(own, HELPED, strength=Strength.EXPLICIT)
        cell = cell_of(page(supporter), own)
        assert cell.is_strong
        assert cell.in_words == "2 helped with an explicit example (2 entries)"

    def test_every_theme_and_site_has_one(self, supporter: Client, own: Site, other: Site) -> None:
        rows = page(supporter).context["rows"]
        assert len(rows) == Theme.objects.count()
        assert {len(row.cells) for row in rows} == {2}


class TestFilters:
    def test_by_nation(self, supporter: Client, own: Site, other: Site) -> None:
        response = page(supporter, "nation=wales")
        assert [column.name for column in response.context["columns"]] == ["Brinsholt"]
        assert "Wales" in text_of(response)

    def test_by_period(self, supporter: Client, own: Site) -> None:
        make.make_factor(site=own, noticed_on=date(2026, 5, 1))
        assert cell_of(page(supporter, "until=2026-04-30"), own).state == "nothing"
        assert cell_of(page(supporter, "since=2026-05-01&until=2026-05-01"), own).figures == "+1"

    def test_stay_in_the_address_of_every_cell(self, supporter: Client, own: Site) -> None:
        text = text_of(page(supporter, "since=2026-05-01"))
        assert "?since=2026-05-01&amp;cell=t01%3A" in text

    def test_what_cannot_be_read_is_said(self, supporter: Client) -> None:
        response = page(supporter, "since=soon&nation=france")
        assert response.status_code == 200
        assert "Enter a date such as 2026-11-24" in text_of(response)


class TestWhatIsTold:
    """Administrators and project managers see other sites as Site A, B… and no more of them."""

    SECRETS = ("Brinsholt", "brinsholt-key", "What Brinsholt wrote", "brinsholt-factor", "Wales")

    @pytest.fixture(autouse=True)
    def secrets(self, other: Site) -> None:
        Site.objects.filter(pk=other.pk).update(key="brinsholt-key")
        factor = make.make_factor(site=other, description="What Brinsholt wrote")
        Factor.objects.filter(pk=factor.pk).update(key="brinsholt-factor")

    def letter(self, site: Site) -> str:
        return letters_of(Site.objects.all())[site.pk]

    @pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PROJECT_MANAGER])
    def test_neither_page_nor_panel_names_another_site(
        self, own: Site, other: Site, role: Role
    ) -> None:
        client = serving(own, role)
        letter = self.letter(other)
        for query in ("", f"cell=t01:{letter}", f"cell=t02:{letter}", "nation=wales"):
            response = page(client, query)
            whole = text_of(response).replace('<option value="wales">Wales</option>', "")
            assert f"Site {letter}" in whole
            assert "Alderfleet" in whole
            found = [secret for secret in self.SECRETS if secret in whole]
            assert found == [], query
        assert cell_of(page(client), other).figures == "+1"

    def test_the_key_of_another_site_is_as_unknown_as_any(
        self, administrator: Client, own: Site
    ) -> None:
        for token in ("brinsholt-key", "no-such-site", "Z", self.letter(own)):
            assert page(administrator, f"cell=t01:{token}").status_code == 404
        assert page(administrator, f"cell=t01:{own.key}").status_code == 200

    def test_what_one_reads_elsewhere_as_a_member_is_not_shown_under_a_letter(
        self, own: Site, other: Site
    ) -> None:
        """They may read it in the log; here it would tell which site the letter is."""
        member = make.make_member(group=make.make_group(site=other))
        make.make_role(person=member.person, site=own, role=Role.ADMINISTRATOR)
        client = signed_in(make.make_user(person=member.person))
        assert "What Brinsholt wrote" in text_of(client.get(reverse("factors")))
        text = text_of(page(client, f"cell=t01:{self.letter(other)}"))
        assert [secret for secret in self.SECRETS[:-1] if secret in text] == []

    def test_no_nation_can_be_asked_for(self, administrator: Client, other: Site) -> None:
        """Where a nation has one site, it would tell which letter that is."""
        response = page(administrator, "nation=wales")
        assert 'name="nation"' not in text_of(response)
        assert len(response.context["columns"]) == 2

    def test_a_supporter_of_any_site_sees_all_names_and_entries(
        self, supporter: Client, other: Site
    ) -> None:
        text = text_of(page(supporter, "cell=t01:brinsholt-key"))
        assert "Brinsholt" in text
        assert "What Brinsholt wrote" in text
        assert "Site A" not in text

    def test_letters_go_neither_by_name_nor_by_the_order_of_entry(self, own: Site) -> None:
        for number in range(18):
            make.make_site(name=f"{chr(ord('a') + number)} town")
        letters = list(letters_of(Site.objects.order_by("pk")).values())
        assert len(letters) == 20
        assert sorted(letters) == [chr(ord("A") + number) for number in range(20)]
        assert letters != sorted(letters)

    def test_letters_stay_when_a_site_is_added(self, own: Site) -> None:
        before = letters_of(Site.objects.all())
        make.make_site(name="Aaa")
        after = letters_of(Site.objects.all())
        assert {pk: after[pk] for pk in before} == before

    def test_letters_are_the_same_for_everybody(self, own: Site, other: Site) -> None:
        third = make.make_site(name="Corrin")
        seen = [
            {
                column.site_id: column.name
                for column in page(client).context["columns"]
                if not column.is_named
            }
            for client in (serving(own, Role.ADMINISTRATOR), serving(third, Role.PROJECT_MANAGER))
        ]
        assert seen[0][other.pk] == seen[1][other.pk]

    def test_another_secret_deals_other_letters(self, own: Site, settings: LazySettings) -> None:
        for _ in range(8):
            make.make_site()
        before = letters_of(Site.objects.all())
        settings.SECRET_KEY = "another secret " * 4
        assert letters_of(Site.objects.all()) != before

    def test_hidden_sites_stand_in_the_order_of_their_letters(
        self, administrator: Client, own: Site
    ) -> None:
        for number in range(12):
            make.make_site(name=f"{number} town")
        first, *names = [column.name for column in page(administrator).context["columns"]]
        assert first == "Alderfleet"
        assert names == sorted(names)

    def test_localities_of_ones_region_are_ones_own(self) -> None:
        region = make.make_site(name="Glenarvan")
        make.make_site(name="Drumlessan", parent=region)
        columns = page(serving(region, Role.PROJECT_MANAGER)).context["columns"]
        assert [column.name for column in columns][:2] == ["Drumlessan", "Glenarvan"]


class TestTheSupportersView:
    def test_counts_for_supporters_and_for_the_sites_project_manager_alone(
        self, supporter: Client, administrator: Client, manager: Client, own: Site
    ) -> None:
        make.make_factor(site=own, view=View.SUPPORTER, description="Between us")
        seen = {
            name: (cell_of(page(client), own).figures, "Between us" in text_of(opened))
            for name, client in (
                ("supporter", supporter),
                ("administrator", administrator),
                ("manager", manager),
            )
            for opened in [page(client, f"cell=t01:{own.key}")]
        }
        assert seen == {
            "supporter": ("+1", True),
            "administrator": ("", False),
            "manager": ("+1", True),
        }

    def test_never_counts_for_another_sites_people(
        self, administrator: Client, manager: Client, other: Site
    ) -> None:
        make.make_factor(site=other, view=View.SUPPORTER)
        for client in (administrator, manager):
            assert cell_of(page(client), other).state == "nothing"


class TestThePanel:
    def test_shows_the_entries_newest_first_with_the_way_to_the_log(
        self, administrator: Client, own: Site
    ) -> None:
        make.make_factor(site=own, description="earlier", noticed_on=date(2026, 1, 1))
        make.make_factor(site=own, description="later", noticed_on=date(2026, 2, 1))
        text = text_of(page(administrator, f"cell=t01:{own.key}"))
        assert text.index("later") < text.index("earlier")
        assert "Alderfleet: competing priorities" in text
        assert f"{reverse('factors')}?site={own.key}&amp;theme=t01" in text

    def test_counts_the_same_as_the_cell_in_a_period(
        self, administrator: Client, own: Site
    ) -> None:
        make.make_factor(site=own, description="earlier", noticed_on=date(2026, 1, 1))
        make.make_factor(site=own, description="later", noticed_on=date(2026, 2, 1))
        response = page(administrator, f"until=2026-01-15&cell=t01:{own.key}")
        assert [factor.description for factor in response.context["factors"]] == ["earlier"]
        assert cell_of(response, own).figures == "+1"

    def test_says_that_nothing_recorded_is_no_judgement(
        self, administrator: Client, own: Site
    ) -> None:
        text = text_of(page(administrator, f"cell=t02:{own.key}"))
        assert "Nobody asked, or nothing is recorded." in text
        assert f"{reverse('log_factor')}?site={own.key}" in text

    def test_of_many_entries_shows_some_and_says_how_many_more(
        self, administrator: Client, own: Site
    ) -> None:
        log(own, *[HELPED] * 25)
        response = page(administrator, f"cell=t01:{own.key}")
        assert len(response.context["factors"]) == 20
        assert "5 more in the log" in text_of(response)

    def test_a_meeting_that_is_closed_to_the_reader_is_not_named(
        self, supporter: Client, other: Site
    ) -> None:
        meeting = make.make_meeting(group=make.make_group(site=other), title="Closed meeting")
        make.make_factor(site=other, meeting=meeting)
        assert "Closed meeting" not in text_of(page(supporter, f"cell=t01:{other.key}"))


@pytest.mark.parametrize("number", [1, 3, 300])
@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.PROJECT_MANAGER])
def test_takes_the_same_queries_however_much_there_is(
    own: Site,
    role: Role,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = serving(own, role)
    meeting = make.make_meeting(group=make.make_group(site=own))
    for day in range(number):
        make.make_factor(site=own, meeting=meeting, noticed_on=make.LONG_AGO + timedelta(days=day))
        make.make_factor(site=make.make_site())
    with django_assert_num_queries(10):
        page(client, f"cell=t01:{own.key}")
