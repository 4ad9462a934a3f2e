"""No form of the minutes tells in what capacity somebody sits on the group."""

import io
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from sites.enums import Role
from steering.documents.mail import minutes_words
from steering.documents.pdf import minutes_pdf
from steering.documents.word import minutes_docx
from steering.enums import Capacity
from tests import make
from tests.steering.alderfleet import Alderfleet, alderfleet
from tests.steering.documents import minutes_document

pytestmark = pytest.mark.django_db

CAPACITIES = [
    word
    for capacity in Capacity
    for word in (capacity.value, capacity.label.casefold())
    if capacity != Capacity.PROFESSIONAL
]
"""`service_user`, `service user`, `carer`… Nothing else in this meeting has these words."""


def page(world: Alderfleet) -> str:
    client = Client()
    make.make_role(
        person=world.people["Imogen Tarrant"],
        site=world.meeting.group.site,
        role=Role.ADMINISTRATOR,  # who may see capacities, but not here
    )
    client.force_login(make.make_user(person=world.people["Imogen Tarrant"]))
    return client.get(reverse("minutes", args=[world.meeting.pk])).content.decode()


def html_mail(world: Alderfleet) -> str:
    samir = world.people["Samir Vance"].pk
    document = minutes_document(world.meeting)
    return minutes_words(document, recipient_id=samir, from_name="Imogen Tarrant").html


def plain_mail(world: Alderfleet) -> str:
    samir = world.people["Samir Vance"].pk
    document = minutes_document(world.meeting)
    words = minutes_words(document, recipient_id=samir, from_name="Imogen Tarrant")
    return words.subject + words.text


def pdf(world: Alderfleet) -> str:
    made = minutes_pdf(minutes_document(world.meeting))
    reader = PdfReader(io.BytesIO(made))
    return str(reader.metadata) + "".join(page.extract_text() for page in reader.pages)


def word(world: Alderfleet) -> str:
    made = minutes_docx(minutes_document(world.meeting))
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        return "".join(
            packed.read(name).decode() for name in packed.namelist() if name.endswith(".xml")
        )


@pytest.mark.parametrize("form", [page, html_mail, plain_mail, pdf, word])
def test_all_but_professionals_read_group_member(form: Callable[[Alderfleet], str]) -> None:
    world = alderfleet()
    capacities = set(world.meeting.group.memberships.values_list("capacity", flat=True))
    assert capacities == set(Capacity.values), "nothing could leak"
    said = form(world)
    assert [capacity for capacity in CAPACITIES if capacity in said.casefold()] == []
    assert said.count("Group member") == 3  # Terence Oduya, Bea Rostron and Samir Vance
    assert "For the families of Withy Bank" in said
    assert "Fleet Forum" not in said  # the agency of a carer and a young carer
