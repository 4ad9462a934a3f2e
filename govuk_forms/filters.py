"""Filters of a list: what is chosen stands in the address, so that it can be kept and sent on."""

from typing import Any

from django.http import QueryDict

from govuk_forms.forms import GovukForm


class FilterForm(GovukForm):
    """Fields that narrow a list, none of which is needed; drawn by `includes/filter.html`."""

    def __init__(self, data: QueryDict, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for field in self.fields.values():
            field.required = False

    def wanted(self, name: str) -> Any:
        """Give what is chosen in field `name`; an empty value for nothing or nonsense."""
        self.is_valid()
        return self.cleaned_data.get(name, "")

    @property
    def chosen(self) -> int:
        """In how many fields something is chosen."""
        self.is_valid()
        return sum(1 for value in self.cleaned_data.values() if value)
