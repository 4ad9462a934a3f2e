"""The two classes that the forms of the product derive from."""

from django import forms
from django.forms import widgets

from govuk_forms.helper import GovukFormHelper

CHOOSE = (
    widgets.RadioSelect,
    widgets.CheckboxSelectMultiple,
    widgets.Select,
    widgets.CheckboxInput,
    widgets.FileInput,
)


WITHOUT_ARTICLE = ("a", "an", "the", "how", "what", "when", "where", "who", "their", "your")


def _named(label: str) -> str:
    """`Title of the meeting` as it stands within a sentence: `the title of the meeting`."""
    small = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    return small if small.split(" ")[0] in WITHOUT_ARTICLE else f"the {small}"


def _wording(field: forms.Field, label: str) -> dict[str, str]:
    verb = "Choose" if isinstance(field.widget, CHOOSE) else "Enter"
    needed = f"Answer “{label}”" if label.endswith("?") else f"{verb} {_named(label)}"
    if isinstance(field, forms.BooleanField):
        needed = f"Tick “{label}”"
    wording = {
        "required": needed,
        "max_length": "Shorten this to %(limit_value)d characters: it has %(show_value)d",
        "invalid_choice": "Choose one of the list",
        "invalid_list": "Choose from the list",
    }
    if isinstance(field, forms.EmailField):
        wording["invalid"] = "Enter an e-mail address such as name@example.org"
    if isinstance(field, forms.IntegerField):
        wording["invalid"] = "Enter a whole number, such as 12"
    return wording


class _Wording:
    """Gives each field without words of its own a sentence that says what would be right."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            label = field.label or name.replace("_", " ")
            for code, sentence in _wording(field, str(label)).items():
                if field.error_messages.get(code) == _django_wording(field, code):
                    field.error_messages[code] = sentence

    @property
    def helper(self) -> GovukFormHelper:
        return GovukFormHelper(self)


def _django_wording(field: forms.Field, code: str) -> object:
    """What Django says for `code`, so that words given to the field itself are kept."""
    for kind in type(field).__mro__:
        messages = vars(kind).get("default_error_messages", {})
        if code in messages:
            return messages[code]
    return None


class GovukForm(_Wording, forms.Form):
    """A form whose messages are plain sentences and whose helper is ours."""


class GovukModelForm(_Wording, forms.ModelForm):
    """The same for a form that fills a record."""
