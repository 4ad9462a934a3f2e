"""Every outgoing message as a row: what it says, to whom it goes, and how far it has come."""

import base64
import uuid
from urllib.parse import urlsplit

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.functional import cached_property

from outbox.enums import IN_HAND, OVER, WAITING, State
from outbox.querysets import MessageQuerySet
from records.fields import KeyField, key_is_well_formed, one_of


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Mailbox(models.Model):
    """Where the messages of one group go out. `key` is the group's key."""

    key = KeyField(unique=True)
    name = models.CharField(max_length=200)
    hold_seconds = models.PositiveIntegerField(
        default=300, help_text="How long messages are held, with Undo, before they go."
    )
    paused = models.BooleanField(default=False, help_text="While paused, nothing leaves.")
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_by = models.CharField(max_length=200, blank=True, help_text="Who paused it, by name.")

    class Meta:
        constraints = [
            key_is_well_formed(),
            models.CheckConstraint(
                name="mailbox_hold_a_day_at_most", condition=Q(hold_seconds__lte=86_400)
            ),
        ]
        verbose_name_plural = "mailboxes"

    def __str__(self) -> str:
        return self.name


class Attachment(models.Model):
    """The content of a file, stored once however many messages carry it."""

    sha256 = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="attachment_sha256_is_of_the_content",
                condition=Q(
                    sha256=Func(
                        Func(F("content"), function="sha256"),
                        Value("hex"),
                        function="encode",
                        output_field=models.CharField(),
                    )
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.sha256

    @cached_property
    def base64_lines(self) -> bytes:
        """The content in base64 as MIME wants it (RFC 2045, 6.8): lines of 76, ended by CRLF."""
        whole = base64.b64encode(self.content)
        return b"\r\n".join(whole[start : start + 76] for start in range(0, len(whole), 76))


def new_message_id() -> str:
    """Give a Message-ID (RFC 5322, 3.6.4) that no other message ever has."""
    return f"<{uuid.uuid4().hex}@{urlsplit(settings.PUBLIC_BASE_URL).hostname}>"


class Message(models.Model):
    """One message to one recipient. Its words never change once the row is written.

    A sign-in code has no mailbox: it is not held, goes first, is never listed, and loses its
    words once it is over. `about`, `batch` and `recipient` are handles of the app that wrote
    the message, such as `meeting:12`; this app never looks behind them.
    """

    mailbox = models.ForeignKey(
        Mailbox,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
        db_index=False,  # the index `message_listed` begins with it
    )
    key = models.CharField(max_length=300, help_text="What makes this message this one.")
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=100, blank=True)
    batch = models.CharField(max_length=100, blank=True)
    recipient = models.CharField(max_length=100, blank=True)
    again_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="sent_again"
    )

    to_name = models.CharField(max_length=200, blank=True)
    to_address = models.CharField(max_length=320)
    from_name = models.CharField(max_length=200, blank=True)
    reply_to = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    private_links = models.JSONField(
        default=dict,
        blank=True,
        help_text="What stands in the words for each link that the recipient alone may see.",
    )
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    attachments = models.ManyToManyField(Attachment, through="Enclosure", blank=True)
    message_id = models.CharField(max_length=300, default=new_message_id)

    state = models.CharField(max_length=12, choices=State)
    held_until = models.DateTimeField(
        null=True, blank=True, help_text="Held without a moment here means held by hand."
    )
    send_after = models.DateTimeField(help_text="It may be tried from then on.")
    expires_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(
        blank=True, help_text="Not to be tried again: withdrawn while it was being sent."
    )
    claim = models.UUIDField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    explanation = models.TextField(blank=True, help_text="Why it is in this state.")
    server_reply = models.TextField(blank=True, help_text="The mail server's own words.")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="When it came into this state.")
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        # Each mark renews a row's entry in every index, so there are no more than are needed.
        constraints = [
            models.UniqueConstraint(fields=["key"], name="message_key_unique"),
            models.UniqueConstraint(fields=["message_id"], name="message_id_unique"),
            one_of("state", State),
            models.CheckConstraint(name="message_has_an_address", condition=~Q(to_address="")),
            models.CheckConstraint(
                name="message_in_hand_has_a_claim",
                condition=~Q(state__in=sorted(IN_HAND)) | Q(claim__isnull=False),
            ),
            models.CheckConstraint(
                name="message_sent_has_its_moment",
                condition=Q(state=State.SENT, sent_at__isnull=False)
                | (~Q(state=State.SENT) & Q(sent_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="message_not_sent_is_explained",
                condition=~Q(
                    state__in=[
                        State.RETRYING,
                        State.FAILED,
                        State.UNCONFIRMED,
                        State.WITHDRAWN,
                    ]
                )
                | ~Q(explanation=""),
            ),
            models.CheckConstraint(
                name="message_with_a_sign_in_code_is_not_held",
                condition=Q(mailbox__isnull=False) | ~Q(state=State.HELD),
            ),
            models.CheckConstraint(
                name="message_with_a_sign_in_code_expires",
                condition=Q(mailbox__isnull=False) | Q(expires_at__isnull=False),
            ),
            models.CheckConstraint(
                name="message_with_a_sign_in_code_is_erased_when_over",
                condition=Q(mailbox__isnull=False)
                | ~Q(state__in=sorted(OVER))
                | Q(subject="", text="", html=""),
            ),
            models.CheckConstraint(
                name="message_calendar_has_a_method",
                condition=Q(calendar="", calendar_method="")
                | (~Q(calendar="") & Q(calendar_method__regex=r"^[A-Z]+$")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["send_after"],
                name="message_waiting",
                condition=Q(state__in=[State.HELD, State.QUEUED, State.RETRYING]),
            ),
            models.Index(
                fields=["claim"],
                name="message_in_hand",
                condition=Q(state__in=[State.CLAIMED, State.SENDING]),
            ),
            models.Index(fields=["about"], name="message_about", condition=~Q(about="")),
            models.Index(fields=["batch"], name="message_batch", condition=~Q(batch="")),
            models.Index(
                fields=["recipient"], name="message_recipient", condition=~Q(recipient="")
            ),
            models.Index(
                fields=["mailbox", "-changed_at"],
                name="message_listed",
                condition=Q(mailbox__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf(
                    "key",
                    "to_name",
                    "to_address",
                    "subject",
                    "text",
                    "html",
                    "private_links",
                    "calendar",
                    "message_id",
                ),
                condition=pgtrigger.Q(old__mailbox__isnull=False),
                func="RAISE EXCEPTION 'the words of a message never change';",
            ),
            pgtrigger.Trigger(
                name="signed_for_good",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("from_name", "reply_to"),
                condition=pgtrigger.Q(
                    old__mailbox__isnull=False,
                )
                & ~pgtrigger.Q(old__state__in=sorted(WAITING)),
                func="RAISE EXCEPTION 'a message that was sent keeps its sender';",
            ),
            pgtrigger.Trigger(
                name="erase_sign_in_code",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__mailbox__isnull=True, new__state__in=sorted(OVER)),
                func="NEW.subject = ''; NEW.text = ''; NEW.html = ''; RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}, {self.get_state_display()}"


class Enclosure(models.Model):
    """A file as one message carries it: in which place and under what name."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="enclosures")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="enclosures")
    position = models.PositiveSmallIntegerField()
    file_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "position"], name="enclosure_position_unique"
            ),
            models.CheckConstraint(
                name="enclosure_content_type_well_formed",
                condition=Q(content_type__regex=r"^[a-z0-9.+-]+/[a-z0-9.+-]+$"),
            ),
        ]
        ordering = ["message", "position"]

    def __str__(self) -> str:
        return self.file_name


class Claim(models.Model):
    """Witness that a worker took a number of messages, written in the same transaction.

    The table is UNLOGGED (migration 0002): PostgreSQL empties it when it recovers from a
    crash. A message in hand whose claim is gone may have been sent by a mark that is lost.
    """

    id = models.UUIDField(primary_key=True)
    claimed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)
