"""The page on which minutes are written: for each part its text, and room for what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from govuk_forms.forms import GovukForm
from people.models import Person
from steering.documents.writing import Part
from steering.forms.outcomes import ActionForm, DecisionForm
from steering.forms.text import LinesField
from steering.services.minutes import Draft, StaleText

WAYS_TO_SETTLE = [
    ("mine", "Save mine"),
    ("theirs", "Keep theirs"),
    ("both", "Save both, mine first"),
]


class TextForm(GovukForm):
    """A text over the version that it began from.

    Where somebody else has saved another text meanwhile, `settle` is the answer to the question
    which of the two is to stand, given over the version that was shown: `mine:5`, `theirs:5`, or
    `both:5` for one below the other.
    """

    text = LinesField(label="Minutes", rows=5, strip=False, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    settle = forms.RegexField(r"^(mine|both|theirs):[0-9]{1,9}$", required=False)

    def draft(self, part: Part) -> Draft:
        """Give what is to be saved. Only after `is_valid()`."""
        text, version = self.cleaned_data["text"], self.cleaned_data["version"]
        if settle := self.cleaned_data["settle"]:
            how, version = settle.split(":")
            text = {"mine": text, "theirs": part.text, "both": f"{text}\n\n{part.text}"}[how]
        return Draft(part.item, text, int(version))


@dataclass
class PartForms:
    """One part with its forms. A form is bound when the page sent it."""

    part: Part
    text: TextForm
    decision: DecisionForm
    action: ActionForm
    stale: StaleText | None = None

    @property
    def key(self) -> str:
        return self.part.key

    @property
    def ways_to_settle(self) -> list[tuple[str, str]]:
        """How to go on with a stale text, and the buttons that say so."""
        return WAYS_TO_SETTLE

    @property
    def adds(self) -> list[GovukForm]:
        """The forms that were filled in to add something, or sent for that alone."""
        sent = [form for form in (self.text, self.decision, self.action) if form.is_bound]
        adds = [form for form in sent if form is not self.text]
        return [form for form in adds if len(sent) == 1 or form.has_changed()]

    @property
    def wrong(self) -> list[GovukForm]:
        """The forms whose error the page has to show."""
        return [form for form in (self.text, *self.adds) if form.is_bound and form.errors]


def part_forms(
    parts: Iterable[Part], people: list[Person], data: Mapping[str, Any] | None = None
) -> list[PartForms]:
    """Give the forms of all parts, each bound to `data` if `data` holds anything of it."""

    def of_page(name: str) -> Mapping[str, Any] | None:
        return data if data is not None and f"{name}-text" in data else None

    found = []
    for part in parts:
        decision, action = f"{part.key}-decision", f"{part.key}-action"
        text = TextForm(
            of_page(part.key),
            prefix=part.key,
            initial={"text": part.text, "version": part.version},
        )
        found.append(
            PartForms(
                part=part,
                text=text,
                decision=DecisionForm(of_page(decision), prefix=decision),
                action=ActionForm(of_page(action), prefix=action, people=people),
            )
        )
    return found
