"""Sites and how their groups are getting on, for project managers and supporters."""

from datetime import date

import pytest

from barriers.enums import Direction, FactorState, Strength, View
from barriers.models import Factor, Theme
from people.models import User
from reports.my_sites import GroupLine, Hindrance, in_short, my_sites
from sites.enums import Role
from sites.models import Site
from steering.enums import MeetingState, MemberRole, MinutesState
from steering.vacancies import Vacancy
from tests import make
from tests.reports.scene import NOW, local

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
NOBODY = tuple(Vacancy(role, "", None) for role in (MemberRole.CHAIR, MemberRole.ADMINISTRATOR))


def manager(*sites: Site) -> User:
    user = make.make_user()
    for site in sites:
        make.make_role(person=user.person, site=site, role=Role.PROJECT_MANAGER)
    return user


def site_lines(sites, now):
    return my_sites(manager(*Site.objects.filter(pk__in=sites)), now).lines


def test_last_and_next_meeting_and_actions_of_each_group() -> None:
    site, empty = make.make_site(name="Northfield"), make.make_site(name="Southmere")
    group = make.make_group(site=site, name="Northfield steering group")
    silent = make.make_group(site=site, name="Northfield visits group")
    last = make.make_meeting(group=group, starts_at=local(10, 11), state=MeetingState.HELD)
    make.make_meeting(group=group, starts_at=local(3, 11), state=MeetingState.HELD)
    make.make_meeting(group=group, starts_at=local(20, 11), state=MeetingState.CANCELLED)
    coming = make.make_meeting(group=group, starts_at=local(8))
    make.make_meeting(group=group, starts_at=local(15))
    make.make_meeting(group=group, starts_at=local(1), state=MeetingState.CANCELLED)
    make.make_action(meeting=last, due_on=date(2026, 11, 23))
    make.make_action(meeting=last, due_on=TODAY)
    make.make_action(meeting=last)
    make.make_action(meeting=last, due_on=date(2026, 11, 1), done_on=date(2026, 11, 2))
    make.make_action(meeting=make.make_meeting(), due_on=date(2026, 11, 1))
    first, second = site_lines({site.pk, empty.pk}, NOW)
    assert (first.site, second.site) == (site, empty)
    assert first.groups == [
        GroupLine(group, last, coming, 3, 1, TODAY, NOBODY),
        GroupLine(silent, None, None, 0, 0, TODAY, NOBODY),
    ]
    assert (first.open_actions, first.overdue_actions) == (3, 1)
    assert second.groups == []


@pytest.mark.parametrize(
    ("day", "state", "words", "late"),
    [
        (10, None, "Not written yet", ""),  # T+10 working days is 24 November
        (9, None, "Not written yet", "1 day late"),
        (9, MinutesState.DRAFT, "Draft", "1 day late"),
        (3, MinutesState.WITH_CHAIR, "With the chair", "7 days late"),
        (3, MinutesState.CIRCULATED, "Circulated", ""),
        (3, MinutesState.APPROVED, "Approved", ""),
    ],
)
def test_minutes_are_late_when_they_should_have_gone_out(day, state, words, late) -> None:
    group = make.make_group()
    met = make.make_meeting(group=group, starts_at=local(day, 11), state=MeetingState.HELD)
    if state:
        make.make_minutes(meeting=met, state=state)
    [site] = site_lines({group.site_id}, NOW)
    [line] = site.groups
    assert (line.minutes_state, line.minutes_late) == (words, late)


def test_worst_first() -> None:
    """No next meeting, then late minutes, overdue actions, vacancies and the name; ended last."""
    names = ("Good", "Also good", "Vacant", "Overdue", "Late", "No date", "No group", "Ended")
    sites = {name: make.make_site(name=name) for name in names}
    groups = {
        name: make.make_group(site=site) for name, site in sites.items() if name != "No group"
    }
    for name, group in groups.items():
        if name != "No date":
            make.make_meeting(group=group, starts_at=local(8))
        if name != "Vacant":
            make.make_member(group=group, role=MemberRole.CHAIR)
    for name in ("Good", "Also good", "Overdue", "Late", "No date"):
        make.make_role(person=make.make_person(), site=sites[name], role=Role.ADMINISTRATOR)
    met = make.make_meeting(group=groups["Overdue"], starts_at=local(20, 11))
    make.make_action(meeting=met, due_on=date(2026, 11, 23))
    make.make_meeting(group=groups["Late"], starts_at=local(1, 10), state=MeetingState.HELD)
    Site.objects.filter(name="Ended").update(ended_on=TODAY)
    found = site_lines({site.pk for site in sites.values()}, NOW)
    assert [one.site.name for one in found] == [
        "No group",
        "No date",
        "Late",
        "Overdue",
        "Vacant",
        "Also good",
        "Good",
        "Ended",
    ]


