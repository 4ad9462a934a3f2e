"""What is asked to sign in, in our words, and what is asked about a person."""

import re
from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms

from govuk_forms.forms import GovukForm
from people.models import Person, User


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


class PersonForm(GovukForm):
    """A new person, or with `person` one who is there."""

    name = forms.CharField(label="Name", max_length=200, help_text="First name and surname")
    email = forms.EmailField(
        label="E-mail address",
        required=False,
        help_text="Leave it empty for somebody who gets everything by post",
        widget=forms.EmailInput(attrs={"spellcheck": "false"}),
    )

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        account = User.objects.filter(person=person, is_active=True).first() if person else None
        if account:
            now = f"They sign in with {account.email}"
            self.fields["email"].help_text = f"{now}, and with what you save here from then on"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        name, email = cleaned.get("name"), cleaned.get("email")
        twins = Person.objects.filter(name__iexact=name or "", email__iexact=email or "")
        if self.person:
            twins = twins.exclude(pk=self.person.pk)
        if name and email is not None and twins.exists():
            self.add_error("name", f"{name} is entered already, with the same address")
        return cleaned
