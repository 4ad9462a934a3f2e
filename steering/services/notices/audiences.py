"""Whom each notice is for. Nobody who has left is among them, nor anybody for whom it is over."""

from collections.abc import Iterable

from people.models import Person
from people.reach import gets_mail
from steering.enums import Answer, MinutesState, NoticeKind
from steering.lead_times import goes_at
from steering.models import Action
from steering.rules import OUT
from steering.services.notices.situation import Addressee, ExpectedPaper, Situation

WHY = {
    Answer.COMING: "Coming",
    Answer.LATE: "Coming, arriving late",
    Answer.DEPUTY: "Sends a deputy",
}


def members(of: Situation, kind: NoticeKind) -> list[Addressee]:
    """Everybody who is told of the meeting."""
    return of.members


def chairs(of: Situation, kind: NoticeKind) -> list[Addressee]:
    """Chair and co-chair, while the agenda is not sent."""
    return [] if of.agenda_is_sent else of.chairs


def chairs_at_risk(of: Situation, kind: NoticeKind) -> list[Addressee]:
    """Chair and co-chair, while too few are expected for the quorum."""
    return of.chairs if of.forecast.is_at_risk else []


def owners_of_actions(of: Situation, kind: NoticeKind) -> list[Addressee]:
    """Whoever has open actions of the group."""
    return _owners_of_actions(actions_to_chase(of, kind), "Has open actions", of)


def owners_of_its_actions(of: Situation, kind: NoticeKind) -> list[Addressee]:
    """Whoever has open actions that this meeting recorded."""
    return _owners_of_actions(actions_of_meeting(of), "Has actions from the meeting", of)


def owners_of_papers(of: Situation, kind: NoticeKind) -> list[Addressee]:
    """Whoever brings a paper that is not in."""
    return _owners_of_papers(papers_not_in(of), of)


def owners_of_formats(of: Situation, kind: NoticeKind) -> list[Addressee]:
    """Whoever brings a paper that is needed in another format and is not in."""
    return _owners_of_papers(papers_in_other_formats(of), of)


def not_replied(of: Situation, kind: NoticeKind) -> list[Addressee]:
    """Members who have not replied for the meeting's present time."""
    return [
        Addressee(one.person, "Has not replied", one.by_mail)
        for one in of.members
        if one.person.pk not in of.replies
    ]


def reminded(of: Situation, kind: NoticeKind) -> list[Addressee]:
    """All members but those who sent apologies, and the deputies of those who send one."""
    found: dict[int, Addressee] = {}
    for one in of.members:
        replied = of.replies.get(one.person.pk)
        if replied is None:
            found[one.person.pk] = Addressee(one.person, "Has not replied", one.by_mail)
        elif replied.answer != Answer.APOLOGIES:
            found[one.person.pk] = Addressee(one.person, WHY[replied.answer], one.by_mail)
            if replied.deputy and not of.has_left(replied.deputy):
                deputy = Addressee(replied.deputy, "Deputy", replied.deputy_by_mail)
                found.setdefault(replied.deputy.pk, deputy)
    return list(found.values())


def administrator_of_agenda(of: Situation, kind: NoticeKind) -> list[Addressee]:
    """The administrator, while the agenda is not sent."""
    return [] if of.agenda_is_sent else _administrator(of)


def administrator_of_draft(of: Situation, kind: NoticeKind) -> list[Addressee]:
    """The administrator, while the minutes are not with the chair."""
    return _administrator(of) if of.minutes in (None, MinutesState.DRAFT) else []


def administrator_of_minutes(of: Situation, kind: NoticeKind) -> list[Addressee]:
    """The administrator, while the minutes are not circulated."""
    return [] if of.minutes in OUT else _administrator(of)


def administrator_of_confirmed(of: Situation, kind: NoticeKind) -> list[Addressee]:
    """The administrator, while the minutes of the meeting before are circulated as a draft."""
    return _administrator(of) if of.minutes_before == MinutesState.CIRCULATED else []


def actions_to_chase(of: Situation, kind: NoticeKind) -> list[Action]:
    """The open actions of meetings that were before the chase: others are only being recorded."""
    moment = goes_at(kind, of.meeting.starts_at, of.meeting.group)
    return [one for one in of.actions if one.meeting.starts_at < moment]


def actions_of_meeting(of: Situation) -> list[Action]:
    """The open actions that this meeting recorded."""
    return [one for one in of.actions if one.meeting_id == of.meeting.pk]


def papers_not_in(of: Situation) -> list[ExpectedPaper]:
    """The papers without an ordinary file."""
    return [one for one in of.papers if not one.is_in]


def papers_in_other_formats(of: Situation) -> list[ExpectedPaper]:
    """The papers that lack a format in which somebody needs them."""
    return [one for one in of.papers if one.missing]


def _administrator(of: Situation) -> list[Addressee]:
    return [of.administrator] if of.administrator else []


def _owners_of_actions(actions: Iterable[Action], why: str, of: Situation) -> list[Addressee]:
    owners = {one.owner: gets_mail(one.owner) for one in actions if one.owner}
    return _staying(owners, why, of)


def _owners_of_papers(papers: Iterable[ExpectedPaper], of: Situation) -> list[Addressee]:
    return _staying({one.owner: one.by_mail for one in papers}, "Brings a paper", of)


def _staying(people: dict[Person, bool], why: str, of: Situation) -> list[Addressee]:
    return [
        Addressee(person, why, by_mail)
        for person, by_mail in people.items()
        if not of.has_left(person)
    ]
