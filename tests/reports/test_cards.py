"""The next meeting of each group, as a card."""

from datetime import datetime, timedelta

import pytest

from people.models import User
from reports.today import today_of
from reports.today.cards import Card, Row
from steering.enums import Answer, MeetingState, SendingKind
from steering.models import Meeting, Membership, Reply, SteeringGroup
from tests import make
from tests.reports.scene import NOW, administrator, local, northfield, sending

pytestmark = pytest.mark.django_db

LONG_BEFORE = local(1, 9)
EIGHTH = local(8)


@pytest.fixture
def group() -> SteeringGroup:
    return northfield()


@pytest.fixture
def helen(group: SteeringGroup) -> User:
    return administrator(group.site)


def meeting(group: SteeringGroup, starts_at: datetime = EIGHTH, **others: object) -> Meeting:
    return make.make_meeting(group=group, starts_at=starts_at, agenda=("Welcome",), **others)


def rows(user: User) -> dict[str, Row]:
    [card] = today_of(user, NOW).cards
    return {row.name: row for row in card.rows}


def test_a_meeting_of_which_nobody_was_told(group, helen) -> None:
    coming = meeting(group)
    assert today_of(helen, NOW).cards == [
        Card(
            group=group,
            last_at=None,
            meeting=coming,
            figures=(("members", 4),),
            rows=(
                Row("Invitation", "Due out 24 November 2026"),
                Row("Agenda", "Due out 30 November 2026"),
            ),
        )
    ]


class TestReplies:
    @pytest.fixture
    def seats(self, group) -> list[Membership]:
        """Eleven who count and the administrator, three of them for core agencies; quorum six."""
        SteeringGroup.objects.update(quorum="6")
        for name in ("Adult mental health", "Health", "Schools"):
            agency = make.make_agency(name=name)
            make.make_core_agency(group=group, agency=agency)
            make.make_member(group=group, agency=agency)
        for _ in range(5):
            make.make_member(group=group)
        return list(group.memberships.exclude(role="administrator").order_by("-agency", "pk"))

    def reply(self, meeting: Meeting, seats: list[Membership], *answers: Answer) -> None:
        for seat, answer in zip(seats, answers, strict=False):
            deputy = make.make_person() if answer == Answer.DEPUTY else None
            Reply.objects.create(
                meeting=meeting,
                person=seat.person,
                starts_at=meeting.starts_at,
                answer=answer,
                deputy=deputy,
                replied_at=NOW,
            )

    def of_agency(self, seats: list[Membership]) -> list[Membership]:
        """Those of core agencies by the names of their agencies, then the others."""
        return sorted(seats, key=lambda one: one.agency.name if one.agency else "~")

    def test_four_figures_and_a_quorum_that_is_enough(self, group, helen, seats) -> None:
        coming = meeting(group, announced_at=LONG_BEFORE)
        answers = [Answer.COMING] * 5 + [Answer.DEPUTY, Answer.LATE, Answer.APOLOGIES]
        self.reply(coming, self.of_agency(seats), *answers)
        [card] = today_of(helen, NOW).cards
        assert card.figures == (("coming", 6), ("apology", 1), ("deputy", 1), ("silent", 3))
        assert card.rows == (
            Row("Quorum", "Enough: 7 expected, 6 needed"),
            Row("Core agencies", "All 3 covered"),
            Row("Agenda", "Due out 30 November 2026"),
        )

    def test_too_few_before_the_agenda_is_due_is_no_risk_while_they_may_reply(
        self, group, helen, seats
    ) -> None:
        meeting(group, announced_at=LONG_BEFORE)
        assert rows(helen)["Quorum"] == Row("Quorum", "Not yet: 0 expected, 6 needed")

    def test_at_risk_from_the_day_the_agenda_is_due(self, group, helen, seats) -> None:
        coming = meeting(group, local(2), announced_at=LONG_BEFORE)
        self.reply(coming, seats, *[Answer.COMING] * 4)
        assert rows(helen)["Quorum"] == Row("Quorum", "4 expected, 6 needed", "At risk")

    def test_at_risk_once_the_silent_cannot_make_up_for_it(self, group, helen, seats) -> None:
        coming = meeting(group, announced_at=LONG_BEFORE)
        self.reply(coming, seats, *[Answer.APOLOGIES] * 6)
        assert rows(helen)["Quorum"] == Row("Quorum", "0 expected, 6 needed", "At risk")

    def test_core_agencies_by_name(self, group, helen, seats) -> None:
        coming = meeting(group, announced_at=LONG_BEFORE)
        self.reply(coming, self.of_agency(seats), Answer.APOLOGIES, Answer.COMING)
        assert rows(helen)["Core agencies"] == Row(
            "Core agencies", "Adult mental health. No reply yet from Schools", "1 of 3 missing"
        )
        Reply.objects.filter(answer=Answer.APOLOGIES).update(answer=Answer.COMING)
        assert rows(helen)["Core agencies"] == Row(
            "Core agencies", "2 of 3 so far. No reply yet from Schools"
        )

    def test_a_reply_for_the_old_time_counts_no_more(self, group, helen, seats) -> None:
        coming = meeting(group, announced_at=LONG_BEFORE)
        self.reply(coming, seats, *[Answer.COMING] * 7)
        Meeting.objects.update(starts_at=local(9), ends_at=local(9, hour=12))
        assert today_of(helen, NOW).cards[0].figures[0] == ("coming", 0)


def test_a_group_without_core_agencies_has_no_such_row(group, helen) -> None:
    meeting(group, announced_at=LONG_BEFORE)
    assert list(rows(helen)) == ["Quorum", "Agenda"]


def test_agenda(group, helen) -> None:
    coming = meeting(group, local(1), announced_at=LONG_BEFORE)
    assert rows(helen)["Agenda"] == Row("Agenda", "Due out 23 November 2026", "1 day late")
    sending(coming, SendingKind.AGENDA, NOW, sent=1, failed=1, unconfirmed=2)
    assert rows(helen)["Agenda"] == Row("Agenda", "Sent today, 1 failed, 2 may not have arrived")


def test_agenda_held_with_undo(group, helen) -> None:
    coming = meeting(group, announced_at=LONG_BEFORE)
    sending(coming, SendingKind.AGENDA, NOW + timedelta(minutes=4), held=3)
    assert rows(helen)["Agenda"] == Row("Agenda", "Held, with Undo, before it goes")


def test_soonest_first_and_those_without_a_meeting_last(group, helen) -> None:
    silent = make.make_group(site=group.site, name="A silent group")
    other = make.make_group(site=group.site, name="Another group")
    met = meeting(silent, local(7, 7), state=MeetingState.HELD)
    last, first = meeting(group, local(25, 3, year=2027)), meeting(other, local(18))
    meeting(other, local(20))
    ended = make.make_group(site=make.make_site())
    make.make_role(person=helen.person, site=ended.site, role="administrator")
    ended.site.ended_on = NOW.date()
    ended.site.save()
    cards = today_of(helen, NOW).cards
    assert [(card.group, card.meeting, card.last_at) for card in cards] == [
        (other, first, None),
        (group, last, None),
        (silent, None, met.starts_at),
    ]
