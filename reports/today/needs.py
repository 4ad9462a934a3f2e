"""What needs the administrator: a line each, with the day it is due and the page that does it."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from calendars.wording import counted, day_date, long_date, lower_first
from reports.today.batches import Batch
from reports.today.coming import quorum_is_at_risk, short_of
from reports.today.need import Need, Rank
from reports.today.proposals import proposals_for
from reports.today.reading import Planned, Read
from reports.today.wording import what, which
from steering.enums import MeetingState, NoticeKind, SendingKind
from steering.lead_times import AFTER_THE_MEETING, due_on, minutes_out_due, replies_due
from steering.life import Facts, Step, open_steps, steps_of
from steering.models import Meeting
from steering.services.notices import Situation, notices_of

WITHIN = timedelta(days=7)


def needs_of(read: Read) -> list[Need]:
    """Give everything that waits for the administrator, soonest first, however far off."""
    lines = [
        *(line for facts in read.facts for line in _steps(facts, read)),
        *(line for facts in read.facts for line in _quorum(facts, read)),
        *(line for facts in read.facts for line in _proposals(facts, read)),
        *(line for one in read.situations for line in _held_past_its_time(one, read)),
        *_failures(read),
        *(line for group in read.groups for line in _no_next_meeting(group, read)),
        *(line for group in read.groups for line in _vacancies(group, read)),
    ]
    return sorted(
        lines, key=lambda line: (line.undated, line.due, line.rank, line.which, line.task)
    )


def _steps(facts: Facts, read: Read) -> Iterator[Need]:
    if facts.meeting.starts_at < read.since:
        return
    for step in open_steps(steps_of(facts)):
        yield Need(
            due=step.due or read.today,
            rank=Rank.SENDING if step.sends else Rank.WRITING,
            task=step.task,
            which=which(facts.meeting),
            fact=_fact(step, facts),
            verb=step.verb,
            url=step.url,
            today=read.today,
        )


def _fact(step: Step, facts: Facts) -> str:
    chair = f"the chair, {facts.chair}" if facts.chair else "the chair"
    return {
        "Agenda out": _fact_of_agenda(facts),
        "Hold": "Nothing is recorded yet.",
        "Minutes": f"They go to {chair}.",
        "Circulate": f"They are with {chair}.",
    }.get(step.name) or f"{step.fact}."


def _fact_of_agenda(facts: Facts) -> str:
    """What is missing of it, if anything is; else how long it is."""
    if not facts.items:
        return ""
    missing = facts.papers.missing_in_words
    return f"{missing} yet." if missing else f"{counted(facts.items, 'agenda item')}."


def _quorum(facts: Facts, read: Read) -> Iterator[Need]:
    """Too few are expected. The chair is told on the day it is due, unless deputies are found."""
    if quorum_is_at_risk(facts):
        quorum = facts.forecast.quorum
        yield Need(
            due=max(read.today, replies_due(facts.meeting.starts_at, facts.meeting.group)),
            rank=Rank.ASKING,
            task=f"Quorum at risk: {quorum.there} of {quorum.needed}",
            which=which(facts.meeting),
            fact=short_of(facts.forecast),
            verb="Ask for deputies",
            url=reverse("replies", args=[facts.meeting.pk]),
            today=read.today,
        )


def _proposals(facts: Facts, read: Read) -> Iterator[Need]:
    """What members proposed is looked at before the agenda is agreed with the chair."""
    number = proposals_for(facts.meeting)
    if number and facts.is_planned and not facts.has_begun:
        group = facts.meeting.group
        agreed = due_on(NoticeKind.AGENDA_WITH_CHAIR, facts.meeting.starts_at, group)
        yield Need(
            due=max(read.today, agreed),
            rank=Rank.WRITING,
            task=f"{counted(number, 'proposal')} {'waits' if number == 1 else 'wait'}",
            which=which(facts.meeting),
            fact="Members proposed what stands on no agenda yet.",
            verb="Look at proposals",
            url=reverse("backlog", args=[group.key]),
            today=read.today,
        )


def _held_past_its_time(situation: Situation, read: Read) -> Iterator[Need]:
    if not situation.meeting.notice_holds.all():
        return
    for notice in notices_of(situation):
        held = notice.hold is not None and notice.hold.dropped_at is None
        if held and notice.is_current:
            yield Need(
                due=timezone.localdate(notice.due),
                rank=Rank.SENDING,
                task=f"Held past its time: {lower_first(what(notice.kind, situation.meeting))}",
                which=which(situation.meeting),
                fact="Send it now or drop it.",
                verb="Send or drop it",
                url=reverse("notice", args=[situation.meeting.pk, notice.kind]),
                today=read.today,
            )


def _failures(read: Read) -> Iterator[Need]:
    meetings = {facts.meeting.pk: facts.meeting for facts in read.facts}
    for batch in read.batches:
        meeting = meetings.get(batch.meeting_id)
        if meeting and _still_matters(batch, meeting, read):
            yield Need(
                due=read.today,
                rank=Rank.REPAIRING,
                task=_not_arrived(batch),
                which=which(meeting),
                fact=f"{what(batch.kind, meeting)}, sent on {day_date(batch.at)}.",
                verb="See why",
                url=reverse("meeting_messages", args=[meeting.pk]),
                today=read.today,
            )


def _still_matters(batch: Batch, meeting: Meeting, read: Read) -> bool:
    """Whether a message that did not arrive would still tell its reader anything."""
    if not (batch.failed or batch.unconfirmed):
        return False
    if batch.kind in {SendingKind.MINUTES, *AFTER_THE_MEETING}:
        return True
    cancelled = meeting.state == MeetingState.CANCELLED
    told_of_it = batch.kind == SendingKind.CANCELLATION
    return meeting.starts_at > read.now and cancelled == told_of_it


def _not_arrived(batch: Batch) -> str:
    """`2 messages failed, 3 may not have arrived`."""
    number, *others = ", ".join(batch.not_arrived).split(" ", 1)
    return " ".join([counted(int(number), "message"), *others])


def _no_next_meeting(planned: Planned, read: Read) -> Iterator[Need]:
    """The minutes of the last meeting name the next one, so its date is due with them.

    As with an invitation, a date that has passed is only ever due today.
    """
    if planned.next_id or planned.is_over(read.today):
        return
    group = planned.group
    due = read.today
    fact = "The group has not met yet."
    if planned.last_at:
        due = max(due, minutes_out_due(planned.last_at, group))
        fact = f"It last met on {long_date(planned.last_at)}."
    yield Need(
        due=due,
        rank=Rank.PLANNING,
        task="Plan the next meeting",
        which=group.name,
        fact=fact,
        verb="Plan a meeting",
        url=reverse("plan_meeting", args=[group.key]),
        today=read.today,
    )


def _one(role: str) -> str:
    return f"an {role}" if role[0] in "aeiou" else f"a {role}"


def _vacancies(planned: Planned, read: Read) -> Iterator[Need]:
    """Who is missing on the group. Nothing says by when it must be somebody, so it comes last."""
    if planned.is_over(read.today):
        return
    group = planned.group
    for vacancy in planned.vacancies:
        if vacancy.role:
            fact, verb = "The group cannot do without one.", f"Name {_one(vacancy.what)}"
            url = reverse("name_to_role", args=[group.key, vacancy.role])
        else:
            fact, verb = "It is a core agency of the group.", "Add a member"
            url = reverse("add_member", args=[group.key])
        yield Need(
            due=read.today,
            rank=Rank.PLANNING,
            task=vacancy.sentence,
            which=group.name,
            fact=fact,
            verb=verb,
            url=url,
            today=read.today,
            undated=True,
        )
