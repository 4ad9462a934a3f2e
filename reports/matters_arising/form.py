"""Which lines come onto the agenda: a checkbox each, all of them ticked to begin with."""

from collections.abc import Iterable
from typing import Any

from django import forms

from calendars.wording import long_date
from govuk_forms.forms import GovukForm
from govuk_forms.widgets import Checkboxes
from reports.matters_arising.lines import HEADINGS, About, Line, short_hash
from reports.matters_arising.matters import Matters
from reports.matters_arising.notes import by_hand, is_told, notes_of, others_in
from steering.models import AgendaItem

OTHERS = "others"
HAS_CHANGED = (
    "What happened has changed since you opened this page. Look through the lines again: those "
    "that are new or say something else are not ticked"
)


class MattersForm(GovukForm):
    """A group of checkboxes for each heading, and one for what stands in the item otherwise."""

    def __init__(
        self, *args: Any, matters: Matters, item: AgendaItem | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._matters = matters
        notes = item.notes if item else ""
        for about in About:
            if lines := matters.about(about):
                self.fields[about] = _lines_field(about, lines, matters, notes)
        self._others = {short_hash(line): line for line in others_in(notes, matters.lines)}
        if self._others:
            self.fields[OTHERS] = _others_field(self._others)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        gone = [name for name in (*About, OTHERS) if name in self.data and name not in self.fields]
        if gone:
            raise forms.ValidationError(HAS_CHANGED)
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(
                "Tick at least one line. To have none of this on the agenda, take the item off it"
            )
        return cleaned

    def notes(self) -> str:
        """Give the notes of what was ticked. Only after `is_valid()`."""
        ticked = {key for keys in self.cleaned_data.values() for key in keys}
        return notes_of(
            [line for line in self._matters.lines if line.key in ticked],
            kept=[line for key, line in self._others.items() if key in ticked],
        )


def _lines_field(
    about: About, lines: Iterable[Line], matters: Matters, notes: str
) -> forms.MultipleChoiceField:
    asides = {
        line.key: " ".join(
            part
            for part in (
                "Not in the item yet." if notes and not is_told(line, notes) else "",
                line.aside,
            )
            if part
        )
        for line in lines
    }
    return forms.MultipleChoiceField(
        label=HEADINGS[about],
        help_text=_rule(about, matters),
        required=False,
        choices=[(line.key, line.text) for line in lines],
        initial=[line.key for line in lines],
        widget=Checkboxes(hints=asides),
        error_messages={"invalid_choice": HAS_CHANGED},
    )


def _others_field(others: dict[str, str]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="What else stands in the item",
        help_text="What somebody wrote by hand is ticked. What has changed since is not, and is "
        "taken out",
        required=False,
        choices=list(others.items()),
        initial=[key for key, line in others.items() if by_hand(line)],
        widget=Checkboxes(),
        error_messages={"invalid_choice": HAS_CHANGED},
    )


def _rule(about: About, matters: Matters) -> str:
    """By what rule a line stands here."""
    day = long_date(matters.day)
    return {
        About.OPEN: "All that are open on this group, overdue ones first",
        About.DONE: f"Noted as done on {day} or since",
        About.DECISION: f"Decisions of {day} under whose agenda item no action was recorded, or "
        "whose actions are not all done",
        About.FACTOR: f"In the site’s own view: noticed, changed, eased or ended since {day}. What "
        "was logged at that meeting is left out",
        About.CHANGE: f"Changes at the site that began or ended on {day} or since. Members cannot "
        "open the site’s page, so they read of them here",
    }[about]
