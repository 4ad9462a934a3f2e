"""A notice in words, as each of its readers gets it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.urls import reverse

from calendars.wording import counted, day_date, long_date, span
from people.models import Person
from steering.documents import notice_words
from steering.documents.notice_words import Personal, Signature, Wording, words_of
from steering.documents.notices import Words, subject_title
from steering.enums import CHAIR_ROLES, NoticeKind, SendingKind
from steering.forecast import Forecast
from steering.lead_times import due_on
from steering.links import Purpose, personal_link, stands_for_link
from steering.models import Action, AgendaItem, NamedOnItem, NoticeSetting
from steering.services.notices import audiences
from steering.services.notices.notice import Notice
from steering.services.notices.situation import Addressee, ExpectedPaper, Situation
from steering.services.notices.table import TO_ADMINISTRATOR

PURPOSES = {notice_words.REPLY: Purpose.REPLY, notice_words.PROPOSE: Purpose.PROPOSE}
DUE = {
    NoticeKind.CALL_FOR_ITEMS: NoticeKind.PAPERS_DUE,
    NoticeKind.AGENDA_WITH_CHAIR: NoticeKind.AGENDA_OUT,
    NoticeKind.FORMATS_DUE: NoticeKind.PAPERS_DUE,
    NoticeKind.PAPERS_DUE: NoticeKind.AGENDA_OUT,
    NoticeKind.SECOND_REQUEST: NoticeKind.QUORUM_AT_RISK,
}
"""Of which notice the day is named as {due}; by default of the same."""


@dataclass(frozen=True)
class Letter:
    """A notice whose words are settled: `for_reader` puts them together for each."""

    notice: Notice
    wording: Wording
    items: tuple[AgendaItem, ...]

    @property
    def sender(self) -> Addressee | None:
        """In whose name it goes; nobody's, when the administrator is reminded."""
        to_administrator = self.notice.kind in TO_ADMINISTRATOR
        return None if to_administrator else self.notice.situation.administrator

    def for_reader(self, reader: Addressee) -> tuple[Words, dict[str, str]]:
        """Give the mail of one reader, and what stands in it for links of their own."""
        meeting = self.notice.meeting
        values = self._always(reader.person)
        links: dict[str, str] = {}
        for name in notice_words.OF_KIND[self.notice.kind]:
            if purpose := PURPOSES.get(name):
                values[name], own = self._link(purpose, reader)
                links |= own
            else:
                values[name] = self._value(name, reader.person)
        sender = self.sender
        signature = Signature(
            name=sender.person.name if sender else self._group_signs(), group=meeting.group.name
        )
        return words_of(self.wording, Personal(values, links), signature), links

    def _group_signs(self) -> str:
        to_administrator = self.notice.kind in TO_ADMINISTRATOR
        return "" if to_administrator else self.notice.meeting.group.name

    def _always(self, person: Person) -> dict[str, str]:
        meeting = self.notice.meeting
        administrator = self.notice.situation.administrator
        return {
            "name": person.name,
            "group": meeting.group.name,
            "title": subject_title(meeting),
            "day": day_date(meeting.starts_at),
            "time": span(meeting.starts_at, meeting.ends_at),
            "place": meeting.where or "to be announced",
            "joining_link": meeting.joining_link,
            "administrator": administrator.person.name if administrator else meeting.group.name,
        }

    def _link(self, purpose: Purpose, reader: Addressee) -> tuple[str, dict[str, str]]:
        """Members have a link of their own; a deputy has none."""
        members = {one.person.pk for one in self.notice.situation.members}
        if reader.person.pk not in members:
            return "", {}
        link = personal_link(purpose, meeting=self.notice.meeting, person=reader.person)
        stands = stands_for_link(reader.person, purpose)
        return stands, {stands: link}

    def _value(self, name: str, person: Person) -> str:
        kind, situation = self.notice.kind, self.notice.situation
        meeting = situation.meeting
        if name == notice_words.DUE:
            return day_date(due_on(DUE.get(kind, kind), meeting.starts_at, meeting.group))
        if name == notice_words.AGENDA:
            return _agenda(self.items, person, situation)
        if name == notice_words.ACTIONS:
            return _actions(kind, situation, person)
        if name == notice_words.PAPERS:
            return _papers(kind, situation, person)
        if name == notice_words.FORECAST:
            return _forecast(situation.forecast)
        return _page(kind, meeting.pk)


