"""Putting messages into the outbox."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from outbox.enums import State
from outbox.models import Attachment, Enclosure, Mailbox, Message


@dataclass(frozen=True, kw_only=True)
class EnclosedFile:
    """A file that goes with a message. Its name is seen by everyone who gets it."""

    name: str
    content_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A message to one recipient, with its final words.

    `key` is what makes this message this one: a second draft with it adds nothing. `about`,
    `batch` and `recipient` are handles such as `meeting:12`, to find the message by.
    `from_name` is the person in whose name it goes ("Helen Marsh via …"), `reply_to` that
    person's address. `private_links` maps what stands in `text` and `html` to the address that the
    recipient alone may see: put in when the mail is built, and shown on no page. `calendar` is
    an iCalendar text, `calendar_method` its METHOD (RFC 5546).
    It is not tried before `send_after` (default: at once) and not after `expires_at`.
    """

    key: str
    kind: str
    to_address: str
    subject: str
    text: str
    to_name: str = ""
    html: str = ""
    private_links: Mapping[str, str] = field(default_factory=dict)
    calendar: str = ""
    calendar_method: str = ""
    from_name: str = ""
    reply_to: str = ""
    about: str = ""
    batch: str = ""
    recipient: str = ""
    send_after: datetime | None = None
    expires_at: datetime | None = None
    files: tuple[EnclosedFile, ...] = ()


@transaction.atomic
def put(
    *, mailbox: Mailbox, drafts: Sequence[Draft], now: datetime, held: bool = True
) -> list[Message]:
    """Write `drafts` as messages of `mailbox` and give the new ones, in the same order.

    With `held` they can be undone for as long as the mailbox holds messages. Those whose key is
    there already are left as they are. Nothing is sent here: the worker's next sweep does that.
    """
    hold = timedelta(seconds=mailbox.hold_seconds) if held else timedelta()
    written = [(_as_message(draft, mailbox, hold, now), draft) for draft in drafts]
    # In the order of their keys, so that two writers of the same drafts never wait in a circle.
    in_order = sorted((row for row, _ in written), key=lambda row: row.key)
    Message.objects.bulk_create(in_order, ignore_conflicts=True)
    stored = Message.objects.in_bulk([row.message_id for row in in_order], field_name="message_id")
    new = [(stored[row.message_id], draft) for row, draft in written if row.message_id in stored]
    _enclose([(message, draft.files) for message, draft in new])
    return [message for message, _ in new]


def put_sign_in_code(
    *,
    to_address: str,
    subject: str,
    text: str,
    html: str = "",
    expires_at: datetime,
    now: datetime,
) -> Message:
    """Write a message that is sent before all others, never listed, and erased once it is over.

    `expires_at` is when the code stops working: after that it is not sent any more.
    """
    return Message.objects.create(
        key=f"sign_in_code:{uuid.uuid4()}",
        kind="sign_in_code",
        to_address=to_address,
        subject=one_line(subject),
        text=text,
        html=html,
        state=State.QUEUED,
        send_after=now,
        expires_at=expires_at,
        created_at=now,
        changed_at=now,
    )


def one_line(text: str) -> str:
    """Give `text` as a header can carry it: without line breaks and doubled spaces."""
    return " ".join(text.split())


def _as_message(draft: Draft, mailbox: Mailbox, hold: timedelta, now: datetime) -> Message:
    return Message(
        mailbox=mailbox,
        key=draft.key,
        kind=draft.kind,
        about=draft.about,
        batch=draft.batch,
        recipient=draft.recipient,
        to_name=one_line(draft.to_name),
        to_address=draft.to_address,
        from_name=one_line(draft.from_name),
        reply_to=draft.reply_to,
        subject=one_line(draft.subject),
        text=draft.text,
        html=draft.html,
        private_links=dict(draft.private_links),
        calendar=draft.calendar,
        calendar_method=draft.calendar_method,
        state=State.HELD if hold else State.QUEUED,
        held_until=now + hold if hold else None,
        send_after=draft.send_after or now,
        expires_at=draft.expires_at,
        created_at=now,
        changed_at=now,
    )


def _enclose(pairs: list[tuple[Message, tuple[EnclosedFile, ...]]]) -> None:
    files = {file.sha256: file for _, enclosed in pairs for file in enclosed}
    Attachment.objects.bulk_create(
        [Attachment(sha256=sha256, content=files[sha256].content) for sha256 in sorted(files)],
        ignore_conflicts=True,
    )
    ids = dict(Attachment.objects.filter(sha256__in=files).values_list("sha256", "pk"))
    Enclosure.objects.bulk_create(
        Enclosure(
            message=message,
            attachment_id=ids[file.sha256],
            position=position,
            file_name=one_line(file.name),
            content_type=file.content_type,
        )
        for message, enclosed in pairs
        for position, file in enumerate(enclosed, start=1)
    )
