"""Which agencies must be represented on a group, and from when."""

from django import forms

from govuk_forms.fields import DateInputField
from govuk_forms.forms import GovukForm
from sites.models import Agency


class CoreAgencyForm(GovukForm):
    """An agency and the day from which on it must be represented."""

    agency = forms.ModelChoiceField(
        label="Agency", queryset=Agency.objects.order_by("name"), empty_label="Choose an agency"
    )
    from_on = DateInputField(
        label="From which day", help_text="A vacancy counts from this day at the earliest"
    )


class EndCoreAgencyForm(GovukForm):
    """From which day on an agency need no longer be represented."""

    until_on = DateInputField(label="First day on which it is no longer a core agency")
