"""Who takes part, and who may sign in."""

from datetime import datetime
from typing import ClassVar

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from people.enums import Route
from people.querysets import InvitationQuerySet, PersonQuerySet, UserManager
from records.fields import KeyField, key_is_well_formed, one_of
from records.history import every_change


@pghistory.track(*every_change())
class Person(models.Model):
    """Anyone who sits on a group or holds a post. Most have no account."""

    key = KeyField(unique=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            key_is_well_formed(),
            models.CheckConstraint(name="person_has_a_name", condition=~models.Q(name="")),
        ]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name


@pghistory.track(*every_change())
class Contact(models.Model):
    """How somebody is reached and what they need to take part. No row: the usual way.

    For administrators and the person alone: it can tell something about somebody's health.
    """

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="contact")
    route = models.CharField(max_length=10, choices=Route, default=Route.EMAIL)
    telephone = models.CharField(max_length=40, blank=True)
    postal_address = models.TextField(blank=True)
    large_print = models.BooleanField(default=False)
    plain_english = models.BooleanField(default=False)
    easy_read = models.BooleanField(default=False)
    notice_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many days before a meeting they need to know."
    )
    other_needs = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [one_of("route", Route)]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_route_display()}"


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(
        condition=pghistory.AnyChange("email", "person", "is_active", "is_owner")
    ),
    pghistory.DeleteEvent(),
    exclude=["password", "last_login", "last_seen_at"],
)
class User(AbstractBaseUser):
    """An account: signs in by e-mail. What it may do follows from its person's roles."""

    email = models.EmailField(unique=True)
    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="user"
    )
    is_owner = models.BooleanField(
        default=False, help_text="Sets the programme up and grants access."
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_seen_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Noted every ten minutes at most."
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="user_email_in_small_letters", condition=models.Q(email=Lower("email"))
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The person's name, or the address of an account without a person."""
        return self.person.name if self.person else self.email

    @property
    def seen_at(self) -> datetime | None:
        """When this account was last used: signing in, or a page."""
        return max(filter(None, (self.last_login, self.last_seen_at)), default=None)


@pghistory.track(*every_change())
class Invitation(models.Model):
    """An invitation to sign in. It carries no secret: the code comes when somebody signs in."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(help_text="Where it was sent last.")
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    sent_count = models.PositiveSmallIntegerField(default=1)
    last_sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                name="invitation_one_open_a_person",
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="invitation_is_accepted_or_withdrawn",
                condition=models.Q(accepted_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="invitation_was_sent", condition=models.Q(sent_count__gte=1)
            ),
            models.CheckConstraint(
                name="invitation_holds_for_a_time",
                condition=models.Q(expires_at__gt=models.F("last_sent_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.email}"

    @property
    def handle(self) -> str:
        """What its messages in the outbox are about."""
        return f"invitation:{self.pk}"

    @property
    def message_key(self) -> str:
        """The key of the message that was sent last."""
        return f"{self.handle}:{self.sent_count}"
