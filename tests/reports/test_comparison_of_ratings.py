"""`/compare/?round=`: the consensus of a closed round, sites by level, and what the rule says."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from barriers.enums import Level, RatingValue
from barriers.models import Construct, Rating, RatingRound
from reports.comparison.letters import letters_of
from reports.comparison.separating import separation
from sites.enums import Role
from sites.models import Site
from tests import make

CLEARLY, HELPED, NEUTRAL, HINDERED, HARMED, MIXED, MISSING = (
    RatingValue.PLUS_TWO,
    RatingValue.PLUS_ONE,
    RatingValue.ZERO,
    RatingValue.MINUS_ONE,
    RatingValue.MINUS_TWO,
    RatingValue.MIXED,
    RatingValue.MISSING,
)


class TestTheRule:
    @pytest.mark.parametrize(
        ("high", "low", "suggested", "gap"),
        [
            ([CLEARLY, HELPED], [HINDERED, HARMED], "strong", 2),
            ([HARMED], [NEUTRAL], "strong", 2),  # the mirror image
            ([HELPED, HELPED], [NEUTRAL], "weak", 1),
            ([CLEARLY, NEUTRAL], [NEUTRAL, HARMED], "weak", 0),  # the means differ
            ([HELPED, NEUTRAL], [NEUTRAL], "none", 0),
            ([HELPED], [MIXED], "weak", 1),  # mixed counts as 0
            ([HELPED, MISSING], [HINDERED, MISSING], "strong", 2),  # missing is dropped
            ([HELPED], [MISSING], "insufficient", None),
            ([], [HELPED], "insufficient", None),
        ],
    )
    def test_suggests(
        self,
        high: list[RatingValue],
        low: list[RatingValue],
        suggested: str,
        gap: int | None,
    ) -> None:
        judged = separation(high, low)
        assert (judged.suggested, judged.gap) == (suggested, gap)


@pytest.fixture
def in_round(db: None) -> RatingRound:
    return make.make_round(closed=True)


@pytest.fixture
def sites(in_round: RatingRound) -> dict[str, Site]:
    """A low and a high site, and one that was neither rated nor given a level."""
    sites = {name: make.make_site(name=name) for name in ("Alow", "Bhigh", "Cnone")}
    make.make_level(in_round=in_round, site=sites["Bhigh"], level=Level.HIGH)
    make.make_level(in_round=in_round, site=sites["Alow"], level=Level.LOW)
    make.make_rating(in_round=in_round, site=sites["Bhigh"], rating=CLEARLY)
    low = make.make_rating(in_round=in_round, site=sites["Alow"], rating=HINDERED)
    Rating.objects.filter(pk=low.pk).update(rationale="No director came.")
    return sites


def serving(site: Site, role: Role) -> Client:
    person = make.make_person()
    make.make_role(person=person, site=site, role=role)
    client = Client()
    client.force_login(make.make_user(person=person))
    return client


def page(client: Client, in_round: RatingRound, query: str = "") -> Any:
    return client.get(f"{reverse('compare')}?round={in_round.key}&{query}")


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_sites_stand_by_level_and_missing_is_not_neutral(
    in_round: RatingRound, sites: dict[str, Site]
) -> None:
    response = page(serving(sites["Alow"], Role.SUPPORTER), in_round)
    assert [column.name for column in response.context["columns"]] == ["Bhigh", "Alow", "Cnone"]
    first = response.context["rows"][0]
    assert [cell.figures for cell in first.cells] == ["+2", "−1", ""]
    assert [cell.state for cell in first.cells] == ["helped", "hindered", "nothing"]
    assert "Strongly" in text_of(response)
    assert "gap 3, n = 2" in text_of(response)


def test_a_cell_tells_why(in_round: RatingRound, sites: dict[str, Site]) -> None:
    supporter = serving(sites["Bhigh"], Role.SUPPORTER)
    text = text_of(page(supporter, in_round, f"cell=t01:{sites['Alow'].key}"))
    assert "No director came." in text


def test_of_another_site_an_administrator_learns_the_rating_alone(
    in_round: RatingRound, sites: dict[str, Site]
) -> None:
    letter = letters_of(Site.objects.all())[sites["Alow"].pk]
    administrator = serving(sites["Bhigh"], Role.ADMINISTRATOR)
    text = text_of(page(administrator, in_round, f"cell=t01:{letter}"))
    assert f"Site {letter}: competing priorities" in text
    for secret in ("Alow", sites["Alow"].key + '"', "No director came."):
        assert secret not in text
    assert page(administrator, in_round, f"cell=t01:{sites['Alow'].key}").status_code == 404
    head = page(administrator, in_round, "format=csv").content.decode().splitlines()[0]
    assert sites["Alow"].key not in head
    assert head.split(",")[:3] == ["construct", sites["Bhigh"].key, letter]


def test_an_open_round_cannot_be_asked_for(sites: dict[str, Site]) -> None:
    still_open = make.make_round()
    supporter = serving(sites["Alow"], Role.SUPPORTER)
    response = page(supporter, still_open)
    assert "Choose one of the list" in text_of(response)
    assert response.context["in_round"] is None
    assert page(supporter, still_open, "format=csv").status_code == 404


def test_constructs_come_as_a_file(in_round: RatingRound, sites: dict[str, Site]) -> None:
    construct = Construct.objects.earliest("position")
    for name, value in (("Bhigh", HELPED), ("Alow", MIXED), ("Cnone", NEUTRAL)):
        Rating.objects.create(round=in_round, site=sites[name], construct=construct, rating=value)
    supporter = serving(sites["Alow"], Role.SUPPORTER)
    response = page(supporter, in_round, "rows=constructs&format=csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    keys = ",".join(sites[name].key for name in ("Bhigh", "Alow", "Cnone"))
    assert response.content.decode() == (
        f"construct,{keys},suggested,override\r\n{construct.code},1,mixed,0,weak,\r\n"
    )


@pytest.mark.parametrize("number", [1, 3, 300])
@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.PROJECT_MANAGER])
def test_takes_the_same_queries_however_many_sites_there_are(
    in_round: RatingRound,
    role: Role,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(number):
        site = make.make_site()
        make.make_rating(in_round=in_round, site=site)
        make.make_level(in_round=in_round, site=site)
    client = serving(site, role)
    with django_assert_num_queries(8):
        page(client, in_round, f"cell=t01:{site.key}")
