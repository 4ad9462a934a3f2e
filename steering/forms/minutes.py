"""The page on which minutes are written: for each part its text, and room for what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from govuk_forms.forms import GovukForm
from govuk_forms.patterns import Pattern, gap
from people.models import Person
from steering.documents.writing import Part
from steering.forms.outcomes import ActionForm, DecisionForm
from steering.forms.text import LinesField
from steering.services.minutes import Draft, StaleText

ADDING = "steering/write/adding.html"
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
    """One part with its forms. A form is bound when the page sent it.

    Those that add something are made when they are asked for: a page that is only opened fills
    them into a pattern.
    """

    part: Part
    text: TextForm
    people: list[Person]
    save_url: str
    data: Mapping[str, Any] | None = None
    stale: StaleText | None = None

    @property
    def key(self) -> str:
        return self.part.key

    @cached_property
    def decision(self) -> DecisionForm:
        name = f"{self.key}-decision"
        return DecisionForm(_sent(self.data, name), prefix=name)

    @cached_property
    def action(self) -> ActionForm:
        name = f"{self.key}-action"
        return ActionForm(_sent(self.data, name), prefix=name, people=self.people)

    @property
    def adding(self) -> SafeString:
        """The forms to add something, as they stand on the page."""
        if self._may_be_bound:
            return render_to_string(ADDING, {"part": self})
        people = tuple((person.pk, person.name) for person in self.people)
        texts = {"key": self.key, "title": self.part.title, "url": self.save_url}
        return _empty_adding(people).filled(**texts)

    @property
    def ways_to_settle(self) -> list[tuple[str, str]]:
        """How to go on with a stale text, and the buttons that say so."""
        return WAYS_TO_SETTLE

    @property
    def adds(self) -> list[GovukForm]:
        """The forms that were filled in to add something, or sent for that alone."""
        if not self._may_be_bound:
            return []
        sent = [form for form in (self.text, self.decision, self.action) if form.is_bound]
        adds = [form for form in sent if form is not self.text]
        return [form for form in adds if len(sent) == 1 or form.has_changed()]

    @property
    def wrong(self) -> list[GovukForm]:
        """The forms whose error the page has to show."""
        return [form for form in (self.text, *self.adds) if form.is_bound and form.errors]

    def put_back(self, typed: "PartForms") -> None:
        """Put what of `typed` could not be saved in its place, as it was typed."""
        self.stale = typed.stale
        for name in ("text", "decision", "action"):
            form = getattr(typed, name)
            if form in typed.wrong:
                setattr(self, name, form)

    @property
    def _may_be_bound(self) -> bool:
        return self.data is not None or not vars(self).keys().isdisjoint(("decision", "action"))


def part_forms(
    parts: Iterable[Part],
    people: list[Person],
    data: Mapping[str, Any] | None = None,
    *,
    save_url: str,
) -> list[PartForms]:
    """Give the forms of all parts, each bound to `data` if `data` holds anything of it."""
    return [
        PartForms(
            part=part,
            text=TextForm(
                _sent(data, part.key),
                prefix=part.key,
                initial={"text": part.text, "version": part.version},
            ),
            people=people,
            save_url=save_url,
            data=data,
        )
        for part in parts
    ]


def _sent(data: Mapping[str, Any] | None, name: str) -> Mapping[str, Any] | None:
    return data if data is not None and f"{name}-text" in data else None


@lru_cache(maxsize=32)
def _empty_adding(people: tuple[tuple[int, str], ...]) -> Pattern:
    """The forms to add something under any part, with `people`, by id and name, to choose from."""
    key = gap("key")
    part = {
        "key": key,
        "part": {"title": gap("title")},
        "save_url": gap("url"),
        "decision": DecisionForm(prefix=f"{key}-decision"),
        "action": ActionForm(
            prefix=f"{key}-action", people=[Person(pk=pk, name=name) for pk, name in people]
        ),
    }
    return Pattern(ADDING, {"part": part})
