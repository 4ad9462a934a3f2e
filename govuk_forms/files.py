"""A field that takes one file, and says beforehand which."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File

MEGABYTE = 1024 * 1024
KINDS = {
    "csv": "CSV",
    "docx": "Word (docx)",
    "jpeg": "JPG",
    "jpg": "JPG",
    "pdf": "PDF",
    "png": "PNG",
    "pptx": "PowerPoint (pptx)",
    "xlsx": "Excel (xlsx)",
}


class FileInputField(forms.FileField):
    """One file of the given kinds (endings of names, keys of KINDS), of at most `megabytes`.

    Without a `help_text` of its own the field says which kinds and how large. The ending tells
    the kind and nothing else: whoever opens the file still has to read it with suspicion.
    """

    widget = forms.FileInput
    default_error_messages = {
        "empty": "Choose another file: this one is empty",
        "invalid": "Choose the file again: it did not arrive",
    }

    def __init__(
        self, *, kinds: Sequence[str] = ("pdf", "docx"), megabytes: int = 10, **kwargs: Any
    ) -> None:
        self.kinds, self.megabytes = kinds, megabytes
        kwargs.setdefault("help_text", f"{self.kinds_in_words}, up to {megabytes} MB")
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ",".join(f".{kind}" for kind in kinds)

    @property
    def kinds_in_words(self) -> str:
        """`PDF, CSV or Word (docx)`."""
        *others, last = dict.fromkeys(KINDS[kind] for kind in self.kinds)
        return f"{', '.join(others)} or {last}" if others else last

    def to_python(self, data: File | None) -> File | None:
        file = super().to_python(data)
        if file is None:
            return None
        name = str(file.name)
        if name.rpartition(".")[2].lower() not in self.kinds:
            raise ValidationError(
                f"Choose a file of the kind {self.kinds_in_words}: “{name}” is of another",
                code="kind",
            )
        if (file.size or 0) > self.megabytes * MEGABYTE:
            raise ValidationError(
                f"Choose a file of at most {self.megabytes} MB: “{name}” is larger", code="size"
            )
        return file
