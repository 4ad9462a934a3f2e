"""Choosing a person: somebody known here by name, or somebody new."""

from collections.abc import Mapping
from typing import Any

from django import forms

from govuk_forms.forms import GovukForm
from govuk_forms.widgets import Radios
from people.models import Person

KNOWN, NEW = "known", "new"
NAMES = "known-names"
"""The id of the list of names that the page offers."""


class WhoForm(GovukForm):
    """Somebody known here, or a name and an address."""

    who = forms.ChoiceField(
        label="Who?",
        choices=[(KNOWN, "Somebody known here"), (NEW, "Somebody new")],
        initial=KNOWN,
        widget=Radios(
            hints={KNOWN: "From the groups, meetings and agencies of the sites that you serve"},
            opens={KNOWN: [KNOWN], NEW: ["name", "email"]},
        ),
    )
    known = forms.CharField(
        label="Name of the person known here",
        required=False,
        widget=forms.TextInput(attrs={"list": NAMES, "autocomplete": "off"}),
        help_text="Type a part of it and choose",
    )
    name = forms.CharField(label="Name", max_length=200, required=False)
    email = forms.EmailField(
        label="E-mail address",
        required=False,
        help_text="Without one, you are told what to send by post",
    )

    def __init__(self, *args: Any, people: Mapping[str, Person], **kwargs: Any) -> None:
        """`people` are those known here, by the label with which they are chosen."""
        super().__init__(*args, **kwargs)
        self._people = {label.casefold(): person for label, person in people.items()}

    @property
    def person(self) -> Person | None:
        """The person known here who was chosen; None for somebody new."""
        return self.cleaned_data["known"] if self.cleaned_data["who"] == KNOWN else None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        who = cleaned.get("who")
        if who == KNOWN:
            self._find(cleaned)
        elif who == NEW and "name" not in self.errors:
            self._check_new(cleaned)
        return cleaned

    def _find(self, cleaned: dict[str, Any]) -> None:
        typed = _spaced(cleaned.get("known", ""))
        cleaned["known"] = self._people.get(typed.casefold())
        if not typed:
            self.add_error("known", "Enter the name")
        elif cleaned["known"] is None:
            self.add_error(
                "known",
                f"Nobody known here is called “{typed}”. Choose a name from the list, or choose "
                "“Somebody new”",
            )

    def _check_new(self, cleaned: dict[str, Any]) -> None:
        name = cleaned["name"] = _spaced(cleaned.get("name", ""))
        if not name:
            self.add_error("name", "Enter the name")
        elif any(person.name.casefold() == name.casefold() for person in self._people.values()):
            self.add_error(
                "name",
                f"Somebody called {name} is known here: choose “Somebody known here”. If this is "
                "another person, add what tells them apart, such as a middle name",
            )


def _spaced(name: str) -> str:
    return " ".join(name.split())
