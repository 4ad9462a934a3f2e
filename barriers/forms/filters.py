"""The filters of the log. They stand in the address, so that a link leads to the same list."""

from collections.abc import Iterable
from typing import Any

from django import forms

from barriers.enums import Direction, FactorState
from barriers.models import Theme
from barriers.querysets import FactorQuerySet
from calendars.wording import long_date
from govuk_forms.filters import FilterForm
from sites.models import Site

ALL = ("", "All")


def day_field(label: str) -> forms.DateField:
    """A day as it stands in an address: `2026-11-24`."""
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(
            format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input--width-10"}
        ),
        error_messages={"invalid": "Enter a date such as 2026-11-24"},
    )


class PeriodForm(FilterForm):
    """From one day to another, both included."""

    since = day_field("From")
    until = day_field("To")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "This is before the day at which the period begins")
        return cleaned

    @property
    def period_in_words(self) -> list[str]:
        since, until = (self.cleaned_data.get(name) for name in ("since", "until"))
        return [
            *([f"from {long_date(since)}"] if since else []),
            *([f"to {long_date(until)}"] if until else []),
        ]


class FactorFilterForm(PeriodForm):
    """Which entries to list. What cannot be understood is said and leaves the list as it is."""

    site = forms.ChoiceField(label="Site")
    theme = forms.ChoiceField(label="What it is about")
    direction = forms.ChoiceField(label="Helped or hindered", choices=[ALL, *Direction.choices])
    state = forms.ChoiceField(label="How it stands", choices=[ALL, *FactorState.choices])
    field_order = ("site", "theme", "direction", "state", "since", "until")

    def __init__(self, *args: Any, sites: Iterable[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site, theme = self.fields["site"], self.fields["theme"]
        assert isinstance(site, forms.ChoiceField)
        assert isinstance(theme, forms.ChoiceField)
        site.choices = [ALL, *((one.key, one.name) for one in sites)]
        theme.choices = [ALL, *((one.code, one.short_name) for one in Theme.objects.all())]

    def apply(self, rows: FactorQuerySet) -> FactorQuerySet:
        """Give those of `rows` that were asked for. Only after `is_valid()` was called."""
        asked = self.cleaned_data
        paths = {
            "site": "site__key",
            "theme": "theme__code",
            "direction": "direction",
            "state": "state",
        }
        wanted = {path: asked[name] for name, path in paths.items() if asked.get(name)}
        return rows.filter(**wanted).within(asked.get("since"), asked.get("until"))

    @property
    def in_words(self) -> list[str]:
        """`Alderfleet`, `Hindered`, `from 1 May 2026`: what was asked for, a piece each."""
        chosen = []
        for name in ("site", "theme", "direction", "state"):
            if value := self.cleaned_data.get(name):
                field = self.fields[name]
                assert isinstance(field, forms.ChoiceField)
                chosen.append(str(dict(field.choices)[value]))  # type: ignore[arg-type]
        return [*chosen, *self.period_in_words]
