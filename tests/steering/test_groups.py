"""Starting a steering group and changing it: the services and their pages."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from outbox.models import Mailbox
from sites.enums import Role
from sites.models import Site
from steering.models import SteeringGroup
from steering.services.groups import GroupTerms, NameIsTaken, change_group, start_group
from tests import make

pytestmark = pytest.mark.django_db

TERMS = GroupTerms(name="Northmoor steering group", quorum="50%", hold_seconds=300)
ENTERED = {"name": "Northmoor steering group", "quorum": "share", "share": "50", "hold": "300"}


@pytest.fixture
def site() -> Site:
    return make.make_site(name="Northmoor")


@pytest.fixture
def administrator(client: Client, site: Site) -> Client:
    person = make.make_person(name="Leah Morgan")
    make.make_role(person=person, site=site, role=Role.ADMINISTRATOR)
    client.force_login(make.make_user(person=person))
    return client


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def hold_of(group: SteeringGroup) -> int:
    return Mailbox.objects.get(key=group.key).hold_seconds


class TestServices:
    def test_a_group_is_started_with_an_address_and_a_mailbox(self, site: Site) -> None:
        group = start_group(site=site, terms=TERMS)
        assert (group.key, group.site, group.name, group.quorum) == (
            "northmoor-steering-group",
            site,
            "Northmoor steering group",
            "50%",
        )
        assert hold_of(group) == 300

    def test_two_of_one_name_only_at_two_sites(self, site: Site) -> None:
        start_group(site=site, terms=TERMS)
        with pytest.raises(NameIsTaken, match="Northmoor has a group called"):
            start_group(site=site, terms=TERMS)
        second = start_group(site=make.make_site(), terms=TERMS)
        assert second.key == "northmoor-steering-group-2"

    def test_one_called_new_does_not_hide_behind_the_page_that_starts_groups(
        self, site: Site, administrator: Client
    ) -> None:
        group = start_group(site=site, terms=GroupTerms(name="New", quorum="", hold_seconds=0))
        assert administrator.get(reverse("group", args=[group.key])).context["group"] == group

    def test_a_change_keeps_the_address_and_is_in_the_audit_trail(self, site: Site) -> None:
        group = start_group(site=site, terms=TERMS)
        change_group(group=group, terms=GroupTerms(name="Other", quorum="6", hold_seconds=60))
        group.refresh_from_db()
        assert (group.key, group.name, group.quorum, hold_of(group)) == (
            "northmoor-steering-group",
            "Other",
            "6",
            60,
        )
        events = SteeringGroup.pgh_event_model.objects.filter(pgh_obj=group).order_by("pgh_id")
        assert list(events.values_list("name", "quorum")) == [(TERMS.name, "50%"), ("Other", "6")]

    def test_a_group_may_keep_its_name(self, site: Site) -> None:
        group = start_group(site=site, terms=TERMS)
        change_group(group=group, terms=TERMS)
        start_group(site=site, terms=GroupTerms(name="Other", quorum="", hold_seconds=300))
        with pytest.raises(NameIsTaken):
            change_group(group=group, terms=GroupTerms(name="OTHER", quorum="", hold_seconds=0))


class TestStarting:
    def test_from_the_list_of_groups(self, administrator: Client, site: Site) -> None:
        assert reverse("new_group") in text_of(administrator.get(reverse("groups")))
        entered = ENTERED | {"site": site.key}
        started = administrator.post(reverse("new_group"), entered, follow=True)
        group = SteeringGroup.objects.get()
        assert started.redirect_chain == [(reverse("group", args=[group.key]), 302)]
        assert "is started. It has no members yet." in text_of(started)
        assert (group.site, group.quorum, hold_of(group)) == (site, "50%", 300)

    def test_the_site_is_one_of_the_persons_own(self, administrator: Client, site: Site) -> None:
        other = make.make_site()
        url = reverse("new_group")
        assert administrator.get(f"{url}?site={site.key}").status_code == 200
        assert administrator.get(f"{url}?site={other.key}").status_code == 404
        refused = administrator.post(url, ENTERED | {"site": other.key})
        assert "Choose one of the list" in text_of(refused)
        assert not SteeringGroup.objects.exists()

    def test_a_region_offers_its_localities(self, administrator: Client, site: Site) -> None:
        locality = make.make_site(name="Eastby", parent=site)
        make.make_site(name="Elsewhere")
        form = administrator.get(f"{reverse('new_group')}?site={locality.key}").context["form"]
        assert form["site"].value() == locality.key
        assert [name for _, name in form.fields["site"].choices] == ["Eastby", "Northmoor"]

    @pytest.mark.parametrize(
        ("entered", "said"),
        [
            ({"name": ""}, "Enter the name of the group"),
            ({"share": ""}, "Enter a whole number from 1 to 100"),
            ({"share": "101"}, "Enter a whole number from 1 to 100"),
            ({"share": "half"}, "Enter a whole number, such as 12"),
            ({"quorum": "number", "number": "0"}, "Enter a whole number from 1 to 999"),
            ({"hold": "7"}, "Choose one of the list"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self, administrator: Client, site: Site, entered: dict[str, str], said: str
    ) -> None:
        data = ENTERED | {"site": site.key} | entered
        response = administrator.post(reverse("new_group"), data)
        assert said in text_of(response)
        assert response.context["form"]["name"].value() == data["name"]
        assert not SteeringGroup.objects.exists()

    def test_a_name_that_is_taken(self, administrator: Client, site: Site) -> None:
        start_group(site=site, terms=TERMS)
        response = administrator.post(reverse("new_group"), ENTERED | {"site": site.key})
        assert "Northmoor has a group called" in text_of(response)


class TestChanging:
    @pytest.mark.parametrize(
        ("quorum", "entered"),
        [
            ("6", {"quorum": "number", "number": "6"}),
            ("50%", {"quorum": "share", "share": "50"}),
            ("", {"quorum": ""}),
        ],
    )
    def test_begins_with_what_there_is_and_keeps_it(
        self, administrator: Client, site: Site, quorum: str, entered: dict[str, str]
    ) -> None:
        group = make.make_group(site=site, quorum=quorum)
        url = reverse("change_group", args=[group.key])
        form = administrator.get(url).context["form"]
        assert {name: form[name].value() for name in entered} == entered
        assert form["hold"].value() == 300
        entered = {"name": "Renamed", "hold": "900"} | entered
        assert "The group is changed." in text_of(administrator.post(url, entered, follow=True))
        group.refresh_from_db()
        assert (group.name, group.quorum, hold_of(group)) == ("Renamed", quorum, 900)

    def test_a_hold_that_is_none_of_the_usual_ones_stays(
        self, administrator: Client, site: Site
    ) -> None:
        group = make.make_group(site=site)
        Mailbox.objects.create(key=group.key, name=group.name, hold_seconds=6)
        url = reverse("change_group", args=[group.key])
        assert administrator.get(url).context["form"]["hold"].value() == 6
        administrator.post(url, {"name": "Renamed", "quorum": "", "hold": "6"})
        assert hold_of(group) == 6


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_reads_as_much_however_many_sites_there_are(
    administrator: Client,
    site: Site,
    rows: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(rows):
        make.make_group(site=make.make_site(parent=site))
    for url in (reverse("new_group"), reverse("groups")):
        with django_assert_max_num_queries(7):
            administrator.get(url)