def test_what_is_missing() -> None:
    region = make.make_site(name="Region")
    locality = make.make_site(name="Locality", parent=region)
    make.make_role(person=make.make_person(), site=region, role=Role.ADMINISTRATOR)
    past = make.make_group(site=locality)
    make.make_member(group=past, role=MemberRole.CHAIR, left_on=TODAY)
    served = make.make_group(site=region, name="Training group")
    make.make_member(group=served, role=MemberRole.CO_CHAIR)
    make.make_member(group=served, role=MemberRole.ADMINISTRATOR)
    council = make.make_agency(name="Northmoor Council")
    make.make_core_agency(group=past, agency=council)
    other = make.make_group(site=region, name="Visits group")
    make.make_member(group=other, role=MemberRole.ADMINISTRATOR)
    make.make_core_agency(group=other, agency=council)
    supporter = make.make_user()
    make.make_role(person=supporter.person, site=region, role=Role.SUPPORTER)
    found = my_sites(supporter, NOW).lines
    assert {one.site.name: one.missing for one in found} == {
        "Locality": ["project manager", "chair", "administrator", "Northmoor Council"],
        "Region": [
            "project manager",
            "chair of Visits group",
            "Northmoor Council on Visits group",
        ],
    }


def test_what_hinders_most() -> None:
    site = make.make_site()
    themes = list(Theme.objects.all()[:4])

    def hinders(theme: Theme, **of_it) -> None:
        one = make.make_factor(site=site, direction=Direction.HINDERED)
        Factor.objects.filter(pk=one.pk).update(theme=theme, **of_it)

    hinders(themes[0])
    hinders(themes[1])
    hinders(themes[1])
    hinders(themes[2], strength=Strength.EXPLICIT)
    hinders(themes[2])
    for _ in range(3):
        hinders(themes[3], state=FactorState.EASED)
        hinders(themes[3], state=FactorState.ANTICIPATED)
        hinders(themes[3], direction=Direction.HELPED)
        hinders(themes[0], view=View.SUPPORTER)
    [seen] = site_lines({site.pk}, NOW)
    assert seen.hindrances == (
        Hindrance(themes[2].short_name, 1, 1),
        Hindrance(themes[0].short_name, 0, 4),
    )
    administrator = make.make_user()
    make.make_role(person=administrator.person, site=site, role=Role.ADMINISTRATOR)
    [seen] = my_sites(administrator, NOW).lines
    assert [one.weight for one in seen.hindrances] == ["1 clear, 1 general", "2 general"]


def test_in_short() -> None:
    group = make.make_group()
    met = make.make_meeting(group=group, starts_at=local(1, 10), state=MeetingState.HELD)
    for _ in range(2):
        make.make_action(meeting=met, due_on=date(2026, 11, 1))
    assert in_short(site_lines({group.site_id}, NOW)) == [
        "1 site",
        "1 group with late minutes",
        "1 group without a next meeting",
        "2 actions overdue",
    ]
    assert in_short(site_lines({make.make_site().pk}, NOW)) == ["1 site"]


@pytest.mark.parametrize("number", [1, 3, 300])
def test_nine_queries_however_many(client, django_assert_num_queries, number) -> None:
    sites = [make.make_site() for _ in range(number)]
    user = manager(*sites)
    for site in sites:
        group = make.make_group(site=site)
        met = make.make_meeting(group=group, starts_at=local(1, 10), state=MeetingState.HELD)
        make.make_action(meeting=met)
        make.make_factor(site=site, direction=Direction.HINDERED)
    client.force_login(user)
    for address in ("/sites/", "/") if number > 1 else ("/sites/",):
        with django_assert_num_queries(9):
            text = client.get(address).content.decode()
        assert text.count('class="govuk-link app-site-name"') == number


def test_the_page_shows_ones_own_sites_alone(client) -> None:
    mine, other = make.make_site(name="My own place"), make.make_site(name="Another place")
    client.force_login(manager(mine))
    text = client.get("/sites/").text
    assert mine.name in text
    assert other.name not in text


def test_the_list_is_the_start_page_too_and_others_follow_for_supporters(client) -> None:
    mine, other = make.make_site(name="Mine"), make.make_site(name="Another")
    user = manager(mine, make.make_site(name="Mine too"))
    client.force_login(user)
    pages = [client.get(address).text.partition("<main")[2] for address in ("/", "/sites/")]
    assert pages[0] == pages[1]
    assert "Another" not in client.get("/").text
    make.make_role(person=user.person, site=mine, role=Role.SUPPORTER)
    text = client.get("/sites/").text
    assert "Other sites" in text
    assert f"/sites/{other.key}/" in text
