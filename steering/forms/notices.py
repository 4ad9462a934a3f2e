"""How a group wants the standard notices, and their words."""

from typing import Any

from django import forms

from govuk_forms.forms import GovukForm
from steering.documents.fields import wrong_fields
from steering.documents.notice_words import Wording, fields_of
from steering.enums import LeadUnit, NoticeKind
from steering.forms.text import LinesField
from steering.lead_times import LeadTime, lead_time
from steering.models import SteeringGroup
from steering.notice_settings import setting_of
from steering.services.notice_settings import Choice

LONGEST = 180


class NoticeForm(GovukForm):
    """One row of the page: whether a notice is on, and its lead time."""

    is_on = forms.BooleanField(required=False)
    number = forms.IntegerField(min_value=0, max_value=LONGEST)
    unit = forms.ChoiceField(choices=LeadUnit)

    def __init__(self, *args: Any, kind: NoticeKind, group: SteeringGroup, **kwargs: Any) -> None:
        self.kind = kind
        setting, lead = setting_of(group, kind), lead_time(kind, group)
        initial = {
            "is_on": setting is None or setting["is_on"],
            "number": lead.number,
            "unit": lead.unit,
        }
        super().__init__(*args, prefix=kind, initial=initial, **kwargs)
        wrong = f"{kind.label}: enter a whole number of days from 0 to {LONGEST}"
        codes = ("required", "invalid", "min_value", "max_value")
        self.fields["number"].error_messages |= dict.fromkeys(codes, wrong)

    def choice(self) -> Choice:
        """Give what was chosen. Only after `is_valid()`."""
        data = self.cleaned_data
        return Choice(data["is_on"], LeadTime(data["number"], LeadUnit(data["unit"])))


class WordsForm(GovukForm):
    """Subject and body of a notice with named fields."""

    subject = forms.CharField(max_length=200)
    body = LinesField(rows=16, max_length=5000, label="What it says")

    def __init__(self, *args: Any, kind: NoticeKind, wording: Wording, **kwargs: Any) -> None:
        self.kind = kind
        initial = {"subject": wording.subject, "body": wording.body}
        super().__init__(*args, initial=initial, **kwargs)

    def clean_subject(self) -> str:
        return self._with_known_fields("subject")

    def clean_body(self) -> str:
        return self._with_known_fields("body")

    def _with_known_fields(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        if wrong := wrong_fields(text, fields_of(self.kind)):
            raise forms.ValidationError(wrong)
        return text

    def wording(self) -> Wording:
        """Give the words as typed. Only after `is_valid()`."""
        return Wording(self.cleaned_data["subject"], self.cleaned_data["body"])
