"""Who is expected at a meeting, from what members replied: quorum, core agencies, who is silent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Func, JSONField
from django.utils import timezone

from sites.models import Agency
from steering.documents.quorum import Quorum, quorum_of
from steering.enums import Answer, AttendanceStatus, MemberRole
from steering.models import Meeting
from steering.querysets import MeetingQuerySet
from steering.seats import seats_on, with_seats

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from steering.models import Membership

COMES = frozenset({Answer.COMING, Answer.LATE})

# Both are written out, since Django would build and compile them anew for each page of a meeting.
REPLIES = Func(
    "pk",
    "starts_at",
    template="""(
        SELECT jsonb_agg(jsonb_build_array(one.person_id, one.answer, one.deputy_id))
        FROM (VALUES (%(expressions)s)) AS this (id, starts_at)
        JOIN steering_reply AS one
          ON one.meeting_id = this.id AND one.starts_at = this.starts_at
    )""",
    output_field=JSONField(),
)
"""The replies that hold: person, answer and deputy; NULL for none."""

CORE = Func(
    "group_id",
    template=f"""(
        SELECT jsonb_agg(
            jsonb_build_array(core.agency_id, agency.name, core.from_on, core.until_on)
            ORDER BY agency.name, core.pk
        )
        FROM (
            SELECT id AS pk, agency_id, from_on, until_on
            FROM steering_coreagency
            WHERE group_id = %(expressions)s
        ) AS core
        JOIN {Agency._meta.db_table} AS agency ON agency.id = core.agency_id
    )""",
    output_field=JSONField(),
)
"""The core agencies of a meeting's group: id, name, first day, first day after; NULL for none."""


@dataclass(frozen=True)
class Forecast:
    """Counts of members, without whoever only administers the group, and what follows from them.

    `coming` counts those who come late too. Core agencies by name: `covered` by somebody who
    comes or sends a deputy, `missing` where nobody can be expected, `unknown` where somebody is
    still silent. `quorum.there` is how many are expected.
    """

    coming: int
    late: int
    deputies: int
    apologies: int
    silent: int
    quorum: Quorum
    covered: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def asked(self) -> int:
        return self.coming + self.deputies + self.apologies + self.silent

    @property
    def replied(self) -> int:
        return self.asked - self.silent

    @property
    def is_at_risk(self) -> bool:
        """Whether, as far as is known, too few will come to decide."""
        return not self.quorum.is_met

    @property
    def may_be_met(self) -> bool:
        """Whether the quorum is met, or those who are silent could still make up for it."""
        needed = self.quorum.needed or 0
        return self.quorum.is_met or self.quorum.there + self.silent >= needed

    @property
    def quorum_in_words(self) -> str:
        """`Enough: 10 expected, 8 needed`; `Not yet: …` while the silent could make up for it."""
        expected, needed = self.quorum.there, self.quorum.needed
        if needed is None:
            return f"{expected} expected, none needed"
        counts = f"{expected} expected, {needed} needed"
        if self.quorum.is_met:
            return f"Enough: {counts}"
        return f"Not yet: {counts}" if self.may_be_met else f"Too few: {counts}"

    @property
    def core_in_words(self) -> str:
        """`All 4 covered`, `3 of 4 covered. Missing: …. Not known yet: …`; empty without any."""
        number = len(self.covered) + len(self.missing) + len(self.unknown)
        if not number:
            return ""
        if len(self.covered) == number:
            return f"All {number} covered" if number > 1 else "Covered"
        words = [f"{len(self.covered)} of {number} covered"]
        words += [f"Missing: {', '.join(self.missing)}"] if self.missing else []
        words += [f"Not known yet: {', '.join(self.unknown)}"] if self.unknown else []
        return ". ".join(words)


@dataclass(frozen=True)
class _Expected:
    """Somebody who comes, as the quorum counts attendances."""

    person_id: int
    status: str
    on_behalf_of_id: int | None = None


class _Read(TypedDict):
    replies_read: list[tuple[int, str, int | None]] | None
    core_read: list[tuple[int, str, str, str | None]] | None


def with_replies(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """The same meetings, annotated with what `forecast_of` needs: no SQL query more."""
    read: MeetingQuerySet = meetings.annotate(replies_read=REPLIES, core_read=CORE)
    return read


def forecasts_of(meetings: MeetingQuerySet) -> dict[int, Forecast]:
    """Give the forecast of each meeting by its id: two SQL queries, however many they are."""
    return {one.pk: forecast_of(one) for one in with_replies(with_seats(meetings))}


def forecast_of(meeting: Meeting) -> Forecast:
    """Give who is expected at a meeting loaded `with_replies`.

    Members are those of the meeting's day: whoever leaves before it does not count. One SQL
    query, unless its seats are read already.
    """
    read = cast("WithAnnotations[Meeting, _Read]", meeting)
    day = timezone.localdate(meeting.starts_at)
    seats = [one for one in seats_on(meeting, day) if one.role != MemberRole.ADMINISTRATOR]
    members = {one.person_id for one in seats}
    rows = [row for row in read.replies_read or () if row[0] in members]
    answers = {person: Answer(answer) for person, answer, _ in rows}
    deputies = {deputy: person for person, _, deputy in rows if deputy}
    given = list(answers.values())
    coming, sent = sum(one in COMES for one in given), given.count(Answer.DEPUTY)
    return Forecast(
        coming=coming,
        late=given.count(Answer.LATE),
        deputies=sent,
        apologies=given.count(Answer.APOLOGIES),
        silent=len(members) - len(given),
        quorum=quorum_of(
            meeting.group.quorum,
            meeting.group.deputies,
            seats,
            _attendances(answers, deputies),
        ),
        **_cover(_core_on(read.core_read or (), day), seats, answers),
    )


def _attendances(answers: Mapping[int, Answer], deputies: Mapping[int, int]) -> Iterable[_Expected]:
    """Those who come and their deputies; somebody sent by two members fills one seat."""
    for person, answer in answers.items():
        if answer in COMES:
            yield _Expected(person, AttendanceStatus.PRESENT)
    for deputy, member in deputies.items():
        yield _Expected(deputy, AttendanceStatus.DEPUTY, member)


def _core_on(core: Iterable[tuple[int, str, str, str | None]], day: date) -> dict[int, str]:
    """The names of the agencies that are core on `day`, by their ids."""
    return {
        agency: name
        for agency, name, from_on, until_on in core
        if date.fromisoformat(from_on) <= day
        and (until_on is None or date.fromisoformat(until_on) > day)
    }


def _cover(
    core: Mapping[int, str], seats: Iterable[Membership], answers: Mapping[int, Answer]
) -> dict[str, tuple[str, ...]]:
    given: dict[int, list[Answer | None]] = {agency: [] for agency in core}
    for seat in seats:
        if seat.agency_id in given:
            given[seat.agency_id].append(answers.get(seat.person_id))
    covered = [agency for agency, of_it in given.items() if {*COMES, Answer.DEPUTY} & {*of_it}]
    unknown = [one for one, of_it in given.items() if None in of_it and one not in covered]
    missing = [one for one in given if one not in covered and one not in unknown]
    named = {"covered": covered, "missing": missing, "unknown": unknown}
    return {word: tuple(core[agency] for agency in of_it) for word, of_it in named.items()}
