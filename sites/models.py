"""Sites, agencies and posts, who serves a site, and what happens around it."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from people.models import Person
from records.dates import DateRange
from records.fields import KeyField, key_is_well_formed, not_before, one_of
from records.history import every_change
from sites.enums import (
    AgencyKind,
    ChangeKind,
    ChangeStatus,
    Interface,
    Mode,
    Nation,
    Role,
    Seniority,
    SignUpLevel,
)
from sites.querysets import SiteQuerySet, SiteRoleQuerySet


class Programme(models.Model):
    """The one programme of this database, and the mode it was made in."""

    mode = models.CharField(max_length=10, choices=Mode)
    started_at = models.DateTimeField()
    only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        constraints = [
            one_of("mode", Mode),
            models.CheckConstraint(name="programme_is_the_only_one", condition=Q(only=True)),
        ]

    def __str__(self) -> str:
        return self.get_mode_display()


@pghistory.track(*every_change())
class Agency(models.Model):
    """An organisation that takes part."""

    key = KeyField(unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=AgencyKind)
    interface = models.CharField(max_length=5, choices=Interface)

    class Meta:
        constraints = [
            key_is_well_formed(),
            one_of("kind", AgencyKind),
            one_of("interface", Interface),
        ]
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


@pghistory.track(*every_change())
class Site(models.Model):
    """An implementation site. A region may have locality sites below it, one level deep."""

    key = KeyField(unique=True)
    name = models.CharField(max_length=200)
    nation = models.CharField(max_length=20, choices=Nation)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="localities"
    )
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        constraints = [
            key_is_well_formed(),
            one_of("nation", Nation),
            not_before("ended_on", "started_on"),
            models.CheckConstraint(
                name="site_is_not_its_own_region",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(*every_change())
class SchoolHoliday(models.Model):
    """Days on which schools are closed, in a nation or at one site of it, as the owner enters.

    `ends_on` is the first day on which they are open again.
    """

    nation = models.CharField(max_length=20, choices=Nation)
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="school_holidays"
    )
    name = models.CharField(max_length=100)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            one_of("nation", Nation),
            models.CheckConstraint(
                name="schoolholiday_lasts_a_day", condition=Q(ends_on__gt=F("starts_on"))
            ),
        ]
        ordering = ["starts_on", "nation", "pk"]

    def __str__(self) -> str:
        return self.name


@pghistory.track(*every_change())
class Post(models.Model):
    """A person's dated job at an agency."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=200)
    seniority = models.CharField(max_length=20, choices=Seniority)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    secondment_ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "agency", "title", "started_on"], name="post_unique"
            ),
            one_of("seniority", Seniority),
            not_before("ended_on", "started_on"),
            not_before("secondment_ends_on", "started_on"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.agency}"


@pghistory.track(*every_change())
class SiteRole(models.Model):
    """What a person does for a site, from one day up to another. It gives rights."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="roles")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="site_roles")
    role = models.CharField(max_length=20, choices=Role)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = SiteRoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "person", "role", "started_on"], name="site_role_unique"
            ),
            one_of("role", Role),
            not_before("ended_on", "started_on"),
            ExclusionConstraint(
                name="site_role_held_once_at_a_time",
                expressions=[
                    ("site", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (DateRange("started_on", "ended_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.site}"


@pghistory.track(*every_change())
class OrganisationalChange(models.Model):
    """A restructure, merger, cut or other change. It may bring opportunity and harm at once."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=30, choices=ChangeKind)
    status = models.CharField(max_length=10, choices=ChangeStatus)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="changes"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    description = models.TextField()
    opportunity = models.TextField(blank=True)
    harm = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "site",
                "kind",
                "starts_on",
                models.Func("description", function="md5"),
                name="organisational_change_unique",
            ),
            one_of("kind", ChangeKind),
            one_of("status", ChangeStatus),
            not_before("ends_on", "starts_on"),
            models.CheckConstraint(
                name="organisational_change_is_described", condition=~Q(description="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.site}"


@pghistory.track(*every_change())
class SignUp(models.Model):
    """A senior manager's backing of the work at a site."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="sign_ups")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sign_ups")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sign_ups")
    level = models.CharField(max_length=10, choices=SignUpLevel)
    signed_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    evidence = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "person", "signed_on"], name="sign_up_unique"),
            one_of("level", SignUpLevel),
            not_before("withdrawn_on", "signed_on"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.site}"
