"""A reply to an invitation: by oneself, or entered by the administrator."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.safestring import mark_safe

from govuk_forms.forms import GovukForm
from govuk_forms.widgets import Radios
from people.models import Person
from steering.documents.replies import SAID
from steering.enums import Answer, Deputies, Mode
from steering.models import Meeting, Reply
from steering.services.replies import Said

HINTS = {
    Mode.ONLINE: "The joining link is in your email.",
    Mode.HYBRID: "In the room or online. You need not say which.",
}
OPENS = {Answer.COMING: ["arrives"], Answer.DEPUTY: ["deputy_name", "deputy_email"]}
IF_SENT = '<span class="app-without-script">If you send somebody: </span>'


class ReplyForm(GovukForm):
    """Whether somebody comes to a meeting. Gives what they `said`.

    It carries the start of the meeting for which it asks, so that nobody answers for another.
    """

    who = "I"

    answer = forms.ChoiceField(
        label="Can you come?", error_messages={"required": "Choose whether you can come"}
    )
    arrives = forms.CharField(
        label="If you arrive late, when? (optional)", max_length=100, required=False
    )
    deputy_name = forms.CharField(
        label=mark_safe(f"{IF_SENT}Their name"),
        max_length=200,
        required=False,
    )
    deputy_email = forms.EmailField(
        label=mark_safe(f"{IF_SENT}Their email, so that they get the papers"),
        required=False,
    )
    needs = forms.CharField(
        label="Is there anything you need? (optional)",
        help_text="For example large print, a lift, or an interpreter. Only the administrator "
        "reads this.",
        max_length=500,
        required=False,
    )
    starts_at = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        meeting: Meeting,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.meeting = meeting
        super().__init__(
            data, initial={**(initial or {}), "starts_at": meeting.starts_at.isoformat()}
        )
        offered = [Answer.COMING, Answer.APOLOGIES, Answer.DEPUTY]
        if meeting.group.deputies == Deputies.NONE:
            offered.remove(Answer.DEPUTY)
        field = self.fields["answer"]
        assert isinstance(field, forms.ChoiceField)
        field.widget = Radios(
            tiles=True,
            hints={Answer.COMING: hint} if (hint := HINTS.get(Mode(meeting.mode))) else {},
            opens={answer: OPENS[answer] for answer in offered if answer in OPENS},
        )
        field.choices = [(answer.value, f"{self.who} {SAID[answer]}") for answer in offered]

    def clean_starts_at(self) -> datetime:
        try:
            return datetime.fromisoformat(self.cleaned_data["starts_at"])
        except ValueError as error:
            raise forms.ValidationError("This page is not whole. Open the link again.") from error

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        sends = cleaned.get("answer") == Answer.DEPUTY
        if sends and not cleaned.get("deputy_name") and "deputy_name" not in self.errors:
            self.add_error("deputy_name", "Enter the name of the person you are sending")
        if not sends:
            for name in OPENS[Answer.DEPUTY]:
                self.errors.pop(name, None)
        return cleaned

    def said(self) -> Said:
        """Give what was said. Only after `is_valid()`."""
        fields = {**self.cleaned_data}
        answer, arrives = Answer(fields.pop("answer")), fields.pop("arrives")
        late = answer == Answer.COMING and arrives
        return Said(answer=Answer.LATE if late else answer, arrives=arrives, **fields)


class EnteredReplyForm(ReplyForm):
    """What somebody told the administrator."""

    who = "They"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = self.fields
        fields["answer"].label = "Can they come?"
        fields["answer"].error_messages["required"] = "Choose whether they can come"
        fields["answer"].widget.hints = {}
        fields["arrives"].label = "If they arrive late, when? (optional)"
        fields["needs"].label = "Is there anything they need? (optional)"


def initial_of(reply: Reply | None, deputy: Person | None) -> dict[str, Any]:
    """What the form begins with: the last reply, and the usual deputy where none was named."""
    named = (reply and reply.deputy) or deputy
    begin: dict[str, Any] = {
        "deputy_name": named.name if named else "",
        "deputy_email": named.email if named else "",
    }
    if reply is None:
        return begin
    late = reply.answer == Answer.LATE
    answer = Answer.COMING if late else reply.answer
    return {**begin, "answer": answer, "arrives": reply.arrives, "needs": reply.needs}
