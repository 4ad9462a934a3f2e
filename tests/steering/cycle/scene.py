"""A group of five, and what beat does for its meeting of Tuesday 8 December 2026."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.utils import timezone

from outbox.models import Message
from people.models import Person
from sites.enums import Nation, Role
from steering.enums import Answer, LeadUnit, MeetingState, MemberRole, NoticeKind, PaperFormat
from steering.models import (
    Meeting,
    NoticeSetting,
    Paper,
    PaperContent,
    PaperFile,
    Reply,
    SteeringGroup,
)
from steering.services.notices import queue_due
from tests import make

EIGHTH = datetime(2026, 12, 8, 10, 0, tzinfo=make.LONDON)
TOLD = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def nine(day: int, month: int, year: int = 2026) -> datetime:
    """09:00 local time."""
    return datetime(year, month, day, 9, 0, tzinfo=make.LONDON)


@dataclass
class Scene:
    """Amy and Ben are members, Cy is the chair, Dee the co-chair, Helen administers the site."""

    group: SteeringGroup
    meeting: Meeting
    amy: Person
    ben: Person
    cy: Person
    dee: Person
    helen: Person


def scene(nation: Nation = Nation.ENGLAND, starts_at: datetime = EIGHTH, **meeting: Any) -> Scene:
    group = make.make_group(site=make.make_site(nation=nation), name="Northfield steering group")
    people = {
        name: make.make_person(name=f"{name.capitalize()} Rudd", email=f"{name}@example.org")
        for name in ("amy", "ben", "cy", "dee", "helen")
    }
    make.make_member(group=group, person=people["amy"])
    make.make_member(group=group, person=people["ben"])
    make.make_member(group=group, person=people["cy"], role=MemberRole.CHAIR)
    make.make_member(group=group, person=people["dee"], role=MemberRole.CO_CHAIR)
    make.make_role(person=people["helen"], site=group.site, role=Role.ADMINISTRATOR)
    first = make.make_meeting(
        group=group,
        starts_at=starts_at,
        announced_at=meeting.pop("announced_at", TOLD),
        agenda=meeting.pop("agenda", ("Welcome",)),
        title=f"Northfield steering group, {starts_at.day} {starts_at:%B %Y}",
        **meeting,
    )
    return Scene(group=group, meeting=first, **people)


def earlier_action(of: Scene, owner: Person | None, **others: Any) -> None:
    """An action that a meeting in September recorded."""
    met = of.group.meetings.filter(starts_at__lt=TOLD).first() or make.make_meeting(
        group=of.group, starts_at=TOLD - timedelta(days=1), state=MeetingState.HELD
    )
    make.make_action(meeting=met, owner=owner, **others)


def paper(of: Scene, owner: Person, title: str = "Budget", **needed: bool) -> Paper:
    return Paper.objects.create(
        item=of.meeting.agenda_items.get(), title=title, owner=owner, **needed
    )


def hand_in(one: Paper, form: PaperFormat = PaperFormat.ORDINARY) -> None:
    content = PaperContent.objects.create(content=b"%PDF", sha256=sha256(b"%PDF").hexdigest())
    PaperFile.objects.create(
        paper=one,
        form=form,
        file_name="budget.pdf",
        content_type="application/pdf",
        size=4,
        content=content,
        uploaded_by=make.make_user(),
        uploaded_at=TOLD,
    )


def reply(of: Scene, person: Person, answer: Answer, **others: Any) -> Reply:
    return Reply.objects.create(
        meeting=of.meeting,
        person=person,
        starts_at=of.meeting.starts_at,
        answer=answer,
        replied_at=TOLD,
        **others,
    )


def own(of: Scene, kind: NoticeKind, number: int, **others: Any) -> NoticeSetting:
    """The group's own setting of a notice, in clear days."""
    return NoticeSetting.objects.create(
        group=of.group, kind=kind, number=number, unit=LeadUnit.CLEAR_DAYS, **others
    )


def beat(start: datetime, end: datetime) -> dict[str, list[tuple[str, datetime]]]:
    """Let beat look at each hour and half hour from `start` to `end`, and a second before each.

    Give, for each kind, who was mailed and when, by the first letters of their addresses.
    """
    moment = start
    while moment <= end:
        queue_due(now=moment - SECOND)
        queue_due(now=moment)
        moment += timedelta(minutes=30)
    return mailed()


def mailed() -> dict[str, list[tuple[str, datetime]]]:
    found: dict[str, list[tuple[str, datetime]]] = {}
    rows = Message.objects.order_by("created_at", "to_address")
    for kind, address, at in rows.values_list("kind", "to_address", "created_at"):
        to = (address.partition("@")[0], timezone.localtime(at).replace(tzinfo=make.LONDON))
        found.setdefault(kind, []).append(to)
    return found


def at(moment: datetime, *names: str) -> list[tuple[str, datetime]]:
    return [(name, moment) for name in names]


def about(kind: NoticeKind, day: datetime) -> list[tuple[str, datetime]]:
    """Who got notices of `kind` when beat looks a second before and at `day`."""
    queue_due(now=day - SECOND)
    assert kind not in mailed()
    queue_due(now=day)
    queue_due(now=day + SECOND)
    return mailed().get(kind, [])
