"""The filters of the comparison; they stand in the address."""

from typing import Any

from django import forms

from barriers.forms.filters import ALL, PeriodForm
from barriers.models import RatingRound
from sites.enums import Nation

LOG = ("", "What is in the log")
CONSTRUCTS = "constructs"
ROWS = [("", "Themes"), (CONSTRUCTS, "Constructs (CFIR)")]
HIDDEN = "hidden"
NAMES = [("", "Shown"), (HIDDEN, "Hidden: a letter for each site")]


class CompareForm(PeriodForm):
    """The log in a period or a closed round of ratings.

    Those who see all names may choose a nation, or hide the names.
    """

    round = forms.ChoiceField(label="What to compare")
    rows = forms.ChoiceField(label="Rows, in a round", choices=ROWS)
    nation = forms.ChoiceField(label="Nation", choices=[ALL, *Nation.choices])
    names = forms.ChoiceField(label="Site names", choices=NAMES)
    field_order = ("round", "rows", "nation", "names", "since", "until")

    def __init__(self, *args: Any, sees_names: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        closed = RatingRound.objects.filter(closed=True).order_by("-closes_on", "pk")
        self._rounds = {one.key: one for one in closed}
        field = self.fields["round"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [LOG, *((key, f"Ratings: {one.name}") for key, one in self._rounds.items())]
        if not sees_names:
            del self.fields["nation"], self.fields["names"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("nation") and cleaned.get("names") == HIDDEN:
            self.add_error(
                "nation",
                "A nation would tell where the sites lie. Compare all nations, or show the names",
            )
        return cleaned

    @property
    def hides_names(self) -> bool:
        return self.cleaned_data.get("names") == HIDDEN

    @property
    def rating_round(self) -> RatingRound | None:
        """The round that was asked for; None for the log."""
        return self._rounds.get(self.cleaned_data.get("round", ""))

    @property
    def constructs(self) -> bool:
        return self.cleaned_data.get("rows") == CONSTRUCTS

    @property
    def in_words(self) -> list[str]:
        """`Wales`, `from 1 May 2026`: what was asked for, a piece each."""
        nation = self.cleaned_data.get("nation")
        return [
            *([f"ratings: {self.rating_round}"] if self.rating_round else []),
            *([Nation(nation).label] if nation else []),
            *([] if self.rating_round else self.period_in_words),
        ]
