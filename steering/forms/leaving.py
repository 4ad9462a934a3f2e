"""When and why somebody leaves, and who takes over what they had in hand."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from govuk_forms.fields import DateInputField
from govuk_forms.forms import GovukForm
from govuk_forms.widgets import Checkboxes, Radios
from people.models import Person
from steering.documents.in_hand import Task
from steering.enums import LeftBecause
from steering.services.leaving import Passing

ROLE = "role"
"""What stands in the form for the role that somebody holds."""


class LeaveForm(GovukForm):
    """The end of a membership; what is in hand is asked about only where there is something."""

    left_on = DateInputField(
        label="First day on which they are no longer a member",
        help_text="From that day they get no more mail about the group and cannot open its pages",
    )
    because = forms.ChoiceField(
        label="Why they leave",
        choices=[*LeftBecause.choices, ("", "Not known")],
        required=False,
        widget=Radios,
    )
    successor = forms.ChoiceField(
        label="Who takes over?",
        required=False,
        help_text="A member. You can also end the membership now and find somebody later",
    )
    note = forms.CharField(
        label="Note for whoever takes over",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="You, the chair and the supporter of this site read it in the group’s history",
    )

    def __init__(
        self,
        *args: Any,
        members: Iterable[Person],
        tasks: Sequence[Task],
        role: str,
        **kwargs: Any,
    ) -> None:
        """`role` is the role to hand over in words, empty for a member without one."""
        super().__init__(*args, **kwargs)
        self._members = {str(person.pk): person for person in members}
        if not (tasks or role):
            del self.fields["successor"], self.fields["note"]
            return
        parts = [(ROLE, f"The role of {role}")] if role else []
        parts += [(task.key, f"{task.kind}: {task.text}") for task in tasks]
        hints = {task.key: hint for task in tasks if (hint := _hint(task))}
        self.fields["parts"] = _parts(parts, hints)
        self.order_fields(["left_on", "because", "successor", "parts", "note"])
        names = [(pk, person.name) for pk, person in self._members.items()]
        self.fields["successor"].choices = [("", "Nobody yet"), *names]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("note") and not cleaned.get("successor") and "successor" not in self.errors:
            self.add_error("successor", "Choose for whom the note is, or take the note out")
        return cleaned

    def reason(self) -> LeftBecause | None:
        """Give why; None where it is not known. Only after `is_valid()`."""
        because = self.cleaned_data["because"]
        return LeftBecause(because) if because else None

    def passing(self) -> Passing | None:
        """Give what passes to whom; None where nobody takes over yet. Only after `is_valid()`."""
        data = self.cleaned_data
        if not data.get("successor"):
            return None
        return Passing(
            to=self._members[data["successor"]],
            tasks=frozenset(data["parts"]) - {ROLE},
            role=ROLE in data["parts"],
            note=data["note"],
        )


def _hint(task: Task) -> str:
    secret = "confidential: whoever takes over is named on it" if task.confidential else ""
    said = "; ".join(filter(None, [task.when, secret]))
    return said[:1].upper() + said[1:]


def _parts(choices: list[tuple[str, str]], hints: dict[str, str]) -> forms.MultipleChoiceField:
    """Boxes for what can pass, all of them ticked."""
    return forms.MultipleChoiceField(
        label="What passes to them",
        required=False,
        choices=choices,
        initial=[key for key, _ in choices],
        widget=Checkboxes(hints=hints),
        help_text="It passes as soon as you save, a role on the day above. Take the tick from "
        "what stays as it is, such as what they will still finish",
        error_messages={
            "invalid_choice": "Something was finished or passed on meanwhile. Look at the list "
            "again and save"
        },
    )
