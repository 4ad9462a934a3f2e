"""What helped and what hindered: the log, and the ratings of a round."""

import pghistory
from django.db import models
from django.db.models import Q

from barriers.enums import (
    Direction,
    FactorState,
    Level,
    MoneyWouldSolve,
    RatingValue,
    Strength,
    View,
)
from barriers.querysets import ClosedRoundQuerySet, FactorQuerySet
from people.models import Person
from records.fields import KeyField, key_is_well_formed, not_before, one_of
from records.history import every_change
from sites.models import Site
from steering.models import Meeting


class Construct(models.Model):
    """A construct of the updated CFIR (Damschroder et al. 2022), or one of our own."""

    code = models.CharField(max_length=100, unique=True)
    domain = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="subconstructs"
    )
    definition = models.TextField()
    reverse_rated = models.BooleanField(default=False)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class Theme(models.Model):
    """What the guide found to help or hinder, with the constructs that go with it."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    question = models.TextField()
    constructs = models.ManyToManyField(Construct, related_name="themes", blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


@pghistory.track(*every_change())
class Factor(models.Model):
    """One thing that helped or hindered at a site. It belongs to a site, never to a person."""

    key = KeyField(unique=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="factors")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="factors")
    direction = models.CharField(max_length=10, choices=Direction)
    strength = models.PositiveSmallIntegerField(choices=Strength, default=Strength.GENERAL)
    state = models.CharField(max_length=15, choices=FactorState, default=FactorState.CURRENT)
    noticed_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="factors"
    )
    recorded_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="factors_recorded"
    )
    view = models.CharField(max_length=10, choices=View, default=View.SITE)
    description = models.TextField()
    money_would_solve = models.CharField(max_length=10, choices=MoneyWouldSolve, blank=True)

    objects = FactorQuerySet.as_manager()

    class Meta:
        constraints = [
            key_is_well_formed(),
            one_of("direction", Direction),
            one_of("strength", Strength),
            one_of("state", FactorState),
            one_of("view", View),
            models.CheckConstraint(
                name="factor_money_would_solve_known",
                condition=Q(money_would_solve="") | Q(money_would_solve__in=MoneyWouldSolve.values),
            ),
            not_before("ended_on", "noticed_on"),
            models.CheckConstraint(name="factor_is_described", condition=~Q(description="")),
        ]

    def __str__(self) -> str:
        return self.description


@pghistory.track(*every_change())
class RatingRound(models.Model):
    """A time at which all sites are rated."""

    key = KeyField(unique=True)
    name = models.CharField(max_length=200)
    opens_on = models.DateField()
    closes_on = models.DateField()
    closed = models.BooleanField(default=False)

    class Meta:
        constraints = [key_is_well_formed(), not_before("closes_on", "opens_on")]

    def __str__(self) -> str:
        return self.name


@pghistory.track(*every_change())
class Rating(models.Model):
    """The consensus on one theme or construct at one site in one round. Never averaged."""

    round = models.ForeignKey(RatingRound, on_delete=models.PROTECT, related_name="ratings")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="ratings")
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="ratings"
    )
    construct = models.ForeignKey(
        Construct, on_delete=models.PROTECT, null=True, blank=True, related_name="ratings"
    )
    rating = models.CharField(max_length=10, choices=RatingValue)
    rationale = models.TextField(blank=True)

    objects = ClosedRoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "site", "theme"], name="rating_of_a_theme_unique"
            ),
            models.UniqueConstraint(
                fields=["round", "site", "construct"], name="rating_of_a_construct_unique"
            ),
            models.CheckConstraint(
                name="rating_of_a_theme_or_a_construct",
                condition=Q(theme__isnull=True, construct__isnull=False)
                | Q(theme__isnull=False, construct__isnull=True),
            ),
            one_of("rating", RatingValue),
        ]

    def __str__(self) -> str:
        return f"{self.theme or self.construct}, {self.site}: {self.get_rating_display()}"


@pghistory.track(*every_change())
class ImplementationLevel(models.Model):
    """How far a site has put the guide into practice, judged apart from its ratings."""

    round = models.ForeignKey(RatingRound, on_delete=models.PROTECT, related_name="levels")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="levels")
    level = models.CharField(max_length=10, choices=Level)
    rationale = models.TextField(blank=True)

    objects = ClosedRoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "site"], name="implementation_level_unique"),
            one_of("level", Level),
        ]

    def __str__(self) -> str:
        return f"{self.site}: {self.get_level_display()}"
