"""What a person checked and sent."""

import pghistory
from django.conf import settings
from django.db import models

from records.fields import one_of
from records.history import every_change
from steering.enums import SendingKind
from steering.models.meetings import Meeting
from steering.querysets import SendingQuerySet


@pghistory.track(*every_change())
class Sending(models.Model):
    """One press of “Send”: the invitation, agenda or minutes of a meeting to its people.

    The messages themselves are rows of the outbox with `batch` as their handle. The effect
    (members were told, minutes are circulated) is noted once the first message has left.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="sendings")
    kind = models.CharField(max_length=20, choices=SendingKind)
    batch = models.UUIDField(unique=True)
    sequence = models.PositiveIntegerField(help_text="The meeting's, when it was sent.")
    text_sha256 = models.CharField(max_length=64)
    pressed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sendings"
    )
    pressed_at = models.DateTimeField()
    leaves_at = models.DateTimeField()
    dropped_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was undone, or had come to nothing."
    )
    took_effect_at = models.DateTimeField(null=True, blank=True)

    objects = SendingQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("kind", SendingKind),
            models.UniqueConstraint(
                fields=["meeting", "kind"],
                condition=models.Q(dropped_at__isnull=True, took_effect_at__isnull=True),
                name="sending_one_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.meeting}"