def words_for(notice: Notice, reader: Addressee) -> Words:
    """Give a notice as one reader gets it. Two SQL queries."""
    return letter_of(notice).for_reader(reader)[0]


def preview(notice: Notice, wording: Wording, reader: Addressee) -> Words:
    """Give a notice as one reader would get it in words that are not saved. One SQL query."""
    return _letter(notice, wording).for_reader(reader)[0]


def letter_of(notice: Notice) -> Letter:
    """Give a notice with its words and agenda. Two SQL queries."""
    own = NoticeSetting.objects.filter(group=notice.meeting.group_id, kind=notice.kind).first()
    subject, body = (own.subject, own.body) if own else ("", "")
    return _letter(notice, notice_words.own_wording(notice.kind, subject, body))


def _letter(notice: Notice, wording: Wording) -> Letter:
    named = NamedOnItem.objects.filter(item=OuterRef("pk")).values("person")
    items = notice.meeting.agenda_items.annotate(named_ids=ArraySubquery(named))
    return Letter(notice, wording, tuple(items.order_by("position")))


def _agenda(items: Iterable[AgendaItem], person: Person, situation: Situation) -> str:
    """Confidential items are for the chair and those named."""
    chairs = {
        seat.person_id
        for seat in situation.meeting.group.memberships.all()
        if seat.role in CHAIR_ROLES
    }
    shown = [
        one
        for one in items
        if not one.confidential or person.pk in chairs or person.pk in one.named_ids  # type: ignore[attr-defined] # annotated by _letter
    ]
    return "\n".join(f"{one.position}. {_line(one.title)}" for one in shown)


def _actions(kind: NoticeKind, situation: Situation, person: Person) -> str:
    its_own = kind == NoticeKind.YOUR_ACTIONS
    actions = (
        audiences.actions_of_meeting(situation)
        if its_own
        else audiences.actions_to_chase(situation, kind)
    )
    return "\n".join(_action(one) for one in actions if one.owner == person)


def _action(one: Action) -> str:
    return f"- {_line(one.text).rstrip('.')}{_by(one.due_on)}"


def _by(day: date | None) -> str:
    return f", by {long_date(day)}" if day else ""


def _papers(kind: NoticeKind, situation: Situation, person: Person) -> str:
    formats = kind == NoticeKind.FORMATS_DUE
    papers = (
        audiences.papers_in_other_formats(situation)
        if formats
        else audiences.papers_not_in(situation)
    )
    lines = (_format(one) if formats else f"- {one.title}" for one in papers if one.owner == person)
    return "\n".join(lines)


def _format(one: ExpectedPaper) -> str:
    return f"- {one.title}: {' and '.join(form.label.lower() for form in one.missing)}"


def _forecast(forecast: Forecast) -> str:
    """Numbers and agencies, no names of people."""
    silent = f"{forecast.silent} of {counted(forecast.asked, 'member')} have not replied."
    core = f"Core agencies: {forecast.core_in_words}." if forecast.core_in_words else ""
    return "\n".join(filter(None, (f"{forecast.quorum_in_words}.", silent, core)))


def _page(kind: NoticeKind, meeting: int) -> str:
    addresses = {
        NoticeKind.AGENDA_OUT: reverse("check_and_send", args=[meeting, SendingKind.AGENDA]),
        NoticeKind.MINUTES_TO_CHAIR: reverse("write_minutes", args=[meeting]),
        NoticeKind.MINUTES_OUT: reverse("check_and_send", args=[meeting, SendingKind.MINUTES]),
    }
    return f"{settings.PUBLIC_BASE_URL}{addresses.get(kind) or reverse('meeting', args=[meeting])}"


def _line(text: str) -> str:
    return " ".join(text.split())
