"""The filters of the comparison; they stand in the address."""

from typing import Any

from django import forms

from barriers.forms.filters import ALL, PeriodForm
from barriers.models import RatingRound
from sites.enums import Nation

LOG = ("", "What is in the log")
CONSTRUCTS = "constructs"
ROWS = [("", "Themes"), (CONSTRUCTS, "Constructs (CFIR)")]


class CompareForm(PeriodForm):
    """The log in a period or a closed round of ratings; a nation for those who see all names."""

    round = forms.ChoiceField(label="What to compare", required=False)
    rows = forms.ChoiceField(label="Rows, in a round", required=False, choices=ROWS)
    nation = forms.ChoiceField(label="Nation", required=False, choices=[ALL, *Nation.choices])
    field_order = ("round", "rows", "nation", "since", "until")

    def __init__(self, *args: Any, by_nation: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        closed = RatingRound.objects.filter(closed=True).order_by("-closes_on", "pk")
        self._rounds = {one.key: one for one in closed}
        field = self.fields["round"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [LOG, *((key, f"Ratings: {one.name}") for key, one in self._rounds.items())]
        if not by_nation:
            del self.fields["nation"]

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
