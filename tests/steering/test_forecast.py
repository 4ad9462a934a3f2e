"""Who is expected at a meeting: quorum, core agencies, and who has not replied."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Person
from sites.models import Agency
from steering.enums import Answer, Deputies, MemberRole
from steering.forecast import Forecast, forecast_of, forecasts_of, with_replies
from steering.models import CoreAgency, Meeting, Membership, SteeringGroup
from steering.services.replies import Said, reply
from tests import make

pytestmark = pytest.mark.django_db

STARTS_AT = datetime(2026, 12, 8, 10, 0, tzinfo=make.LONDON)
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=make.LONDON)


@pytest.fixture
def meeting() -> Meeting:
    return make.make_meeting(group=make.make_group(quorum="3"), starts_at=STARTS_AT)


def sit(meeting: Meeting, answer: Answer | None = None, **more: object) -> Person:
    """A member of the group who replied so."""
    deputy = more.pop("deputy", "Owen Tranter")
    person = make.make_member(group=meeting.group, **more).person
    if answer:
        said = Said(
            answer=answer,
            starts_at=meeting.starts_at,
            deputy_name=str(deputy),
            deputy_email="deputy@example.org",
        )
        reply(meeting=meeting, person=person, said=said, now=NOW)
    return person


def forecast(meeting: Meeting) -> Forecast:
    return forecast_of(with_replies(Meeting.objects.select_related("group")).get(pk=meeting.pk))


def test_everybody_is_counted_once(meeting: Meeting) -> None:
    for answer in (Answer.COMING, Answer.LATE, Answer.DEPUTY, Answer.APOLOGIES, None, None):
        sit(meeting, answer)

    found = forecast(meeting)

    assert (found.coming, found.late, found.deputies, found.apologies, found.silent) == (
        2,
        1,
        1,
        1,
        2,
    )
    assert (found.asked, found.replied) == (6, 4)
    assert found.quorum_in_words == "Enough: 3 expected, 3 needed"


@pytest.mark.parametrize(
    ("rule", "expected"), [(Deputies.COUNT, 2), (Deputies.MAY_COME, 1), (Deputies.NONE, 1)]
)
def test_deputies_count_where_the_terms_of_reference_say_so(
    meeting: Meeting, rule: Deputies, expected: int
) -> None:
    sit(meeting, Answer.COMING)
    sit(meeting, Answer.DEPUTY)
    SteeringGroup.objects.update(deputies=rule)

    assert forecast(meeting).quorum.there == expected


def test_one_person_fills_one_seat_however_many_send_them(meeting: Meeting) -> None:
    sit(meeting, Answer.DEPUTY)
    sit(meeting, Answer.DEPUTY)

    assert forecast(meeting).quorum.there == 1


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([Answer.COMING] * 3, "Enough: 3 expected, 3 needed"),
        ([Answer.COMING, None, None], "Not yet: 1 expected, 3 needed"),
        ([Answer.COMING, Answer.APOLOGIES, None], "Too few: 1 expected, 3 needed"),
    ],
)
def test_the_quorum_in_words(meeting: Meeting, answers: list[Answer | None], words: str) -> None:
    for answer in answers:
        sit(meeting, answer)

    found = forecast(meeting)

    assert found.quorum_in_words == words
    assert found.is_at_risk == (not words.startswith("Enough"))


def test_a_group_without_a_quorum_is_never_at_risk(meeting: Meeting) -> None:
    SteeringGroup.objects.update(quorum="")
    sit(meeting, Answer.COMING)

    assert forecast(meeting).quorum_in_words == "1 expected, none needed"
    assert not forecast(meeting).is_at_risk


def test_who_only_administers_and_who_leaves_before_are_not_counted(meeting: Meeting) -> None:
    sit(meeting, Answer.COMING, role=MemberRole.ADMINISTRATOR)
    leaver = sit(meeting, Answer.COMING)
    Membership.objects.filter(person=leaver).update(left_on=STARTS_AT.date())

    assert forecast(meeting).asked == 0


def test_replies_to_an_earlier_time_are_silence(meeting: Meeting) -> None:
    sit(meeting, Answer.COMING)
    meeting.starts_at += timedelta(days=1)
    meeting.ends_at += timedelta(days=1)
    meeting.save()

    found = forecast(meeting)

    assert (found.coming, found.silent) == (0, 1)


def core(meeting: Meeting, name: str, **days: date) -> Agency:
    agency = make.make_agency(name=name)
    CoreAgency.objects.create(
        group=meeting.group, agency=agency, **{"from_on": make.LONG_AGO, **days}
    )
    return agency


def test_core_agencies_are_covered_missing_or_not_yet_known(meeting: Meeting) -> None:
    council, trust, school, police, charity = (
        core(meeting, name) for name in ("Council", "Trust", "School", "Police", "Charity")
    )
    core(meeting, "Former", until_on=STARTS_AT.date())
    core(meeting, "Future", from_on=STARTS_AT.date() + timedelta(days=1))
    sit(meeting, Answer.COMING, agency=council)
    sit(meeting, Answer.APOLOGIES, agency=council)
    sit(meeting, Answer.DEPUTY, agency=trust)
    sit(meeting, Answer.APOLOGIES, agency=school)
    sit(meeting, Answer.APOLOGIES, agency=police)
    sit(meeting, None, agency=police)
    assert charity.name == "Charity"  # nobody sits for it

    found = forecast(meeting)

    assert found.covered == ("Council", "Trust")
    assert found.missing == ("Charity", "School")
    assert found.unknown == ("Police",)
    assert found.core_in_words == (
        "2 of 5 covered. Missing: Charity, School. Not known yet: Police"
    )


def test_all_core_agencies_covered(meeting: Meeting) -> None:
    assert forecast(meeting).core_in_words == ""
    for name in ("Council", "Trust"):
        sit(meeting, Answer.COMING, agency=core(meeting, name))

    assert forecast(meeting).core_in_words == "All 2 covered"


def test_many_meetings_cost_as_many_queries_as_one(meeting: Meeting) -> None:
    asked = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            found = forecasts_of(Meeting.objects.all())
        asked.append(len(queries))
        assert len(found) == Meeting.objects.count()
        another = make.make_meeting(group=make.make_group(), starts_at=STARTS_AT)
        sit(another, Answer.COMING, agency=core(another, "Council"))

    assert asked == [2, 2, 2]
