"""Writing an agenda: one item, the order and minutes of all, and what waits for a later one."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from govuk_forms.forms import GovukForm
from govuk_forms.formsets import RowsFormSet
from govuk_forms.widgets import Checkboxes, Radios
from people.models import Person
from steering.enums import ItemKind
from steering.forms.people import NAMES
from steering.forms.text import LinesField
from steering.models import AgendaItem, Meeting, StandingItem
from steering.services.agenda import ItemTerms, Place
from steering.services.standing_items import StandingTerms

EVERYBODY, CONFIDENTIAL = "everybody", "confidential"
KINDS = [("", "Not said"), *ItemKind.choices]


class KnownPersonField(forms.CharField):
    """Somebody known here, chosen by name from the list that the page offers; None when empty.

    The form gives `people`, by the label with which they are chosen.
    """

    people: Mapping[str, Person] = {}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"list": NAMES, "autocomplete": "off"})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> Person | None:
        typed = " ".join(str(super().clean(value)).split())
        if not typed:
            return None
        known = {label.casefold(): person for label, person in self.people.items()}
        if typed.casefold() not in known:
            raise forms.ValidationError(
                f"Nobody known here is called “{typed}”. Choose a name from the list, or leave "
                "it empty"
            )
        return known[typed.casefold()]


def minutes_field(**kwargs: Any) -> forms.IntegerField:
    """A number of minutes, which may be left open."""
    return forms.IntegerField(
        label="Minutes",
        min_value=1,
        max_value=600,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={
            "invalid": "Enter the minutes as a whole number, such as 20",
            "min_value": "Enter the minutes as a whole number from 1 to 600",
            "max_value": "Enter the minutes as a whole number from 1 to 600",
        },
        **kwargs,
    )


class AgendaItemForm(GovukForm):
    """One item. Gives `ItemTerms`."""

    title = forms.CharField(
        label="Title", max_length=500, error_messages={"required": "Enter the title of the item"}
    )
    kind = forms.ChoiceField(label="What is it for?", choices=KINDS, required=False)
    presenter = KnownPersonField(
        label="Who presents it", help_text="Type a part of the name and choose"
    )
    length = minutes_field(help_text="The start times follow from them")
    notes = LinesField(
        label="Notes",
        rows=3,
        required=False,
        help_text="What members read below the title. Services, not families: nothing here may "
        "tell whom it is about",
    )
    seen_by = forms.ChoiceField(
        label="Who may see it?",
        choices=[
            (EVERYBODY, "Everybody who sees the agenda"),
            (CONFIDENTIAL, "Confidential: the chair, you, and who is named"),
        ],
        initial=EVERYBODY,
        widget=Radios(
            hints={CONFIDENTIAL: "All others read “Confidential item” at its number"},
            opens={CONFIDENTIAL: ["named"]},
        ),
    )
    named = forms.MultipleChoiceField(label="Who is named on it", required=False, widget=Checkboxes)

    def __init__(
        self, *args: Any, people: Mapping[str, Person], members: Iterable[Person], **kwargs: Any
    ) -> None:
        """`people` may present it, by their labels; `members` may be named."""
        super().__init__(*args, **kwargs)
        self._members = {str(person.pk): person for person in members}
        presenter, named = self.fields["presenter"], self.fields["named"]
        assert isinstance(presenter, KnownPersonField)
        assert isinstance(named, forms.MultipleChoiceField)
        presenter.people = people
        named.choices = [(key, person.name) for key, person in self._members.items()]

    def terms(self) -> ItemTerms:
        """Give what was entered. Only after `is_valid()`."""
        data = self.cleaned_data
        return ItemTerms(
            title=data["title"],
            kind=data["kind"],
            presenter=data["presenter"],
            length=data["length"],
            notes=data["notes"],
            confidential=data["seen_by"] == CONFIDENTIAL,
            named=tuple(self._members[key] for key in data["named"]),
        )

    @staticmethod
    def initial_of(item: AgendaItem, people: Mapping[str, Person]) -> dict[str, object]:
        """Give what the form of an item starts with."""
        return {
            "title": item.title,
            "kind": item.kind,
            "presenter": label_of(item.presenter_id, people),
            "length": item.length,
            "notes": item.notes,
            "seen_by": CONFIDENTIAL if item.confidential else EVERYBODY,
            "named": [str(naming.person_id) for naming in item.namings.all()],
        }


def label_of(person: int | None, people: Mapping[str, Person]) -> str:
    """Give the label by which the person of that id is chosen; empty when not among `people`."""
    return next((label for label, one in people.items() if one.pk == person), "")


class OrderForm(GovukForm):
    """The number and the minutes of each item, and which is moved up or down by one."""

    def __init__(self, *args: Any, items: Iterable[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._items = list(items)
        for item in self._items:
            self.fields[f"number-{item.pk}"] = forms.IntegerField(
                label=f"Number of “{item.title}”",
                min_value=1,
                required=False,
                initial=item.position,
                error_messages={
                    "invalid": f"Enter the number of “{item.title}” as a whole number",
                    "min_value": f"Enter a number from 1 on for “{item.title}”",
                },
            )
            self.fields[f"length-{item.pk}"] = minutes_field(initial=item.length)
            self.fields[f"length-{item.pk}"].label = f"Minutes for “{item.title}”"

    def rows(self) -> list[tuple[AgendaItem, forms.BoundField, forms.BoundField]]:
        """Give each item with its two fields."""
        return [(one, self[f"number-{one.pk}"], self[f"length-{one.pk}"]) for one in self._items]

    def places(self) -> dict[int, Place]:
        """Give what was typed, by item; one without a number stays. Only after `is_valid()`."""
        data = self.cleaned_data
        return {
            one.pk: Place(data[f"number-{one.pk}"] or one.position, data[f"length-{one.pk}"])
            for one in self._items
        }


class StandingRow(GovukForm):
    """One standing item. An empty title leaves it out."""

    title = forms.CharField(label="Item", max_length=500, required=False)
    kind = forms.ChoiceField(label="What for", choices=KINDS, required=False)
    presenter = KnownPersonField(label="Who presents it")
    length = minutes_field()

    def __init__(self, *args: Any, people: Mapping[str, Person], **kwargs: Any) -> None:
        """`people` may present it, by their labels."""
        super().__init__(*args, **kwargs)
        presenter = self.fields["presenter"]
        assert isinstance(presenter, KnownPersonField)
        presenter.people = people

    def terms(self) -> StandingTerms:
        """Give what was entered. Only after `is_valid()`."""
        data = self.cleaned_data
        return StandingTerms(data["title"], data["kind"], data["presenter"], data["length"])


StandingRows = forms.formset_factory(
    StandingRow, formset=RowsFormSet, extra=1, max_num=40, absolute_max=40
)


def standing_rows_of(
    items: Iterable[StandingItem], people: Mapping[str, Person]
) -> list[dict[str, object]]:
    """Give what the rows of a group's standing items start with."""
    return [
        {
            "title": item.title,
            "kind": item.kind,
            "presenter": label_of(item.presenter_id, people),
            "length": item.length,
        }
        for item in items
    ]


class TakeForm(GovukForm):
    """Onto the agenda of which planned meeting something is taken."""

    meeting = forms.ModelChoiceField(label="Meeting", queryset=Meeting.objects.none())

    def __init__(self, *args: Any, meetings: Iterable[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meeting = self.fields["meeting"]
        assert isinstance(meeting, forms.ModelChoiceField)
        meeting.queryset = Meeting.objects.filter(pk__in=[one.pk for one in meetings])


class CloseForm(GovukForm):
    """Why something comes onto no agenda."""

    because = forms.CharField(
        label="Why it comes onto no agenda",
        max_length=300,
        help_text="For example, settled between the two agencies",
        error_messages={"required": "Enter why it comes onto no agenda"},
    )
