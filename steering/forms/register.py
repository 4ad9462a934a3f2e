"""The register of a meeting as a form: a row for each member, and room for somebody else."""

from collections.abc import Mapping
from typing import Any

from django import forms

from govuk_forms.forms import GovukForm
from steering.documents.register import Register, Seat
from steering.enums import AttendanceStatus
from steering.services.register import Choice

STATES = (
    (AttendanceStatus.PRESENT.value, "Here"),
    (AttendanceStatus.APOLOGIES.value, "Apologies"),
    (AttendanceStatus.ABSENT.value, "Absent"),
    (AttendanceStatus.DEPUTY.value, "Deputy"),
    ("", "Not recorded"),
)
NAMES = "known-names"
"""The id of the list of names that the page offers."""


def _name_field(label: str, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=200,
        widget=forms.TextInput(attrs={"list": NAMES, "autocomplete": "off"}),
        **kwargs,
    )


class SeatForm(GovukForm):
    """One member's row: the state, and the deputy's name where one came.

    The row carries what the register held when it was drawn, so that only what was changed here
    is saved, suggestions included, and what somebody else recorded meanwhile stays.
    """

    state = forms.ChoiceField(
        choices=STATES, required=False, widget=forms.RadioSelect, show_hidden_initial=True
    )
    deputy = _name_field("Name of the deputy", required=False, show_hidden_initial=True)

    def __init__(self, data: Mapping[str, Any] | None = None, *, seat: Seat) -> None:
        self.seat = seat
        super().__init__(
            data,
            prefix=str(seat.person.pk),
            initial={"state": seat.shown, "deputy": seat.shown_deputy},
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("state") != AttendanceStatus.DEPUTY:
            cleaned["deputy"] = ""
        elif not cleaned.get("deputy") and "deputy" not in self.errors:
            self.add_error("deputy", f"Enter who came for {self.seat.person.name}")
        return cleaned

    @property
    def options(self) -> list[tuple[str, str, str, bool]]:
        """The states to choose from: the input's id, value and label, and whether it is chosen."""
        field = self["state"]
        chosen = field.value() or ""
        return [
            (f"{field.auto_id}_{place}", value, label, value == chosen)
            for place, (value, label) in enumerate(STATES)
        ]

    @property
    def names(self) -> list[str]:
        """The names of the inputs of this row, as the page posts them."""
        return [self.add_prefix(name) for name in self.fields]

    @property
    def began_with(self) -> dict[str, str]:
        """The hidden inputs that tell what the row began with: what the register holds."""
        deputy = self.seat.deputy.name if self.seat.deputy else ""
        return {
            self.add_initial_prefix("state"): self.seat.choice,
            self.add_initial_prefix("deputy"): deputy,
        }

    @property
    def problems(self) -> list[str]:
        """What is wrong with the row, in sentences."""
        return [str(message) for messages in self.errors.values() for message in messages]

    def choice(self) -> Choice:
        """Give what was chosen. Only after `is_valid()`."""
        state = self.cleaned_data["state"]
        return Choice(
            member=self.seat.person,
            status=AttendanceStatus(state) if state else None,
            deputy=self.cleaned_data["deputy"],
        )


class InAttendanceForm(GovukForm):
    """Somebody who was there without being a member."""

    name = _name_field("Name of somebody else who was there")


def seat_forms(register: Register, data: Mapping[str, Any] | None = None) -> list[SeatForm]:
    """Give a form for each member of the day."""
    return [SeatForm(data, seat=seat) for seat in register.seats]
