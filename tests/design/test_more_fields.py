"""The file field, and answers in words before they count."""

from datetime import date

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template import Context, Template

from govuk_forms.answers import answers_of, put_cursor_into, what_was_typed
from govuk_forms.fields import DateInputField
from govuk_forms.files import MEGABYTE, FileInputField
from govuk_forms.forms import GovukForm
from govuk_forms.widgets import Checkboxes, Radios


class PaperForm(GovukForm):
    title = forms.CharField(label="Title")
    paper = FileInputField(label="Paper", kinds=["pdf", "docx"], megabytes=1)


def handed_in(name: str = "plan.pdf", content: bytes = b"text", title: str = "Plan") -> PaperForm:
    return PaperForm({"title": title}, {"paper": SimpleUploadedFile(name, content)})


def drawn(form: forms.BaseForm) -> str:
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form}))


class TestFiles:
    def test_say_beforehand_which_kinds_and_how_large(self) -> None:
        page = drawn(PaperForm())
        assert "PDF or Word (docx), up to 1 MB" in page
        assert 'accept=".pdf,.docx"' in page
        assert 'type="file"' in page
        assert "multiple" not in page

    @pytest.mark.parametrize("name", ["plan.pdf", "PLAN.PDF", "a.b.docx"])
    def test_of_the_right_kind_are_taken(self, name: str) -> None:
        assert handed_in(name).is_valid()

    @pytest.mark.parametrize(
        ("name", "content", "sentence"),
        [
            (
                "plan.exe",
                b"x",
                "Choose a file of the kind PDF or Word (docx): “plan.exe” is of another",
            ),
            ("plan.pdf", b"", "Choose another file: this one is empty"),
            (
                "plan.pdf",
                b"x" * (MEGABYTE + 1),
                "Choose a file of at most 1 MB: “plan.pdf” is larger",
            ),
        ],
    )
    def test_that_are_not_right_are_refused_with_what_would_be(
        self, name: str, content: bytes, sentence: str
    ) -> None:
        form = handed_in(name, content)
        assert dict(form.errors) == {"paper": [sentence]}
        assert "govuk-file-upload--error" in drawn(form)

    def test_that_are_missing_are_asked_for(self) -> None:
        assert dict(PaperForm({"title": "x"}).errors) == {"paper": ["Choose the paper"]}

    def test_that_a_browser_forgot_are_asked_for_again(self) -> None:
        assert "Choose the file again." in drawn(handed_in(title=""))
        assert "Choose the file again." not in drawn(handed_in("plan.exe", title=""))
        assert "Choose the file again." not in drawn(handed_in())


class ReplyForm(GovukForm):
    name = forms.CharField(label="Name")
    day = DateInputField(label="Day", required=False)
    coming = forms.ChoiceField(
        label="Coming",
        choices=[("yes", "I will come"), ("deputy", "I send somebody")],
        widget=Radios(opens={"deputy": ["deputy"]}),
    )
    deputy = forms.CharField(label="Who", required=False)
    needs = forms.MultipleChoiceField(
        label="Needs",
        choices=[("a", "Large print"), ("b", "A lift")],
        widget=Checkboxes,
        required=False,
    )
    told = forms.BooleanField(label="Told", required=False)


REPLY = QueryDict(
    "csrfmiddlewaretoken=t&check=1&name=Ann&day_day=24&day_month=11&day_year=2026"
    "&coming=deputy&deputy=Bo&needs=a&needs=b"
)


class TestAnswers:
    def test_are_read_back_in_words(self) -> None:
        form = ReplyForm(REPLY)
        assert form.is_valid()
        assert form.cleaned_data["day"] == date(2026, 11, 24)
        assert [(answer.question, answer.words) for answer in answers_of(form)] == [
            ("Name", "Ann"),
            ("Day", "24 November 2026"),
            ("Coming", "I send somebody"),
            ("Who", "Bo"),
            ("Needs", "Large print, A lift"),
            ("Told", "No"),
        ]

    def test_below_a_choice_that_was_not_made_are_left_out(self) -> None:
        form = ReplyForm(QueryDict("name=Ann&coming=yes&deputy=Bo"))
        assert form.is_valid()
        answers = {answer.question: answer.words for answer in answers_of(form)}
        assert "Who" not in answers
        assert answers["Day"] == answers["Needs"] == "Not given"

    def test_are_handed_on_as_they_were_typed(self) -> None:
        typed = what_was_typed(REPLY)
        assert ("needs", "a") in typed
        assert ("needs", "b") in typed
        assert {name for name, _ in typed}.isdisjoint({"csrfmiddlewaretoken", "check"})

    @pytest.mark.parametrize(
        ("name", "id_"), [("name", "id_name"), ("day", "id_day_0"), ("coming", "id_coming_0")]
    )
    def test_are_changed_with_the_cursor_in_their_field(self, name: str, id_: str) -> None:
        form = ReplyForm(REPLY)
        put_cursor_into(form, name)
        page = drawn(form)
        assert page.count("autofocus") == 1
        tag = next(part for part in page.split("<input") if f'id="{id_}"' in part)
        assert "autofocus" in tag.split(">")[0]


@pytest.mark.parametrize(
    ("kind", "word"),
    [("information", "Note:"), ("success", "Done:"), ("warning", "Warning:"), ("error", "Error:")],
)
def test_an_alert_says_its_kind_in_a_word_too(kind: str, word: str) -> None:
    template = Template('{% include "includes/alert.html" with kind=kind text=text %}')
    page = template.render(Context({"kind": kind, "text": "<b>17 people"}))
    assert f"moj-alert--{kind}" in page
    assert word in page
    assert "&lt;b&gt;17 people" in page
