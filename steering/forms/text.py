"""Texts of several lines."""

from typing import Any

from django import forms


class LinesField(forms.CharField):
    """A text of several lines, kept as it was typed or pasted.

    Line ends are those of files, where browsers send carriage returns besides.
    """

    widget = forms.Textarea
    default_error_messages = {"null_characters_not_allowed": "Take the NUL characters out"}

    def __init__(self, *, rows: int, strip: bool = True, **kwargs: Any) -> None:
        super().__init__(strip=strip, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")
