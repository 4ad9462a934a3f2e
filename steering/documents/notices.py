"""The words of mails about a meeting that a person checks: invitation, agenda, cancellation.

Nothing in them tells in what capacity somebody sits on the group.
"""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from calendars.wording import day_and_time, day_date, span
from steering.documents.agenda import AgendaSheet, agenda_of_members
from steering.enums import Deputies
from steering.models import Meeting


@dataclass(frozen=True)
class Words:
    """A mail as it will be read. `text` and `html` say the same."""

    subject: str
    text: str
    html: str


SUBJECTS = {
    "invitation": "Invitation: {title}",
    "invitation_changed": "Changed: {title}",
    "agenda": "Agenda: {title}",
    "cancellation": "Cancelled: {title}",
    "removal": "No longer in your calendar: {title}",
}


def notice_words(
    kind: str,
    meeting: Meeting,
    *,
    sheet: AgendaSheet | None = None,
    to_name: str,
    from_name: str,
    changed: bool = False,
    too_large: bool = False,
    reply_link: str = "",
) -> Words:
    """Give the mail of `kind` for one person, whose agenda is `sheet`: usually as members read it.

    `changed` marks an invitation that tells of a new time, place or title; `too_large` says that
    the papers do not go with it.
    """
    sheet = sheet or agenda_of_members(meeting)
    which = "invitation_changed" if changed else kind
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "to_name": to_name,
        "from_name": from_name,
        "changed": changed,
        "reply_link": reply_link,
        "may_send_somebody": meeting.group.deputies != Deputies.NONE,
        "day": day_date(meeting.starts_at),
        "when": f"{day_date(meeting.starts_at)}, {span(meeting.starts_at, meeting.ends_at)}",
        "starts": day_and_time(meeting.starts_at),
        "where": meeting.where,
        "lines": sheet.lines,
        "files": sheet.files,
        "too_large": too_large,
        "papers_url": f"{settings.PUBLIC_BASE_URL}{reverse('papers', args=[meeting.pk])}",
        "service": settings.SERVICE_NAME,
    }
    subject = SUBJECTS[which].format(title=subject_title(meeting))
    text = render_to_string(f"steering/mail/{kind}.txt", context)
    html = render_to_string(f"steering/mail/{kind}.html", {**context, "subject": subject})
    return Words(subject=subject, text=tidy(text), html=html)


def subject_title(meeting: Meeting) -> str:
    """The title with its date, which is named once."""
    date = day_date(meeting.starts_at).split(" ", 1)[1]
    return meeting.title if date in meeting.title else f"{meeting.title}, {date}"


def tidy(text: str) -> str:
    """Fold runs of empty lines, which conditions in a template leave behind, into one."""
    lines: list[str] = []
    for line in (raw.rstrip() for raw in text.strip().splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines) + "\n"
