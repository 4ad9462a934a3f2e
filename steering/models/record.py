"""What a meeting leaves behind: minutes, decisions and actions."""

import hashlib

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Func, Q, Value

from people.models import Person
from records.fields import one_of
from records.history import every_change
from steering.enums import MinutesState
from steering.models.agenda import AgendaItem
from steering.models.meetings import Meeting
from steering.querysets import ActionQuerySet, MinutesQuerySet, RecordQuerySet

APPROVED_FOR_GOOD = pgtrigger.Protect(
    name="approved_for_good",
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__state=MinutesState.APPROVED),
)


@pghistory.track(*every_change())
class Minutes(models.Model):
    """The minutes of one meeting: their state and version. The words are in `MinutesText`."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    state = models.CharField(max_length=10, choices=MinutesState, default=MinutesState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    circulated_at = models.DateTimeField(null=True, blank=True)
    circulated_version = models.PositiveIntegerField(
        null=True, blank=True, help_text="The version that the members have."
    )
    approved_on = models.DateField(null=True, blank=True)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        constraints = [one_of("state", MinutesState)]
        triggers = [APPROVED_FOR_GOOD]
        verbose_name_plural = "minutes"

    def __str__(self) -> str:
        return f"Minutes of {self.meeting}"


def sha256_of(text: str) -> str:
    """Give the SHA-256 of `text` in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


@pghistory.track(*every_change(), exclude=["text"])
class MinutesText(models.Model):
    """The minutes of one agenda item, or of the whole meeting, in Markdown.

    The audit trail keeps the SHA-256 of each text, not the text. `version` rises by one with
    each saving, so that two editors never overwrite one another.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="texts")
    agenda_item = models.OneToOneField(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="minutes_text"
    )
    text = models.TextField(blank=True)
    text_sha256 = models.CharField(max_length=64, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["minutes"],
                condition=Q(agenda_item__isnull=True),
                name="minutes_text_one_for_the_whole_meeting",
            ),
            models.CheckConstraint(
                name="minutes_text_sha256_is_of_the_text",
                condition=Q(
                    text_sha256=Func(
                        Func(
                            Func(F("text"), Value("UTF8"), function="convert_to"),
                            function="sha256",
                        ),
                        Value("hex"),
                        function="encode",
                        output_field=models.CharField(),
                    )
                ),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="approved_for_good",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("target", "bigint"), ("its_state", "text")],
                func=(
                    "target := CASE WHEN TG_OP = 'INSERT' THEN NEW.minutes_id"
                    " ELSE OLD.minutes_id END;"
                    " SELECT state INTO its_state FROM steering_minutes WHERE id = target;"
                    " IF its_state = 'approved' THEN"
                    " RAISE EXCEPTION 'approved minutes never change';"
                    " END IF;"
                    " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
                ),
            )
        ]

    def __str__(self) -> str:
        return f"Text of {self.minutes}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.text_sha256 = sha256_of(self.text)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Outcome(models.Model):
    """What a meeting recorded under an agenda item, or under none."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="%(class)ss")
    agenda_item = models.ForeignKey(
        AgendaItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
    )
    ordinal = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "agenda_item", "ordinal"], name="%(class)s_unique_in_its_item"
            ),
            models.UniqueConstraint(
                fields=["meeting", "ordinal"],
                condition=Q(agenda_item__isnull=True),
                name="%(class)s_unique_in_no_item",
            ),
            models.CheckConstraint(name="%(class)s_has_a_text", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text


@pghistory.track(*every_change())
class Decision(Outcome):
    """What the group decided."""

    objects = RecordQuerySet.as_manager()


@pghistory.track(*every_change())
class Action(Outcome):
    """What somebody is to do. Open until `done_on`; overdue is derived from `due_on`."""

    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    done_note = models.CharField(
        max_length=500, blank=True, help_text="What whoever did it says about it."
    )

    objects = ActionQuerySet.as_manager()
