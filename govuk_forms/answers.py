"""What somebody typed into a form, in words, to be looked at before it counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.http import QueryDict

from govuk_forms.bound import opened_by_choice
from govuk_forms.widgets import TimeInput

NOTHING = "Not given"
BUTTONS = ("check", "change", "checked")


@dataclass(frozen=True)
class Answer:
    """A question, what was answered, and the name of the field."""

    question: str
    words: str
    name: str


def answers_of(form: forms.BaseForm) -> list[Answer]:
    """Give the answers of a valid form; without those below a choice that was not made."""
    asked = _below_the_choices_made(form)
    elsewhere = opened_by_choice(form) - asked
    return [
        Answer(str(field.label), _in_words(field, form.cleaned_data.get(field.name)), field.name)
        for field in form.visible_fields()
        if field.name not in elsewhere
    ]


def what_was_typed(data: QueryDict) -> list[tuple[str, str]]:
    """Give names and values that a page for checking hands on as hidden inputs."""
    left_out = {"csrfmiddlewaretoken", *BUTTONS}
    return [
        (name, value) for name, values in data.lists() if name not in left_out for value in values
    ]


def put_cursor_into(form: forms.BaseForm, name: str) -> None:
    """Open the form with the cursor in the field that is to be changed."""
    if name in form.fields:
        form.fields[name].widget.attrs["autofocus"] = True


def _below_the_choices_made(form: forms.BaseForm) -> set[str]:
    def names() -> Iterator[str]:
        for name, field in form.fields.items():
            made = form.cleaned_data.get(name)
            for value in made if isinstance(made, list) else [made]:
                yield from getattr(field.widget, "opens", {}).get(str(value), ())

    return set(names())


def _in_words(field: BoundField, value: Any) -> str:
    match value:
        case _ if isinstance(field.field, forms.ChoiceField):
            words = _chosen(field.field, value if isinstance(value, list) else [value])
        case bool():
            words = "Yes" if value else "No"
        case UploadedFile():
            words = str(value.name)
        case time():
            words = str(TimeInput().format_value(value))
        case date():
            words = f"{value.day} {value:%B %Y}"
        case _:
            words = "" if value is None else str(value)
    return words or NOTHING


def _chosen(field: forms.ChoiceField, values: list[Any]) -> str:
    wanted = {str(value) for value in values if value not in field.empty_values}
    return ", ".join(str(words) for value, words in _flat(field.choices) if str(value) in wanted)


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for value, words in choices:
        if isinstance(words, list | tuple):
            yield from words
        else:
            yield value, words
