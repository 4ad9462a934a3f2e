"""Sending again what did not arrive."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from outbox.enums import NOT_ARRIVED, State
from outbox.models import Enclosure, Message
from outbox.services.errors import CannotSendAgain


@transaction.atomic
def send_again(
    *, messages: Iterable[Message], now: datetime, addresses: Mapping[int, str] | None = None
) -> list[Message]:
    """Write failed or unconfirmed `messages` anew, to go at once, and give the new ones.

    Each old row stays, with its address and the server's words, as proof of what happened; the
    new one has its own Message-ID and points to it. `addresses` corrects the address of a
    message, by the id of the old one. Those sent again already are left out. Raises
    CannotSendAgain when one of them is in another state, has expired or is a sign-in code.
    """
    pks = [message.pk for message in messages]
    locked = Message.objects.filter(pk__in=pks).order_by("pk").select_for_update()
    old = list(locked)
    for message in old:
        _check(message, now)
    repeated = set(Message.objects.filter(again_of__in=pks).values_list("again_of", flat=True))
    return [
        _repeat(message, to_address=(addresses or {}).get(message.pk, message.to_address), now=now)
        for message in old
        if message.pk not in repeated
    ]


def _check(message: Message, now: datetime) -> None:
    if message.mailbox_id is None:
        raise CannotSendAgain("A sign-in code is not sent again: ask for a new one.")
    if message.state not in NOT_ARRIVED:
        raise CannotSendAgain(
            f"This message is “{message.get_state_display().lower()}”: "
            "only one that failed or may not have arrived can be sent again."
        )
    if message.expires_at and message.expires_at <= now:
        raise CannotSendAgain("The time for this message is over: write a new one.")


def _repeat(old: Message, *, to_address: str, now: datetime) -> Message:
    new = Message.objects.create(
        mailbox_id=old.mailbox_id,
        key=f"{old.key}+again",
        kind=old.kind,
        about=old.about,
        batch=old.batch,
        recipient=old.recipient,
        again_of=old,
        to_name=old.to_name,
        to_address=to_address,
        from_name=old.from_name,
        reply_to=old.reply_to,
        subject=old.subject,
        text=old.text,
        html=old.html,
        private_links=old.private_links,
        calendar=old.calendar,
        calendar_method=old.calendar_method,
        state=State.QUEUED,
        send_after=now,
        expires_at=old.expires_at,
        created_at=now,
        changed_at=now,
    )
    Enclosure.objects.bulk_create(
        Enclosure(
            message=new,
            attachment_id=enclosure.attachment_id,
            position=enclosure.position,
            file_name=enclosure.file_name,
            content_type=enclosure.content_type,
        )
        for enclosure in old.enclosures.all()
    )
    return new
