"""How somebody is reached and what they need: noting it, and saying it oneself."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from people.enums import Route
from people.models import Contact, Person
from people.reach import gets_mail, reach_of
from people.services import Reach, note_contact
from tests import make

pytestmark = pytest.mark.django_db

USUAL = {"route": "email"}
BY_POST = {
    "route": "telephone",
    "postal_address": " 4 Mill Lane \r\n\r\nNorthmoor\r\nNM1 2AB",
    "telephone": "01632 960 001",
    "formats": ["large_print", "easy_read"],
    "notice_days": "14",
    "other_needs": "A chair with arms",
}


@pytest.fixture
def person() -> Person:
    return make.make_person(name="Ola Price")


@pytest.fixture
def own(client: Client, person: Person) -> Client:
    client.force_login(make.make_user(person=person))
    return client


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


class TestReach:
    def test_nothing_noted_is_the_usual_way(self, person: Person) -> None:
        assert gets_mail(person)
        assert reach_of(person).route == Route.EMAIL
        assert not Contact.objects.exists()

    def test_without_an_address_nobody_gets_mail(self) -> None:
        assert not gets_mail(make.make_person(email=""))

    @pytest.mark.parametrize("route", [Route.POST, Route.TELEPHONE])
    def test_by_another_way_nobody_gets_mail(self, person: Person, route: Route) -> None:
        make.make_contact(person=person, route=route)
        assert not gets_mail(person)

    def test_what_is_noted_takes_the_place_of_what_was_and_is_in_the_audit_trail(
        self, person: Person
    ) -> None:
        note_contact(person=person, reach=Reach(route=Route.POST, large_print=True))
        note_contact(person=person, reach=Reach(telephone="01632 960 001"))
        contact = Contact.objects.get()
        assert (contact.route, contact.large_print, contact.telephone) == (
            Route.EMAIL,
            False,
            "01632 960 001",
        )
        events = Contact.pgh_event_model.objects.order_by("pgh_id")
        assert list(events.values_list("route", "large_print")) == [
            ("post", True),
            ("email", False),
        ]


class TestOwnPage:
    def test_one_says_it_oneself(self, own: Client, person: Person) -> None:
        url = reverse("my_contact")
        assert own.get(url).context["form"]["route"].value() == "email"
        assert "It is noted." in text_of(own.post(url, BY_POST, follow=True))
        contact = Contact.objects.get(person=person)
        assert contact.postal_address == "4 Mill Lane\nNorthmoor\nNM1 2AB"
        assert (contact.large_print, contact.plain_english, contact.easy_read) == (
            True,
            False,
            True,
        )
        assert (contact.notice_days, contact.other_needs) == (14, "A chair with arms")
        form = own.get(url).context["form"]
        assert form["formats"].value() == ["large_print", "easy_read"]
        assert form["telephone"].value() == "01632 960 001"

    @pytest.mark.parametrize(
        ("entered", "said"),
        [
            ({"route": ""}, "Choose how to be reached"),
            ({"route": "pigeon"}, "Choose one of the list"),
            ({"postal_address": ""}, "Enter where the post is to go"),
            ({"telephone": ""}, "Enter the number to ring"),
            ({"notice_days": "0"}, "Enter 1 day or more"),
            ({"notice_days": "soon"}, "Enter a whole number"),
            ({"formats": ["braille"]}, "Choose one of the list"),
            ({"other_needs": "a" * 501}, "Shorten this to 500 characters"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self, own: Client, entered: dict[str, Any], said: str
    ) -> None:
        data = BY_POST | entered
        response = own.post(reverse("my_contact"), data)
        assert said in text_of(response)
        assert response.context["form"]["other_needs"].value() == data["other_needs"]
        assert not Contact.objects.exists()
