"""Which events of a group's history are listed."""

from django import forms

from govuk_forms.filters import FilterForm
from steering.documents.history import Kind


class HistoryFilter(FilterForm):
    """Those of one kind."""

    kind = forms.ChoiceField(label="What", choices=[("", "Everything"), *Kind.choices])
