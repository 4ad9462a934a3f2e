from collections.abc import Iterable, Mapping

from django import forms
from django.http import QueryDict

from govuk_forms.filters import FilterForm
from outbox.enums import State
from steering.models import SteeringGroup


class OutboxFilter(FilterForm):
    """Which messages are listed: those in one state, those of one group."""

    state = forms.ChoiceField(label="State", choices=[("", "All states"), *State.choices])
    group = forms.ChoiceField(label="Group")

    def __init__(self, data: QueryDict, *, groups: Iterable[SteeringGroup]) -> None:
        super().__init__(data)
        named = [(group.key, group.name) for group in groups]
        if len(named) > 1:
            self.fields["group"].choices = [("", "All groups"), *named]  # type: ignore[attr-defined]
        else:
            del self.fields["group"]

    def say_how_many(self, counts: Mapping[State, int]) -> None:
        """Write into each choice of a state how many messages are in it."""
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            ("", f"All states ({sum(counts.values())})"),
            *((state.value, f"{state.label} ({counts.get(state, 0)})") for state in State),
        ]
