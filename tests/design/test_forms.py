"""What the form fields read, what they say, and how they are drawn again."""

from datetime import date, time

import pytest
from django import forms
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from govuk_forms.fields import DateInputField, TimeInputField
from govuk_forms.forms import GovukForm
from govuk_forms.widgets import Checkboxes, Radios, TimeInput


class MeetingForm(GovukForm):
    title = forms.CharField(label="Title of the meeting", max_length=20)
    day = DateInputField(label="Day of the meeting")
    starts = TimeInputField(label="Start time", required=False)
    mode = forms.ChoiceField(
        label="How people meet",
        choices=[("room", "In a room"), ("online", "Online")],
        widget=Radios(
            inline=True, hints={"online": "By a joining link"}, opens={"room": ["place"]}
        ),
    )
    place = forms.CharField(label="Place", required=False)
    needs = forms.MultipleChoiceField(
        label="Needs", choices=[("large", "Large print")], widget=Checkboxes, required=False
    )
    notes = forms.CharField(
        label="Notes", widget=forms.Textarea, max_length=10, required=False, help_text="In short"
    )
    email = forms.EmailField(label="E-mail", required=False)


FILLED = {
    "title": "Autumn meeting",
    "day_day": "24",
    "day_month": "11",
    "day_year": "2026",
    "starts": "10:00am",
    "mode": "room",
}


def drawn(form: forms.BaseForm) -> str:
    template = Template("{% load crispy_forms_tags %}{% crispy form %}")
    return template.render(Context({"form": form, "csrf_token": "token"}))


def errors_of(**changes: str) -> dict[str, object]:
    return dict(MeetingForm({**FILLED, **changes}).errors)


def outcome(field: forms.Field, typed: object) -> object:
    """What the field gives, or the sentence with which it refuses."""
    try:
        return field.clean(typed)
    except forms.ValidationError as refusal:
        return refusal.messages[0]


class TestDates:
    @pytest.mark.parametrize(
        "typed",
        [
            ("24", "11", "2026"),
            (" 24 ", "Nov", "2026"),
            ("24", "november", "2026"),
            ("24/11/2026", "", ""),
            ("24.11.2026", "", ""),
            ("24 November 2026", "", ""),
            ("Tuesday 24 November 2026", "", ""),
            ("Tue, 24th Nov 2026", "", ""),
            ("2026-11-24", "", ""),
        ],
    )
    def test_are_read_as_people_write_them(self, typed: tuple[str, str, str]) -> None:
        assert DateInputField().clean(list(typed)) == date(2026, 11, 24)

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            (("31", "11", "2026"), "Enter a real date, such as 24 11 2026"),
            (("0", "11", "2026"), "Enter a real date, such as 24 11 2026"),
            (("x", "11", "2026"), "Enter a real date, such as 24 11 2026"),
            (("11/24/2026", "", ""), "Enter a real date, such as 24 11 2026"),
            (("next Tuesday", "", ""), "Enter a real date, such as 24 11 2026"),
            (("24", "11", "26"), "Enter the year with four digits, such as 2026"),
            (("24/11/26", "", ""), "Enter the year with four digits, such as 2026"),
            (("24", "", "2026"), "Enter the month too, such as 24 11 2026"),
            (("24", "", ""), "Enter the month and the year too, such as 24 11 2026"),
            (("24", "ju", "2026"), "Enter the month as a number or a name: “ju” is neither"),
            (("1_0", "11", "2026"), "Enter a real date, such as 24 11 2026"),
            (("24", "²", "2026"), "Enter the month as a number or a name: “²” is neither"),
        ],
    )
    def test_that_are_none_are_refused_with_what_would_be_right(
        self, typed: tuple[str, str, str], sentence: str
    ) -> None:
        with pytest.raises(forms.ValidationError) as refusal:
            DateInputField().clean(list(typed))
        assert refusal.value.messages == [sentence]

    def test_may_be_left_out_where_they_are_not_needed(self) -> None:
        assert DateInputField(required=False).clean(["", " ", ""]) is None

    def test_that_stay_the_same_are_no_change(self) -> None:
        field = DateInputField()
        assert not field.has_changed(date(2026, 11, 24), ["24", "11", "2026"])
        assert field.has_changed(date(2026, 11, 24), ["25", "11", "2026"])

    @given(st.lists(st.text(max_size=12), min_size=3, max_size=3))
    def test_of_any_text_are_a_date_or_a_sentence(self, typed: list[str]) -> None:
        found = outcome(DateInputField(required=False), typed)
        assert found is None or isinstance(found, date) or str(found).startswith("Enter ")


