"""The filters of the comparison; they stand in the address."""

from typing import Any

from django import forms

from barriers.forms.filters import ALL, PeriodForm
from sites.enums import Nation


class CompareForm(PeriodForm):
    """A period, and a nation for those who see the names of all sites."""

    nation = forms.ChoiceField(label="Nation", required=False, choices=[ALL, *Nation.choices])
    field_order = ("nation", "since", "until")

    def __init__(self, *args: Any, by_nation: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_nation:
            del self.fields["nation"]

    @property
    def in_words(self) -> list[str]:
        """`Wales`, `from 1 May 2026`: what was asked for, a piece each."""
        nation = self.cleaned_data.get("nation")
        return [*([Nation(nation).label] if nation else []), *self.period_in_words]
