"""What members answer before a meeting, and where they read their meetings."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from people.models import Person
from records.fields import one_of
from records.history import every_change
from steering.enums import Answer
from steering.models.meetings import Meeting


@pghistory.track(*every_change())
class Reply(models.Model):
    """What somebody last replied about a meeting. No row: no reply.

    `starts_at` is the meeting's when they replied: after a move the question is a new one.
    `needs` is read by the administrator alone.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="replies")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="replies")
    starts_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer)
    deputy = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="stands_in"
    )
    arrives = models.CharField(max_length=100, blank=True, help_text="When, if late.")
    needs = models.CharField(max_length=500, blank=True)
    replied_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who entered it for them; empty when they replied themselves.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="reply_unique"),
            one_of("answer", Answer),
            models.CheckConstraint(
                name="reply_deputy_only_when_sent",
                condition=Q(answer=Answer.DEPUTY, deputy__isnull=False)
                | (~Q(answer=Answer.DEPUTY) & Q(deputy__isnull=True)),
            ),
            models.CheckConstraint(
                name="reply_deputy_is_somebody_else",
                condition=Q(deputy__isnull=True) | ~Q(deputy=models.F("person")),
            ),
        ]
        verbose_name_plural = "replies"

    def __str__(self) -> str:
        return f"{self.person}, {self.get_answer_display()}"


@pghistory.track(*every_change(), exclude=["token_sha256"])
class CalendarFeed(models.Model):
    """A person's own calendar address. The address itself is not kept, only its SHA-256."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="calendar_feeds")
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(revoked_at__isnull=True),
                name="calendar_feed_one_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.made_at}"
