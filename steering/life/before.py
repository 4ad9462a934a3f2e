"""The steps up to the meeting: plan, invite, send the agenda; or tell that it is cancelled."""

from dataclasses import replace

from calendars.wording import counted, long_date
from steering import lead_times
from steering.enums import SendingKind
from steering.life.facts import Facts
from steering.life.sending import address, sending_step
from steering.life.step import DONE, LATER, NEXT, NOT_NEEDED, RUNNING, Step


def plan(facts: Facts) -> Step:
    items = counted(facts.items, "agenda item") if facts.items else "No agenda items yet"
    return Step("Plan", f"Date and place set. {items}", DONE, address("agenda", facts))


def invite(facts: Facts) -> Step:
    due = lead_times.invitation_due(facts.meeting.starts_at, facts.meeting.group)
    step = Step(
        "Invite",
        "The members get the date, place and a calendar entry",
        LATER,
        "",
        verb="Check and send invitation",
        task="Check and send the invitation",
        because="Members then have the date in their calendars.",
        due=max(due, facts.today),
        when=f"By {long_date(max(due, facts.today))}",
    )
    last = facts.sent(SendingKind.INVITATION)
    if last and last.sequence < facts.meeting.changed_in and not facts.held(SendingKind.INVITATION):
        return replace(
            step,
            fact="Changed since the invitation",
            url=address("check_and_send", facts, kind=SendingKind.INVITATION),
            verb="Check and send the change",
            task="Check and send the change",
            sends=True,
            because="Members still have the old entry in their calendars.",
            due=facts.today,
            when="Today",
        )
    told_before = "Members were told before it was entered here"
    no_need = told_before if facts.meeting.announced_at else _too_late_to_tell(facts)
    return sending_step(facts, SendingKind.INVITATION, step, no_need=no_need)


def _too_late_to_tell(facts: Facts) -> str:
    return "Nothing was sent from here" if facts.has_begun or not facts.is_planned else ""


def agenda(facts: Facts) -> Step:
    due = lead_times.agenda_due(facts.meeting.starts_at, facts.meeting.group)
    step = Step(
        "Agenda out",
        "You check and send the agenda",
        LATER,
        "",
        verb="Check and send agenda",
        task="Check and send the agenda",
        because="Members then have time to read it.",
        due=due,
        when=f"By {long_date(due)}",
    )
    if facts.is_planned and not facts.items and not facts.has_begun:
        return replace(
            step,
            fact="No agenda items yet",
            url=address("add_item", facts),
            verb="Write the agenda",
            task="Write the agenda",
        )
    if papers := facts.papers.in_words:
        step = replace(
            step,
            fact=f"{papers}, then you check and send",
            missing=facts.papers.missing_by_name,
        )
    return sending_step(facts, SendingKind.AGENDA, step, no_need=_too_late_to_tell(facts))


def replies(facts: Facts) -> Step:
    due = lead_times.replies_due(facts.meeting.starts_at, facts.meeting.group)
    step = Step(
        "Replies", "Members say whether they come", LATER, "", when=f"Until {long_date(due)}"
    )
    forecast = facts.forecast
    if facts.has_begun and not forecast.replied:
        return replace(step, state=NOT_NEEDED, fact="Nobody replied here", when="")
    if facts.meeting.announced_at is None and not forecast.replied:
        return step
    over = facts.has_begun or not forecast.silent
    return replace(
        step,
        state=DONE if over else RUNNING,
        fact=f"{forecast.replied} of {forecast.asked} have replied",
        url=address("replies", facts),
    )


def cancelled(facts: Facts) -> Step:
    step = Step(
        "Tell the members",
        "They get a cancellation for their calendars",
        NEXT,
        "",
        verb="Check and send cancellation",
        task="Check and send the cancellation",
        because="They still have the meeting in their calendars.",
        due=facts.today,
        when=long_date(facts.today),
    )
    no_need = "" if facts.meeting.announced_at else "Nobody had been told of it"
    if facts.has_begun:
        no_need = "Nothing was sent from here"
    return sending_step(facts, SendingKind.CANCELLATION, step, no_need=no_need)
