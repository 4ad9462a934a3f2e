"""Proposing something for the agenda."""

from django import forms

from govuk_forms.forms import GovukForm
from steering.forms.agenda import minutes_field
from steering.forms.text import LinesField
from steering.services.proposals import Proposal


class ProposalForm(GovukForm):
    """What somebody wants to talk about. Gives a `Proposal`."""

    title = forms.CharField(
        label="What should the group talk about?",
        max_length=500,
        error_messages={"required": "Enter what the group should talk about"},
    )
    why = LinesField(
        label="Why",
        rows=3,
        required=False,
        max_length=2_000,
        help_text="Services, not families: please name nobody",
    )
    length = minutes_field(help_text="About how long it needs, if you know")
    brings_paper = forms.BooleanField(label="I will bring a paper", required=False)

    def said(self) -> Proposal:
        """Give what was entered. Only after `is_valid()`."""
        data = self.cleaned_data
        return Proposal(data["title"], data["why"], data["length"], data["brings_paper"])
