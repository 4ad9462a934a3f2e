"""Groups and their members, meetings, and what comes of them."""

import hashlib
import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

import pghistory
import pgtrigger
from people.models import Person
from records.dates import DateRange
from records.fields import KeyField, key_is_well_formed, not_before, one_of
from sites.models import Agency, Site
from steering.enums import (
    Appearance,
    AttendanceStatus,
    Capacity,
    LeftBecause,
    MeetingState,
    MemberRole,
    MinutesState,
    Mode,
)
from steering.querysets import (
    ActionQuerySet,
    AttendanceQuerySet,
    GroupQuerySet,
    MeetingQuerySet,
    MembershipQuerySet,
    MinutesQuerySet,
    RecordQuerySet,
)

EVERY_CHANGE = (pghistory.InsertEvent, pghistory.UpdateEvent, pghistory.DeleteEvent)


@pghistory.track(*(event() for event in EVERY_CHANGE))
class SteeringGroup(models.Model):
    """A steering group of a site: several agencies and families at one table."""

    key = KeyField()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(max_length=200)
    quorum = models.CharField(
        max_length=4, blank=True, help_text="A number such as 6, or a share such as 50%."
    )

    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints = [
            key_is_well_formed(),
            models.CheckConstraint(
                name="steeringgroup_quorum_well_formed",
                condition=Q(quorum="") | Q(quorum__regex=r"^([1-9][0-9]{0,2}|[1-9][0-9]?%|100%)$"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(*(event() for event in EVERY_CHANGE))
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


@pghistory.track(*(event() for event in EVERY_CHANGE))
class Meeting(models.Model):
    """A meeting of a group. `uid` and `sequence` identify it in calendars (RFC 5545)."""

    key = KeyField()
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
    announced_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When members were first told: by invitation, or before an import.",
    )

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


@pghistory.track(*(event() for event in EVERY_CHANGE))
class AgendaItem(models.Model):
    """A point of a meeting's agenda; positions count from 1 without a gap on the pages."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda_items")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=500)

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
        ]
        ordering = ["meeting", "position"]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


@pghistory.track(*(event() for event in EVERY_CHANGE))
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


APPROVED_FOR_GOOD = pgtrigger.Protect(
    name="approved_for_good",
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__state=MinutesState.APPROVED),
)


@pghistory.track(*(event() for event in EVERY_CHANGE))
class Minutes(models.Model):
    """The minutes of one meeting: their state and version. The words are in `MinutesText`."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    state = models.CharField(max_length=10, choices=MinutesState, default=MinutesState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    circulated_at = models.DateTimeField(null=True, blank=True)
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


@pghistory.track(*(event() for event in EVERY_CHANGE), exclude=["text"])
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


@pghistory.track(*(event() for event in EVERY_CHANGE))
class Decision(Outcome):
    """What the group decided."""

    objects = RecordQuerySet.as_manager()


@pghistory.track(*(event() for event in EVERY_CHANGE))
class Action(Outcome):
    """What somebody is to do. Open until `done_on`; overdue is derived from `due_on`."""

    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    objects = ActionQuerySet.as_manager()
