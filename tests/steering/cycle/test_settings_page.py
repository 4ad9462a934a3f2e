"""How a group wants its notices: one page with all of them, and the words of each."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import User
from steering.documents.notice_words import usual_wording
from steering.enums import LeadUnit, NoticeKind
from steering.lead_times import agenda_due
from steering.models import Meeting, NoticeSetting
from steering.services.notices import queue_due
from tests import make
from tests.steering.cycle.scene import Scene, scene

pytestmark = pytest.mark.django_db

Kind = NoticeKind
SOON = timedelta(days=100)


@pytest.fixture
def coming() -> Scene:
    """A meeting in a hundred days, so that no notice of it is due yet."""
    return scene(starts_at=timezone.now() + SOON, announced_at=timezone.now())


@pytest.fixture
def helen(coming: Scene) -> User:
    return make.make_user(person=coming.helen)


@pytest.fixture
def page(client: Client, helen: User, coming: Scene) -> Client:
    client.force_login(helen)
    return client


def as_shown(text: str) -> dict[str, str]:
    """What the form of a page would send as it stands."""
    boxes = re.findall(r'<input class="govuk-checkboxes__input"[^>]*name="([^"]+)" checked>', text)
    numbers = re.findall(r'<input class="govuk-input[^>]*name="([^"]+)" value="([^"]*)"', text)
    selects = re.findall(
        r'<select class="govuk-select"[^>]*name="([^"]+)".*?<option value="([^"]+)" selected',
        text,
        re.S,
    )
    return dict.fromkeys(boxes, "on") | dict(numbers) | dict(selects)


def get(page: Client, name: str, *args: object) -> str:
    response = page.get(reverse(name, args=args))
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_every_notice_with_its_default_and_what_it_means(page, coming) -> None:
    text = get(page, "notices", coming.group.key)
    places = [text.index(f'id="{kind}"') for kind in Kind]
    assert places == sorted(places)
    shown = as_shown(text)
    assert (shown["agenda_out-number"], shown["agenda_out-unit"]) == ("5", "clear_working_days")
    assert (shown["call_for_items-number"], shown["call_for_items-unit"]) == ("20", "working_days")
    assert sum(name.endswith("is_on") for name in shown) == len(places)
    assert re.search(r"\w+day \d+ \w+ \d{4}, 9:00am to 4 people", text)


def test_saved_as_it_stands_nothing_is_stored(page, coming) -> None:
    address = reverse("notices", args=[coming.group.key])
    data = as_shown(page.get(address).content.decode())
    assert page.post(address, data).status_code == 302
    assert not NoticeSetting.objects.exists()


def test_own_lead_time_and_switched_off(page, coming) -> None:
    address = reverse("notices", args=[coming.group.key])
    data = as_shown(page.get(address).content.decode())
    data |= {"agenda_out-number": "9", "agenda_out-unit": LeadUnit.CLEAR_DAYS}
    del data["reminder-is_on"]
    text = unescape(page.post(address, data, follow=True).content.decode())
    assert "Saved." in text
    rows = NoticeSetting.objects.order_by("kind").values_list("kind", "is_on", "number", "unit")
    assert list(rows) == [
        ("agenda_out", True, 9, "clear_days"),
        ("reminder", False, 1, "working_days"),
    ]
    assert "Switched off" in text
    starts_at = coming.meeting.starts_at
    day = timezone.localdate(starts_at) - timedelta(days=10)
    assert agenda_due(starts_at, coming.group) == day
    assert data == as_shown(text)
    data["reminder-is_on"] = "on"
    page.post(address, data)
    assert NoticeSetting.objects.get().kind == "agenda_out"


@pytest.mark.parametrize("number", ["", "-1", "181", "soon", "2.5"])
def test_a_wrong_number_is_said_and_kept(page, coming, number) -> None:
    address = reverse("notices", args=[coming.group.key])
    data = as_shown(page.get(address).content.decode())
    response = page.post(address, data | {"papers_due-number": number})
    text = unescape(response.content.decode())
    assert text.count("Papers due: enter a whole number of days from 0 to 180") == 2
    assert f'value="{number}"' in text
    assert not NoticeSetting.objects.exists()


def test_without_a_next_meeting(page, coming) -> None:
    Meeting.objects.all().delete()
    assert "No next meeting is set." in get(page, "notices", coming.group.key)
    text = get(page, "reword_notice", coming.group.key, "reminder")
    assert "there is nothing to show it with" in text


def send(page: Client, name: str, coming: Scene, kind: str = "reminder", **words: str) -> str:
    address = reverse(name, args=[coming.group.key, kind])
    return unescape(page.post(address, words, follow=True).content.decode())


def test_words_are_previewed_with_real_data_and_not_saved(page, coming) -> None:
    text = get(page, "reword_notice", coming.group.key, "reminder")
    assert "Dear Amy Rudd," in text
    assert "[Amy’s own link]" in text
    words = {"subject": "See you on {day}", "body": "Hello {name}\n\n{agenda}"}
    text = send(page, "preview_notice", coming, **words)
    assert "Hello Amy Rudd\n\n1. Welcome" in text
    assert "See you on {day}" in text
    assert not NoticeSetting.objects.exists()


def test_own_words_go_out_until_the_usual_ones_are_wanted_again(page, coming) -> None:
    words = {"subject": "See you on {day}", "body": "Hello {name}"}
    text = send(page, "reword_notice", coming, **words)
    assert "Saved. It goes out in these words from now on." in text
    assert "Hello Amy Rudd" in text
    assert "Back to the usual words" in text
    assert ">Reworded<" in get(page, "notices", coming.group.key)
    own = NoticeSetting.objects.get()
    assert (own.subject, own.body, own.number) == ("See you on {day}", "Hello {name}", 1)
    send(page, "usual_words", coming)
    assert not NoticeSetting.objects.exists()


def test_the_usual_words_are_not_stored(page, coming) -> None:
    usual = usual_wording(Kind.REMINDER)
    send(page, "reword_notice", coming, subject=usual.subject, body=usual.body)
    assert not NoticeSetting.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Dear {nmae}", "{nmae} is not a field. Did you mean {name}?"),
        ("On {Day}", "{Day} is not a field. Did you mean {day}?"),
        ("{actions}", "{actions} is not a field"),
        ("{0.__class__}", "{0.__class__} is not a field of this notice. Its fields are {name}, "),
    ],
)
def test_an_unknown_field_is_said_and_kept(page, coming, typed, sentence) -> None:
    for name in ("reword_notice", "preview_notice"):
        text = send(page, name, coming, subject="Hello", body=typed)
        assert sentence in text
        assert typed in text
        assert "Correct the words first." in text
    assert not NoticeSetting.objects.exists()


def test_what_is_typed_is_never_executed(page, coming) -> None:
    words = {"subject": "Hello", "body": "{{ settings.SECRET_KEY }} {% now 'Y' %} <b>{name}</b>"}
    text = send(page, "reword_notice", coming, **words)
    assert "is not a field" in text
    words["body"] = "%(name)s $name {{name}} <b>{name}</b>"
    send(page, "reword_notice", coming, **words)
    shown = get(page, "reword_notice", coming.group.key, "reminder")
    assert "%(name)s $name {Amy Rudd} <b>Amy Rudd</b>" in shown


@pytest.mark.parametrize("more", [0, 3])
def test_ten_queries_at_the_most(page, coming, more, django_assert_max_num_queries) -> None:
    for number in range(more):
        member = make.make_member(group=coming.group)
        make.make_action(meeting=coming.meeting, owner=member.person)
        NoticeSetting.objects.create(
            group=coming.group, kind=list(Kind)[number], number=30, unit=LeadUnit.CLEAR_DAYS
        )
    addresses = [
        reverse("notices", args=[coming.group.key]),
        reverse("reword_notice", args=[coming.group.key, "reminder"]),
        reverse("notice", args=[coming.meeting.pk, "reminder"]),
        reverse("send_notice", args=[coming.meeting.pk, "reminder"]),
    ]
    for address in addresses:
        with django_assert_max_num_queries(10):
            assert page.get(address).status_code == 200


def test_nothing_goes_out_by_looking(page, coming) -> None:
    get(page, "notices", coming.group.key)
    assert queue_due(now=timezone.now()) == 0
