"""How a meeting stands, as far as its notices depend on it: read for many meetings at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypedDict, cast

from django.db.models import Prefetch
from django.utils import timezone

from people.enums import Route
from people.models import Person
from people.reach import gets_mail
from steering.enums import CHAIR_ROLES, Answer, MemberRole, MinutesState, PaperFormat
from steering.forecast import Forecast, forecast_of, with_replies
from steering.models import Action, Meeting, NoticeHold
from steering.notice_settings import Setting, keep, own_notices
from steering.querysets import MeetingQuerySet
from steering.seats import holds, members_for, with_seats
from steering.services.notices import reading

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from steering.models import Membership


@dataclass(frozen=True)
class Addressee:
    """Somebody whom a notice is for, and why. Without `by_mail` they are listed for post."""

    person: Person
    why: str
    by_mail: bool


@dataclass(frozen=True)
class ExpectedPaper:
    """A paper that somebody brings: in which forms it is in, and in which it is needed besides."""

    title: str
    item: int
    owner: Person
    by_mail: bool
    forms: frozenset[str]
    needed: frozenset[PaperFormat]

    @property
    def is_in(self) -> bool:
        return PaperFormat.ORDINARY in self.forms

    @property
    def missing(self) -> list[PaperFormat]:
        """The forms besides the ordinary one in which it is needed and not in."""
        return sorted(self.needed - self.forms)


@dataclass(frozen=True)
class Replied:
    """What somebody replied for the present time, and who comes in their place."""

    answer: Answer
    deputy: Person | None = None
    deputy_by_mail: bool = False


@dataclass(frozen=True)
class Situation:
    """A meeting with all that decides which of its notices go to whom."""

    meeting: Meeting
    now: datetime
    replies: dict[int, Replied]
    papers: tuple[ExpectedPaper, ...]
    actions: Sequence[Action]
    """The open actions of the group that somebody has."""
    administrator: Addressee | None
    agenda_is_sent: bool
    minutes: MinutesState | None
    minutes_before: str

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def forecast(self) -> Forecast:
        """Who is expected, by the replies so far."""
        return forecast_of(self.meeting)

    @cached_property
    def members(self) -> list[Addressee]:
        """The members of the meeting's day who are members now."""
        people = members_for(self.meeting, self.now)
        return [Addressee(one, "Member", gets_mail(one)) for one in dict.fromkeys(people)]

    @property
    def chairs(self) -> list[Addressee]:
        """Who chairs the group today, and with them."""
        seats = [one for one in self._seats if one.role in CHAIR_ROLES and holds(one, self.today)]
        ordered = sorted(seats, key=lambda one: (one.role, one.joined_on))
        return [
            Addressee(one.person, one.get_role_display(), gets_mail(one.person)) for one in ordered
        ]

    def has_left(self, person: Person) -> bool:
        """Whether somebody sat on the group and does no more; whoever never did has not left."""
        theirs = [one for one in self._seats if one.person_id == person.pk]
        return bool(theirs) and not any(holds(one, self.today) for one in theirs)

    @property
    def _seats(self) -> list[Membership]:
        return list(self.meeting.group.memberships.all())


class _Read(TypedDict):
    own_replies: list[dict[str, Any]]
    own_papers: list[dict[str, Any]]
    administrators: list[dict[str, Any]]
    agenda_is_sent: bool
    minutes_before: str
    own_notices: list[Setting]


def with_cycle(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """The same meetings, annotated with what their notices depend on. They need `with_seats` too.

    What holds their notices is read with one SQL query more, for all.
    """
    holds_by = NoticeHold.objects.select_related("held_by__person")
    read: MeetingQuerySet = (
        with_replies(meetings)
        .select_related("minutes")
        .prefetch_related(Prefetch("notice_holds", holds_by))
        .annotate(
            own_replies=reading.replies(),
            own_papers=reading.papers(),
            administrators=reading.administrators(),
            agenda_is_sent=reading.agenda_is_sent(),
            minutes_before=reading.minutes_before(),
            own_notices=own_notices("group"),
        )
    )
    return read


def to_read(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """The same meetings with all that `situations_among` needs: two more SQL queries for all."""
    return with_cycle(with_seats(meetings))


def situations_of(meetings: MeetingQuerySet, now: datetime) -> list[Situation]:
    """Give how `meetings` stand `now`: four SQL queries, however many they are."""
    return situations_among(list(to_read(meetings)), now)


def situations_among(meetings: Sequence[Meeting], now: datetime) -> list[Situation]:
    """The same for meetings loaded `with_cycle` and `with_seats`: one SQL query for all."""
    actions = open_actions({one.group_id for one in meetings})
    return [_situation(one, actions[one.group_id], now) for one in meetings]


def open_actions(groups: Collection[int]) -> dict[int, list[Action]]:
    """Give the open actions that somebody has by the ids of `groups`, the oldest first."""
    found: dict[int, list[Action]] = defaultdict(list)
    rows = Action.objects.open().filter(meeting__group__in=groups, owner__isnull=False)
    for one in rows.select_related("owner__contact", "meeting").order_by(
        "meeting__starts_at", "ordinal", "pk"
    ):
        found[one.meeting.group_id].append(one)
    return found


def _situation(meeting: Meeting, actions: Sequence[Action], now: datetime) -> Situation:
    read = cast("WithAnnotations[Meeting, _Read]", meeting)
    keep(meeting.group, read.own_notices)
    minutes = getattr(meeting, "minutes", None)
    return Situation(
        meeting=meeting,
        now=now,
        replies={row["person"]: _replied(row) for row in read.own_replies},
        papers=tuple(map(_paper, read.own_papers)),
        actions=actions,
        administrator=_administrator(meeting, read.administrators, timezone.localdate(now)),
        agenda_is_sent=read.agenda_is_sent,
        minutes=MinutesState(minutes.state) if minutes else None,
        minutes_before=read.minutes_before,
    )


def _person(row: dict[str, Any]) -> tuple[Person, bool]:
    """Somebody as they were read, and whether they get mail."""
    person = Person(pk=row["pk"], key=row["key"], name=row["name"], email=row["email"])
    return person, bool(person.email) and row["route"] in (None, Route.EMAIL)


def _replied(row: dict[str, Any]) -> Replied:
    if row["answer"] != Answer.DEPUTY:
        return Replied(Answer(row["answer"]))
    return Replied(Answer.DEPUTY, *_person(row["deputy"]))


def _paper(row: dict[str, Any]) -> ExpectedPaper:
    owner, by_mail = _person(row["owner"])
    needed = {PaperFormat.EASY_READ: row["easy_read"], PaperFormat.LARGE_PRINT: row["large_print"]}
    return ExpectedPaper(
        title=row["title"],
        item=row["item"],
        owner=owner,
        by_mail=by_mail,
        forms=frozenset(row["forms"]),
        needed=frozenset(form for form, wanted in needed.items() if wanted),
    )


def _administrator(
    meeting: Meeting, of_site: list[dict[str, Any]], today: date
) -> Addressee | None:
    """Whoever serves the group as its administrator, else the nearest of its site and region."""
    for seat in sorted(meeting.group.memberships.all(), key=lambda one: (one.joined_on, one.pk)):
        serves = seat.role == MemberRole.ADMINISTRATOR and holds(seat, today)
        if serves and seat.person.email:
            return Addressee(seat.person, "Administrator", by_mail=True)
    people = [_person(row)[0] for row in of_site]
    return Addressee(people[0], "Administrator", by_mail=True) if people else None
