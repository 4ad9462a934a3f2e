"""Standard notices that somebody stopped from going by themselves."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from records.fields import one_of
from records.history import every_change
from steering.enums import NoticeKind
from steering.models.meetings import Meeting


@pghistory.track(*every_change())
class NoticeHold(models.Model):
    """A notice of a meeting does not go until it is released, and never once it is dropped."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="notice_holds")
    kind = models.CharField(max_length=20, choices=NoticeKind)
    starts_at = models.DateTimeField(
        help_text="The meeting's, when it was held: a moved meeting has notices of its own."
    )
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notice_holds"
    )
    held_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("kind", NoticeKind),
            models.UniqueConstraint(
                fields=["meeting", "kind", "starts_at"],
                condition=Q(released_at__isnull=True),
                name="notice_hold_one_at_a_time",
            ),
            models.CheckConstraint(
                name="notice_hold_released_or_dropped",
                condition=Q(released_at__isnull=True) | Q(dropped_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} held, {self.meeting}"
