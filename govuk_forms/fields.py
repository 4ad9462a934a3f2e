from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from govuk_forms import widgets
from govuk_forms.reading import NotReadable, read_date, read_time, read_whole_date

PARTS = ("day", "month", "year")


class DateInputField(forms.Field):
    """A date typed as day, month and year, or pasted whole into the day. Gives a `date`."""

    widget = widgets.DateInput

    def to_python(self, value: date | Sequence[str] | None) -> date | None:
        if value is None or isinstance(value, date):
            return value
        parts = [(part or "").strip() for part in value]
        if not any(parts):
            return None
        try:
            if len(parts[0]) > 2 and not any(parts[1:]):
                return read_whole_date(parts[0])
            self._refuse_gaps(parts)
            return read_date(*parts)
        except NotReadable as error:
            raise ValidationError(str(error), code="invalid") from None

    @staticmethod
    def _refuse_gaps(parts: list[str]) -> None:
        missing = [name for name, part in zip(PARTS, parts, strict=True) if not part]
        if missing:
            raise NotReadable(f"Enter the {' and the '.join(missing)} too, such as 24 11 2026")


class TimeInputField(forms.Field):
    """A time of day typed as text, `10:00am` or `14:30`. Gives a `time` without a zone."""

    widget = widgets.TimeInput

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values:
            return None
        if isinstance(value, time):
            return value
        try:
            return read_time(value)
        except NotReadable as error:
            raise ValidationError(str(error), code="invalid") from None
