"""Reminding one person of a paper that is not in: the notice of papers goes to them alone, now."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from calendars.wording import clock
from outbox import services as outbox
from outbox.querysets import MessageQuerySet
from people.models import Person
from steering.documents.reminders import NEVER_WENT, reminders
from steering.enums import NoticeKind, PaperFormat
from steering.errors import SteeringError
from steering.handles import handle_of
from steering.models import Paper
from steering.services.notices.holds import NoNotice, locked_notice, why_not_now
from steering.services.notices.notice import Notice, by_hand
from steering.services.notices.queueing import put_for
from steering.services.notices.situation import Addressee


class NotReminded(SteeringError):
    """Nobody is to be reminded of the paper now. Nothing was sent."""


@transaction.atomic
def remind_of_paper(*, paper: Paper, now: datetime) -> Person:
    """Send whoever brings `paper` the notice of their papers that are not in, and give them.

    The notice that goes by itself leaves them out then. Raises NotReminded, also when they had
    it today, and NoNotice.
    """
    notice = locked_notice(NoticeKind.PAPERS_DUE, paper.item.meeting, now)
    reader = _reader(paper, notice)
    if problem := why_not_now(notice):
        raise NoNotice(problem)
    person = reader.person
    earlier = reminders(notice.meeting).filter(recipient=handle_of(person))
    _refuse_a_second_today(person, earlier, now)
    outbox.withdraw(batch=notice.batch, recipient=handle_of(person), now=now)
    put_for(
        {notice.key_of(person): reader},
        notice,
        batch=by_hand(notice.batch),
        now=now,
        expires_at=notice.meeting.starts_at,
    )
    return person


def _refuse_a_second_today(person: Person, earlier: MessageQuerySet, now: datetime) -> None:
    last = earlier.exclude(state__in=NEVER_WENT).order_by("created_at").last()
    if last and timezone.localdate(last.created_at) == timezone.localdate(now):
        raise NotReminded(f"{person.name} was reminded today at {clock(last.created_at)}.")


def _reader(paper: Paper, notice: Notice) -> Addressee:
    """Give who is to be reminded of `paper`. Raises NotReminded."""
    if paper.files.filter(form=PaperFormat.ORDINARY, replaced_at__isnull=True).exists():
        raise NotReminded(f"“{paper.title}” is in by now.")
    if paper.owner is None:
        raise NotReminded(f"Nobody is noted as bringing “{paper.title}”. Say first who does.")
    reader = next((one for one in notice.addressees if one.person == paper.owner), None)
    if reader is None:
        raise NotReminded(f"{paper.owner.name} has left the group. Say first who brings it now.")
    if not reader.by_mail:
        raise NotReminded(f"{paper.owner.name} gets no e-mail. Ask them another way.")
    return reader