class TestTimes:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("10:00am", time(10)),
            ("10.30 AM", time(10, 30)),
            ("2pm", time(14)),
            ("2 p.m.", time(14)),
            ("12pm", time(12)),
            ("12:15am", time(0, 15)),
            ("14:30", time(14, 30)),
            ("9:30", time(9, 30)),
            ("02:00", time(2)),
            ("noon", time(12)),
            ("Midnight", time(0)),
        ],
    )
    def test_are_read_as_people_write_them(self, typed: str, meant: time) -> None:
        assert TimeInputField().clean(typed) == meant

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("2:00", "Add am or pm, such as 2:00pm"),
            ("10", "Add am or pm, such as 10:00am"),
            ("1", "Add am or pm, such as 1:00pm"),
            ("14", "Enter a real time, such as 10:00am or 14:30"),
            ("25:00", "Enter a real time, such as 10:00am or 14:30"),
            ("10:75", "Enter a real time, such as 10:00am or 14:30"),
            ("14:30pm", "Enter a real time, such as 10:00am or 14:30"),
            ("half past two", "Enter a real time, such as 10:00am or 14:30"),
        ],
    )
    def test_that_are_none_are_refused_with_what_would_be_right(
        self, typed: str, sentence: str
    ) -> None:
        with pytest.raises(forms.ValidationError) as refusal:
            TimeInputField().clean(typed)
        assert refusal.value.messages == [sentence]

    @given(st.text(alphabet="0123456789:. apmAPMx", max_size=9))
    def test_of_any_text_are_a_time_or_a_sentence(self, typed: str) -> None:
        found = outcome(TimeInputField(required=False), typed)
        sentence = str(found).startswith(("Enter ", "Add am or pm"))
        assert found is None or isinstance(found, time) or sentence

    @given(st.times().map(lambda moment: moment.replace(second=0, microsecond=0, tzinfo=None)))
    def test_are_read_back_from_how_they_are_shown(self, moment: time) -> None:
        assert TimeInputField().clean(TimeInput().format_value(moment)) == moment

    def test_are_shown_as_they_are_read(self) -> None:
        page = drawn(MeetingForm(initial={"starts": time(14, 30)}))
        assert 'value="2:30pm"' in page


class TestSentences:
    def test_say_what_to_enter_or_choose(self) -> None:
        assert dict(MeetingForm({}).errors) == {
            "title": ["Enter the title of the meeting"],
            "day": ["Enter the day of the meeting"],
            "mode": ["Choose how people meet"],
        }

    def test_to_a_question_ask_for_an_answer(self) -> None:
        class Question(GovukForm):
            coming = forms.ChoiceField(label="Can you come?", choices=[("yes", "Yes")])

        assert dict(Question({}).errors) == {"coming": ["Answer “Can you come?”"]}

    def test_to_a_box_that_has_to_be_ticked_name_it(self) -> None:
        class Agreement(GovukForm):
            told = forms.BooleanField(label="The chair knows")

        assert dict(Agreement({}).errors) == {"told": ["Tick “The chair knows”"]}

    def test_say_what_would_be_right(self) -> None:
        assert errors_of(title="x" * 21, email="celia@", mode="by post") == {
            "title": ["Shorten this to 20 characters: it has 21"],
            "email": ["Enter an e-mail address such as name@example.org"],
            "mode": ["Choose one of the list"],
        }

    def test_of_a_field_itself_are_kept(self) -> None:
        class Own(GovukForm):
            title = forms.CharField(error_messages={"required": "Give it a title"})

        assert dict(Own({}).errors) == {"title": ["Give it a title"]}


