"""Meetings and who came to them."""

import uuid

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from people.models import Person
from records.fields import KeyField, key_is_well_formed, one_of
from records.history import every_change
from steering.enums import AttendanceStatus, MeetingState, Mode
from steering.models.groups import SteeringGroup
from steering.models.series import MeetingSeries
from steering.querysets import AttendanceQuerySet, MeetingQuerySet


@pghistory.track(*every_change())
class Meeting(models.Model):
    """A meeting of a group. `uid` and `sequence` identify it in calendars (RFC 5545)."""

    key = KeyField(unique=True)
    group = models.ForeignKey(SteeringGroup, on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    mode = models.CharField(max_length=10, choices=Mode)
    place = models.CharField(max_length=300, blank=True)
    joining_link = models.URLField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    changed_in = models.PositiveIntegerField(
        default=0,
        help_text="The sequence with which time, place or title last changed. It rises besides "
        "when one person is taken off, which the others need not know.",
    )
    announced_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When members were first told: by invitation, or before an import.",
    )
    notices_from = models.DateTimeField(
        default=timezone.now,
        help_text="When it was entered here or imported: no notice goes for a moment before.",
    )
    series = models.ForeignKey(
        MeetingSeries, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    number: int | None  # of those loaded by `MeetingQuerySet.numbered`

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            key_is_well_formed(),
            one_of("mode", Mode),
            one_of("state", MeetingState),
            models.CheckConstraint(
                name="meeting_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]
        indexes = [models.Index(fields=["group", "starts_at"], name="meeting_group_starts")]

    def __str__(self) -> str:
        return self.title

    @property
    def where(self) -> str:
        """`Town Hall, and online`: the place as one reads it; empty when nothing is known."""
        if self.mode == Mode.ONLINE and not self.place:
            return "Online"
        says_so = "online" in self.place.casefold()
        return (
            f"{self.place}, and online" if self.mode == Mode.HYBRID and not says_so else self.place
        )


@pghistory.track(*every_change())
class Attendance(models.Model):
    """How one person was or was not at a meeting. No row: not recorded."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendances")
    status = models.CharField(max_length=15, choices=AttendanceStatus)
    on_behalf_of = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="stood_in_for"
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="attendance_unique"),
            models.UniqueConstraint(
                fields=["meeting", "on_behalf_of"], name="attendance_one_deputy_for_a_member"
            ),
            one_of("status", AttendanceStatus),
            models.CheckConstraint(
                name="attendance_on_behalf_only_as_deputy",
                condition=Q(status=AttendanceStatus.DEPUTY, on_behalf_of__isnull=False)
                | (~Q(status=AttendanceStatus.DEPUTY) & Q(on_behalf_of__isnull=True)),
            ),
            models.CheckConstraint(
                name="attendance_deputy_is_somebody_else",
                condition=Q(on_behalf_of__isnull=True) | ~Q(on_behalf_of=F("person")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_status_display()}"
