"""Dated rows in SQL: what holds on a day, and the days in which a row holds."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Q


class Today(Func):
    """Today's date at the programme's place (`TIME_ZONE`), by the database's clock."""

    template = "(statement_timestamp() AT TIME ZONE %(expressions)s)::date"
    output_field = models.DateField()

    def __init__(self) -> None:
        super().__init__(models.Value(settings.TIME_ZONE))


class DateRange(Func):
    """`daterange(start, end)`: the end is the first day on which the thing no longer holds."""

    function = "DATERANGE"
    output_field = DateRangeField()


def holds_on(day: date | Today | F, *, start: str, end: str) -> Q:
    """The condition that a dated row holds on `day`: begun, and not yet ended."""
    return Q(**{f"{start}__lte": day}) & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": day}))
