"""What is asked to sign in, in our words, and what is asked about a person."""

import re
from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms

from govuk_forms.forms import GovukForm
from govuk_forms.widgets import Checkboxes, Radios
from people.enums import Route
from people.models import Contact, Person, User
from people.services import Reach


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


FORMATS = (
    ("large_print", "Large print"),
    ("plain_english", "Plain English"),
    ("easy_read", "Easy read"),
)


class ContactForm(GovukForm):
    """How somebody is reached and what they need. Gives a `Reach`."""

    route = forms.ChoiceField(label="How to be reached", choices=Route, widget=Radios)
    postal_address = forms.CharField(
        label="Postal address",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="As it stands on an envelope, without the name",
    )
    telephone = forms.CharField(
        label="Telephone",
        required=False,
        max_length=40,
        widget=forms.TextInput(
            attrs={"type": "tel", "inputmode": "tel", "class": "govuk-input--width-20"}
        ),
    )
    formats = forms.MultipleChoiceField(
        label="Formats",
        choices=FORMATS,
        required=False,
        widget=Checkboxes(
            hints={
                "large_print": "16 point or larger, in letters and papers",
                "easy_read": "Short sentences with pictures",
            }
        ),
        help_text="For papers and letters. Leave it empty if ordinary print is fine",
    )
    notice_days = forms.IntegerField(
        label="Days of notice needed before a meeting",
        required=False,
        min_value=1,
        max_value=180,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        help_text="Leave it empty if the usual time will do",
        error_messages={
            "min_value": "Enter 1 day or more, or leave it empty",
            "max_value": "Enter 180 days or fewer",
        },
    )
    other_needs = forms.CharField(
        label="Anything else needed to take part",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What is to be done, such as a parking space or a hearing loop; not why",
    )

    @classmethod
    def of(cls, contact: Contact, data: Any = None) -> "ContactForm":
        """Give the form with what is noted."""
        names = ("route", "postal_address", "telephone", "notice_days", "other_needs")
        formats = [name for name, _ in FORMATS if getattr(contact, name)]
        noted = {name: getattr(contact, name) for name in names}
        return cls(data, initial=noted | {"formats": formats})

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        route = cleaned.get("route")
        by_post = route in (Route.POST, Route.TELEPHONE)
        if by_post and not cleaned.get("postal_address") and "postal_address" not in self.errors:
            self.add_error("postal_address", "Enter where the post is to go")
        if route == Route.TELEPHONE and not cleaned.get("telephone"):
            self.add_error("telephone", "Enter the number to ring")
        return cleaned

    def reach(self) -> Reach:
        """Give what was entered. Only after `is_valid()`."""
        data = self.cleaned_data
        return Reach(
            route=Route(data["route"]),
            telephone=data["telephone"],
            postal_address="\n".join(
                filter(None, map(str.strip, data["postal_address"].splitlines()))
            ),
            notice_days=data["notice_days"],
            other_needs=data["other_needs"],
            **{name: name in data["formats"] for name, _ in FORMATS},
        )
