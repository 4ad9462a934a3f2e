"""A meeting's life in steps, from the plan to the confirmed minutes: what is done, what is next.

No date is stored: each follows from the meeting's start and the lead times, so moving the
meeting moves them all. No step stands in the way of another; the next one is only advice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from calendars.wording import counted, long_date
from steering import lead_times
from steering.enums import MeetingState, MinutesState, SendingKind
from steering.models import AgendaItem, Attendance, Meeting, Minutes, Sending
from steering.querysets import MeetingQuerySet
from steering.seats import chair_of, with_seats

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

DONE, NEXT, RUNNING, LATER, LATE, NOT_NEEDED = (
    "done",
    "next",
    "running",
    "later",
    "late",
    "not needed",
)
COLOURS = {NEXT: "yellow", RUNNING: "blue", LATE: "red"}


@dataclass(frozen=True)
class Step:
    """One step: its fact in a few words, when, and how it stands.

    `verb` and `url` are the button that does it, `task` the same as a heading; `sends` says
    that it leads to checking and sending. `because` says why it is due, in a sentence. `due`
    is the last day in time; `when` is how the date reads on the page.
    """

    name: str
    fact: str
    state: str
    url: str
    verb: str = ""
    task: str = ""
    sends: bool = False
    because: str = ""
    due: date | None = None
    when: str = ""
    today: date | None = None

    @property
    def colour(self) -> str:
        return COLOURS.get(self.state, "")

    @property
    def word(self) -> str:
        """The state as it stands on the page."""
        if self.state == LATE and self.due and self.today:
            return f"Late by {counted((self.today - self.due).days, 'day')}"
        return {
            DONE: "Done",
            NEXT: "Next",
            RUNNING: "In progress",
            LATER: "Not yet",
            NOT_NEEDED: "Not needed",
        }[self.state]


@dataclass(frozen=True)
class Facts:
    """What the steps of one meeting follow from."""

    meeting: Meeting
    minutes: Minutes | None
    sendings: tuple[Sending, ...]
    items: int
    recorded: int
    chair: str
    next_at: datetime | None
    now: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def nation(self) -> str:
        return self.meeting.group.site.nation

    @property
    def is_planned(self) -> bool:
        return self.meeting.state == MeetingState.PLANNED

    @property
    def has_begun(self) -> bool:
        return self.meeting.starts_at <= self.now

    def sent(self, kind: SendingKind) -> Sending | None:
        """The last sending of `kind` of which something has left."""
        rows = [one for one in self.sendings if one.kind == kind and one.took_effect_at]
        return max(rows, key=lambda one: one.took_effect_at or one.pressed_at, default=None)

    def held(self, kind: SendingKind) -> Sending | None:
        """The sending of `kind` that was pressed and has not left."""
        return next(
            (
                one
                for one in self.sendings
                if one.kind == kind and not (one.took_effect_at or one.dropped_at)
            ),
            None,
        )


def facts_of(meeting: Meeting, now: datetime) -> Facts:
    """Read what the steps need: three SQL queries, however long the meeting's story."""
    return facts_of_many(Meeting.objects.filter(pk=meeting.pk), now)[0]


def facts_of_many(meetings: MeetingQuerySet, now: datetime) -> list[Facts]:
    """The same for many meetings, in their order: three SQL queries, however many they are."""
    return [_facts(meeting, now) for meeting in _with_facts(meetings)]


def _with_facts(meetings: MeetingQuerySet) -> MeetingQuerySet:
    later = Meeting.objects.planned().filter(
        group=OuterRef("group"), starts_at__gt=OuterRef("starts_at")
    )
    whole: MeetingQuerySet = (
        with_seats(meetings)
        .select_related("minutes")
        .prefetch_related("sendings")
        .annotate(
            items=_number_of(AgendaItem),
            recorded=_number_of(Attendance),
            next_at=Subquery(later.order_by("starts_at").values("starts_at")[:1]),
        )
    )
    return whole


def _number_of(model: type[AgendaItem] | type[Attendance]) -> Coalesce:
    rows = model.objects.filter(meeting=OuterRef("pk")).order_by().values("meeting")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


class _Read(TypedDict):
    items: int
    recorded: int
    next_at: datetime | None


def _facts(meeting: WithAnnotations[Meeting, _Read], now: datetime) -> Facts:
    chair = chair_of(meeting, now)
    return Facts(
        meeting=meeting,
        minutes=getattr(meeting, "minutes", None),
        sendings=tuple(meeting.sendings.all()),
        items=meeting.items,
        recorded=meeting.recorded,
        chair=chair.name if chair else "",
        next_at=meeting.next_at,
        now=now,
    )


def steps_of(facts: Facts) -> list[Step]:
    """Give the steps in order. At most one of them is NEXT (or LATE in its place)."""
    if facts.meeting.state == MeetingState.CANCELLED:
        return [_plan(facts), _cancelled(facts)]
    steps = [
        _plan(facts),
        _invite(facts),
        _agenda(facts),
        _hold(facts),
        _minutes(facts),
        _chair(facts),
        _circulate(facts),
        _confirm(facts),
    ]
    return _with_next(steps, facts.today)


def next_step(steps: list[Step]) -> Step | None:
    """Give the step that waits for the administrator, if any does."""
    return next((step for step in steps if step.state in (NEXT, LATE)), None)


def open_steps(steps: list[Step]) -> list[Step]:
    """Give every step that can be done now, whether or not it is the next one."""
    return [step for step in steps if step.verb and step.state in (LATER, NEXT, LATE)]


