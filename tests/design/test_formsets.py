"""Rows with “Add another” and “Remove”."""

import pytest
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory

from govuk_forms.forms import GovukForm
from govuk_forms.formsets import RowsFormSet


class Guest(GovukForm):
    name = forms.CharField(label="Name", max_length=10)
    number = forms.IntegerField(label="Number", required=False)
    needs = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], required=False)


Guests = forms.formset_factory(Guest, formset=RowsFormSet, extra=1, max_num=3, absolute_max=3)


def handed_in(*rows: str, button: str = "", prefix: str = "form") -> RowsFormSet:
    """A formset of what a browser sends: each row `name=Ann&number=2`."""
    parts = [f"{prefix}-TOTAL_FORMS={len(rows)}&{prefix}-INITIAL_FORMS={len(rows)}"]
    for number, row in enumerate(rows):
        parts += [f"{prefix}-{number}-{pair}" for pair in row.split("&")]
    return Guests(QueryDict("&".join([*parts, button])), prefix=prefix)


def names(rows: RowsFormSet) -> list[str]:
    return [form["name"].value() or "" for form in rows]


def drawn(rows: RowsFormSet) -> str:
    request = RequestFactory().get("/guests/?of=12")
    return render_to_string(
        "govuk/rows.html",
        {"formset": rows, "row_name": "Guest", "add": "Add another guest"},
        request,
    )


def test_the_first_page_has_the_rows_that_are_there_and_a_blank_one() -> None:
    rows = Guests(initial=[{"name": "Ann"}])
    assert names(rows) == ["Ann", ""]
    assert drawn(rows).count("<legend") == 2


@pytest.mark.parametrize("prefix", ["form", "guests"])
def test_add_gives_one_row_more_and_keeps_all_that_was_typed(prefix: str) -> None:
    typed = ("name=Ann&number=two&needs=a&needs=b", "name=Bo")
    rows = handed_in(*typed, button=f"{prefix}-add=1", prefix=prefix)
    assert not rows.is_valid()
    assert names(rows) == ["Ann", "Bo", ""]
    page = drawn(rows)
    assert 'value="two"' in page
    assert page.count("selected") == 2
    assert "error" not in page


def test_the_cursor_stands_in_the_new_row() -> None:
    page = drawn(handed_in("name=Ann", button="form-add=1"))
    assert page.count("autofocus") == 1
    assert page.index("autofocus") > page.index('id="id_form-1-name"') - 200
    assert page.index("autofocus") > page.index('id="id_form-0-needs"')


def test_remove_takes_one_row_out_and_the_others_move_up() -> None:
    rows = handed_in("name=Ann", "name=Bo&number=7", "name=Cy", button="form-remove=0")
    assert not rows.is_valid()
    assert names(rows) == ["Bo", "Cy"]
    assert rows.forms[0]["number"].value() == "7"


def test_the_last_row_can_be_removed_and_one_added_again() -> None:
    assert names(handed_in("name=Ann", button="form-remove=0")) == []
    assert names(handed_in(button="form-add=1")) == [""]


def test_no_more_rows_than_are_allowed() -> None:
    rows = handed_in("name=A", "name=B", "name=C", button="form-add=1")
    assert len(rows.forms) == 3
    page = drawn(rows)
    assert 'name="form-add"' not in page
    assert "There is room for 3 and no more." in page


@pytest.mark.parametrize("number", ["9", "-1", "x", "", "²"])
def test_a_row_that_is_not_there_cannot_be_removed(number: str) -> None:
    assert names(handed_in("name=Ann", button=f"form-remove={number}")) == ["Ann"]


def test_saved_as_usual_a_blank_row_is_no_row_and_a_wrong_one_says_so() -> None:
    rows = handed_in("name=&number=", "name=Ann&number=2")
    assert rows.is_valid()
    assert [row.get("name") for row in rows.cleaned_data] == [None, "Ann"]
    wrong = handed_in("name=&number=2")
    assert not wrong.is_valid()
    assert wrong.errors == [{"name": ["Enter the name"]}]


def test_a_row_typed_again_as_it_was_is_not_lost() -> None:
    """After a removal the rows move up: what was first there must not hide what is typed now."""
    data = QueryDict("form-TOTAL_FORMS=1&form-INITIAL_FORMS=0&form-0-name=Ann")
    rows = Guests(data, initial=[{"name": "Ann"}])
    assert rows.is_valid()
    assert rows.cleaned_data[0]["name"] == "Ann"


def test_return_in_a_field_does_not_remove_the_first_row() -> None:
    page = drawn(handed_in("name=Ann"))
    first = page[page.index("<button") :]
    assert "name=" not in first[: first.index(">")]


def test_rows_that_cannot_be_read_are_refused_in_words() -> None:
    rows = Guests(QueryDict("form-add=1&form-TOTAL_FORMS=x"))
    assert not rows.is_valid()
