"""What needs the administrator: each kind of line, when it is due, and in which order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from outbox.models import Message
from outbox.services import send_again
from people.models import User
from reports.today import today_of
from reports.today.need import Need, Rank
from sites.enums import Nation
from sites.models import Site
from steering.enums import Answer, MeetingState, MinutesState, NoticeKind, SendingKind
from steering.models import BacklogItem, Meeting, PaperFile, Reply, SteeringGroup
from steering.services.notices import drop_notice, hold_notice, release_notice
from tests import make
from tests.reports.scene import NOW, administrator, local, messages, northfield, reminder, sending

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
LONG_BEFORE = local(1, 9)


@pytest.fixture
def group() -> SteeringGroup:
    return northfield()


@pytest.fixture
def helen(group: SteeringGroup) -> User:
    return administrator(group.site)


@pytest.fixture
def later(group: SteeringGroup) -> Meeting:
    """A meeting far enough away to need nothing, so that the next one counts as planned."""
    return make.make_meeting(group=group, starts_at=local(25, 3, year=2027))


def lines(user: User) -> list[Need]:
    return today_of(user, NOW).needs


def need(url: str, meeting: Meeting, **others: object) -> Need:
    return Need(url=url, which=named(meeting), today=TODAY, **others)


def named(meeting: Meeting) -> str:
    day = meeting.starts_at.astimezone(make.LONDON)
    return f"Northfield steering group, {day.day} {day:%B %Y}"


def address(name: str, meeting: Meeting, *more: str) -> str:
    return reverse(name, args=[meeting.pk, *more])


class TestBeforeAMeeting:
    def test_invitation(self, group, helen) -> None:
        meeting = make.make_meeting(group=group, starts_at=local(30), agenda=("Welcome",))
        assert lines(helen) == [
            need(
                address("check_and_send", meeting, "invitation"),
                meeting,
                due=date(2026, 11, 30),
                rank=Rank.SENDING,
                task="Check and send the invitation",
                fact="The members get the date, place and a calendar entry.",
                verb="Check and send invitation",
            )
        ]

    def test_invitation_whose_day_has_passed_is_due_today(self, group, helen) -> None:
        make.make_meeting(group=group, starts_at=local(18), agenda=("Welcome",))
        [line] = lines(helen)
        assert (line.due, line.tag, line.colour) == (TODAY, "Due today", "yellow")

    def test_time_or_place_changed_since_the_invitation(self, group, helen) -> None:
        meeting = make.make_meeting(
            group=group, starts_at=local(18), agenda=("Welcome",), announced_at=LONG_BEFORE
        )
        sending(meeting, SendingKind.INVITATION, LONG_BEFORE, sent=3)
        Meeting.objects.filter(pk=meeting.pk).update(sequence=1, changed_in=1)
        assert lines(helen) == [
            need(
                address("check_and_send", meeting, "invitation"),
                meeting,
                due=TODAY,
                rank=Rank.SENDING,
                task="Check and send the change",
                fact="Changed since the invitation.",
                verb="Check and send the change",
            )
        ]

    @pytest.mark.parametrize(
        ("nation", "due"),
        [
            (Nation.ENGLAND, date(2026, 11, 23)),  # five clear working days
            (Nation.NORTHERN_IRELAND, date(2026, 11, 23)),  # seven clear days
        ],
    )
    def test_agenda(self, nation: Nation, due: date) -> None:
        group = northfield(make.make_site(nation=nation))
        meeting = make.make_meeting(
            group=group,
            starts_at=local(1),
            agenda=("Welcome", "Joint visits"),
            announced_at=LONG_BEFORE,
        )
        [line] = lines(administrator(group.site))
        assert line == need(
            address("check_and_send", meeting, "agenda"),
            meeting,
            due=due,
            rank=Rank.SENDING,
            task="Check and send the agenda",
            fact="2 agenda items.",
            verb="Check and send agenda",
        )
        assert (line.tag, line.colour) == ("1 day late", "red")

    def test_agenda_that_is_not_written(self, group, helen) -> None:
        meeting = make.make_meeting(group=group, starts_at=local(8), announced_at=LONG_BEFORE)
        [line] = lines(helen)
        assert line == need(
            address("add_item", meeting),
            meeting,
            due=date(2026, 11, 30),
            rank=Rank.WRITING,
            task="Write the agenda",
            fact="No agenda items yet.",
            verb="Write the agenda",
        )
        assert (line.tag, line.how_far) == ("", "Monday, in 6 days")

    def test_nothing_more_is_due_once_both_are_sent(self, group, helen) -> None:
        meeting = make.make_meeting(
            group=group, starts_at=local(1), agenda=("Welcome",), announced_at=LONG_BEFORE
        )
        sending(meeting, SendingKind.AGENDA, NOW - timedelta(days=2), sent=3)
        assert lines(helen) == []

    def test_what_is_held_with_undo_waits_for_nobody(self, group, helen) -> None:
        meeting = make.make_meeting(group=group, starts_at=local(18), agenda=("Welcome",))
        sending(meeting, SendingKind.INVITATION, NOW + timedelta(minutes=4), held=3)
        assert lines(helen) == []

    def test_a_week_ahead_and_no_further(self, group, helen) -> None:
        make.make_meeting(
            group=group, starts_at=local(9), agenda=("Welcome",), announced_at=LONG_BEFORE
        )
        assert [line.due for line in lines(helen)] == [date(2026, 12, 1)]
        Meeting.objects.update(starts_at=local(10), ends_at=local(10, hour=12))
        page = today_of(helen, NOW)
        assert page.needs == []
        assert page.nothing == (
            "Nothing needs you today. Next: check and send the agenda for "
            "Northfield steering group, 10 December 2026, by Wednesday 2 December 2026."
        )


class TestPapersAndProposals:
    @pytest.fixture
    def meeting(self, group) -> Meeting:
        return make.make_meeting(
            group=group, starts_at=local(8), agenda=("Welcome",), announced_at=LONG_BEFORE
        )

    def test_papers_that_are_not_in_are_the_fact_of_the_agenda(self, meeting, helen) -> None:
        item = meeting.agenda_items.get()
        first, second = make.make_paper(item=item), make.make_paper(item=item)
        assert [line.fact for line in lines(helen)] == ["2 of 2 papers are not in yet."]
        file = make.make_paper_file(paper=first)
        assert [line.fact for line in lines(helen)] == ["1 of 2 papers is not in yet."]
        make.make_paper_file(paper=second)
        assert [line.fact for line in lines(helen)] == ["1 agenda item."]
        PaperFile.objects.filter(pk=file.pk).update(replaced_at=NOW)
        assert [line.fact for line in lines(helen)] == ["1 of 2 papers is not in yet."]

    def test_proposals_that_nobody_has_looked_at(self, meeting, group, helen) -> None:
        make.make_waiting(group=group)
        for _ in range(2):
            make.make_waiting(group=group, proposed_by=make.make_person(), proposed_for=meeting)
        assert lines(helen)[0] == need(
            reverse("backlog", args=[group.key]),
            meeting,
            due=TODAY,
            rank=Rank.WRITING,
            task="2 proposals wait",
            fact="Members proposed what stands on no agenda yet.",
            verb="Look at proposals",
        )
        taken, closed = BacklogItem.objects.filter(proposed_for=meeting)
        BacklogItem.objects.filter(pk=closed.pk).update(closed_at=NOW, closed_because="Done.")
        assert lines(helen)[0].task == "1 proposal waits"
        BacklogItem.objects.filter(pk=taken.pk).update(item=meeting.agenda_items.get())
        assert [line.task for line in lines(helen)] == ["Check and send the agenda"]


class TestQuorum:
    @pytest.fixture
    def meeting(self, group) -> Meeting:
        """The agenda is due out today, and sent."""
        SteeringGroup.objects.update(quorum="3")
        meeting = make.make_meeting(
            group=group, starts_at=local(2), agenda=("Welcome",), announced_at=LONG_BEFORE
        )
        sending(meeting, SendingKind.AGENDA, NOW - timedelta(days=2), sent=3)
        return meeting

    def reply(self, meeting: Meeting, role: str, answer: Answer, **others: object) -> None:
        Reply.objects.create(
            meeting=meeting,
            person=meeting.group.memberships.filter(role=role)[0].person,
            starts_at=meeting.starts_at,
            answer=answer,
            replied_at=NOW,
            **others,
        )

    def test_deputies_are_asked_for_until_the_chair_is_told(self, meeting, helen) -> None:
        self.reply(meeting, "chair", Answer.COMING)
        assert lines(helen) == [
            need(
                address("replies", meeting),
                meeting,
                due=date(2026, 11, 30),
                rank=Rank.ASKING,
                task="Quorum at risk: 1 of 3",
                fact="No apologies, no deputies, 2 have not replied.",
                verb="Ask for deputies",
            )
        ]

    def test_says_how_it_stands_and_goes_once_there_are_enough(self, meeting, helen) -> None:
        self.reply(meeting, "member", Answer.APOLOGIES)
        [line] = lines(helen)
        assert line.fact == "1 apology, no deputies, 2 have not replied."
        SteeringGroup.objects.update(quorum="1")
        self.reply(meeting, "chair", Answer.DEPUTY, deputy=make.make_person())
        assert lines(helen) == []

    def test_not_for_a_meeting_that_is_cancelled_or_has_begun(self, meeting, helen) -> None:
        for change in (
            {"state": MeetingState.CANCELLED},
            {"starts_at": NOW, "ends_at": NOW + timedelta(hours=2)},
            {"announced_at": None},
        ):
            with transaction.atomic():
                Meeting.objects.update(**change)
                assert "Ask for deputies" not in [line.verb for line in lines(helen)]
                transaction.set_rollback(True)


class TestCancelled:
    def test_members_who_were_told_are_told_again(self, group, helen, later) -> None:
        meeting = make.make_meeting(
            group=group,
            starts_at=local(8),
            state=MeetingState.CANCELLED,
            announced_at=LONG_BEFORE,
        )
        assert lines(helen) == [
            need(
                address("check_and_send", meeting, "cancellation"),
                meeting,
                due=TODAY,
                rank=Rank.SENDING,
                task="Check and send the cancellation",
                fact="They get a cancellation for their calendars.",
                verb="Check and send cancellation",
            )
        ]

    def test_nobody_had_been_told(self, group, helen, later) -> None:
        make.make_meeting(group=group, starts_at=local(8), state=MeetingState.CANCELLED)
        assert lines(helen) == []


class TestAfterAMeeting:
    @pytest.fixture
    def met(self, group, later) -> Meeting:
        return make.make_meeting(
            group=group,
            starts_at=local(19, 11),
            state=MeetingState.HELD,
            announced_at=LONG_BEFORE,
            agenda=("Welcome",),
        )

    def test_nothing_was_recorded(self, met, helen) -> None:
        assert lines(helen) == [
            need(
                address("register", met),
                met,
                due=date(2026, 11, 20),
                rank=Rank.WRITING,
                task="Record who was there",
                fact="Nothing is recorded yet.",
                verb="Record who was there",
            ),
            need(
                address("write_minutes", met),
                met,
                due=date(2026, 11, 26),
                rank=Rank.WRITING,
                task="Write up the minutes",
                fact="They go to the chair, Aoife Quinn.",
                verb="Write up minutes",
            ),
        ]

    def test_minutes_are_being_written(self, met, helen) -> None:
        make.make_attendance(meeting=met, person=make.make_person())
        make.make_minutes(meeting=met)
        [line] = lines(helen)
        assert (line.task, line.verb, line.due, line.how_far) == (
            "Go on writing the minutes",
            "Go on writing minutes",
            date(2026, 11, 26),
            "Thursday, in 2 days",
        )

    def test_minutes_are_with_the_chair(self, helen, group, later) -> None:
        met = make.make_meeting(group=group, starts_at=local(9, 11), state=MeetingState.HELD)
        make.make_minutes(meeting=met, state=MinutesState.WITH_CHAIR)
        [line] = lines(helen)
        assert line == need(
            address("check_and_send", met, "minutes"),
            met,
            due=date(2026, 11, 23),
            rank=Rank.SENDING,
            task="Check and send the draft minutes",
            fact="They are with the chair, Aoife Quinn.",
            verb="Check and send minutes",
        )
        assert line.tag == "1 day late"

    def test_a_group_without_a_chair(self, helen, group, met) -> None:
        group.memberships.update(role="member")
        assert "They go to the chair." in [line.fact for line in lines(helen)]

    @pytest.mark.parametrize("state", [MinutesState.CIRCULATED, MinutesState.APPROVED])
    def test_minutes_that_are_out_need_nothing(self, met, helen, state) -> None:
        make.make_minutes(meeting=met, state=state)
        assert lines(helen) == []

    def test_what_is_long_past_is_counted_in_a_line(self, group, helen, later) -> None:
        old = NOW - timedelta(days=60, minutes=1)
        for days in (0, 30, 700):
            make.make_meeting(
                group=group, starts_at=old - timedelta(days=days), state=MeetingState.HELD
            )
        make.make_meeting(group=group, starts_at=old, state=MeetingState.CANCELLED)
        written = make.make_meeting(group=group, starts_at=old, state=MeetingState.HELD)
        make.make_minutes(meeting=written, state=MinutesState.APPROVED)
        page = today_of(helen, NOW)
        assert page.needs == []
        assert page.history == "3 meetings held before 25 September 2026 have no minutes here."

    def test_nothing_is_said_of_history_when_there_is_none(self, met, helen) -> None:
        assert today_of(helen, NOW).history == ""


class TestMessagesThatDidNotArrive:
    @pytest.fixture
    def meeting(self, group) -> Meeting:
        meeting = make.make_meeting(
            group=group, starts_at=local(1), agenda=("Welcome",), announced_at=LONG_BEFORE
        )
        sending(meeting, SendingKind.INVITATION, LONG_BEFORE, sent=3)
        return meeting

    def test_failed(self, meeting, helen) -> None:
        sending(meeting, SendingKind.AGENDA, NOW - timedelta(days=1), sent=1, failed=2)
        assert lines(helen) == [
            need(
                address("meeting_messages", meeting),
                meeting,
                due=TODAY,
                rank=Rank.REPAIRING,
                task="2 messages failed",
                fact="Agenda, sent on Monday 23 November 2026.",
                verb="See why",
            )
        ]

    @pytest.mark.parametrize(
        ("states", "task"),
        [
            ({"failed": 1}, "1 message failed"),
            ({"unconfirmed": 1}, "1 message may not have arrived"),
            ({"failed": 2, "unconfirmed": 3}, "2 messages failed, 3 may not have arrived"),
        ],
    )
    def test_says_how_many(self, meeting, helen, states, task) -> None:
        sending(meeting, SendingKind.AGENDA, NOW, sent=1, **states)
        assert [line.task for line in lines(helen)] == [task]

    def test_sent_again_is_repaired(self, meeting, helen) -> None:
        one = sending(meeting, SendingKind.AGENDA, NOW - timedelta(days=1), sent=1, failed=1)
        send_again(messages=Message.objects.of_batch(str(one.batch)).not_arrived(), now=NOW)
        assert lines(helen) == []

    def test_a_notice_of_a_meeting_that_has_begun_repairs_nothing(self, helen, group) -> None:
        begun = make.make_meeting(
            group=group, starts_at=NOW - timedelta(hours=1), announced_at=LONG_BEFORE
        )
        reminder(begun, NOW - timedelta(days=1), failed=2)
        assert "2 messages failed" not in [line.task for line in lines(helen)]

    def test_minutes_matter_for_a_fortnight(self, helen, group) -> None:
        met = make.make_meeting(group=group, starts_at=local(1, 10), state=MeetingState.HELD)
        make.make_minutes(meeting=met, state=MinutesState.CIRCULATED)
        make.make_meeting(group=group, starts_at=local(25, 3, year=2027))
        sending(met, SendingKind.MINUTES, NOW - timedelta(days=13), failed=1)
        assert [line.task for line in lines(helen)] == ["1 message failed"]
        assert today_of(helen, NOW + timedelta(days=1)).needs == []

    def test_minutes_of_a_meeting_long_past(self, helen, group, later) -> None:
        met = make.make_meeting(group=group, starts_at=local(1, 3), state=MeetingState.HELD)
        make.make_minutes(meeting=met, state=MinutesState.WITH_CHAIR)
        messages(met, SendingKind.MINUTES, NOW - timedelta(days=3), batch="none left", failed=1)
        assert [(line.task, line.which) for line in lines(helen)] == [
            ("1 message failed", "Northfield steering group, 1 March 2026")
        ]

    def test_of_a_cancelled_meeting_only_the_cancellation_matters(self, helen, meeting) -> None:
        sending(meeting, SendingKind.AGENDA, NOW - timedelta(days=2), failed=2)
        Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CANCELLED)
        sending(meeting, SendingKind.CANCELLATION, NOW, sent=1, failed=1)
        tasks = [line.task for line in lines(helen) if line.rank == Rank.REPAIRING]
        assert tasks == ["1 message failed"]


class TestNoNextMeeting:
    def test_is_due_with_the_minutes_that_name_it(self, group, helen) -> None:
        met = make.make_meeting(group=group, starts_at=local(12, 11), state=MeetingState.HELD)
        make.make_minutes(meeting=met, state=MinutesState.CIRCULATED)
        assert lines(helen) == [
            Need(
                due=date(2026, 11, 26),
                rank=Rank.PLANNING,
                task="Plan the next meeting",
                which="Northfield steering group",
                fact="It last met on 12 November 2026.",
                verb="Plan a meeting",
                url=reverse("plan_meeting", args=[group.key]),
                today=TODAY,
            )
        ]

    def test_of_a_silent_group_is_due_today_and_never_late(self, group, helen) -> None:
        make.make_meeting(group=group, starts_at=local(7, 7), state=MeetingState.HELD)
        [line] = lines(helen)
        assert (line.due, line.tag) == (TODAY, "Due today")

    def test_of_a_group_that_has_not_met(self, group, helen) -> None:
        make.make_meeting(group=group, starts_at=local(8), state=MeetingState.CANCELLED)
        [line] = lines(helen)
        assert (line.due, line.fact) == (TODAY, "The group has not met yet.")

    def test_of_a_site_that_has_ended_is_not_asked_for(self, group, helen) -> None:
        group.site.ended_on = TODAY
        group.site.save()
        assert lines(helen) == []


class TestHeldPastItsTime:
    @pytest.fixture
    def meeting(self, group) -> Meeting:
        meeting = make.make_meeting(
            group=group, starts_at=local(25, 11), agenda=("Welcome",), announced_at=LONG_BEFORE
        )
        sending(meeting, SendingKind.AGENDA, local(16, 11), sent=3)
        return meeting

    def test_send_now_or_drop(self, meeting, helen) -> None:
        hold_notice(
            kind=NoticeKind.REMINDER, meeting=meeting, by=helen, now=NOW - timedelta(days=1)
        )
        assert lines(helen) == [
            need(
                reverse("notice", args=[meeting.pk, "reminder"]),
                meeting,
                due=TODAY,
                rank=Rank.SENDING,
                task="Held past its time: reminder with place",
                fact="Send it now or drop it.",
                verb="Send or drop it",
            )
        ]

    @pytest.mark.parametrize("settle", [release_notice, drop_notice])
    def test_is_settled_by_either(self, meeting, helen, settle) -> None:
        hold_notice(
            kind=NoticeKind.REMINDER, meeting=meeting, by=helen, now=NOW - timedelta(days=1)
        )
        settle(kind=NoticeKind.REMINDER, meeting=meeting, now=NOW)
        assert lines(helen) == []

    def test_not_before_its_time(self, meeting, helen) -> None:
        Meeting.objects.update(starts_at=local(26, 11), ends_at=local(26, 11, hour=12))
        meeting.refresh_from_db()
        hold_notice(kind=NoticeKind.REMINDER, meeting=meeting, by=helen, now=NOW)
        assert lines(helen) == []


def test_what_is_due_the_same_day_is_sent_then_repaired_then_written_then_planned(
    group, helen
) -> None:
    silent = make.make_group(site=group.site, name="A silent group")
    coming = make.make_meeting(
        group=group, starts_at=local(2), agenda=("Welcome",), announced_at=LONG_BEFORE
    )
    met = make.make_meeting(group=group, starts_at=local(17, 11), state=MeetingState.HELD)
    make.make_attendance(meeting=met, person=make.make_person())
    reminder(coming, NOW - timedelta(hours=1), failed=1)
    late = make.make_meeting(group=group, starts_at=local(9, 11), state=MeetingState.HELD)
    make.make_minutes(meeting=late, state=MinutesState.WITH_CHAIR)
    page = today_of(helen, NOW)
    assert [(line.due.day, line.task) for line in page.needs] == [
        (23, "Check and send the draft minutes"),
        (24, "Check and send the agenda"),
        (24, "1 message failed"),
        (24, "Write up the minutes"),
        (24, "Plan the next meeting"),
        (24, "No administrator has been named yet"),
        (24, "No chair has been named yet"),
    ]
    assert page.needs[-1].which == silent.name
    assert page.sentence == "7 things need you, 5 of them today."


def test_only_groups_that_one_administers(helen, group, later) -> None:
    make.make_meeting(group=northfield(), starts_at=local(30), agenda=("Welcome",))
    assert lines(helen) == []
    assert [card.group for card in today_of(helen, NOW).cards] == [group]


def test_a_region_reaches_its_localities() -> None:
    region = make.make_site()
    group = northfield(make.make_site(parent=region))
    make.make_meeting(group=group, starts_at=local(30), agenda=("Welcome",))
    assert [line.verb for line in lines(administrator(region))] == ["Check and send invitation"]


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ([0], "1 thing needs you today."),
        ([3], "1 thing needs you."),
        ([-2, 0, 1, 4, 7], "5 things need you, 2 of them today."),
        ([-1, 0], "2 things need you today."),
        ([1, 2], "2 things need you, none of them today."),
    ],
)
def test_the_first_sentence(group, helen, later, days, sentence) -> None:
    page = today_of(helen, NOW)
    some = Need(TODAY, Rank.WRITING, "Write", "A group", "A fact.", "Write", "/", TODAY)
    needs = [replace(some, due=TODAY + timedelta(days=number)) for number in days]
    assert replace(page, needs=needs).sentence == sentence


class TestVacancies:
    """Who is missing comes last: nothing says by when it must be somebody."""

    def test_a_role_and_a_core_agency(self, group, helen, later) -> None:
        group.memberships.filter(role="chair").update(left_on=date(2026, 10, 3))
        council = make.make_agency(name="Northmoor Council")
        make.make_core_agency(group=group, agency=council, from_on=date(2026, 11, 2))
        held = make.make_meeting(group=group, starts_at=local(20, 11), state=MeetingState.HELD)
        page = today_of(helen, NOW)
        assert page.needs[0].which == named(held)
        found = [
            (one.task, one.which, one.verb, one.url, one.tag, one.undated)
            for one in page.needs[-2:]
        ]
        assert found == [
            (
                "No chair since 3 October 2026",
                "Northfield steering group",
                "Name a chair",
                reverse("name_to_role", args=[group.key, "chair"]),
                "",
                True,
            ),
            (
                "Nobody from Northmoor Council since 2 November 2026",
                "Northfield steering group",
                "Add a member",
                reverse("add_member", args=[group.key]),
                "",
                True,
            ),
        ]
        assert page.sentence.startswith(f"{len(page.needs)} things need you")

    def test_none_at_a_site_that_has_ended(self, group, helen) -> None:
        group.memberships.all().delete()
        Site.objects.update(ended_on=TODAY)
        assert lines(helen) == []
