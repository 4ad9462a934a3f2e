"""The forms to add something are filled into a pattern: they must read as their template does."""

from django.template.loader import render_to_string

from people.models import Person
from steering.documents.writing import Part
from steering.forms.minutes import ADDING, part_forms
from steering.models import AgendaItem

PEOPLE = [Person(pk=4, name="Siân O'Neill & <b>"), Person(pk=5, name="Colin Frost")]
PARTS = [
    Part(item, text="", version=0, decisions=[], actions=[])
    for item in (None, AgendaItem(pk=7, position=2, title='Waiting "times" & <i>'))
]


def test_they_read_as_their_template() -> None:
    for people in (PEOPLE, []):
        for part in part_forms(PARTS, people, save_url="/meetings/3/minutes/save/"):
            assert part.adding == render_to_string(ADDING, {"part": part})


def test_a_person_who_changed_their_name_is_offered_by_the_new_one() -> None:
    for name in ("Ruth Frost", "Ruth Adeyemi"):
        people = [Person(pk=4, name=name)]
        (whole, _) = part_forms(PARTS, people, save_url="/meetings/3/minutes/save/")
        assert f'<option value="4">{name}</option>' in whole.adding


def test_one_that_was_sent_shows_what_is_wrong() -> None:
    sent = {"item-7-action-text": ""}
    _, part = part_forms(PARTS, PEOPLE, sent, save_url="/meetings/3/minutes/save/")
    assert "Enter what is to be done" in part.adding
