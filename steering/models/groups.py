"""Steering groups and who sits on them."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from people.models import Person
from records.dates import DateRange
from records.fields import KeyField, key_is_well_formed, not_before, one_of
from records.history import every_change
from sites.models import Agency, Site
from steering.enums import Appearance, Capacity, Deputies, LeftBecause, MemberRole, Mode
from steering.querysets import GroupQuerySet, MembershipQuerySet


@pghistory.track(*every_change())
class SteeringGroup(models.Model):
    """A steering group of a site: several agencies and families at one table."""

    key = KeyField(unique=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(max_length=200)
    quorum = models.CharField(
        max_length=4, blank=True, help_text="A number such as 6, or a share such as 50%."
    )
    deputies = models.CharField(max_length=10, choices=Deputies, default=Deputies.COUNT)
    usual_start = models.TimeField(null=True, blank=True)
    usual_length = models.PositiveSmallIntegerField(default=120, help_text="In minutes.")
    usual_mode = models.CharField(max_length=10, choices=Mode, default=Mode.IN_PERSON)
    usual_place = models.CharField(max_length=300, blank=True)
    usual_link = models.URLField(max_length=500, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints = [
            key_is_well_formed(),
            models.CheckConstraint(
                name="steeringgroup_quorum_well_formed",
                condition=Q(quorum="") | Q(quorum__regex=r"^([1-9][0-9]{0,2}|[1-9][0-9]?%|100%)$"),
            ),
            one_of("deputies", Deputies),
            one_of("usual_mode", Mode),
            models.CheckConstraint(
                name="steeringgroup_meets_for_a_day_at_most",
                condition=Q(usual_length__gte=5, usual_length__lte=1440),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(*every_change())
class Membership(models.Model):
    """A person's dated seat on a group, with the capacity and role held in it.

    `capacity` is special category data: only `steering.rules.can_view_capacity` opens it.
    """

    group = models.ForeignKey(SteeringGroup, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    capacity = models.CharField(max_length=20, choices=Capacity)
    role = models.CharField(max_length=20, choices=MemberRole)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    left_because = models.CharField(max_length=20, choices=LeftBecause, blank=True)
    appears = models.CharField(
        max_length=20, choices=Appearance, blank=True, default=Appearance.BY_CAPACITY
    )
    own_words = models.CharField(max_length=100, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person", "joined_on"], name="membership_unique"
            ),
            one_of("capacity", Capacity),
            one_of("role", MemberRole),
            one_of("appears", Appearance),
            models.CheckConstraint(
                name="membership_left_because_known",
                condition=Q(left_because="") | Q(left_because__in=LeftBecause.values),
            ),
            models.CheckConstraint(
                name="membership_reason_only_when_left",
                condition=Q(left_because="") | Q(left_on__isnull=False),
            ),
            models.CheckConstraint(
                name="membership_own_words_given",
                condition=~Q(appears=Appearance.OWN_WORDS) | ~Q(own_words=""),
            ),
            not_before("left_on", "joined_on"),
            ExclusionConstraint(
                name="membership_held_once_at_a_time",
                expressions=[
                    ("group", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (DateRange("joined_on", "left_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.group}"

    @property
    def shown_with(self) -> str:
        """What stands beside the name wherever the group or the public may read it.

        The agency for professionals, “Group member” for all others, unless the person chose
        otherwise; never anything from which the capacity could be told.
        """
        if self.appears == Appearance.OWN_WORDS:
            return self.own_words
        with_agency = self.appears == Appearance.AGENCY or (
            self.appears == Appearance.BY_CAPACITY and self.capacity == Capacity.PROFESSIONAL
        )
        return self.agency.name if with_agency and self.agency else "Group member"
