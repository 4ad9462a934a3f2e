"""Meetings with their registers, minutes, decisions and actions."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from reports.programme.making.draft import Draft, MadeUpSite
from reports.programme.making.words import ACTIONS, AGENDA, DECISIONS, SENTENCES

EVERY = timedelta(weeks=5)
AHEAD = timedelta(weeks=8)
MINUTES_WITHIN = timedelta(days=7)


def add_meetings(draft: Draft, site: MadeUpSite) -> None:
    """Add what the groups of `site` have met about, and what they have planned."""
    for group in site.groups:
        first = draft.start + timedelta(days=draft.random.randint(7, 30))
        day = first - timedelta(days=first.weekday()) + timedelta(days=draft.random.randint(0, 4))
        number = 0
        while day < draft.today + AHEAD:
            number += 1
            _add_meeting(draft, site, group, number, day)
            day += EVERY


def _add_meeting(draft: Draft, site: MadeUpSite, group: str, number: int, day: date) -> None:
    key = f"{group}-{number:03}"
    is_past = day < draft.today
    state = "planned" if not is_past else "cancelled" if draft.chance(0.03) else "held"
    begins = datetime.combine(day, time(10), tzinfo=timezone.get_default_timezone())
    draft.add(
        "meetings.csv",
        key=key,
        group=group,
        title=f"{site.name}, meeting {number}",
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        mode=draft.random.choice(("in_person", "hybrid")),
        place=f"{site.name}, Town Hall",
        state=state,
    )
    for position, title in enumerate(AGENDA, start=1):
        draft.add("agenda_items.csv", meeting=key, position=position, title=title)
    if state == "held":
        sitting = [member.person for member in site.groups[group] if member.sits_on(day)]
        _add_register(draft, key, sitting, site.deputies)
        _add_minutes(draft, key, day)
        _add_outcomes(draft, key, day, sitting)


def _add_register(draft: Draft, meeting: str, sitting: list[str], deputies: list[str]) -> None:
    free = draft.random.sample(deputies, len(deputies))
    for person in sitting:
        status = draft.random.choices(("present", "apologies", "absent"), (80, 15, 5))[0]
        draft.add("attendance.csv", meeting=meeting, person=person, status=status)
        if status == "apologies" and free and draft.chance(0.4):
            draft.add(
                "attendance.csv",
                meeting=meeting,
                person=free.pop(),
                status="deputy",
                on_behalf_of=person,
            )


def _add_minutes(draft: Draft, meeting: str, day: date) -> None:
    age = draft.today - day
    if age < MINUTES_WITHIN:
        return
    state = "approved" if age > 2 * EVERY else "circulated" if age > EVERY else "draft"
    for position in range(1, len(AGENDA) + 1):
        file = f"minutes/{meeting}-{position}.md"
        draft.add("minutes.csv", meeting=meeting, position=position, file=file, state=state)
        draft.add_text(file, "\n\n".join(draft.random.sample(SENTENCES, 4)) + "\n")


def _add_outcomes(draft: Draft, meeting: str, day: date, sitting: list[str]) -> None:
    positions = range(1, len(AGENDA) + 1)
    for text in draft.random.sample(DECISIONS, draft.random.randint(0, 2)):
        draft.add(
            "decisions.csv", meeting=meeting, position=draft.random.choice(positions), text=text
        )
    for text in draft.random.sample(ACTIONS, draft.random.randint(1, 3)):
        due_on = day + draft.random.choice((14, 28, 35)) * timedelta(days=1)
        draft.add(
            "actions.csv",
            meeting=meeting,
            position=draft.random.choice(positions),
            text=text,
            owner=draft.random.choice(sitting),
            due_on=due_on,
            done_on=due_on if due_on < draft.today and draft.chance(0.85) else None,
        )
