"""An agenda as it is read: numbers, start times counted from the minutes, papers, and secrets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias, TypedDict, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateTimeField, OuterRef, Subquery, Value
from django.db.models.functions import JSONObject

from calendars.wording import clock, counted
from steering.documents.readers import named_ids
from steering.documents.reminders import reminded_at
from steering.enums import PaperFormat
from steering.models import AgendaItem, Meeting, Paper, PaperFile

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from sites.rules import AnyUser

    ReadItem: TypeAlias = WithAnnotations[AgendaItem, "_Read"]

SECRET = "Confidential item"
"""What stands in the place of an item that somebody may not see."""


@dataclass(frozen=True)
class FileLine:
    """A file of a paper. `form` is empty for the ordinary one."""

    pk: int
    name: str
    form: str
    pages: int | None
    size: int

    @property
    def facts(self) -> str:
        """`4 pages`, or `230 KB` where nobody counted them."""
        return counted(self.pages, "page") if self.pages else size_in_words(self.size)

    @property
    def form_in_words(self) -> str:
        return PaperFormat(self.form).label.lower() if self.form else ""


@dataclass(frozen=True)
class PaperLine:
    """A paper of an item: promised until it has an ordinary file.

    `reminded_at` is when its owner was last reminded, if that was read.
    """

    pk: int
    title: str
    owner: str
    owner_id: int | None
    in_easy_read: bool
    in_large_print: bool
    files: tuple[FileLine, ...]
    reminded_at: datetime | None = None

    @property
    def is_in(self) -> bool:
        return any(not one.form for one in self.files)

    @property
    def in_words(self) -> str:
        """`Report on the pilot: report.pdf, 4 pages; easy read: report-easy.pdf, 2 pages`"""
        files = [
            f"{one.form_in_words}: {one.name}, {one.facts}"
            if one.form
            else f"{one.name}, {one.facts}"
            for one in self.files
        ]
        return f"{self.title}: {'; '.join(files) or 'to follow'}"

    @property
    def missing(self) -> tuple[str, ...]:
        """The forms in which it is needed and not yet there, in words."""
        there = {one.form for one in self.files}
        wanted = {
            PaperFormat.EASY_READ: self.in_easy_read,
            PaperFormat.LARGE_PRINT: self.in_large_print,
        }
        return tuple(
            form.label.lower() for form, needed in wanted.items() if needed and form not in there
        )


@dataclass(frozen=True)
class AgendaLine:
    """An item as one person reads it. `let_in` is false for a secret, which has no words."""

    pk: int
    number: int
    title: str
    starts: str
    who: str
    what_for: str
    minutes: int | None
    notes: str
    confidential: bool
    let_in: bool
    named: int
    papers: tuple[PaperLine, ...]

    @property
    def facts(self) -> str:
        """`Samuel Okafor. To decide. 25 minutes.`, as far as it is known."""
        minutes = counted(self.minutes, "minute") if self.minutes else ""
        return " ".join(f"{one}." for one in (self.who, self.what_for, minutes) if one)


@dataclass(frozen=True)
class AgendaSheet:
    """An agenda with what its minutes add up to."""

    lines: tuple[AgendaLine, ...]
    minutes: int
    room: int
    untimed: int
    span: tuple[str, str]

    @property
    def over(self) -> int:
        """How many minutes more than the meeting has."""
        return max(self.minutes - self.room, 0)

    @property
    def fits(self) -> str:
        """`9 items, 120 minutes: fills the time from 10:00am to 12:00pm exactly.`"""
        start = f"{counted(len(self.lines), 'item')}, {counted(self.minutes, 'minute')}"
        if not self.minutes:
            return f"{counted(len(self.lines), 'item')}, without minutes so far."
        if self.over:
            return f"{start}: {self.over} more than the meeting has."
        left = self.room - self.minutes
        when = f"from {self.span[0]} to {self.span[1]}"
        if self.untimed:
            return f"{start}: {left} left for {counted(self.untimed, 'item')} without minutes."
        if left:
            return f"{start}: leaves {counted(left, 'minute')} of the time {when}."
        return f"{start}: fills the time {when} exactly."

    @property
    def files(self) -> tuple[FileLine, ...]:
        """The files of all papers, in order."""
        return tuple(file for paper in self.papers for file in paper.files)

    @property
    def papers(self) -> tuple[PaperLine, ...]:
        return tuple(paper for line in self.lines for paper in line.papers)


class _Read(TypedDict):
    let_in: bool
    named_ids: list[int]
    paper_rows: list[dict[str, object]]


def agenda_for(user: AnyUser, meeting: Meeting, *, reminders: bool = False) -> AgendaSheet:
    """Give the agenda of a meeting as `user`, who may see the meeting, reads it. One SQL query.

    With `reminders` each paper has when its owner was last reminded of theirs.
    """
    items = with_papers(
        AgendaItem.objects.filter(meeting=meeting).marked_for(user),
        reminded_at=reminded_at(meeting) if reminders else None,
    )
    return sheet_of(meeting, [(item, item.let_in) for item in items])


def agenda_of_members(meeting: Meeting) -> AgendaSheet:
    """Give the agenda as a member reads it who is named on nothing. One SQL query."""
    items = with_papers(AgendaItem.objects.filter(meeting=meeting))
    return sheet_of(meeting, [(item, not item.confidential) for item in items])


def with_papers(
    items: Iterable[AgendaItem], *, reminded_at: Subquery | None = None
) -> Sequence[ReadItem]:
    """The same items with presenter, papers and how many are named, in one SQL query."""
    papers = Paper.objects.filter(item=OuterRef("pk")).order_by("pk")
    rows = items.select_related("presenter").annotate(  # type: ignore[attr-defined]
        named_ids=named_ids(),
        paper_rows=ArraySubquery(papers.values(line=_paper_as_json(reminded_at))),
    )
    return cast("Sequence[ReadItem]", rows.order_by("position"))


def _paper_as_json(reminded_at: Subquery | None = None) -> JSONObject:
    """A paper with its current files, as `_paper` reads it."""
    files = PaperFile.objects.filter(paper=OuterRef("pk"), replaced_at__isnull=True)
    file = JSONObject(pk="pk", name="file_name", form="form", pages="pages", size="size")
    return JSONObject(
        pk="pk",
        title="title",
        owner="owner__name",
        owner_id="owner_id",
        in_easy_read="in_easy_read",
        in_large_print="in_large_print",
        files=ArraySubquery(files.order_by("form").values(line=file)),
        reminded_at=reminded_at or Value(None, output_field=DateTimeField()),
    )


def papers_for(user: AnyUser, meetings: Iterable[Meeting]) -> dict[int, list[PaperLine]]:
    """Give the papers that `user` may read, by the id of their meeting. One SQL query."""
    rows = (
        Paper.objects.visible_to(user)
        .filter(item__meeting__in=meetings)
        .order_by("item__meeting", "item__position", "pk")
        .annotate(line=_paper_as_json())
    )
    papers: dict[int, list[PaperLine]] = defaultdict(list)
    for meeting, line in rows.values_list("item__meeting", "line"):
        papers[meeting].append(_paper(line))
    return papers


def sheet_of(meeting: Meeting, items: Iterable[tuple[ReadItem, bool]]) -> AgendaSheet:
    """Put items, each with whether its reader is let in, under numbers and times. No SQL query."""
    lines, at, untimed = [], meeting.starts_at, 0
    for item, let_in in items:
        lines.append(_line(item, let_in, "" if untimed else clock(at)))
        at += timedelta(minutes=item.length or 0)
        untimed += item.length is None
    return AgendaSheet(
        lines=tuple(lines),
        minutes=_minutes(meeting.starts_at, at),
        room=_minutes(meeting.starts_at, meeting.ends_at),
        untimed=untimed,
        span=(clock(meeting.starts_at), clock(meeting.ends_at)),
    )


def _minutes(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds() // 60)


def _line(item: ReadItem, let_in: bool, starts: str) -> AgendaLine:
    presenter = item.presenter.name if item.presenter else ""
    return AgendaLine(
        pk=item.pk,
        number=item.position,
        title=item.title if let_in else SECRET,
        starts=starts,
        who=presenter if let_in else "",
        what_for=item.get_kind_display() if let_in else "",
        minutes=item.length,
        notes=item.notes if let_in else "",
        confidential=item.confidential,
        let_in=let_in,
        named=len(item.named_ids),
        papers=tuple(_paper(row) for row in item.paper_rows) if let_in else (),
    )


def _paper(row: dict[str, object]) -> PaperLine:
    files = cast("list[dict[str, object]]", row["files"])
    reminded_at = cast("str | None", row["reminded_at"])
    read = {
        "owner": row["owner"] or "",
        "files": tuple(FileLine(**one) for one in files),  # type: ignore[arg-type]
        "reminded_at": datetime.fromisoformat(reminded_at) if reminded_at else None,
    }
    return PaperLine(**row | read)  # type: ignore[arg-type]


def size_in_words(size: int) -> str:
    """`230 KB`, `4.2 MB`; a byte is never 0 KB."""
    kilobytes = max(round(size / 1024), 1)
    return f"{kilobytes} KB" if kilobytes < 1024 else f"{size / 1024 / 1024:.1f} MB"
