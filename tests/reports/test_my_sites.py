"""Sites and how their groups are getting on, for project managers and supporters."""

from datetime import date

import pytest

from reports.my_sites import GroupLine, SiteLines, in_short, site_lines
from sites.enums import Nation, Role
from steering.enums import MeetingState, MinutesState
from tests import make
from tests.reports.scene import NOW, local

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


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
    assert site_lines({site.pk, empty.pk}, NOW) == [
        SiteLines(
            site,
            [
                GroupLine(group, last, coming, 3, 1, TODAY),
                GroupLine(silent, None, None, 0, 0, TODAY),
            ],
        ),
        SiteLines(empty, []),
    ]


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


def test_localities_come_after_their_region() -> None:
    zone = make.make_site(name="Zone")
    region = make.make_site(name="Region", nation=Nation.NORTHERN_IRELAND)
    upper = make.make_site(name="Upper", parent=region)
    lower = make.make_site(name="Lower", parent=region)
    wanted = {zone.pk, region.pk, upper.pk, lower.pk}
    assert [one.site for one in site_lines(wanted, NOW)] == [region, lower, upper, zone]


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


@pytest.mark.parametrize("groups", [1, 3])
def test_five_queries_however_many(django_assert_num_queries, groups) -> None:
    site = make.make_site()
    for _ in range(groups):
        group = make.make_group(site=site)
        met = make.make_meeting(group=group, starts_at=local(1, 10), state=MeetingState.HELD)
        make.make_action(meeting=met)
        make.make_meeting(group=group, starts_at=local(8))
    with django_assert_num_queries(5):
        [one] = site_lines({site.pk}, NOW)
        assert [line.minutes_late for line in one.groups] == ["40 days late"] * groups


def test_the_page_shows_ones_own_sites_alone(client) -> None:
    mine, other = make.make_group(name="My group"), make.make_group(name="Another group")
    user = make.make_user()
    make.make_role(person=user.person, site=mine.site, role=Role.PROJECT_MANAGER)
    client.force_login(user)
    text = client.get("/").content.decode()
    assert mine.name in text
    assert other.name not in text
