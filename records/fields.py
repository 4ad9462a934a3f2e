"""The kinds of field that many records share, with the database constraints that hold them."""

from django.core.validators import RegexValidator
from django.db import models

KEY_PATTERN = r"^[a-z0-9-]{1,80}$"


class KeyField(models.CharField):
    """The short name of a record in files and addresses: `[a-z0-9-]{1,80}`, never changed.

    The model says `unique=True`, since its copy in the audit trail must not be.
    """

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("max_length", 80)
        kwargs.setdefault(
            "validators",
            [RegexValidator(KEY_PATTERN, "Use small letters, digits and hyphens, 80 at most.")],
        )
        super().__init__(**kwargs)  # type: ignore[arg-type]


def key_is_well_formed() -> models.CheckConstraint:
    """The database's own check that `key` is a key."""
    return models.CheckConstraint(
        name="%(class)s_key_well_formed",
        condition=models.Q(key__regex=KEY_PATTERN),
    )


def one_of(field: str, choices: type[models.Choices]) -> models.CheckConstraint:
    """A check that `field` holds one of `choices` and nothing else.

    An empty value passes only where the choices have one (`__empty__` does not count).
    """
    return models.CheckConstraint(
        name=f"%(class)s_{field}_known",
        condition=models.Q(**{f"{field}__in": choices.values}),
    )


def not_before(end: str, start: str) -> models.CheckConstraint:
    """A check that `end`, where there is one, is not before `start`."""
    return models.CheckConstraint(
        name=f"%(class)s_{end}_ordered",
        condition=models.Q(**{f"{end}__isnull": True})
        | models.Q(**{f"{end}__gte": models.F(start)}),
    )
