"""Logging what helps and hinders, the log with its filters, and what becomes of an entry."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from barriers.enums import Direction, FactorState, Strength, View
from barriers.models import Factor
from people.models import User
from sites.enums import Role
from sites.models import Site
from steering.enums import MinutesState
from steering.models import Meeting
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    return make.make_site(name="Alderfleet")


def serving(site: Site, *roles: Role) -> User:
    person = make.make_person()
    for role in roles:
        make.make_role(person=person, site=site, role=role)
    return make.make_user(person=person)


@pytest.fixture
def administrator(client: Client, site: Site) -> Client:
    client.force_login(serving(site, Role.ADMINISTRATOR))
    return client


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def dates(name: str, day: date) -> dict[str, object]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def entry(**others: object) -> dict[str, object]:
    """What the form sends when nothing of the prefilled rest was touched."""
    return {
        "theme": "t03",
        "direction": "helped",
        "description": "The director wrote to all team managers.",
        "strength": "1",
        "state": "current",
        "money_would_solve": "",
        **dates("noticed_on", timezone.localdate()),
        **others,
    }


def at(site: Site) -> str:
    return f"{reverse('log_factor')}?site={site.key}"


class TestLogging:
    def test_three_answers_make_an_entry_and_the_rest_is_filled_in(
        self, administrator: Client, site: Site
    ) -> None:
        response = administrator.post(at(site), entry(), follow=True)
        factor = Factor.objects.get()
        assert factor.key == f"{site.key}-factor"
        assert (factor.site, factor.theme.code) == (site, "t03")
        assert (factor.direction, factor.strength) == (Direction.HELPED, Strength.GENERAL)
        assert (factor.state, factor.view) == (FactorState.CURRENT, View.SITE)
        assert factor.noticed_on == timezone.localdate()
        assert factor.recorded_by == response.context["user"].person
        assert "Logged: Sign-up from senior managers." in text_of(response)

    def test_each_theme_is_put_as_its_plain_question(
        self, administrator: Client, site: Site
    ) -> None:
        page = text_of(administrator.get(at(site)))
        assert "Competing priorities" in page
        assert "Did other work, or a lack of time, affect what people could do" in page

    def test_whoever_serves_one_site_is_not_asked_which(
        self, administrator: Client, site: Site
    ) -> None:
        assert administrator.get(reverse("log_factor")).context["site"] == site

    def test_whoever_serves_several_sites_chooses_one(self) -> None:
        region = make.make_site(name="Glenarvan")
        make.make_site(name="Drumlessan", parent=region)
        page = text_of(signed_in(serving(region, Role.ADMINISTRATOR)).get(reverse("log_factor")))
        assert "At which site?" in page
        assert "Drumlessan" in page

    def test_two_entries_get_two_keys(self, administrator: Client, site: Site) -> None:
        administrator.post(at(site), entry())
        response = administrator.post(at(site), entry(another="yes"))
        assert response["Location"] == at(site)
        keys = Factor.objects.order_by("pk").values_list("key", flat=True)
        assert list(keys) == [f"{site.key}-factor", f"{site.key}-factor-2"]

    def test_what_is_missing_is_said_and_what_was_typed_stays(
        self, administrator: Client, site: Site
    ) -> None:
        page = text_of(administrator.post(at(site), entry(theme="", direction="")))
        assert "Choose what it is about" in page
        assert "Choose whether it helped or hindered" in page
        assert "The director wrote to all team managers." in page
        assert not Factor.objects.exists()

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            (dates("noticed_on", date(2999, 1, 1)), "Enter today or an earlier day"),
            ({"state": "ended"}, "Enter the day since which it is over"),
            (dates("ended_on", date(2020, 1, 1)), "Leave this empty, or choose"),
            (
                {"state": "eased", **dates("ended_on", date(2020, 1, 1))},
                "This is before it was noticed",
            ),
        ],
    )
    def test_dates_that_cannot_be_are_refused_with_the_reason(
        self, administrator: Client, site: Site, sent: dict[str, object], said: str
    ) -> None:
        assert said in text_of(administrator.post(at(site), entry(**sent)))
        assert not Factor.objects.exists()

    def test_a_supporter_writes_their_own_view(self, site: Site) -> None:
        signed_in(serving(site, Role.SUPPORTER)).post(at(site), entry(view="site"))
        assert Factor.objects.get().view == View.SUPPORTER

    def test_whoever_is_both_chooses_whose_view_it_is(self, site: Site) -> None:
        client = signed_in(serving(site, Role.SUPPORTER, Role.ADMINISTRATOR))
        assert "Whose view is it?" in text_of(client.get(at(site)))
        client.post(at(site), entry(view="supporter"))
        assert Factor.objects.get().view == View.SUPPORTER

    def test_another_site_is_closed_to_an_administrator(
        self, administrator: Client, site: Site
    ) -> None:
        assert administrator.post(at(make.make_site()), entry()).status_code == 404
        assert not Factor.objects.exists()

    def test_a_supporter_of_another_site_reads_and_does_not_write(self, site: Site) -> None:
        client = signed_in(serving(make.make_site(), Role.SUPPORTER))
        assert client.post(at(site), entry()).status_code == 403

    def test_a_member_reads_and_does_not_write(self, site: Site) -> None:
        member = make.make_member(group=make.make_group(site=site))
        client = signed_in(make.make_user(person=member.person))
        assert client.post(at(site), entry()).status_code == 403


class TestFromTheSitesPage:
    def test_leads_whoever_may_write_to_the_form(self, administrator: Client, site: Site) -> None:
        reader = signed_in(serving(make.make_site(), Role.SUPPORTER))
        url = reverse("site", args=[site.key])
        assert at(site) in text_of(administrator.get(url))
        assert at(site) not in text_of(reader.get(url))


class TestNames:
    """An entry belongs to a site or a role."""

    @pytest.fixture(autouse=True)
    def amy(self, site: Site) -> None:
        group = make.make_group(site=site)
        make.make_member(group=group, person=make.make_person(name="Amy Rudd"))

    @pytest.mark.parametrize("words", ["amy rudd opened doors.", "Ms Rudd opened doors."])
    def test_a_name_is_asked_about(self, administrator: Client, site: Site, words: str) -> None:
        page = text_of(administrator.post(at(site), entry(description=words)))
        assert "Does this speak of Amy Rudd?" in page
        assert words in page
        assert 'type="checkbox" name="names_kept"' in page
        assert not Factor.objects.exists()

    def test_the_words_are_kept_once_that_is_confirmed(
        self, administrator: Client, site: Site
    ) -> None:
        words = "The Rudd Centre closed."
        administrator.post(at(site), entry(description=words, names_kept="on"))
        assert Factor.objects.get().description == words

    def test_part_of_a_word_and_a_name_of_elsewhere_are_no_names(
        self, administrator: Client, site: Site
    ) -> None:
        make.make_member(group=make.make_group(), person=make.make_person(name="Zoe Quill"))
        words = "The rudder was Ruddy, and Zoe helped."
        administrator.post(at(site), entry(description=words))
        assert Factor.objects.get().description == words

    def test_words_that_stand_there_already_are_not_asked_about_again(
        self, administrator: Client, site: Site
    ) -> None:
        words = "The Rudd Centre closed."
        factor = make.make_factor(site=site, description=words)
        administrator.post(
            reverse("change_factor", args=[factor.key]),
            entry(description=words, direction="hindered"),
        )
        factor.refresh_from_db()
        assert factor.direction == Direction.HINDERED


class TestOfAMeeting:
    @pytest.fixture
    def meeting(self, site: Site) -> Meeting:
        return make.make_meeting(
            group=make.make_group(site=site),
            starts_at=timezone.now() - timedelta(days=3),
            announced_at=timezone.now() - timedelta(days=20),
            agenda=("Welcome",),
            title="Third meeting",
        )

    def log_url(self, meeting: Meeting) -> str:
        return f"{reverse('log_factor')}?meeting={meeting.key}"

    def test_is_linked_both_ways(self, administrator: Client, meeting: Meeting) -> None:
        response = administrator.post(self.log_url(meeting), entry())
        factor = Factor.objects.get()
        assert (factor.meeting, factor.site) == (meeting, meeting.group.site)
        assert response["Location"].startswith(reverse("outcomes", args=[meeting.pk]))
        factor_url = reverse("factor", args=[factor.key])
        outcomes_url = reverse("outcomes", args=[meeting.pk])
        assert factor_url in text_of(administrator.get(outcomes_url))
        assert self.log_url(meeting) in text_of(administrator.get(outcomes_url))
        writing = text_of(administrator.get(reverse("write_minutes", args=[meeting.pk])))
        assert f"{outcomes_url}#factors" in writing
        assert self.log_url(meeting) in writing
        assert "Third meeting" in text_of(administrator.get(factor_url))
        assert "Third meeting" in text_of(administrator.get(reverse("factors")))

    def test_was_noticed_on_the_day_of_the_meeting(
        self, administrator: Client, meeting: Meeting
    ) -> None:
        form = administrator.get(self.log_url(meeting)).context["form"]
        assert form.initial["noticed_on"] == timezone.localdate(meeting.starts_at)

    @pytest.mark.parametrize("state", [MinutesState.DRAFT, MinutesState.CIRCULATED])
    def test_never_stands_in_the_minutes(
        self, administrator: Client, meeting: Meeting, state: MinutesState
    ) -> None:
        make.make_minutes(meeting=meeting, state=state)
        words = "Kept out of the minutes"
        make.make_factor(site=meeting.group.site, meeting=meeting, description=words)
        assert words in text_of(administrator.get(reverse("outcomes", args=[meeting.pk])))
        assert words not in text_of(administrator.get(reverse("minutes", args=[meeting.pk])))

    def test_a_meeting_that_is_not_open_to_the_reader_is_not_named(
        self, meeting: Meeting, site: Site
    ) -> None:
        factor = make.make_factor(site=site, meeting=meeting)
        reader = signed_in(serving(make.make_site(), Role.SUPPORTER))
        for url in (reverse("factors"), reverse("factor", args=[factor.key])):
            page = text_of(reader.get(url))
            assert factor.description in page
            assert "Third meeting" not in page

    def test_members_see_the_sites_view_alone(self, meeting: Meeting, site: Site) -> None:
        make.make_factor(site=site, meeting=meeting, description="For all to read")
        make.make_factor(
            site=site, meeting=meeting, description="For supporters", view=View.SUPPORTER
        )
        member = make.make_member(group=meeting.group)
        page = text_of(
            signed_in(make.make_user(person=member.person)).get(
                reverse("outcomes", args=[meeting.pk])
            )
        )
        assert "For all to read" in page
        assert "For supporters" not in page
        assert "Log what helped" not in page


class TestTheLog:
    def listed(self, client: Client, query: str) -> set[str]:
        page = client.get(f"{reverse('factors')}?{query}")
        return {factor.description for factor in page.context["factors"]}

    def test_filters_stand_in_the_address(self, administrator: Client, site: Site) -> None:
        make.make_factor(site=site, description="old", noticed_on=date(2026, 1, 5))
        new = make.make_factor(
            site=site,
            description="new",
            noticed_on=date(2026, 6, 5),
            direction=Direction.HINDERED,
        )
        Factor.objects.filter(pk=new.pk).update(state=FactorState.ANTICIPATED)
        assert self.listed(administrator, "") == {"old", "new"}
        assert self.listed(administrator, f"site={site.key}&theme=t01") == {"old", "new"}
        assert self.listed(administrator, "theme=t02") == set()
        assert self.listed(administrator, "direction=hindered") == {"new"}
        assert self.listed(administrator, "state=current") == {"old"}
        assert self.listed(administrator, "until=2026-06-04") == {"old"}
        assert self.listed(administrator, "since=2026-06-05") == {"old", "new"}

    def test_the_filter_says_how_much_is_chosen_and_how_to_see_all(
        self, administrator: Client, site: Site
    ) -> None:
        make.make_factor(site=site)
        chosen = text_of(administrator.get(f"{reverse('factors')}?theme=t01&since=2019-01-01"))
        assert "(2 chosen)" in chosen
        assert f'href="{reverse("factors")}">Show all</a>' in chosen
        assert "Show all" not in text_of(administrator.get(reverse("factors")))

    def test_what_was_over_before_the_period_is_left_out(
        self, administrator: Client, site: Site
    ) -> None:
        factor = make.make_factor(site=site, description="over", noticed_on=date(2026, 1, 5))
        Factor.objects.filter(pk=factor.pk).update(state="ended", ended_on=date(2026, 3, 1))
        assert self.listed(administrator, "since=2026-02-28") == {"over"}
        assert self.listed(administrator, "since=2026-03-01") == set()

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("since=yesterday", "Enter a date such as 2026-11-24"),
            ("since=2026-05-01&until=2026-04-01", "This is before the day"),
            ("direction=sideways", "Choose one of the list"),
        ],
    )
    def test_a_filter_that_cannot_be_read_is_said_and_loses_nothing(
        self, administrator: Client, site: Site, query: str, said: str
    ) -> None:
        make.make_factor(site=site)
        response = administrator.get(f"{reverse('factors')}?{query}")
        assert said in text_of(response)
        assert len(response.context["factors"]) == 1

    def test_the_sites_of_others_are_no_choice(self, administrator: Client, site: Site) -> None:
        other = make.make_site(name="Brinsholt")
        make.make_factor(site=other, description="of Brinsholt")
        page = text_of(administrator.get(f"{reverse('factors')}?site={other.key}"))
        assert "Brinsholt" not in page

    def test_pages_keep_the_filter_and_nothing_is_lost(
        self, administrator: Client, site: Site
    ) -> None:
        for number in range(120):
            make.make_factor(site=site, description=f"entry {number}")
        found: set[str] = set()
        for page in ("1", "2", "3"):
            found |= self.listed(administrator, f"direction=helped&page={page}")
        assert len(found) == 120
        page = text_of(administrator.get(f"{reverse('factors')}?direction=helped"))
        assert "120 entries" in page
        assert "?direction=helped&amp;page=2" in page

    @pytest.mark.parametrize("number", [1, 3, 300])
    def test_takes_the_same_queries_whatever_the_length(
        self,
        administrator: Client,
        site: Site,
        number: int,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        meeting = make.make_meeting(group=make.make_group(site=site))
        for _ in range(number):
            make.make_factor(site=site, meeting=meeting)
        with django_assert_num_queries(9):
            administrator.get(reverse("factors"))


class TestAnEntry:
    def test_is_put_right(self, administrator: Client, site: Site) -> None:
        factor = make.make_factor(site=site)
        url = reverse("change_factor", args=[factor.key])
        assert administrator.get(url).context["form"].initial["theme"] == factor.theme.code
        administrator.post(url, entry(description="Other words", strength="2"))
        factor.refresh_from_db()
        assert (factor.description, factor.strength) == ("Other words", Strength.EXPLICIT)

    @pytest.mark.parametrize(("name", "state"), [("ease_factor", "eased"), ("end_factor", "ended")])
    def test_eases_and_ends_on_a_day(
        self, administrator: Client, site: Site, name: str, state: str
    ) -> None:
        factor = make.make_factor(site=site)
        url = reverse(name, args=[factor.key])
        response = administrator.post(url, dates("day", date(2026, 2, 1)), follow=True)
        factor.refresh_from_db()
        assert (factor.state, factor.ended_on) == (state, date(2026, 2, 1))
        assert f"Noted: this has {state}." in text_of(response)
        assert "1 February 2026" in text_of(response)

    def test_what_has_eased_may_end(self, administrator: Client, site: Site) -> None:
        factor = make.make_factor(site=site)
        administrator.post(
            reverse("ease_factor", args=[factor.key]), dates("day", date(2026, 2, 1))
        )
        administrator.post(reverse("end_factor", args=[factor.key]), dates("day", date(2026, 3, 1)))
        factor.refresh_from_db()
        assert (factor.state, factor.ended_on) == ("ended", date(2026, 3, 1))

    @pytest.mark.parametrize(
        ("day", "said"),
        [(date(2019, 1, 1), "This is before it was noticed"), (date(2999, 1, 1), "Enter today")],
    )
    def test_cannot_end_before_it_was_noticed_or_in_the_future(
        self, administrator: Client, site: Site, day: date, said: str
    ) -> None:
        factor = make.make_factor(site=site)
        page = administrator.post(reverse("end_factor", args=[factor.key]), dates("day", day))
        assert said in text_of(page)
        factor.refresh_from_db()
        assert factor.state == FactorState.CURRENT

    def test_that_has_ended_does_not_end_again(self, administrator: Client, site: Site) -> None:
        factor = make.make_factor(site=site)
        url = reverse("end_factor", args=[factor.key])
        administrator.post(url, dates("day", date(2026, 2, 1)))
        page = administrator.post(url, dates("day", date(2026, 5, 1)))
        assert "This has ended already" in text_of(page)
        factor.refresh_from_db()
        assert factor.ended_on == date(2026, 2, 1)

    def test_names_its_recorder_to_those_who_serve_the_site_alone(
        self, administrator: Client, site: Site
    ) -> None:
        factor = make.make_factor(site=site)
        recorder = make.make_person(name="Noor Whitlock")
        Factor.objects.filter(pk=factor.pk).update(recorded_by=recorder)
        url = reverse("factor", args=[factor.key])
        elsewhere = signed_in(serving(make.make_site(), Role.SUPPORTER))
        assert "Noor Whitlock" in text_of(administrator.get(url))
        assert "Noor Whitlock" not in text_of(elsewhere.get(url))
