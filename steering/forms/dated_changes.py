"""What changes from a day on: the agency of a member, and who holds a role."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from govuk_forms.fields import DateInputField
from govuk_forms.forms import GovukForm
from govuk_forms.widgets import Radios
from people.models import Person
from sites.models import Agency
from steering.enums import Capacity
from steering.forms.people import NAMES
from steering.services.dated_changes import Newcomer

MEMBER, JOINS = "member", "joins"


class MoveForm(GovukForm):
    """To which agency somebody moves, and from which day on they sit for it."""

    agency = forms.ModelChoiceField(
        label="New agency",
        queryset=Agency.objects.order_by("name"),
        required=False,
        empty_label="No agency",
    )
    on = DateInputField(
        label="From which day they sit for it",
        help_text="Meetings before that day keep the agency of then",
    )


class TakerForm(GovukForm):
    """Who takes a role, and from which day on."""

    who = forms.ChoiceField(
        label="Who takes over?",
        choices=[(MEMBER, "A member of the group"), (JOINS, "Somebody who joins for it")],
        initial=MEMBER,
        widget=Radios(opens={MEMBER: ["member"], JOINS: ["name", "email", "agency", "capacity"]}),
    )
    member = forms.ChoiceField(label="Which member", required=False)
    name = forms.CharField(
        label="Name",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": NAMES, "autocomplete": "off"}),
        help_text="Choose from the list whoever is known here; anybody else is entered as new",
    )
    email = forms.EmailField(
        label="E-mail address", required=False, help_text="Of somebody new; it can follow later"
    )
    agency = forms.ModelChoiceField(
        label="Agency",
        queryset=Agency.objects.order_by("name"),
        required=False,
        empty_label="No agency",
    )
    capacity = forms.ChoiceField(
        label="In what capacity they take part",
        choices=Capacity,
        required=False,
        widget=Radios,
        help_text="Only you, the chair and the supporter of this site can see it",
    )
    on = DateInputField(label="From which day")

    def __init__(
        self, *args: Any, members: Iterable[Person], people: Mapping[str, Person], **kwargs: Any
    ) -> None:
        """`members` may take over; `people` are those known here, by their labels."""
        super().__init__(*args, **kwargs)
        self._members = {str(person.pk): person for person in members}
        self._people = {label.casefold(): person for label, person in people.items()}
        choices = [(pk, person.name) for pk, person in self._members.items()]
        self.fields["member"].choices = [("", "Choose a member"), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("who") == MEMBER and not cleaned.get("member"):
            self.add_error("member", "Choose a member")
        if cleaned.get("who") == JOINS:
            cleaned["name"] = " ".join(cleaned.get("name", "").split())
            if not cleaned["name"] and "name" not in self.errors:
                self.add_error("name", "Enter the name")
            if not cleaned.get("capacity"):
                self.add_error("capacity", "Choose in what capacity they take part")
        return cleaned

    def taker(self) -> Person | Newcomer:
        """Give who takes the role. Only after `is_valid()`."""
        data = self.cleaned_data
        if data["who"] == MEMBER:
            return self._members[data["member"]]
        return Newcomer(
            person=self._people.get(data["name"].casefold()),
            name=data["name"],
            email=data["email"],
            agency=data["agency"],
            capacity=Capacity(data["capacity"]),
        )


class HandOverForm(TakerForm):
    """The same with a note for whoever takes over."""

    note = forms.CharField(
        label="Note for whoever takes over",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="You, the chair and the supporter of this site read it in the group’s history",
    )
