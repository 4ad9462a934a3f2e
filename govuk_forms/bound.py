"""How a form field is drawn in the GOV.UK style: the classes and attributes of its input."""

from typing import Any

from django.forms import BaseForm, BoundField, widgets
from django.forms.boundfield import BoundWidget
from django.forms.widgets import Widget

CLASSES: tuple[tuple[type[Widget], str], ...] = (
    (widgets.CheckboxSelectMultiple, "govuk-checkboxes__input"),
    (widgets.CheckboxInput, "govuk-checkboxes__input"),
    (widgets.RadioSelect, "govuk-radios__input"),
    (widgets.Select, "govuk-select"),
    (widgets.Textarea, "govuk-textarea"),
    (widgets.FileInput, "govuk-file-upload"),
    (widgets.MultiWidget, ""),
    (widgets.Input, "govuk-input"),
)
WITH_ERROR_CLASS = ("govuk-select", "govuk-textarea", "govuk-file-upload", "govuk-input")


def opened_by_choice(form: BaseForm) -> set[str]:
    """The names of the fields that stand below a choice of another field."""
    widgets_that_open = (getattr(field.widget, "opens", {}) for field in form.fields.values())
    return {name for opens in widgets_that_open for names in opens.values() for name in names}


class GovukBoundField(BoundField):
    """A field of a form, drawn as the GOV.UK Design System draws it.

    Neither `required` nor `maxlength` is written into the page: the browser's own bubble would
    hide our words, and a maxlength silently cuts what somebody pastes.
    """

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: Widget | None = None
    ) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden:
            return attrs
        attrs.pop("required", None)
        if "maxlength" in widget.attrs:
            attrs["maxlength"] = False
        if self.use_fieldset:
            attrs.pop("aria-invalid", None)  # a single choice is not wrong, the group is
        if classes := self._classes(widget):
            attrs["class"] = classes
        return attrs

    def _classes(self, widget: Widget) -> str:
        base = next((name for kind, name in CLASSES if isinstance(widget, kind)), "")
        names = [base, widget.attrs.get("class", "")]
        if self.errors and base in WITH_ERROR_CLASS:
            names.append(f"{base}--error")
        if self.character_limit:
            names.append("govuk-js-character-count")
        return " ".join(filter(None, names))

    @property
    def character_limit(self) -> int | None:
        """How many characters fit, for a text of several lines that has a limit."""
        if isinstance(self.field.widget, widgets.Textarea):
            return getattr(self.field, "max_length", None)
        return None

    @property
    def must_be_chosen_again(self) -> bool:
        """Whether a file was right but another field was not: a browser never keeps a file."""
        sent = self.form.is_bound and self.html_name in self.form.files
        return sent and bool(self.form.errors) and not self.errors

    @property
    def described_by(self) -> str:
        """The ids of hint and error, for the fieldset around a group of inputs."""
        return self.aria_describedby or ""

    @property
    def options(self) -> list[tuple[BoundWidget, list[BoundField]]]:
        """The single choices of radios or checkboxes, each with the fields that it opens."""
        opens = getattr(self.field.widget, "opens", {})
        return [
            (option, [self.form[name] for name in opens.get(str(option.data["value"]), ())])
            for option in self.subwidgets
        ]

    @property
    def is_opened_by_choice(self) -> bool:
        """Whether the field stands below a choice of another one."""
        return self.name in opened_by_choice(self.form)

    @property
    def first_input_id(self) -> str:
        """The id of the input that a link in the error summary leads to."""
        if isinstance(self.field.widget, widgets.MultiWidget | widgets.RadioSelect):
            return f"{self.auto_id}_0"
        return self.id_for_label
