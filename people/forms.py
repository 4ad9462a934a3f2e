"""The two questions of signing in, in our words."""

import re

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms

from govuk_forms.forms import GovukForm


class AddressForm(GovukForm, RequestLoginCodeForm):
    email = forms.EmailField(
        label="Your e-mail address",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )

    def clean_email(self) -> str:
        self.cleaned_data["email"] = self.cleaned_data["email"].lower()
        address: str = super().clean_email()
        return address


class CodeForm(GovukForm, ConfirmLoginCodeForm):
    code = forms.CharField(
        label="Code",
        help_text="Eight digits, such as 1234-5678",
        error_messages={"required": "Enter the code from the e-mail"},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "class": "govuk-input--width-10",
            }
        ),
    )

    def clean_code(self) -> str:
        """The digits alone: people paste the dash as another one, or the whole line."""
        self.cleaned_data["code"] = re.sub(r"\D", "", self.cleaned_data["code"])
        code: str = super().clean_code()
        return code
