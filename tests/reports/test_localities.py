"""The localities of a region on its page: when they met, and when they meet next."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from calendars.wording import long_date
from people.models import User
from reports.localities import Locality, localities_of, with_localities
from sites.enums import Role
from sites.models import Site
from steering.enums import MeetingState
from tests import make
from tests.reports.scene import NOW, local

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Site:
    return make.make_site(name="Glenarvan")


@pytest.fixture
def upper(region: Site) -> Site:
    return make.make_site(name="Upper Glen", parent=region)


def serving(site: Site, role: Role = Role.PROJECT_MANAGER) -> User:
    user = make.make_user()
    make.make_role(person=user.person, site=site, role=role)
    return user


def seen_by(user: User, region: Site) -> list[Locality]:
    found = with_localities(Site.objects.visible_to(user), user, NOW).get(pk=region.pk)
    return localities_of(found, user, NOW)


def test_the_last_and_the_next_meeting_of_all_groups_there(region: Site, upper: Site) -> None:
    lower = make.make_site(name="Lower Glen", parent=region)
    one, two = make.make_group(site=upper), make.make_group(site=upper)
    make.make_meeting(group=one, starts_at=local(1, 11), state=MeetingState.HELD)
    last = make.make_meeting(group=two, starts_at=local(9, 11), state=MeetingState.HELD)
    make.make_meeting(group=one, starts_at=local(20, 11), state=MeetingState.CANCELLED)
    make.make_meeting(group=one, starts_at=local(2), state=MeetingState.CANCELLED)
    coming = make.make_meeting(group=one, starts_at=local(8))
    make.make_meeting(group=two, starts_at=local(9))
    make.make_meeting(group=make.make_group(site=make.make_site()), starts_at=local(3))
    assert seen_by(serving(region), region) == [
        Locality(lower.key, "Lower Glen", has_ended=False, last=None, next=None, serves=True),
        Locality(
            upper.key,
            "Upper Glen",
            has_ended=False,
            last=last.starts_at,
            next=coming.starts_at,
            serves=True,
        ),
    ]
    assert seen_by(serving(upper), upper) == []


@pytest.mark.parametrize("who", ["owner", "supporter elsewhere"])
def test_who_sees_no_meetings_learns_no_date(region: Site, upper: Site, who: str) -> None:
    make.make_meeting(group=make.make_group(site=upper), starts_at=local(8))
    owner = who == "owner"
    user = make.make_user(is_owner=True) if owner else serving(make.make_site(), Role.SUPPORTER)
    [seen] = seen_by(user, region)
    assert (seen.last, seen.next, seen.serves) == (None, None, False)


def test_one_that_is_over_says_so(region: Site, upper: Site) -> None:
    Site.objects.filter(pk=upper.pk).update(ended_on=timezone.localdate(NOW))
    [seen] = seen_by(serving(region), region)
    assert seen.has_ended


class TestThePage:
    def text(self, client, user: User, site: Site) -> str:
        client.force_login(user)
        return " ".join(client.get(reverse("site", args=[site.key])).text.split())

    def test_says_when_and_leads_there(self, client, region: Site, upper: Site) -> None:
        day = timezone.now() + timedelta(days=8)
        make.make_meeting(group=make.make_group(site=upper), starts_at=day)
        make.make_site(name="Lower Glen", parent=region)
        text = self.text(client, serving(region), region)
        assert (
            f'<a class="govuk-link" href="{reverse("site", args=[upper.key])}">Upper Glen' in text
        )
        assert f"next meeting: {long_date(day)}" in text
        assert "Last meeting: none yet" in text
        assert "no date set" in text

    def test_of_a_site_without_localities_has_no_such_part(
        self, client, region: Site, upper: Site
    ) -> None:
        assert 'id="localities"' not in self.text(client, serving(upper), upper)

    def test_names_them_alone_to_the_owner(self, client, region: Site, upper: Site) -> None:
        text = self.text(client, make.make_user(is_owner=True), region)
        assert "Upper Glen" in text
        assert "no date set" not in text

    @pytest.mark.parametrize("number", [1, 3, 300])
    def test_ten_queries_however_many(
        self, client, region: Site, django_assert_num_queries, number: int
    ) -> None:
        for _ in range(number):
            group = make.make_group(site=make.make_site(parent=region))
            make.make_meeting(group=group, starts_at=timezone.now() - timedelta(days=9))
        client.force_login(serving(region))
        with django_assert_num_queries(10):
            text = client.get(reverse("site", args=[region.key])).text
        assert text.count("Last meeting:") == number
