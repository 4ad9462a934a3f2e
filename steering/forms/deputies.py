"""Who usually stands in for a member, and until when."""

from typing import Any

from govuk_forms.fields import DateInputField
from govuk_forms.forms import GovukForm
from steering.forms.people import WhoForm


class DeputyForm(WhoForm):
    """Somebody known here or somebody new, from a day on."""

    on = DateInputField(label="From which day")
    field_order = ("who", "known", "name", "email", "on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].label = "Who stands in?"


class EndDeputyForm(GovukForm):
    """From which day on somebody no longer stands in."""

    on = DateInputField(label="First day on which they are no longer a deputy")
