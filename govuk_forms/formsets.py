"""Rows that are added and removed by buttons of the form, so that it works without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict


class RowsFormSet(forms.BaseFormSet):
    """A formset with “Add another” and “Remove”, drawn by `govuk/rows.html`.

    Both buttons hand in the whole form. The view draws the page again, with one row more or
    less and all that was typed: `is_valid()` is false then, and nothing is called an error. A row
    left blank is no row. `initial` fills the first page alone: once rows can be removed, the
    number of a row no longer tells which one it was, so give each a hidden field that does.
    """

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        *,
        initial: Any = None,
        **kwargs: Any,
    ) -> None:
        prefix = kwargs.setdefault("prefix", self.get_default_prefix())
        self.add_name, self.remove_name = f"{prefix}-add", f"{prefix}-remove"
        self.was_reshaped = False
        self.focus_on: int | None = None
        if data is not None:
            initial = None
            data = self._reshaped(data, prefix)
        super().__init__(data, files, initial=initial, **kwargs)

    def _reshaped(self, data: QueryDict, prefix: str) -> QueryDict:
        """What was handed in, with one row more or less when such a button was pressed."""
        total = data.get(f"{prefix}-TOTAL_FORMS", "")
        gone = data.get(self.remove_name, "")
        self.was_reshaped = self.add_name in data or self.remove_name in data
        if not total.isdecimal():
            return data  # the formset itself says that its rows cannot be read
        rows = int(total)
        if self.add_name in data and rows < self.max_num:
            self.focus_on = rows
            return _with_total(data, prefix, rows + 1)
        if gone.isdecimal() and int(gone) < rows:
            self.focus_on = min(int(gone), rows - 2)
            return _with_total(_without(data, prefix, int(gone)), prefix, rows - 1)
        return data

    @property
    def may_add(self) -> bool:
        """Whether one more row is allowed."""
        return self.total_form_count() < self.max_num

    def initial_form_count(self) -> int:
        """Once handed in, no row is told from another: whichever is blank is left out."""
        return 0 if self.is_bound else super().initial_form_count()

    def is_valid(self) -> bool:
        """False too while rows are added or removed: the form is not handed in yet."""
        return not self.was_reshaped and super().is_valid()

    def full_clean(self) -> None:
        """Look at what was handed in, but never while somebody is still adding rows."""
        if self.was_reshaped:
            self._errors: list[ErrorDict] = []
            self._non_form_errors = ErrorList()
        else:
            super().full_clean()

    def add_fields(self, form: forms.BaseForm, index: int | None) -> None:
        """Put the cursor into the row that was just added or moved up."""
        super().add_fields(form, index)
        if self.was_reshaped:
            form._errors = ErrorDict()  # type: ignore[attr-defined]
        if index is not None and index == self.focus_on and (shown := form.visible_fields()):
            shown[0].field.widget.attrs["autofocus"] = True


def _with_total(data: QueryDict, prefix: str, total: int) -> QueryDict:
    changed = data.copy()
    changed[f"{prefix}-TOTAL_FORMS"] = str(total)
    return changed


def _without(data: QueryDict, prefix: str, gone: int) -> QueryDict:
    """Leave row `gone` out; those after it move up."""
    left = QueryDict(mutable=True)
    for name, values in _moved_up(data, prefix, gone):
        left.setlist(name, values)
    return left


def _moved_up(data: QueryDict, prefix: str, gone: int) -> Iterator[tuple[str, list[str]]]:
    of_a_row = re.compile(rf"{re.escape(prefix)}-([0-9]+)-(.+)", re.DOTALL)
    for name, values in data.lists():
        found = of_a_row.fullmatch(name)
        number = int(found[1]) if found else -1
        if found and number > gone:
            yield f"{prefix}-{number - 1}-{found[2]}", values
        elif number != gone:
            yield name, values
