"""What is asked about a person's post."""

from typing import Any

from django import forms

from govuk_forms.fields import DateInputField
from govuk_forms.forms import GovukForm
from sites.enums import Seniority
from sites.models import Agency, Post


class PostForm(GovukForm):
    """A new post, or one that is there: only the latter is asked for its end."""

    agency = forms.ModelChoiceField(
        label="Agency",
        queryset=Agency.objects.order_by("name"),
        empty_label="Choose an agency",
    )
    title = forms.CharField(label="Job title", max_length=200)
    seniority = forms.ChoiceField(label="Seniority", choices=Seniority.choices)
    started_on = DateInputField(label="In this post since", help_text="For example, 24 11 2026")
    secondment_ends_on = DateInputField(
        label="End of the secondment",
        required=False,
        help_text="Only for a secondment. Leave it empty otherwise",
    )
    ended_on = DateInputField(
        label="Left this post",
        required=False,
        help_text="The first day on which it is not theirs. Leave it empty while they hold it",
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            del self.fields["ended_on"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts = cleaned.get("started_on")
        for name in ("ended_on", "secondment_ends_on"):
            ends = cleaned.get(name)
            if starts and ends and ends < starts:
                self.add_error(name, "This day must not be before the first day in the post")
        return cleaned


def initial_of(post: Post) -> dict[str, object]:
    """What is known of a post, as the form shows it."""
    names = ["agency", "title", "seniority", "started_on", "ended_on", "secondment_ends_on"]
    return forms.model_to_dict(post, names)
