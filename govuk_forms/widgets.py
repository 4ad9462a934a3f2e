from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from django import forms


class DateInput(forms.MultiWidget):
    """Day, month and year in three fields. The template pack draws their labels."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        # A month may be typed as a word, and a whole date pasted into the day: so not numeric.
        super().__init__(dict.fromkeys(("day", "month", "year"), forms.TextInput), attrs)

    def decompress(self, value: date | None) -> list[str]:
        if value is None:
            return ["", "", ""]
        return [str(value.day), str(value.month), str(value.year)]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, label in zip(
            context["widget"]["subwidgets"], ("Day", "Month", "Year"), strict=True
        ):
            part["label"] = label
        return context


class TimeInput(forms.TextInput):
    """A time of day as people write it: `10:00am`."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "govuk-input--width-5", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, time):
            return f"{value.hour % 12 or 12}:{value:%M}{'am' if value.hour < 12 else 'pm'}"
        return super().format_value(value)


class _Choices:
    """What radios and checkboxes share: hints, fields that a choice opens, how they stand."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        *,
        hints: Mapping[str, str] | None = None,
        opens: Mapping[str, Sequence[str]] | None = None,
        inline: bool = False,
        tiles: bool = False,
    ) -> None:
        """`hints` and `opens` map a choice's value to its hint and to the names of the fields
        that are asked once it is chosen; `tiles` makes each choice a large box.
        """
        super().__init__(attrs, choices)  # type: ignore[call-arg]
        self.hints = hints or {}
        self.opens = opens or {}
        self.inline = inline
        self.tiles = tiles

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        if option["index"] != "0":
            option["attrs"].pop("autofocus", None)
        if hint := self.hints.get(str(value)):
            option["hint"] = hint
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        if str(value) in self.opens:
            option["attrs"]["data-opens"] = f"{option['attrs']['id']}_opens"
        return option


class Radios(_Choices, forms.RadioSelect):
    """One of a few choices."""


class Checkboxes(_Choices, forms.CheckboxSelectMultiple):
    """Any of a few choices."""
