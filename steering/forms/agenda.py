"""Changing an agenda: a row for each item, in any order, and more on demand."""

from typing import Any

from django import forms

from govuk_forms.forms import GovukForm
from govuk_forms.formsets import RowsFormSet
from steering.models import AgendaItem, Meeting

MOST = 200


class AgendaRow(GovukForm):
    """One item. An empty title takes the item off the agenda."""

    item = forms.IntegerField(widget=forms.HiddenInput, required=False)
    place = forms.IntegerField(
        label="Number",
        min_value=1,
        max_value=999,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={"min_value": "Enter a number from 1 on"},
    )
    title = forms.CharField(label="Item", max_length=500, required=False)


AgendaRows = forms.formset_factory(
    AgendaRow, formset=RowsFormSet, extra=1, max_num=MOST, absolute_max=MOST
)


def rows_of(meeting: Meeting) -> list[dict[str, Any]]:
    """Give what the rows of the meeting's items start with."""
    return [
        {"item": item.pk, "place": item.position, "title": item.title}
        for item in meeting.agenda_items.all()
    ]


def wanted_order(rows: forms.BaseFormSet, meeting: Meeting) -> list[tuple[AgendaItem | None, str]]:
    """Give the items that a valid formset asks for, by number; new ones without a number last.

    Of two rows with one number the one that was moved comes first, so that typing `2` puts an
    item second. An item of another meeting counts as a new one.
    """
    items = {item.pk: item for item in meeting.agenda_items.all()}
    wanted = []
    for index, row in enumerate(rows.cleaned_data):
        if title := row.get("title", ""):
            item = items.get(row.get("item") or 0)
            place = row.get("place") or len(rows.forms) + index
            stayed = item is not None and item.position == place
            wanted.append((place, stayed, index, item, title))
    return [(item, title) for _, _, _, item, title in sorted(wanted, key=lambda row: row[:3])]