class TestDrawing:
    def test_keeps_everything_typed_when_the_form_failed(self) -> None:
        typed = {
            "title": "",
            "day_day": "31 <b>",
            "day_month": "Nov",
            "day_year": "26",
            "starts": "half two",
            "mode": "online",
            "place": "Town Hall",
            "needs": ["large"],
            "notes": "x" * 12,
        }
        page = drawn(MeetingForm(typed))
        for shown in ("31 &lt;b&gt;", "Nov", "26", "half two", "Town Hall"):
            assert f'value="{shown}"' in page
        assert "x" * 12 in page
        assert page.count("checked") == 2

    def test_ties_hint_and_error_to_the_input(self) -> None:
        page = drawn(MeetingForm({"notes": "x" * 12}))
        assert 'aria-describedby="id_notes_helptext id_notes_error"' in page
        assert '<div class="govuk-hint" id="id_notes_helptext">In short</div>' in page
        assert 'id="id_notes_error"' in page

    def test_ties_the_error_of_a_group_to_its_fieldset(self) -> None:
        page = drawn(MeetingForm({}))
        for field in ("day", "mode"):
            assert f'aria-describedby="id_{field}_error"' in page
            assert f'id="id_{field}_error"' in page

    def test_never_cuts_what_is_pasted(self) -> None:
        page = drawn(MeetingForm())
        assert " maxlength" not in page
        assert 'data-maxlength="10"' in page

    def test_leaves_it_to_us_to_say_what_is_missing(self) -> None:
        assert "required" not in drawn(MeetingForm())

    def test_puts_a_field_below_the_choice_that_opens_it_and_nowhere_else(self) -> None:
        page = drawn(MeetingForm())
        assert page.count('name="place"') == 1
        assert page.index('id="id_mode_0_opens"') < page.index('name="place"')
        assert page.index('name="place"') < page.index('value="online"')

    def test_of_single_fields_is_the_same(self) -> None:
        template = Template("{% load crispy_forms_tags %}{{ form|crispy }}")
        page = template.render(Context({"form": MeetingForm()}))
        assert page.count('name="place"') == 1
        assert page.count('class="govuk-input') == 7

    def test_writes_the_token_but_no_form_tag(self) -> None:
        page = drawn(MeetingForm())
        assert 'name="csrfmiddlewaretoken"' in page
        assert "<form" not in page


class TestErrorSummary:
    def drawn(self, form: forms.BaseForm) -> str:
        return Template("{% error_prefix %}{% error_summary %}").render(Context({"form": form}))

    def test_leads_to_the_first_input_of_each_field(self) -> None:
        page = self.drawn(MeetingForm({"notes": "x" * 12}))
        assert page.startswith("Error: ")
        for target in ("id_title", "id_day_0", "id_mode_0", "id_notes"):
            assert f'href="#{target}"' in page

    def test_names_what_is_wrong_with_the_form_as_a_whole(self) -> None:
        form = MeetingForm(FILLED)
        form.add_error(None, "The meeting ends before it begins")
        page = self.drawn(form)
        assert "The meeting ends before it begins" in page
        assert "href" not in page

    def test_is_not_there_when_nothing_is_wrong(self) -> None:
        assert self.drawn(MeetingForm(FILLED)).strip() == ""
        assert self.drawn(MeetingForm()).strip() == ""

    def test_takes_in_every_form_of_the_page(self) -> None:
        context = Context({"forms": [MeetingForm(FILLED), MeetingForm({}, prefix="second")]})
        page = Template("{% error_summary %}").render(context)
        assert 'href="#id_second-title"' in page

    def test_takes_in_a_formset(self) -> None:
        pair = forms.formset_factory(MeetingForm, min_num=1, extra=0)
        data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}
        page = Template("{% error_summary %}").render(Context({"formset": pair(data)}))
        assert 'href="#id_form-0-title"' in page
