"""What is asked about a site."""

from typing import Any

from django import forms

from govuk_forms.fields import DateInputField
from govuk_forms.forms import GovukForm
from govuk_forms.widgets import Radios
from sites.enums import Nation
from sites.models import Site


class SiteForm(GovukForm):
    """A new site, or with `site` one that is there; only the latter is asked for its end."""

    name = forms.CharField(label="Name", max_length=200)
    nation = forms.ChoiceField(
        label="Nation",
        choices=Nation.choices,
        widget=Radios(),
        help_text="It decides the bank holidays that working days leave out",
    )
    parent = forms.ModelChoiceField(
        label="Region above it",
        queryset=Site.objects.none(),
        required=False,
        empty_label="None: it stands by itself, or is a region",
        help_text="Only for a locality. A role at the region reaches its localities too",
    )
    started_on = DateInputField(label="Start", help_text="For example, 24 11 2026")
    ended_on = DateInputField(
        label="End",
        required=False,
        help_text="The first day on which it is no longer a site. Leave it empty while it goes on",
    )

    def __init__(self, *args: Any, site: Site | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site = site
        regions = Site.objects.filter(parent__isnull=True).order_by("name")
        self.fields["parent"].queryset = regions.exclude(pk=site.pk) if site else regions  # type: ignore[attr-defined]
        if site is None:
            del self.fields["ended_on"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        twins = Site.objects.filter(name__iexact=name)
        if self.site:
            twins = twins.exclude(pk=self.site.pk)
        if twins.exists():
            raise forms.ValidationError("There is a site of this name already. Choose another")
        return name

    def clean_parent(self) -> Site | None:
        parent: Site | None = self.cleaned_data["parent"]
        if parent and self.site and self.site.localities.exists():
            raise forms.ValidationError(
                f"{self.site} has localities below it, so it cannot be below another site"
            )
        return parent

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("started_on"), cleaned.get("ended_on")
        if starts and ends and ends < starts:
            self.add_error("ended_on", "The end must not be before the start")
        return cleaned


def initial_of(site: Site) -> dict[str, object]:
    """What is known of a site, as the form shows it."""
    return forms.model_to_dict(site, ["name", "nation", "parent", "started_on", "ended_on"])
