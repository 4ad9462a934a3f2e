"""Decisions and actions, where they are written down and where they are changed."""

from collections.abc import Iterable
from typing import Any

from django import forms

from govuk_forms.fields import DateInputField
from govuk_forms.forms import GovukForm
from people.models import Person
from steering.forms.text import LinesField
from steering.models import Action, AgendaItem

NO_OWNER = ("", "No owner yet")
NO_ITEM = ("", "None of them")


class DecisionForm(GovukForm):
    """A decision in words."""

    text = LinesField(
        label="What was decided", rows=2, error_messages={"required": "Enter what was decided"}
    )

    @property
    def names(self) -> list[str]:
        """The names of the inputs, as the page posts them."""
        return [self["text"].html_name]


class ActionForm(GovukForm):
    """An action: what, who and by when. Neither owner nor date has to be known yet."""

    text = LinesField(
        label="What is to be done", rows=2, error_messages={"required": "Enter what is to be done"}
    )
    owner = forms.ChoiceField(label="Who", required=False)
    due_on = DateInputField(label="By when", required=False)

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(person.pk): person for person in people}
        names = [(key, person.name) for key, person in self._people.items()]
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ChoiceField)
        owner.choices = [NO_OWNER, *names]

    @property
    def names(self) -> list[str]:
        """The names of the inputs, as the page posts them: a date is three."""
        due_on = self["due_on"].html_name
        dates = [f"{due_on}_{part}" for part in ("day", "month", "year")]
        return [self["text"].html_name, self["owner"].html_name, *dates]

    def clean_owner(self) -> Person | None:
        return self._people.get(self.cleaned_data["owner"])


class ChangeActionForm(ActionForm):
    """An action with the day on which it was done."""

    done_on = DateInputField(
        label="Done on", required=False, help_text="Leave it empty while the action is open"
    )

    @classmethod
    def of(cls, action: Action, people: Iterable[Person], data: Any = None) -> "ChangeActionForm":
        """Give the form of `action`, whose owner may be none of `people` any more."""
        choices = {person.pk: person for person in people}
        if action.owner is not None:
            choices[action.owner.pk] = action.owner
        return cls(
            data,
            people=choices.values(),
            initial={
                "text": action.text,
                "owner": action.owner_id,
                "due_on": action.due_on,
                "done_on": action.done_on,
            },
        )


class DoneForm(GovukForm):
    """What whoever did an action says about it."""

    note = forms.CharField(
        label="A note on how it went",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Not needed. Administrator and project manager read it; it is not in the minutes",
    )


class ItemForm(GovukForm):
    """Under which agenda item something was decided."""

    item = forms.ChoiceField(label="Agenda item", required=False)

    def __init__(self, *args: Any, items: Iterable[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._items = {str(item.pk): item for item in items}
        item = self.fields["item"]
        assert isinstance(item, forms.ChoiceField)
        item.choices = [*((key, str(item)) for key, item in self._items.items()), NO_ITEM]

    def clean_item(self) -> AgendaItem | None:
        return self._items.get(self.cleaned_data["item"])
