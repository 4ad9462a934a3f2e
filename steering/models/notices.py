"""Standard notices: how a group wants them, and those that somebody stopped."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from records.fields import one_of
from records.history import every_change
from steering.enums import LeadUnit, NoticeKind
from steering.models.groups import SteeringGroup
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


@pghistory.track(*every_change())
class NoticeSetting(models.Model):
    """What a group changed of a standard notice. No row: the defaults of the cycle hold.

    `number` and `unit` say how long before or after the meeting; an empty `subject` or `body`
    means the usual words.
    """

    group = models.ForeignKey(
        SteeringGroup, on_delete=models.PROTECT, related_name="notice_settings"
    )
    kind = models.CharField(max_length=20, choices=NoticeKind)
    is_on = models.BooleanField(default=True)
    number = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20, choices=LeadUnit)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "kind"], name="notice_setting_unique"),
            one_of("kind", NoticeKind),
            one_of("unit", LeadUnit),
            models.CheckConstraint(
                name="notice_setting_within_half_a_year", condition=Q(number__lte=180)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.group}"
