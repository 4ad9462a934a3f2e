from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from govuk_forms.bound import opened_by_choice


class GovukFormHelper(FormHelper):
    """The fields and the CSRF token; the page writes the form tag and its buttons."""

    form_tag = False
    include_media = False
    render_hidden_fields = True

    def build_default_layout(self, form: forms.BaseForm) -> Layout:
        """All fields in their order, without those that stand below a choice."""
        elsewhere = opened_by_choice(form)
        return Layout(*(name for name in form.fields if name not in elsewhere))
