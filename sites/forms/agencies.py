"""What is asked about an agency, and the search in the lists of public bodies."""

from typing import Any

from django import forms

from govuk_forms.forms import GovukForm
from govuk_forms.widgets import Radios
from sites.enums import AgencyKind, Interface
from sites.models import Agency
from sites.public_bodies import PublicBody


class AgencyForm(GovukForm):
    """A new agency, or with `agency` one that is there."""

    name = forms.CharField(label="Name", max_length=200)
    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose a kind"), *AgencyKind.choices])
    interface = forms.ChoiceField(
        label="How near it is to where adult mental health and children’s services meet",
        choices=Interface.choices,
        error_messages={"required": "Choose core, near or far"},
        widget=Radios(
            hints={
                Interface.CORE: "Adult mental health or children’s services themselves",
                Interface.NEAR: "Works with them often, such as health visitors or carers’ centres",
                Interface.FAR: "Meets them now and then, such as a school, a GP or housing",
            }
        ),
    )

    def __init__(self, *args: Any, agency: Agency | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        twins = Agency.objects.filter(name__iexact=name)
        if self.agency:
            twins = twins.exclude(pk=self.agency.pk)
        if twins.exists():
            raise forms.ValidationError("There is an agency of this name already")
        return name


def initial_of(agency: Agency) -> dict[str, object]:
    """What is known of an agency, as the form shows it."""
    return forms.model_to_dict(agency, ["name", "kind", "interface"])


def picked(body: PublicBody) -> dict[str, object]:
    """What a list says of a body, as the form shows it. How near it is nobody else can say."""
    return {"name": body.name, "kind": body.kind}