def _with_next(steps: list[Step], today: date) -> list[Step]:
    waiting = next((n for n, step in enumerate(steps) if step.state == LATER), None)
    if waiting is not None and steps[waiting].verb:
        step = steps[waiting]
        late = step.due is not None and step.due < today
        steps[waiting] = replace(step, state=LATE if late else NEXT)
    return [replace(step, today=today) for step in steps]


def _address(name: str, facts: Facts, **more: str) -> str:
    return reverse(name, kwargs={"pk": facts.meeting.pk, **more})


def _plan(facts: Facts) -> Step:
    items = counted(facts.items, "agenda item") if facts.items else "No agenda items yet"
    return Step("Plan", f"Date and place set. {items}", DONE, _address("agenda", facts))


def _sending_step(facts: Facts, kind: SendingKind, step: Step, *, no_need: str = "") -> Step:
    """`step` with how its sending stands; `no_need` says why nothing has to go, if so."""
    if held := facts.held(kind):
        return replace(
            step,
            state=RUNNING,
            fact="Held, with Undo, before it goes",
            when=long_date(held.leaves_at),
            url=_address("held", facts, kind=kind),
        )
    if sent := facts.sent(kind):
        return replace(
            step,
            state=DONE,
            fact=f"{kind.label} sent",
            when=long_date(sent.took_effect_at),
            url=_address("meeting_messages", facts),
        )
    if no_need:
        return replace(step, state=NOT_NEEDED, fact=no_need, when="")
    return replace(step, url=_address("check_and_send", facts, kind=kind), sends=True)


def _invite(facts: Facts) -> Step:
    due = lead_times.invitation_due(facts.meeting.starts_at, facts.nation)
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
    if last and last.sequence != facts.meeting.sequence and not facts.held(SendingKind.INVITATION):
        return replace(
            step,
            fact="Time or place changed since the invitation",
            url=_address("check_and_send", facts, kind=SendingKind.INVITATION),
            verb="Check and send the change",
            task="Check and send the change",
            sends=True,
            because="Members still have the old time or place in their calendars.",
            due=facts.today,
            when="Today",
        )
    told_before = "Members were told before it was entered here"
    no_need = told_before if facts.meeting.announced_at else _too_late_to_tell(facts)
    return _sending_step(facts, SendingKind.INVITATION, step, no_need=no_need)


def _too_late_to_tell(facts: Facts) -> str:
    return "Nothing was sent from here" if facts.has_begun or not facts.is_planned else ""


def _agenda(facts: Facts) -> Step:
    due = lead_times.agenda_due(facts.meeting.starts_at, facts.nation)
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
            url=_address("change_agenda", facts),
            verb="Write the agenda",
            task="Write the agenda",
        )
    return _sending_step(facts, SendingKind.AGENDA, step, no_need=_too_late_to_tell(facts))


def _hold(facts: Facts) -> Step:
    day = timezone.localdate(facts.meeting.starts_at)
    step = Step(
        "Hold",
        "Attendance, decisions, actions",
        LATER,
        _address("register", facts),
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


def _minutes(facts: Facts) -> Step:
    due = lead_times.minutes_to_chair_due(facts.meeting.starts_at, facts.nation)
    step = Step(
        "Minutes",
        "Write them up",
        LATER,
        _address("write_minutes", facts),
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
    return replace(step, state=DONE, fact="Written", when="", url=_address("minutes", facts))


def _chair(facts: Facts) -> Step:
    who = facts.chair or "The chair"
    step = Step("Chair", f"{who} reads and agrees the draft", LATER, "")
    state = facts.minutes.state if facts.minutes else None
    if state == MinutesState.WITH_CHAIR:
        return replace(
            step,
            state=RUNNING,
            fact=f"With {facts.chair or 'the chair'}",
            url=_address("minutes", facts),
        )
    if state in (MinutesState.CIRCULATED, MinutesState.APPROVED):
        return replace(step, state=DONE, fact="Agreed")
    return step


def _circulate(facts: Facts) -> Step:
    due = lead_times.minutes_out_due(facts.meeting.starts_at, facts.nation)
    step = Step(
        "Circulate",
        "You check and send the draft to everybody",
        LATER,
        "",
        due=due,
        when=f"By {long_date(due)}",
    )
    minutes = facts.minutes
    if minutes is None or minutes.state == MinutesState.DRAFT:
        return step
    if minutes.state == MinutesState.WITH_CHAIR:
        ready = replace(
            step,
            verb="Check and send minutes",
            task="Check and send the draft minutes",
            because="When the chair has agreed them, they go to everybody, marked DRAFT.",
        )
        return _sending_step(facts, SendingKind.MINUTES, ready)
    return replace(
        step,
        state=DONE,
        fact=(
            "Draft sent to the members"
            if minutes.circulated_at
            else "Circulated before it was entered here"
        ),
        when=long_date(minutes.circulated_at),
        url=_address("meeting_messages", facts),
    )


def _confirm(facts: Facts) -> Step:
    step = Step(
        "Confirm",
        "Minutes confirmed at the next meeting",
        LATER,
        "",
        when=long_date(facts.next_at) or "No next meeting is set",
    )
    minutes = facts.minutes
    if minutes and minutes.state == MinutesState.APPROVED:
        return replace(
            step,
            state=DONE,
            fact="Confirmed",
            when=long_date(minutes.approved_on),
            url=_address("minutes", facts),
        )
    return step


def _cancelled(facts: Facts) -> Step:
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
    return _sending_step(facts, SendingKind.CANCELLATION, step, no_need=no_need)
