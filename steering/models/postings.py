"""What went to somebody by post."""

import pghistory
from django.conf import settings
from django.db import models

from people.models import Person
from records.fields import one_of
from records.history import every_change
from steering.enums import SendingKind
from steering.models.meetings import Meeting


@pghistory.track(*every_change())
class Posting(models.Model):
    """A letter that somebody put into the post: to whom, where to, and what it said."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="postings")
    kind = models.CharField(max_length=20, choices=SendingKind)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="postings")
    postal_address = models.TextField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="postings"
    )
    posted_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("kind", SendingKind),
            models.UniqueConstraint(
                fields=["meeting", "kind", "person", "text_sha256"], name="posting_once"
            ),
            models.CheckConstraint(
                name="posting_has_an_address", condition=~models.Q(postal_address="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} to {self.person}"
