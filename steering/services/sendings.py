"""Sending what a person has checked: invitation, agenda, minutes, cancellation.

A press of “Send” writes one message for each recipient into the outbox, held for the group's
hold time. What the sending brings about is noted once the first message has left.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Min, Q

from outbox import services as outbox
from outbox.enums import IN_HAND, STOPPABLE, WAITING
from outbox.models import Message
from people.models import Person, User
from steering.documents.sendings import entry_files
from steering.enums import MinutesState, SendingKind
from steering.errors import SteeringError
from steering.handles import about, handle_of
from steering.models import Meeting, Minutes, Sending
from steering.services.checking import Check, NothingToSend, prepare, sender_of, with_check
from steering.services.recipients import Recipient

MINUTES_ARE_TRIED_FOR = timedelta(days=14)


class ListHasChanged(SteeringError):
    """What would be sent now is not what the person looked at."""


@dataclass(frozen=True)
class Shown:
    """What the person had before their eyes: the text's SHA-256, and addresses by person id."""

    text_sha256: str
    addresses: Mapping[int, str]


@transaction.atomic
def send(
    *,
    meeting: Meeting,
    kind: SendingKind,
    batch: uuid.UUID,
    shown: Shown,
    left_out: Collection[int] = (),
    by: User,
    now: datetime,
) -> Sending:
    """Put one message for each recipient into the outbox, held.

    `batch` was made with the page, so pressing twice sends once. Raises ListHasChanged when text
    or list are not those of `shown`, NothingToSend, or AlreadyUnderWay; then nothing is written.
    """
    Meeting.objects.select_for_update().get(pk=meeting.pk)  # what is read from here on stands
    if pressed_before := Sending.objects.filter(batch=batch).first():
        return pressed_before
    meeting = with_check(Meeting.objects.all(), kind).get(pk=meeting.pk)
    check = prepare(meeting=meeting, kind=kind, by=by, left_out=left_out, now=now)
    _refuse_if_changed(check, shown)
    if not check.recipients.by_mail:
        raise NothingToSend("Nobody on the list has an e-mail address, so nothing can be sent.")
    return _put_into_outbox(check, batch, by=by, now=now)


@transaction.atomic
def undo(*, sending: Sending, now: datetime) -> None:
    """Send nothing after all. Raises outbox.TooLateToUndo when even one message has gone."""
    outbox.undo(batch=str(sending.batch), now=now)
    sending.dropped_at = now
    sending.save(update_fields=["dropped_at"])


def settle(*, now: datetime) -> int:
    """Note what sendings have brought about, and give the number of those settled.

    Members count as told, and minutes as circulated, from the moment the first message left.
    """
    pending = Sending.objects.filter(
        took_effect_at__isnull=True, dropped_at__isnull=True, leaves_at__lte=now
    )
    return sum(_settle(sending.pk, now) for sending in pending)


def under_way(meeting: Meeting, kind: SendingKind) -> Sending | None:
    """Give the sending of this kind that was pressed and of which nothing has left yet."""
    return meeting.sendings.under_way(kind).first()


def wholly_waiting(meeting: Meeting) -> Sending | None:
    """Give the invitation that was pressed and of which no message has gone or is going."""
    sending = under_way(meeting, SendingKind.INVITATION)
    if sending is None:
        return None
    rows = Message.objects.of_batch(str(sending.batch)).exclude(state__in=STOPPABLE)
    return None if rows.exists() else sending


@transaction.atomic
def press_again(*, sending: Sending, now: datetime) -> Sending | None:
    """Put an invitation that is withdrawn before it left into the outbox as it would read now.

    It goes to the same people, as far as they are still concerned, in the name of the same
    person. Gives None when nobody is left. Raises NothingToSend.
    """
    sending.dropped_at = now
    sending.save(update_fields=["dropped_at"])
    to = set(Message.objects.of_batch(str(sending.batch)).values_list("recipient", flat=True))
    meeting = with_check(Meeting.objects.all(), SendingKind.INVITATION).get(pk=sending.meeting_id)
    by = sending.pressed_by
    check = prepare(meeting=meeting, kind=SendingKind.INVITATION, by=by, now=now)
    still = tuple(one for one in check.recipients.by_mail if handle_of(one.person) in to)
    if not still:
        return None
    check = replace(check, recipients=replace(check.recipients, by_mail=still))
    return _put_into_outbox(check, uuid.uuid4(), by=by, now=now)


