"""The frame of every page: navigation by role, banner, footer pages, pages for errors."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import include, path
from pytest_django import DjangoAssertNumQueries, Settings

from outbox.enums import State
from people.models import Person, User
from sites.enums import Role
from sites.models import Site
from steering.enums import MemberRole
from tests import make

pytestmark = pytest.mark.django_db

EVERYTHING = ["home", "groups", "sites", "factors", "compare", "reports"]


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_to_string("base.html", {"form": None}, request))


def _refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Only the administrator may send the minutes.")


def _break(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


urlpatterns = [
    *(path(f"{'' if name == 'home' else name + '/'}", _page, name=name) for name in EVERYTHING),
    path("meetings/7/", _page),
    path("refuse/", _refuse),
    path("break/", _break),
    path("", include("thinkfamily.urls")),
]
handler500 = "thinkfamily.errors.server_error"


@pytest.fixture
def site() -> Site:
    return make.make_site()


@pytest.fixture
def all_pages(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__


def sign_in(client: Client, user: User) -> None:
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")


def entries(page: str) -> list[str]:
    return re.findall(r'class="app-navigation__link" href="[^"]*" [^>]*>([^<]+)<', page)


def with_role(site: Site, role: Role) -> User:
    person = make.make_person()
    make.make_role(person=person, site=site, role=role)
    return make.make_user(person=person)


def on_group(site: Site, role: MemberRole) -> User:
    person = make.make_person()
    make.make_member(group=make.make_group(site=site), person=person, role=role)
    return make.make_user(person=person)


class TestNavigation:
    SERVING = ["What helps and hinders", "Compare", "Reports"]

    @pytest.mark.parametrize(
        ("role", "shown"),
        [
            (Role.ADMINISTRATOR, ["Today", "Groups", "Sites", *SERVING]),
            (Role.PROJECT_MANAGER, ["Sites", "Groups", *SERVING]),
            (Role.SUPPORTER, ["Sites", "Groups", *SERVING]),
        ],
    )
    def test_by_site_role(
        self, client: Client, all_pages: None, site: Site, role: Role, shown: list[str]
    ) -> None:
        sign_in(client, with_role(site, role))
        assert entries(client.get("/").text) == shown

    @pytest.mark.parametrize(
        ("role", "shown"),
        [
            (MemberRole.MEMBER, ["My meetings", "Groups", "What helps and hinders"]),
            (MemberRole.CHAIR, ["My meetings", "Groups", "What helps and hinders", "Reports"]),
        ],
    )
    def test_by_role_in_a_group(
        self, client: Client, all_pages: None, site: Site, role: MemberRole, shown: list[str]
    ) -> None:
        sign_in(client, on_group(site, role))
        assert entries(client.get("/").text) == shown

    def test_of_the_owner(self, client: Client, all_pages: None) -> None:
        sign_in(client, make.make_user(is_owner=True))
        assert entries(client.get("/").text) == ["Groups", "Sites", "Set up", "Access"]

    def test_of_somebody_without_a_role_is_not_there(self, client: Client, all_pages: None) -> None:
        sign_in(client, make.make_user())
        page = client.get("/").text
        assert entries(page) == []
        assert "app-navigation" not in page

    def test_marks_where_one_is(self, client: Client, all_pages: None, site: Site) -> None:
        sign_in(client, with_role(site, Role.ADMINISTRATOR))
        for address, current in (
            ("/", "Today"),
            ("/groups/", "Groups"),
            ("/meetings/7/", "Groups"),
        ):
            marked = re.findall(r'aria-current="true">([^<]+)<', client.get(address).text)
            assert marked == [current]

    def test_asks_the_database_once(
        self,
        client: Client,
        all_pages: None,
        site: Site,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        sign_in(client, with_role(site, Role.ADMINISTRATOR))
        client.get("/")
        with django_assert_num_queries(3):  # session, account, site roles
            client.get("/")


class TestHeader:
    def test_names_the_person_and_signs_out_by_post(self, client: Client) -> None:
        person: Person = make.make_person(name="Celia Brandreth")
        sign_in(client, make.make_user(person=person))
        page = client.get("/help/").text
        assert "Celia Brandreth" in page
        assert re.search(r'<form method="post" action="/sign-out/">\s*<input type="hidden"', page)

    def test_of_a_visitor_has_neither_name_nor_navigation(self, client: Client) -> None:
        page = client.get("/help/").text
        assert "Sign out" not in page
        assert "app-navigation" not in page

    @pytest.mark.parametrize("address", ["/help/", "/nothing/", "/break/"])
    def test_says_that_the_example_is_made_up(
        self, client: Client, all_pages: None, settings: Settings, address: str
    ) -> None:
        client.raise_request_exception = False
        sign_in(client, make.make_user())
        for demo in (True, False):
            settings.DEMO = demo
            assert ("Everything here is made up" in client.get(address).text) is demo


class TestFooterPages:
    @pytest.mark.parametrize(
        ("address", "heading"),
        [
            ("/accessibility/", "Accessibility statement"),
            ("/privacy/", "Privacy"),
            ("/help/", "Help"),
            ("/glossary/", "Glossary"),
        ],
    )
    def test_are_open_to_everybody(self, client: Client, address: str, heading: str) -> None:
        page = client.get(address).text
        assert f'<h1 class="govuk-heading-l">{heading}</h1>' in page
        assert f"<title>{heading} – Think Family tracker</title>" in page
        assert f'href="{address}"' in page

    @pytest.mark.parametrize(
        "state",
        [
            *(State.HELD, State.QUEUED, State.SENT, State.RETRYING),
            *(State.FAILED, State.UNCONFIRMED, State.WITHDRAWN),
        ],
    )
    def test_help_explains_every_state_of_a_message(self, client: Client, state: State) -> None:
        assert f"<dt>{state.label}</dt>" in client.get("/help/").text


class TestErrorPages:
    def test_nothing_at_the_address(self, client: Client) -> None:
        answer = client.get("/nothing/")
        assert answer.status_code == 404
        assert "There is nothing at this address, or it is not open to you." in answer.text

    def test_not_allowed_says_why(self, client: Client, all_pages: None) -> None:
        sign_in(client, make.make_user())
        answer = client.get("/refuse/")
        assert answer.status_code == 403
        assert "Only the administrator may send the minutes." in answer.text

    def test_a_form_from_elsewhere(self) -> None:
        answer = Client(enforce_csrf_checks=True).post("/sign-out/")
        assert answer.status_code == 403
        assert "nothing was saved" in answer.text

    def test_our_own_fault_needs_no_database(
        self, client: Client, all_pages: None, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        client.raise_request_exception = False
        sign_in(client, make.make_user())
        with django_assert_num_queries(2):  # session and user, before the view broke
            answer = client.get("/break/")
        assert answer.status_code == 500
        assert "The fault is ours." in answer.text

    def test_an_unknown_host(self, client: Client) -> None:
        answer = client.get("/help/", headers={"host": "elsewhere.example.org"})
        assert answer.status_code == 400
        assert "We could not read that" in answer.text


def test_the_design_system_is_there_in_demo_mode_alone(client: Client, settings: Settings) -> None:
    assert client.get("/design-system/").status_code == 404
    settings.DEMO = True
    assert client.get("/design-system/").status_code == 200
