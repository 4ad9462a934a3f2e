"""Who takes part, and who may sign in."""

from typing import ClassVar

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from people.querysets import UserManager
from records.fields import KeyField, key_is_well_formed
from records.history import every_change


@pghistory.track(*every_change())
class Person(models.Model):
    """Anyone who sits on a group or holds a post. Most have no account."""

    key = KeyField(unique=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)

    class Meta:
        constraints = [
            key_is_well_formed(),
            models.CheckConstraint(name="person_has_a_name", condition=~models.Q(name="")),
        ]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(
        condition=pghistory.AnyChange("email", "person", "is_active", "is_owner")
    ),
    pghistory.DeleteEvent(),
    exclude=["password", "last_login"],
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
