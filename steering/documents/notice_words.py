"""The words of the standard notices: the usual ones, a group's own, and what stands in each field.

Nothing in them tells in what capacity somebody sits on the group.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import cast

from django.conf import settings
from django.template.loader import render_to_string

from steering.documents.fields import filled
from steering.documents.notices import Words
from steering.documents.plain_mail import html_of
from steering.enums import NoticeKind

ALWAYS = {
    "name": "The reader’s name",
    "group": "The name of the group",
    "title": "The title of the meeting, with its date",
    "day": "The day of the meeting",
    "time": "When it begins and ends",
    "place": "Where it is",
    "joining_link": "The link to join online, if there is one",
    "administrator": "Your name, or that of whoever serves the group",
}
DUE, AGENDA, ACTIONS, PAPERS = "due", "agenda", "actions", "papers"
REPLY, PROPOSE, PAGE, FORECAST = "reply_link", "propose_link", "page", "forecast"
BESIDES = {
    DUE: "The day by which it is due",
    AGENDA: "The agenda, an item a line",
    ACTIONS: "The reader’s open actions, a line each",
    PAPERS: "The reader’s papers that are not in, a line each",
    REPLY: "The reader’s own link to reply; nobody else sees it",
    PROPOSE: "The reader’s own link to propose an item; nobody else sees it",
    PAGE: "The address of the page where it is done",
    FORECAST: "Who is expected, in numbers, and how many the quorum asks for",
}
OF_KIND: dict[NoticeKind, tuple[str, ...]] = {
    NoticeKind.CALL_FOR_ITEMS: (DUE, PROPOSE),
    NoticeKind.FIRST_CHASE: (ACTIONS,),
    NoticeKind.AGENDA_WITH_CHAIR: (AGENDA, DUE),
    NoticeKind.FORMATS_DUE: (PAPERS, DUE),
    NoticeKind.PAPERS_DUE: (PAPERS, DUE),
    NoticeKind.SECOND_CHASE: (ACTIONS,),
    NoticeKind.AGENDA_OUT: (DUE, PAGE),
    NoticeKind.SECOND_REQUEST: (DUE, REPLY),
    NoticeKind.QUORUM_AT_RISK: (FORECAST,),
    NoticeKind.REMINDER: (AGENDA, REPLY),
    NoticeKind.YOUR_ACTIONS: (ACTIONS,),
    NoticeKind.MINUTES_TO_CHAIR: (DUE, PAGE),
    NoticeKind.MINUTES_OUT: (DUE, PAGE),
    NoticeKind.CONFIRMED_OUT: (DUE, PAGE),
}


@dataclass(frozen=True)
class Wording:
    """Subject and body of a notice with their fields, as an administrator reads and writes them."""

    subject: str
    body: str


@dataclass(frozen=True)
class Signature:
    """In whose name a notice goes; without a name, in that of the service alone."""

    name: str
    group: str


@dataclass(frozen=True)
class Personal:
    """What stands in the fields for one reader; `links` is what stands there for each own link."""

    values: Mapping[str, str]
    links: Mapping[str, str] = field(default_factory=dict)


def fields_of(kind: NoticeKind) -> dict[str, str]:
    """Give the fields that a notice may use, each with what it stands for."""
    return ALWAYS | {name: BESIDES[name] for name in OF_KIND[kind]}


@cache
def usual_wording(kind: NoticeKind) -> Wording:
    """Give the words that hold for a group without words of its own."""
    subject, _, body = render_to_string(f"steering/notices/words/{kind}.txt").partition("\n")
    return Wording(subject, body.strip())


def own_wording(kind: NoticeKind, subject: str, body: str) -> Wording:
    """Give a group's own words; where one of the two is empty, the usual one holds."""
    usual = usual_wording(kind)
    return Wording(subject or usual.subject, body or usual.body)


def words_of(wording: Wording, reader: Personal, signature: Signature) -> Words:
    """Give the mail as one reader gets it."""
    subject = " ".join(filled(wording.subject, reader.values).split())
    body = filled(wording.body, reader.values)
    context = {"signature": signature, "service": settings.SERVICE_NAME}
    foot = render_to_string("steering/mail/notice_foot.txt", context).strip()
    parts = {**context, "subject": subject, "body": html_of(body, tuple(reader.links))}
    html = cast("str", render_to_string("steering/mail/notice.html", parts))
    return Words(subject, f"{body}\n\n{foot}\n", html)
