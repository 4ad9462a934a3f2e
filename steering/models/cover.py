"""Who must be represented on a group, who stands in for whom, and who took over from whom."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from people.models import Person
from records.fields import not_before, one_of
from records.history import every_change
from sites.models import Agency
from steering.enums import HandoverOf
from steering.models.groups import SteeringGroup


@pghistory.track(*every_change())
class CoreAgency(models.Model):
    """An agency that must be represented on a group, from one day up to another."""

    group = models.ForeignKey(SteeringGroup, on_delete=models.PROTECT, related_name="core_agencies")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="core_on")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "agency"],
                condition=Q(until_on__isnull=True),
                name="core_agency_once_at_a_time",
            ),
            not_before("until_on", "from_on"),
        ]
        verbose_name_plural = "core agencies"

    def __str__(self) -> str:
        return f"{self.agency}, {self.group}"


@pghistory.track(*every_change())
class Deputy(models.Model):
    """Somebody who usually stands in for a member of a group."""

    group = models.ForeignKey(SteeringGroup, on_delete=models.PROTECT, related_name="deputies_of")
    member = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deputy_for")
    named_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "member", "deputy"],
                condition=Q(ended_on__isnull=True),
                name="deputy_named_once_at_a_time",
            ),
            models.CheckConstraint(
                name="deputy_is_somebody_else", condition=~Q(deputy=F("member"))
            ),
            not_before("ended_on", "named_on"),
        ]
        verbose_name_plural = "deputies"

    def __str__(self) -> str:
        return f"{self.deputy} for {self.member}"


@pghistory.track(*every_change())
class Handover(models.Model):
    """Somebody took over from somebody, with a note for the one who takes over."""

    group = models.ForeignKey(SteeringGroup, on_delete=models.PROTECT, related_name="handovers")
    what = models.CharField(max_length=15, choices=HandoverOf)
    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="handed_over")
    taker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="took_over")
    handed_on = models.DateField()
    note = models.TextField(blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("what", HandoverOf),
            models.CheckConstraint(
                name="handover_is_to_somebody_else", condition=~Q(giver=F("taker"))
            ),
        ]
        ordering = ["group", "handed_on", "pk"]

    def __str__(self) -> str:
        return f"{self.giver} to {self.taker}, {self.group}"
