from crispy_forms.helper import FormHelper
from django import forms


class GovukFormHelper(FormHelper):
    """The fields and the CSRF token; the page writes the form tag and its buttons."""

    form_tag = False
    include_media = False

    def __init__(self, form: forms.BaseForm | None = None) -> None:
        super().__init__(form)
        self.render_hidden_fields = True
