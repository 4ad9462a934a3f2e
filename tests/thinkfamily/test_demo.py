"""Signing in to the example programme by its buttons."""

import re
import tomllib

import pytest
from django.conf import settings as django_settings
from django.test import Client

from people.models import Person, User
from people.services import close_account, open_account
from tests import make
from tests.people.test_sign_in import NOW, signed_in

PLAYERS = tomllib.loads((django_settings.EXAMPLE_PROGRAMME / "programme.toml").read_text())["demo"]
ROLES = ["administrator", "project_manager", "supporter", "member"]
PAGE = "/demo/sign-in/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    settings.DEMO = True
    settings.LOGIN_URL = "demo_sign_in"


@pytest.fixture
def players(demo: None) -> dict[str, Person]:
    return {role: make.make_person(key=key) for role, key in PLAYERS.items()}


def test_there_is_none_outside_demo_mode(client: Client) -> None:
    make.make_person(key=PLAYERS["administrator"])
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {"role": "administrator"}).status_code == 404
    assert signed_in(client) is None


def test_has_one_button_for_each_role(client: Client, players: dict[str, Person]) -> None:
    page = client.get(PAGE)
    buttons = re.findall(
        r'<button[^>]*name="role"\s+value="(\w+)">Sign in<span [^>]*> as ([\w ]+)<', page.text
    )
    assert buttons == [
        ("administrator", "administrator"),
        ("project_manager", "project manager"),
        ("supporter", "supporter"),
        ("member", "member of a group"),
    ]
    for person in players.values():
        assert person.name in page.text


@pytest.mark.parametrize("role", ROLES)
def test_signs_in_as_the_person_who_plays_the_role(
    client: Client, players: dict[str, Person], role: str
) -> None:
    for _ in range(2):
        answer = client.post(PAGE, {"role": role})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/")
        assert signed_in(client) == players[role].email
    assert User.objects.count() == 1


def test_changes_from_one_person_to_another(client: Client, players: dict[str, Person]) -> None:
    client.post(PAGE, {"role": "administrator"})
    client.post(PAGE, {"role": "member"})
    assert signed_in(client) == players["member"].email


def test_opens_an_account_that_was_closed(client: Client, players: dict[str, Person]) -> None:
    close_account(account=open_account(person=players["member"], now=NOW))
    client.post(PAGE, {"role": "member"})
    assert signed_in(client) == players["member"].email


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose one of the four roles."),
        ({"role": ""}, "Choose one of the four roles."),
        ({"role": "owner"}, "There is no role “owner”: choose one of these four."),
        ({"role": "<b>"}, "There is no role “&lt;b&gt;”: choose one of these four."),
    ],
)
def test_an_unknown_role_is_a_bad_request(
    client: Client, players: dict[str, Person], data: dict[str, str], sentence: str
) -> None:
    answer = client.post(PAGE, data)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert signed_in(client) is None


def test_says_when_the_example_is_not_loaded(client: Client, demo: None) -> None:
    for answer in (client.get(PAGE), client.post(PAGE, {"role": "member"})):
        assert "The example programme is not in this database" in answer.text
    assert answer.status_code == 503
    assert signed_in(client) is None


def test_says_when_somebody_took_the_players_address_away(client: Client, demo: None) -> None:
    make.make_person(key=PLAYERS["member"], name="Meera", email="")
    answer = client.post(PAGE, {"role": "member"})
    assert answer.status_code == 503
    assert "Meera has no e-mail address" in answer.text


def test_needs_the_csrf_token(players: dict[str, Person]) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(PAGE, {"role": "member"}).status_code == 403
    page = client.get(PAGE).text
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found is not None
    client.post(PAGE, {"role": "member", "csrfmiddlewaretoken": found.group(1)})
    assert signed_in(client) == players["member"].email


def test_the_ordinary_way_in_leads_there_too(client: Client, demo: None) -> None:
    assert f'href="{PAGE}"' in client.get("/sign-in/").text
    assert client.get("/").headers["Location"] == f"{PAGE}?next=/"


def test_the_ordinary_way_in_does_not_outside_demo_mode(client: Client) -> None:
    assert PAGE not in client.get("/sign-in/").text
    assert client.get("/").headers["Location"] == "/sign-in/?next=/"
