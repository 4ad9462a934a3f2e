"""What is asked about a school holiday."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from govuk_forms.fields import DateInputField
from govuk_forms.forms import GovukForm
from sites.enums import Nation
from sites.models import SchoolHoliday, Site


@dataclass(frozen=True)
class Place:
    """Where schools are closed: in a nation, or with `site` around one site of it."""

    nation: str
    site: Site | None = None


class SchoolHolidayForm(GovukForm):
    """Where, what it is called, and the two days that bound it."""

    where = forms.ChoiceField(
        label="Where schools are closed",
        help_text="A whole nation, or one site where the schools keep days of their own",
    )
    name = forms.CharField(
        label="Name", max_length=100, help_text="For example, Easter holidays 2027"
    )
    starts_on = DateInputField(
        label="First day of the holiday",
        help_text="The first day on which schools are closed. For example, 29 3 2027",
    )
    ends_on = DateInputField(
        label="First day back",
        help_text="The first day on which schools are open again. It is no holiday itself",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = Site.objects.order_by("name")
        self._places = {nation.value: Place(nation) for nation in Nation}
        self._places |= {f"site-{site.pk}": Place(site.nation, site) for site in sites}
        where = self.fields["where"]
        assert isinstance(where, forms.ChoiceField)
        where.choices = [("", "Choose a nation or a site"), *_choices(self._places)]

    def clean_where(self) -> Place:
        return self._places[self.cleaned_data["where"]]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error(
                "ends_on", "The first day back must be after the first day of the holiday"
            )
        return cleaned

    @property
    def what(self) -> dict[str, str | Site | date | None]:
        """What was entered, as the services take it. Only after `is_valid()`."""
        data = self.cleaned_data
        place: Place = data["where"]
        kept = {name: data[name] for name in ("name", "starts_on", "ends_on")}
        return {"nation": place.nation, "site": place.site, **kept}


def _choices(places: dict[str, Place]) -> list[tuple[str, list[tuple[str, str]]]]:
    nations, sites = [], []
    for value, place in places.items():
        if place.site is None:
            nations.append((value, f"All of {Nation(place.nation).label}"))
        else:
            sites.append((value, f"{place.site.name}, {Nation(place.nation).label}"))
    return [("Nations", nations), ("Sites", sites)] if sites else [("Nations", nations)]


def initial_of(holiday: SchoolHoliday) -> dict[str, object]:
    """What is known of a school holiday, as the form shows it."""
    kept = forms.model_to_dict(holiday, ["name", "starts_on", "ends_on"])
    return {"where": f"site-{holiday.site_id}" if holiday.site_id else holiday.nation, **kept}
