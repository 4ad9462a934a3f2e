"""Agendas: a meeting's items, the group's standing items, and items that wait for a meeting."""

import pghistory
from django.db import models
from django.db.models import Q

from people.models import Person
from records.fields import one_of
from records.history import every_change
from steering.enums import ItemKind, ItemSource
from steering.models.groups import SteeringGroup
from steering.models.meetings import Meeting
from steering.querysets import AgendaItemQuerySet, BacklogQuerySet


@pghistory.track(*every_change())
class AgendaItem(models.Model):
    """A point of a meeting's agenda; positions count from 1 without a gap on the pages.

    A confidential item is for the administrator, the chair and those `named`, nobody else.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda_items")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=500)
    kind = models.CharField(max_length=25, choices=ItemKind, blank=True)
    presenter = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    length = models.PositiveSmallIntegerField(null=True, blank=True, help_text="In minutes.")
    notes = models.TextField(blank=True, help_text="What members read below the title.")
    source = models.CharField(
        max_length=20, choices=ItemSource, blank=True, default=ItemSource.WRITTEN
    )
    confidential = models.BooleanField(default=False)
    named = models.ManyToManyField(
        Person, through="NamedOnItem", related_name="named_on_items", blank=True
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                name="agenda_item_position_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="agenda_item_position_from_one", condition=Q(position__gte=1)
            ),
            models.CheckConstraint(name="agenda_item_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="agenda_item_kind_known", condition=Q(kind="") | Q(kind__in=ItemKind.values)
            ),
            one_of("source", ItemSource),
            models.CheckConstraint(
                name="agenda_item_has_a_length",
                condition=Q(length__isnull=True) | Q(length__gte=1, length__lte=1440),
            ),
        ]
        ordering = ["meeting", "position"]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


@pghistory.track(*every_change())
class NamedOnItem(models.Model):
    """Somebody who may see a confidential item, and gets it with the agenda."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="namings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="namings")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "person"], name="named_on_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.item}"


@pghistory.track(*every_change())
class StandingItem(models.Model):
    """An item with which every new agenda of the group begins."""

    group = models.ForeignKey(
        SteeringGroup, on_delete=models.PROTECT, related_name="standing_items"
    )
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=500)
    kind = models.CharField(max_length=25, choices=ItemKind, blank=True)
    presenter = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="standing_items"
    )
    length = models.PositiveSmallIntegerField(null=True, blank=True, help_text="In minutes.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "position"],
                name="standing_item_position_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(name="standing_item_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="standing_item_kind_known",
                condition=Q(kind="") | Q(kind__in=ItemKind.values),
            ),
            models.CheckConstraint(
                name="standing_item_has_a_length",
                condition=Q(length__isnull=True) | Q(length__gte=1, length__lte=1440),
            ),
        ]
        ordering = ["group", "position"]

    def __str__(self) -> str:
        return self.title


@pghistory.track(*every_change())
class BacklogItem(models.Model):
    """Something that is to come onto an agenda: put off, or proposed by a member.

    Open until it is taken onto an agenda (`item`), or closed with a reason.
    """

    group = models.ForeignKey(SteeringGroup, on_delete=models.PROTECT, related_name="backlog")
    title = models.CharField(max_length=500)
    kind = models.CharField(max_length=25, choices=ItemKind, blank=True)
    presenter = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="backlog_items"
    )
    length = models.PositiveSmallIntegerField(null=True, blank=True, help_text="In minutes.")
    notes = models.TextField(blank=True)
    confidential = models.BooleanField(default=False)
    brings_paper = models.BooleanField(
        default=False, help_text="Whoever proposed it brings something to read."
    )
    proposed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    proposed_for = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    entered_at = models.DateTimeField()
    item = models.OneToOneField(
        AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="from_backlog"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.CharField(max_length=300, blank=True)

    objects = BacklogQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="backlog_item_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="backlog_item_kind_known",
                condition=Q(kind="") | Q(kind__in=ItemKind.values),
            ),
            models.CheckConstraint(
                name="backlog_item_has_a_length",
                condition=Q(length__isnull=True) | Q(length__gte=1, length__lte=1440),
            ),
        ]
        ordering = ["entered_at", "pk"]

    def __str__(self) -> str:
        return self.title
