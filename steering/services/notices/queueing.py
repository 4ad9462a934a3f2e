"""Putting notices into the outbox when they are due, and taking back what is over."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from outbox import services as outbox
from outbox.enums import WAITING, State
from outbox.models import Mailbox, Message
from outbox.querysets import MessageQuerySet
from steering.enums import MeetingState, NoticeKind
from steering.handles import about
from steering.models import Meeting, NoticeSetting
from steering.querysets import MeetingQuerySet
from steering.services.notices.notice import (
    BY_HAND,
    Notice,
    by_hand,
    first_key,
    key_again,
    notice_of,
    notices_of,
)
from steering.services.notices.situation import Addressee, situations_of
from steering.services.notices.words import Letter, letter_of

USUAL_REACH = timedelta(days=60)
"""No usual lead time, Christmas and expiry included, reaches further from a meeting."""
USUAL_NUMBER = 20
LONGEST_REACH = timedelta(days=330)
"""Nor does any that a group may set: 180 working days, their holidays, and the expiry."""
OVER = "It was no longer needed."


def queue_due(*, now: datetime) -> int:
    """Put every notice that is due and not yet dispatched into the outbox; give their number.

    What waits there and is over by now is withdrawn. Six SQL queries, and those of the writing.
    """
    paused = set(Mailbox.objects.filter(paused=True).values_list("key", flat=True))
    current = [
        notice
        for situation in situations_of(meetings_in_reach(now), now)
        if situation.meeting.group.key not in paused
        for notice in notices_of(situation)
        if notice.is_current and not notice.hold
    ]
    there = _messages(current)
    return sum(_settle(notice, there[notice.batch], now) for notice in current)


def meetings_in_reach(now: datetime) -> MeetingQuerySet:
    """The meetings of which a notice may be due `now`."""
    far = NoticeSetting.objects.filter(group=OuterRef("group"), number__gt=USUAL_NUMBER)
    within: MeetingQuerySet = Meeting.objects.exclude(state=MeetingState.CANCELLED).filter(
        Q(starts_at__gt=now - USUAL_REACH, starts_at__lt=now + USUAL_REACH)
        | Q(
            Exists(far),
            starts_at__gt=now - LONGEST_REACH,
            starts_at__lt=now + LONGEST_REACH,
        )
    )
    return within


def _messages(notices: Iterable[Notice]) -> dict[str, dict[str, str]]:
    """The states of the messages of `notices`, by batch and key, those by hand among them.

    What was withdrawn is not: whoever is concerned again after all is to have it.
    """
    found: dict[str, dict[str, str]] = defaultdict(dict)
    rows = _rows(notices).exclude(state=State.WITHDRAWN)
    for batch, key, state in rows.values_list("batch", "key", "state"):
        found[batch.removesuffix(BY_HAND)][first_key(key)] = state
    return found


def _rows(notices: Iterable[Notice]) -> MessageQuerySet:
    batches = [batch for one in notices for batch in (one.batch, by_hand(one.batch))]
    rows: MessageQuerySet = Message.objects.filter(batch__in=batches)
    return rows


def _settle(notice: Notice, there: dict[str, str], now: datetime) -> int:
    over = [key for key, state in there.items() if state in WAITING and key not in notice.wants]
    if over:
        withdraw_over(notice, now=now)
    if notice.wants.keys() <= there.keys():
        return 0
    return _queue(notice.kind, notice.meeting.pk, now)


@transaction.atomic
def _queue(kind: NoticeKind, pk: int, now: datetime) -> int:
    # Held, moved or cancelled at this very moment: the lock puts one of the two wholly first.
    Meeting.objects.select_for_update().get(pk=pk)
    notice = read_notice(kind, pk, now)
    return put(notice, now=now) if notice.is_current and not notice.hold else 0


def put(notice: Notice, *, now: datetime, expires_at: datetime | None = None) -> int:
    """Write a message for everybody who wants one and has none; give their number."""
    there = _messages([notice])[notice.batch]
    missing = {key: one for key, one in notice.wants.items() if key not in there}
    if not missing:
        return 0
    return put_for(
        missing, notice, batch=notice.batch, now=now, expires_at=expires_at or notice.until
    )


def put_for(
    readers: Mapping[str, Addressee],
    notice: Notice,
    *,
    batch: str,
    now: datetime,
    expires_at: datetime,
) -> int:
    """Write a message for each reader, whatever they had before; give their number."""
    letter, group = letter_of(notice), notice.meeting.group
    times = Counter(map(first_key, _rows([notice]).values_list("key", flat=True)))
    drafts = [
        replace(_draft(letter, key_again(key, times[key]), one, expires_at), batch=batch)
        for key, one in readers.items()
    ]
    mailbox = outbox.open_mailbox(key=group.key, name=group.name)
    return len(outbox.put(mailbox=mailbox, drafts=drafts, now=now, held=False))


def withdraw_over(notice: Notice, *, now: datetime) -> None:
    """Withdraw what waits for people for whom the notice is over."""
    rows = Message.objects.of_batch(notice.batch).waiting()
    for key, recipient in rows.values_list("key", "recipient"):
        if first_key(key) not in notice.wants:
            outbox.withdraw(batch=notice.batch, recipient=recipient, because=OVER, now=now)


def read_notice(kind: NoticeKind, pk: int, now: datetime) -> Notice:
    """Give one notice of a meeting as it stands now. Four SQL queries."""
    [situation] = situations_of(Meeting.objects.filter(pk=pk), now)
    return notice_of(kind, situation)


def _draft(letter: Letter, key: str, reader: Addressee, expires_at: datetime) -> outbox.Draft:
    notice, sender = letter.notice, letter.sender
    words, links = letter.for_reader(reader)
    return outbox.Draft(
        key=key,
        kind=notice.kind,
        to_name=reader.person.name,
        to_address=reader.person.email,
        from_name=sender.person.name if sender else notice.meeting.group.name,
        reply_to=sender.person.email if sender else "",
        subject=words.subject,
        text=words.text,
        html=words.html,
        private_links=links,
        about=about(notice.meeting),
        batch=notice.batch,
        recipient=f"person:{reader.person.pk}",
        expires_at=expires_at,
    )