@transaction.atomic
def _settle(pk: int, now: datetime) -> bool:
    sending = Sending.objects.select_for_update().select_related("meeting").get(pk=pk)
    if sending.dropped_at or sending.took_effect_at:
        return False
    messages = Message.objects.of_batch(str(sending.batch)).aggregate(
        first_sent=Min("sent_at"), left=Min("pk", filter=Q(state__in=WAITING | IN_HAND))
    )
    if messages["first_sent"]:
        _take_effect(sending, messages["first_sent"])
    elif messages["left"] is None:
        sending.dropped_at = now
    else:
        return False
    sending.save(update_fields=["dropped_at", "took_effect_at"])
    return True


def _take_effect(sending: Sending, first_sent: datetime) -> None:
    sending.took_effect_at = first_sent
    if sending.kind == SendingKind.MINUTES:
        Minutes.objects.filter(meeting=sending.meeting).exclude(state=MinutesState.APPROVED).update(
            state=MinutesState.CIRCULATED,
            circulated_at=first_sent,
            circulated_version=F("version"),
        )
    else:
        Meeting.objects.filter(pk=sending.meeting_id, announced_at__isnull=True).update(
            announced_at=first_sent
        )


def _refuse_if_changed(check: Check, shown: Shown) -> None:
    now_listed = {one.person.pk: one for one in check.recipients.by_mail}
    came = [one.person for pk, one in now_listed.items() if pk not in shown.addresses]
    gone = Person.objects.filter(pk__in=shown.addresses.keys() - now_listed.keys())
    moved = [
        one.person
        for pk, one in now_listed.items()
        if shown.addresses.get(pk, one.address) != one.address
    ]
    changes = [
        *(f"{person} was added" for person in came),
        *(f"{person} is no longer on it" for person in gone),
        *(f"the address of {person} is another" for person in moved),
    ]
    if changes:
        raise ListHasChanged(
            f"The list has changed since you looked: {', '.join(changes)}. Check again."
        )
    if check.content.sha256 != shown.text_sha256:
        raise ListHasChanged("The text has changed since you looked. Check again.")


def _put_into_outbox(check: Check, batch: uuid.UUID, *, by: User, now: datetime) -> Sending:
    meeting = check.meeting
    sending = Sending.objects.create(
        meeting=meeting,
        kind=check.kind,
        batch=batch,
        sequence=meeting.sequence,
        text_sha256=check.content.sha256,
        pressed_by=by,
        pressed_at=now,
        leaves_at=now + check.hold,
    )
    drafts = [_draft(check, one, sending, by=by, now=now) for one in check.recipients.by_mail]
    mailbox = outbox.open_mailbox(key=meeting.group.key, name=meeting.group.name)
    outbox.put(mailbox=mailbox, drafts=drafts, now=now)
    return sending


def _draft(
    check: Check, recipient: Recipient, sending: Sending, *, by: User, now: datetime
) -> outbox.Draft:
    person = recipient.person
    words = check.content.words(person)
    sender = sender_of(by)
    minutes = check.kind == SendingKind.MINUTES
    entry = check.content.calendar_for(person, now=now)
    return outbox.Draft(
        key=f"{check.kind}:{sending.batch}:{person.key}",
        kind=check.kind,
        to_name=person.name,
        to_address=person.email,
        from_name=sender.name,
        reply_to=sender.address,
        subject=words.subject,
        text=words.text,
        html=words.html,
        private_links=check.content.private_links(person),
        calendar=entry,
        calendar_method=check.content.method,
        about=about(check.meeting),
        batch=str(sending.batch),
        recipient=handle_of(person),
        expires_at=now + MINUTES_ARE_TRIED_FOR if minutes else check.meeting.starts_at,
        files=(*check.content.files_for(person), *entry_files(entry)),
    )
