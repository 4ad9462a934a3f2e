"""`/compare/?names=hidden`, and the warning where the picture could tell of whom it speaks."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from barriers.enums import RatingValue
from barriers.models import Rating
from reports.comparison.letters import letters_of
from sites.enums import Nation, Role
from sites.models import Agency, Site
from tests import make

pytestmark = pytest.mark.django_db

TAKE_CARE = "Take care whom you show this."


def signed_in(site: Site, role: Role) -> Client:
    person = make.make_person()
    make.make_role(person=person, site=site, role=role)
    client = Client()
    client.force_login(make.make_user(person=person))
    return client


def page(client: Client, query: str = "") -> Any:
    return client.get(f"{reverse('compare')}?{query}")


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def fill(site: Site, *, members: int = 3, agencies: int = 2) -> None:
    """Let so many people of so many agencies sit on a group of the site."""
    group = make.make_group(site=site)
    known: list[Agency] = [make.make_agency() for _ in range(agencies)]
    for number in range(members):
        make.make_member(group=group, agency=known[number % agencies])


@pytest.fixture
def own() -> Site:
    own = make.make_site(name="Alderfleet")
    fill(own)
    return own


@pytest.fixture
def other(own: Site) -> Site:
    other = make.make_site(name="Brinsholt", nation=Nation.WALES)
    Site.objects.filter(pk=other.pk).update(key="brinsholt-key")
    fill(other)
    for _ in range(2):
        fill(make.make_site())
    return other


@pytest.fixture
def supporter(own: Site) -> Client:
    return signed_in(own, Role.SUPPORTER)


class TestHidingNames:
    SECRETS = ("Alderfleet", "Brinsholt", "brinsholt-key", "What Brinsholt wrote", "No director")

    @pytest.fixture
    def letter(self, own: Site, other: Site) -> str:
        make.make_factor(site=other, description="What Brinsholt wrote")
        return letters_of(Site.objects.all())[other.pk]

    def secrets_in(self, response: Any) -> list[str]:
        return [secret for secret in self.SECRETS if secret in text_of(response)]

    def test_neither_page_nor_panel_nor_file_names_a_site(
        self, supporter: Client, other: Site, letter: str
    ) -> None:
        in_round = make.make_round(closed=True)
        rated = make.make_rating(in_round=in_round, site=other, rating=RatingValue.MINUS_TWO)
        Rating.objects.filter(pk=rated.pk).update(rationale="No director came.")
        for query in (
            "",
            f"cell=t01:{letter}",
            f"round={in_round.key}",
            f"round={in_round.key}&cell=t01:{letter}",
        ):
            response = page(supporter, f"names=hidden&{query}")
            assert f"Site {letter}" in text_of(response)
            assert self.secrets_in(response) == [], query
        file = page(supporter, f"names=hidden&round={in_round.key}&format=csv")
        head, first, *_ = file.content.decode().splitlines()
        assert first.split(",")[head.split(",").index(letter)] == "-2"
        assert self.secrets_in(file) == []

    def test_the_letters_are_those_that_others_see(
        self, supporter: Client, own: Site, other: Site, letter: str
    ) -> None:
        seen = page(signed_in(own, Role.ADMINISTRATOR)).context["columns"]
        hidden = page(supporter, "names=hidden").context["columns"]
        name = {column.site_id: column.name for column in hidden}
        assert name[other.pk] == f"Site {letter}"
        assert {name[one.site_id] for one in seen if not one.is_named} < set(name.values())

    def test_a_key_opens_nothing_while_names_are_hidden(
        self, supporter: Client, other: Site
    ) -> None:
        assert page(supporter, "cell=t01:brinsholt-key").status_code == 200
        assert page(supporter, "names=hidden&cell=t01:brinsholt-key").status_code == 404

    def test_stands_in_the_address_and_leads_back(self, supporter: Client, other: Site) -> None:
        assert 'href="?names=hidden">Hide site names' in text_of(page(supporter))
        hidden = text_of(page(supporter, "names=hidden"))
        assert "?names=hidden&amp;cell=t01%3A" in hidden
        assert 'href="?">Show site names' in hidden

    def test_no_nation_is_told_with_a_letter(self, supporter: Client, other: Site) -> None:
        response = page(supporter, "names=hidden&nation=wales")
        assert "A nation would tell where the sites lie" in text_of(response)
        assert len(response.context["columns"]) == Site.objects.count()
        assert self.secrets_in(response) == []

    def test_is_offered_to_those_who_see_names(self, own: Site, other: Site) -> None:
        administrator = signed_in(own, Role.ADMINISTRATOR)
        for query in ("", "names=hidden"):
            text = text_of(page(administrator, query))
            assert "Alderfleet" in text
            assert "ide site names" not in text


class TestTheWarning:
    def warning(self, client: Client, query: str = "") -> str:
        response = page(client, query)
        warning: str = response.context["warning"]
        assert (TAKE_CARE in text_of(response)) == bool(warning)
        return warning

    def test_is_not_given_without_need(self, supporter: Client, own: Site, other: Site) -> None:
        make.make_site(name="A site without a group")
        for client in (supporter, signed_in(own, Role.ADMINISTRATOR)):
            assert self.warning(client) == ""
        assert self.warning(supporter, "names=hidden") == ""

    @pytest.mark.parametrize(("members", "agencies"), [(4, 1), (2, 2), (1, 1)])
    def test_names_sites_of_one_agency_or_of_very_few_people(
        self, supporter: Client, other: Site, members: int, agencies: int
    ) -> None:
        fill(make.make_site(name="Corrin"), members=members, agencies=agencies)
        warning = self.warning(supporter)
        assert warning.startswith(f"{TAKE_CARE} Corrin: the members come from one agency")
        assert "Alderfleet" not in warning

    def test_counts_who_sits_there_today(self, supporter: Client, own: Site, other: Site) -> None:
        third = make.make_site(name="Corrin")
        fill(third)
        third.groups.get().memberships.update(left_on=timezone.localdate())
        fill(third, members=2)
        assert "Corrin" in self.warning(supporter)

    def test_does_not_say_which_letter_it_is(
        self, supporter: Client, own: Site, other: Site
    ) -> None:
        fill(make.make_site(name="Corrin"), agencies=1)
        for client, query in (
            (supporter, "names=hidden"),
            (signed_in(own, Role.ADMINISTRATOR), ""),
        ):
            warning = self.warning(client, query)
            assert "1 site by letter has members from one agency only" in warning
            assert "Corrin" not in warning
            assert "Site " not in warning

    def test_few_letters_hide_little(self, own: Site) -> None:
        administrator = signed_in(own, Role.ADMINISTRATOR)
        assert self.warning(administrator) == ""
        for _ in range(2):
            fill(make.make_site())
            assert "one can guess which is which" in self.warning(administrator)
        fill(make.make_site())
        assert self.warning(administrator) == ""
