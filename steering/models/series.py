"""Meetings that were planned together."""

import pghistory
from django.db import models
from django.db.models import Q

from records.fields import one_of
from records.history import every_change
from steering.enums import SeriesRule
from steering.models.groups import SteeringGroup


@pghistory.track(*every_change())
class MeetingSeries(models.Model):
    """What binds meetings that follow a rule. Each of them is a calendar entry of its own."""

    group = models.ForeignKey(SteeringGroup, on_delete=models.PROTECT, related_name="series")
    rule = models.CharField(max_length=10, choices=SeriesRule)
    every = models.PositiveSmallIntegerField(
        default=1, help_text="How many months or weeks lie between two meetings."
    )

    class Meta:
        constraints = [
            one_of("rule", SeriesRule),
            models.CheckConstraint(name="meetingseries_goes_on", condition=Q(every__gte=1)),
        ]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return f"{self.get_rule_display()}, {self.group}"
