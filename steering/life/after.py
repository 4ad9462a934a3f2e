"""The steps from the meeting on: hold it, write, agree, circulate and confirm its minutes."""

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from calendars.wording import long_date
from steering import lead_times
from steering.enums import MeetingState, MinutesState, SendingKind
from steering.life.facts import Facts
from steering.life.sending import address, sending_step
from steering.life.step import DONE, LATER, RUNNING, Step


def hold(facts: Facts) -> Step:
    day = timezone.localdate(facts.meeting.starts_at)
    step = Step(
        "Hold",
        "Attendance, decisions, actions",
        LATER,
        address("register", facts),
        due=day + timedelta(days=1),
        when=long_date(day),
        because="Who was there is asked for first.",
    )
    if facts.recorded:
        return replace(step, state=DONE, fact=f"Attendance of {facts.recorded} people recorded")
    if facts.meeting.state == MeetingState.HELD and facts.minutes:
        return replace(step, state=DONE, fact="Attendance was not recorded")
    if day <= facts.today:
        return replace(step, verb="Record who was there", task="Record who was there")
    return step


def minutes(facts: Facts) -> Step:
    due = lead_times.minutes_to_chair_due(facts.meeting.starts_at, facts.meeting.group)
    step = Step(
        "Minutes",
        "Write them up",
        LATER,
        address("write_minutes", facts),
        due=due,
        when=f"By {long_date(due)}",
    )
    if facts.minutes is None:
        if facts.has_begun:
            return replace(
                step,
                verb="Write up minutes",
                task="Write up the minutes",
                because="The chair reads them next.",
            )
        return replace(step, url="")
    if facts.minutes.state == MinutesState.DRAFT:
        return replace(
            step,
            fact="Being written",
            verb="Go on writing minutes",
            task="Go on writing the minutes",
            because="The chair reads them next.",
        )
    return replace(step, state=DONE, fact="Written", when="", url=address("minutes", facts))


def chair(facts: Facts) -> Step:
    who = facts.chair or "The chair"
    step = Step("Chair", f"{who} reads and agrees the draft", LATER, "")
    state = facts.minutes.state if facts.minutes else None
    if state == MinutesState.WITH_CHAIR:
        return replace(
            step,
            state=RUNNING,
            fact=f"With {facts.chair or 'the chair'}",
            url=address("minutes", facts),
        )
    if state in (MinutesState.CIRCULATED, MinutesState.APPROVED):
        return replace(step, state=DONE, fact="Agreed")
    return step


def circulate(facts: Facts) -> Step:
    due = lead_times.minutes_out_due(facts.meeting.starts_at, facts.meeting.group)
    step = Step(
        "Circulate",
        "You check and send the draft to everybody",
        LATER,
        "",
        due=due,
        when=f"By {long_date(due)}",
    )
    written = facts.minutes
    if written is None:
        return step
    ready = replace(
        step,
        verb="Check and send minutes",
        task="Check and send the draft minutes",
        because="When the chair has agreed them, they go to everybody, marked DRAFT.",
    )
    if facts.held(SendingKind.MINUTES):
        return sending_step(facts, SendingKind.MINUTES, ready)
    if written.state == MinutesState.DRAFT:
        return step
    if written.state == MinutesState.WITH_CHAIR:
        return sending_step(facts, SendingKind.MINUTES, ready)
    if written.circulated_version and written.circulated_version < written.version:
        return replace(
            ready,
            fact=f"Version {written.version} has corrections that members do not have",
            because=f"Members have version {written.circulated_version}.",
            due=facts.today,
            when="Today",
            sends=True,
            url=address("check_and_send", facts, kind=SendingKind.MINUTES),
        )
    return replace(
        step,
        state=DONE,
        fact=(
            "Draft sent to the members"
            if written.circulated_at
            else "Circulated before it was entered here"
        ),
        when=long_date(written.circulated_at),
        url=address("meeting_messages", facts),
    )


def confirm(facts: Facts) -> Step:
    step = Step(
        "Confirm",
        "Minutes confirmed at the next meeting",
        LATER,
        "",
        when=long_date(facts.next_at) or "No next meeting is set",
    )
    written = facts.minutes
    if written and written.state == MinutesState.APPROVED:
        return replace(
            step,
            state=DONE,
            fact="Confirmed",
            when=long_date(written.approved_on),
            url=address("minutes", facts),
        )
    return step
