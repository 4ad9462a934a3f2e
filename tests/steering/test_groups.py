"""Starting a steering group and changing it: the services and their pages."""

from datetime import date, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from outbox.models import Mailbox
from sites.enums import Role
from sites.models import Site
from steering.enums import Deputies, ItemKind, LeadUnit, Mode, NoticeKind
from steering.models import SteeringGroup
from steering.services.groups import (
    GroupTerms,
    NameIsTaken,
    change_group,
    start_group,
    start_group_like,
)
from tests import make

pytestmark = pytest.mark.django_db

TERMS = GroupTerms(name="Northmoor steering group", quorum="50%", hold_seconds=300)
ENTERED = {"name": "Northmoor steering group", "settings": "usual"}
SETTINGS = {
    "name": "Northmoor steering group",
    "quorum": "share",
    "share": "50",
    "deputies": "may_come",
    "usual_start": "9:30am",
    "usual_length": "90",
    "usual_mode": "hybrid",
    "usual_place": "Town Hall, Room 2",
    "usual_link": "meet.example.org/abc",
    "hold": "300",
}


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
        assert started.redirect_chain == [(reverse("change_group", args=[group.key]), 302)]
        assert "is started. It has no members yet." in text_of(started)
        assert (group.site, group.quorum, hold_of(group)) == (site, "", 300)

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

    def test_a_name_is_needed(self, administrator: Client, site: Site) -> None:
        entered = {"name": "", "settings": "usual", "site": site.key}
        assert "Enter the name of the group" in text_of(
            administrator.post(reverse("new_group"), entered)
        )
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
        entered = SETTINGS | {"quorum": "", "name": "Renamed", "hold": "900"} | entered
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
        administrator.post(url, SETTINGS | {"hold": "6"})
        assert hold_of(group) == 6

    def test_the_terms_of_reference_and_the_usual_meeting(
        self, administrator: Client, site: Site
    ) -> None:
        group = make.make_group(site=site)
        url = reverse("change_group", args=[group.key])
        form = administrator.get(url).context["form"]
        assert (form["deputies"].value(), form["usual_length"].value()) == ("count", 120)
        administrator.post(url, SETTINGS)
        group.refresh_from_db()
        assert (group.deputies, group.usual_start, group.usual_length) == (
            Deputies.MAY_COME,
            time(9, 30),
            90,
        )
        assert (group.usual_mode, group.usual_place, group.usual_link) == (
            Mode.HYBRID,
            "Town Hall, Room 2",
            "https://meet.example.org/abc",
        )

    @pytest.mark.parametrize(
        ("entered", "said"),
        [
            ({"name": ""}, "Enter the name of the group"),
            ({"share": ""}, "Enter a whole number from 1 to 100"),
            ({"share": "101"}, "Enter a whole number from 1 to 100"),
            ({"share": "half"}, "Enter a whole number, such as 12"),
            ({"quorum": "number", "number": "0"}, "Enter a whole number from 1 to 999"),
            ({"usual_start": "noonish"}, "such as 10:00am"),
            ({"usual_length": "4"}, "Enter 5 minutes or more"),
            ({"usual_length": "two hours"}, "Enter a whole number, such as 12"),
            ({"usual_link": "no link"}, "Enter the whole link"),
            ({"deputies": "perhaps"}, "Choose one of the list"),
            ({"hold": "7"}, "Choose one of the list"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self, administrator: Client, site: Site, entered: dict[str, str], said: str
    ) -> None:
        group = make.make_group(site=site, name="As before")
        data = SETTINGS | entered
        response = administrator.post(reverse("change_group", args=[group.key]), data)
        assert said in text_of(response)
        assert response.context["form"]["usual_place"].value() == data["usual_place"]
        group.refresh_from_db()
        assert (group.name, group.usual_length) == ("As before", 120)


class TestLikeAnother:
    @pytest.fixture
    def other(self, site: Site) -> SteeringGroup:
        """A group with settings of its own, members and meetings."""
        other = start_group(
            site=site,
            terms=GroupTerms(
                name="Eastby steering group",
                quorum="6",
                deputies=Deputies.NONE,
                usual_start=time(14, 0),
                usual_length=75,
                usual_mode=Mode.HYBRID,
                usual_place="Library",
                usual_link="https://meet.example.org/e",
                hold_seconds=900,
            ),
        )
        other.notice_settings.create(
            kind=NoticeKind.REMINDER,
            is_on=False,
            number=3,
            unit=LeadUnit.CLEAR_DAYS,
            subject="Soon",
            body="See you soon.",
        )
        presenter = make.make_member(group=other).person
        other.standing_items.create(
            position=1, title="Welcome", kind=ItemKind.INFORMATION, presenter=presenter, length=5
        )
        other.standing_items.create(position=2, title="Matters arising")
        make.make_core_agency(group=other, agency=make.make_agency(name="The Trust"))
        past = make.make_core_agency(group=other, agency=make.make_agency(name="The old council"))
        past.until_on = date(2024, 1, 1)
        past.save()
        make.make_meeting(group=other)
        other.backlog.create(title="Put off", entered_at=timezone.now())
        make.make_deputy(group=other, member=presenter)
        return other

    def test_all_its_settings_and_nothing_else(self, site: Site, other: SteeringGroup) -> None:
        """The two sides are read field by field, so a field that is added later is asked about."""
        elsewhere = make.make_site()
        group = start_group_like(
            other=other, site=elsewhere, name="A new group", today=date(2026, 11, 24)
        )
        group.refresh_from_db()
        assert (group.site, group.name, group.key) == (elsewhere, "A new group", "a-new-group")
        own = {"id", "key", "name", "site_id", "_state", "_prefetched_objects_cache"}
        settings = [{k: v for k, v in vars(one).items() if k not in own} for one in (other, group)]
        assert settings[0] == settings[1]
        assert hold_of(group) == 900
        assert _rows(group.notice_settings, "group_id") == _rows(other.notice_settings, "group_id")
        assert list(group.standing_items.values_list("title", "kind", "length", "presenter")) == [
            ("Welcome", "information", 5, None),
            ("Matters arising", "", None, None),
        ]
        assert list(group.core_agencies.values_list("agency__name", "from_on", "until_on")) == [
            ("The Trust", date(2026, 11, 24), None)
        ]
        for nothing in ("memberships", "meetings", "backlog", "deputies_of", "handovers"):
            assert not getattr(group, nothing).exists()

    def test_everything_that_hangs_on_a_group_is_copied_or_left_on_purpose(self) -> None:
        related = {one.get_accessor_name() for one in SteeringGroup._meta.related_objects}
        copied = {"notice_settings", "standing_items", "core_agencies"}
        left = {"memberships", "meetings", "backlog", "deputies_of", "handovers", "series"}
        kept_history = {name for name in related if name and "event" in name.lower()}
        assert related - kept_history - {"events"} == copied | left

    def test_from_the_page(self, administrator: Client, site: Site, other: SteeringGroup) -> None:
        hidden = make.make_group(name="Not mine")
        page = text_of(administrator.get(reverse("new_group")))
        assert "Eastby steering group, Northmoor" in page
        assert hidden.name not in page
        entered = ENTERED | {"site": site.key, "settings": "like", "like": other.key}
        started = administrator.post(reverse("new_group"), entered, follow=True)
        assert "with the settings of the Eastby steering group" in text_of(started)
        assert SteeringGroup.objects.get(name=ENTERED["name"]).usual_place == "Library"

    @pytest.mark.parametrize(
        ("like", "said"),
        [
            ("", "Choose the group whose settings are copied"),
            ("not-mine", "Choose one of the list"),
        ],
    )
    def test_a_group_of_ones_own_is_chosen(
        self, administrator: Client, site: Site, other: SteeringGroup, like: str, said: str
    ) -> None:
        entered = ENTERED | {"site": site.key, "settings": "like", "like": like}
        assert said in text_of(administrator.post(reverse("new_group"), entered))
        assert SteeringGroup.objects.count() == 1


def _rows(manager: Any, but: str) -> list[dict[str, object]]:
    return [
        {name: value for name, value in row.items() if name not in ("id", but)}
        for row in manager.order_by("pk").values()
    ]


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
