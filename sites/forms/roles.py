"""What is asked to give somebody a role at a site."""

from django import forms

from govuk_forms.fields import DateInputField
from govuk_forms.forms import GovukForm
from govuk_forms.widgets import Radios
from people.models import Person
from sites.enums import Role
from sites.models import Site


class RoleForm(GovukForm):
    person = forms.ModelChoiceField(
        label="Person", queryset=Person.objects.order_by("name"), empty_label="Choose a person"
    )
    site = forms.ModelChoiceField(
        label="Site", queryset=Site.objects.order_by("name"), empty_label="Choose a site"
    )
    role = forms.ChoiceField(
        label="Role",
        choices=Role.choices,
        widget=Radios(
            hints={
                Role.ADMINISTRATOR: "Sets up groups, plans meetings, writes and sends the minutes",
                Role.PROJECT_MANAGER: "Sees how the site gets on, records what helps and hinders",
                Role.SUPPORTER: "Accompanies the site from outside and compares sites",
            }
        ),
    )
    started_on = DateInputField(label="From", help_text="For example, 24 11 2026")
